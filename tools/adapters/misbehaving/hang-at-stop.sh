#!/bin/sh
# SPDX-License-Identifier: MIT · answers, but does not end when told to stop
# expect: runs
. "$(dirname "$0")/common.sh"
misbehave() { :; }
leave() { trap '' TERM; sleep 1000; }
behave
