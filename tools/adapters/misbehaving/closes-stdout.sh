#!/bin/sh
# SPDX-License-Identifier: MIT · closes its standard output and lives on
# expect: closed its standard output
. "$(dirname "$0")/common.sh"
misbehave() { exec 1>&-; sleep 1000; }
behave
