#!/bin/sh
# SPDX-License-Identifier: MIT · answers with a sparse file of 512 MiB
# expect: which is far more than the case has
. "$(dirname "$0")/common.sh"
misbehave() { dd if=/dev/zero of="$folder/big" bs=1 count=0 seek=536870912 2>/dev/null; answer 2 "{\"type\":\"float32\",\"shape\":[134217728],\"file\":\"big\"}"; sleep 1000; }
behave
