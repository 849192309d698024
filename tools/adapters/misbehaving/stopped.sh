#!/bin/sh
# SPDX-License-Identifier: MIT · is stopped by SIGSTOP
# expect: was stopped by a signal such as SIGSTOP
. "$(dirname "$0")/common.sh"
misbehave() { kill -STOP $$; }
behave
