#!/bin/sh
# SPDX-License-Identifier: MIT · leaves children running and crashes
# expect: crashed by signal 11 (SIGSEGV)
. "$(dirname "$0")/common.sh"
misbehave() { sleep 1000 & sleep 1001 & kill -SEGV $$; }
behave
