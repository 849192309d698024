#!/bin/sh
# SPDX-License-Identifier: MIT · ends before it answers start
# expect start: exited with code 1
. "$(dirname "$0")/common.sh"
echo 'ImportError: no module named bn' >&2
exit 1
