#!/bin/sh
# SPDX-License-Identifier: MIT · prints to standard output just after its answer
# expect: wrote a line that is no answer: "all done"
. "$(dirname "$0")/common.sh"
misbehave() { answer; printf 'all done\n'; sleep 1000; }
behave
