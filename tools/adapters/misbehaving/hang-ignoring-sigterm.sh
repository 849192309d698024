#!/bin/sh
# SPDX-License-Identifier: MIT · hangs and ignores SIGTERM
# expect: no answer within
. "$(dirname "$0")/common.sh"
misbehave() { trap '' TERM; while :; do sleep 1000; done; }
behave
