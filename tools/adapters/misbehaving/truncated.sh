#!/bin/sh
# SPDX-License-Identifier: MIT · breaks off in the middle of an answer
# expect: the answer breaks off
. "$(dirname "$0")/common.sh"
misbehave() { printf '{"seq":2,"result":{"steps":[{"ten'; exit 0; }
behave
