#!/bin/sh
# SPDX-License-Identifier: MIT · answers in UTF-16
# expect: it holds NUL bytes, as UTF-16 does
. "$(dirname "$0")/common.sh"
misbehave() { answer | sed 's/./&\x00/g'; exit 0; }
behave
