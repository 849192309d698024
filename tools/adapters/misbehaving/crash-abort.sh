#!/bin/sh
# SPDX-License-Identifier: MIT · crashes by SIGABRT
# expect: crashed by signal 6 (SIGABRT)
. "$(dirname "$0")/common.sh"
misbehave() { kill -ABRT $$; }
behave
