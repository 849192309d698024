#!/bin/sh
# SPDX-License-Identifier: MIT · ends with code 3 just after its answer
# expect: exited with code 3 after its answer
. "$(dirname "$0")/common.sh"
misbehave() { answer; exit 3; }
behave
