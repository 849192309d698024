#!/bin/sh
# SPDX-License-Identifier: MIT · closes its standard input with its answer and lives on
# expect: closed its standard input
. "$(dirname "$0")/common.sh"
misbehave() { exec 0<&-; answer; sleep 1000; }
behave
