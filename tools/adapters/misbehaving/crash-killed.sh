#!/bin/sh
# SPDX-License-Identifier: MIT · is killed from outside
# expect: ended by signal 9 (SIGKILL)
. "$(dirname "$0")/common.sh"
misbehave() { kill -KILL $$; }
behave
