#!/bin/sh
# SPDX-License-Identifier: MIT · crashes by SIGSEGV
# expect: crashed by signal 11 (SIGSEGV)
. "$(dirname "$0")/common.sh"
misbehave() { echo 'about to touch address 0' >&2; kill -SEGV $$; }
behave
