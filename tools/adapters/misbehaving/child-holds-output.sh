#!/bin/sh
# SPDX-License-Identifier: MIT · exits while a child keeps its standard output open
# expect: exited with code 3
. "$(dirname "$0")/common.sh"
misbehave() { sleep 1000 & exit 3; }
behave
