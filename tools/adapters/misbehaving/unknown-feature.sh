#!/bin/sh
# SPDX-License-Identifier: MIT · declares a feature that there is not
# expect start: unsupported names "double-backward"
. "$(dirname "$0")/common.sh"
read -r line
echo '{"protocol":1,"name":"x","version":"1","language":"sh","unsupported":[{"feature":"double-backward"}]}'
read -r line
