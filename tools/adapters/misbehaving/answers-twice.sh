#!/bin/sh
# SPDX-License-Identifier: MIT · answers a case twice
# expect: answered request 2 twice
. "$(dirname "$0")/common.sh"
misbehave() { printf '%s\n%s\n' "$(answer)" "$(answer)"; }
behave
