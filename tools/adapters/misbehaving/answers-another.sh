#!/bin/sh
# SPDX-License-Identifier: MIT · answers another case than the one asked
# expect: answered request 7, but the question was request 2
. "$(dirname "$0")/common.sh"
misbehave() { answer 7; }
behave
