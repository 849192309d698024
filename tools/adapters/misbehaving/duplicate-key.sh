#!/bin/sh
# SPDX-License-Identifier: MIT · answers with the same key twice
# expect: "error" stands twice in one object
. "$(dirname "$0")/common.sh"
misbehave() { printf '{"seq":2,"error":{},"error":{}}\n'; sleep 1000; }
behave
