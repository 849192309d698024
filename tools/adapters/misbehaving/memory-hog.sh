#!/bin/sh
# SPDX-License-Identifier: MIT · takes more memory than allowed (Linux)
# expect: MiB of memory, more than the limit
. "$(dirname "$0")/common.sh"
# `tail` must hold a line of unknown length, and whoever writes it does not end.
misbehave() { { head -c 400000000 /dev/zero | tr '\0' 'x'; sleep 1000; } | tail -n 1 >/dev/null; }
behave
