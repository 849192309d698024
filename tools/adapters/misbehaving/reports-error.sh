#!/bin/sh
# SPDX-License-Identifier: MIT · reports an error of its own
# expect: the adapter reports: out of luck
. "$(dirname "$0")/common.sh"
misbehave() { printf '{"seq":2,"error":{"message":"out of luck"}}\n'; question; }
behave
