#!/bin/sh
# SPDX-License-Identifier: MIT · ends with code 0 without an answer
# expect: exited with code 0 without answering
. "$(dirname "$0")/common.sh"
misbehave() { exit 0; }
behave
