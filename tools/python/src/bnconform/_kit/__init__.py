# SPDX-License-Identifier: MIT
"""The kit of tools/adapters/python, which speaks the protocol; these files are links to it."""
