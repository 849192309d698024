#!/bin/sh
# SPDX-License-Identifier: MIT · names a file outside of the session's folder
# expect: names the file "../../etc/passwd"
. "$(dirname "$0")/common.sh"
misbehave() { answer 2 '{"type":"float32","shape":[2],"file":"../../etc/passwd"}'; }
behave
