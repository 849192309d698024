#!/bin/sh
# SPDX-License-Identifier: MIT · writes an endless line to standard output
# expect: the answer is longer than
. "$(dirname "$0")/common.sh"
misbehave() { tr '\0' 'x' </dev/zero; }
behave
