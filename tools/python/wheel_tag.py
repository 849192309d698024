# SPDX-License-Identifier: MIT
"""Gives the wheel the tag of the executable inside; without one it is for every platform."""

import os

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface):
    def initialize(self, version, build_data):
        platform = os.environ.get("BNCONFORM_WHEEL_PLATFORM")
        if platform and version != "editable":
            build_data["pure_python"] = False
            build_data["tag"] = f"py3-none-{platform}"
