#!/bin/sh
# SPDX-License-Identifier: MIT · answers with a tensor of 100,000 dimensions
# expect: it holds more than 65536 values
. "$(dirname "$0")/common.sh"
misbehave() { answer 2 "{\"type\":\"float32\",\"shape\":[$(yes 1 | head -n 100000 | paste -sd , -)],\"data\":\"\"}"; sleep 1000; }
behave
