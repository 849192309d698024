#!/bin/sh
# SPDX-License-Identifier: MIT · reports an error of 500,000 bytes
# expect: bytes left out
. "$(dirname "$0")/common.sh"
misbehave() { printf '{"seq":2,"error":{"message":"%s"}}\n' "$(yes no | head -n 166667 | tr '\n' ' ')"; count=3; question; }
behave
