#!/bin/sh
# SPDX-License-Identifier: MIT · crashes by SIGFPE
# expect: crashed by signal 8 (SIGFPE)
. "$(dirname "$0")/common.sh"
misbehave() { kill -FPE $$; }
behave
