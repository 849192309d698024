#!/bin/sh
# SPDX-License-Identifier: MIT · writes 20 MB to standard error before it answers
# expect: runs
. "$(dirname "$0")/common.sh"
misbehave() { head -c 20000000 /dev/zero | tr '\0' 'x' >&2; }
behave
