#!/bin/sh
# SPDX-License-Identifier: MIT · leaves out the number of the request
# expect: seq is missing
. "$(dirname "$0")/common.sh"
misbehave() { printf '{"result":{"steps":[]}}\n'; }
behave
