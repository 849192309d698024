#!/bin/sh
# SPDX-License-Identifier: MIT · answers for fewer steps than the case has
# expect: it has 0 steps, but the case has 1
. "$(dirname "$0")/common.sh"
misbehave() { printf '{"seq":2,"result":{"steps":[]}}\n'; }
behave
