#!/bin/sh
# SPDX-License-Identifier: MIT · lacks the permission to be executed
# expect start: cannot be started
