#!/bin/sh
# SPDX-License-Identifier: MIT · is hit by SIGTERM
# expect: ended by signal 15 (SIGTERM)
. "$(dirname "$0")/common.sh"
misbehave() { kill -TERM $$; }
behave
