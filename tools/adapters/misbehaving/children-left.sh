#!/bin/sh
# SPDX-License-Identifier: MIT · leaves children running in its process group
# expect: runs
. "$(dirname "$0")/common.sh"
misbehave() { sleep 1000 & sleep 1001 & }
behave
