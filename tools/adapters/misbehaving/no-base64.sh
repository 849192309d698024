#!/bin/sh
# SPDX-License-Identifier: MIT · gives data that are no base64
# expect: has data that are no base64
. "$(dirname "$0")/common.sh"
misbehave() { answer 2 '{"type":"float32","shape":[2],"data":"not base64!"}'; }
behave
