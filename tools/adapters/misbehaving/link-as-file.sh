#!/bin/sh
# SPDX-License-Identifier: MIT · gives a symbolic link for a file
# expect: names the file link, which is no plain file
. "$(dirname "$0")/common.sh"
misbehave() {
  ln -s /etc/passwd "$folder/link"
  answer 2 '{"type":"float32","shape":[2],"file":"link"}'
}
behave
