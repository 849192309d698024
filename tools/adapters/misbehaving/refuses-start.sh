#!/bin/sh
# SPDX-License-Identifier: MIT · refuses to start
# expect start: refused to start: no GPU found
. "$(dirname "$0")/common.sh"
read -r line
echo '{"protocol":1,"error":{"message":"no GPU found"}}'
