#!/bin/sh
# SPDX-License-Identifier: MIT · is hit by SIGSEGV just after its answer
# expect: crashed by signal 11 (SIGSEGV) after its answer
. "$(dirname "$0")/common.sh"
misbehave() { answer; kill -SEGV $$; }
behave
