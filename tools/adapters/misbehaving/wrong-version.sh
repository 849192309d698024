#!/bin/sh
# SPDX-License-Identifier: MIT · speaks another version of the protocol
# expect start: speaks protocol version 2
. "$(dirname "$0")/common.sh"
read -r line
echo '{"protocol":2,"name":"x","version":"1","language":"sh"}'
read -r line
