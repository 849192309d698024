#!/bin/sh
# SPDX-License-Identifier: MIT · answers with bytes that are not UTF-8
# expect: it is not valid UTF-8
. "$(dirname "$0")/common.sh"
misbehave() { printf '{"seq":2,"error":{"message":"\377"}}\n'; sleep 1000; }
behave
