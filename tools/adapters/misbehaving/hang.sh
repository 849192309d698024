#!/bin/sh
# SPDX-License-Identifier: MIT · hangs
# expect: no answer within
. "$(dirname "$0")/common.sh"
misbehave() { sleep 1000; }
behave
