#!/bin/sh
# SPDX-License-Identifier: MIT · gives data that do not fill the shape
# expect: has 8 bytes, but float32 [2,3] takes 24
. "$(dirname "$0")/common.sh"
misbehave() { answer 2 '{"type":"float32","shape":[2,3],"data":"AAAAAAAAAAA="}'; }
behave
