#!/bin/sh
# SPDX-License-Identifier: MIT · answers without the end of the line
# expect: no answer within 0.4 s, only
. "$(dirname "$0")/common.sh"
misbehave() { printf '{"seq":2,"result":{"steps":[]}}'; sleep 1000; }
behave
