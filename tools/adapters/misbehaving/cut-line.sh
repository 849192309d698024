#!/bin/sh
# SPDX-License-Identifier: MIT · ends the line in the middle of an answer
# expect: wrote a line that is no answer
. "$(dirname "$0")/common.sh"
misbehave() { printf '{"seq":2,"result":{"steps":[{"ten\n'; }
behave
