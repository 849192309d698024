#!/bin/sh
# SPDX-License-Identifier: MIT · prints to standard output in one go with the answer
# expect: wrote a line that is no answer
. "$(dirname "$0")/common.sh"
misbehave() { printf '%s\nall done\n' "$(answer)"; }
behave
