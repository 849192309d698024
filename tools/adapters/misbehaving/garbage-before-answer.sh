#!/bin/sh
# SPDX-License-Identifier: MIT · prints to standard output before the answer
# expect: wrote a line that is no answer
. "$(dirname "$0")/common.sh"
misbehave() { echo 'Loading weights ... done'; }
behave
