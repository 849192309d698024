#!/bin/sh
# SPDX-License-Identifier: MIT · gives a type that there is not
# expect: has type "float8"
. "$(dirname "$0")/common.sh"
misbehave() { answer 2 '{"type":"float8","shape":[2],"data":"AAA="}'; }
behave
