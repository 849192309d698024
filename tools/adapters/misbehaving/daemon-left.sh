#!/bin/sh
# SPDX-License-Identifier: MIT · leaves a daemon in a session of its own (Linux: found by its mark)
# expect: runs
. "$(dirname "$0")/common.sh"
misbehave() {
  command -v setsid >/dev/null || return 0
  (setsid sleep 1000 </dev/null >/dev/null 2>&1 &)
}
behave
