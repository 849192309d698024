#!/bin/sh
# SPDX-License-Identifier: MIT · does not answer start
# expect start: no answer to start within
. "$(dirname "$0")/common.sh"
sleep 1000
