#!/bin/sh
# SPDX-License-Identifier: MIT · takes more memory than allowed (Linux)
# expect: MiB of memory, more than the limit
. "$(dirname "$0")/common.sh"
# `tail` must hold a line of unknown length.
misbehave() { head -c 400000000 /dev/zero | tr '\0' 'x' | { tail -n 1; sleep 1000; } >/dev/null; }
behave
