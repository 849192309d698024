#!/bin/sh
# SPDX-License-Identifier: MIT · closes its standard input and lives on
# expect: closed its standard input
. "$(dirname "$0")/common.sh"
misbehave() { :; }
greet
question
exec 0<&-
answer
sleep 1000
