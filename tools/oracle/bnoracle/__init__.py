# SPDX-License-Identifier: MIT
"""The oracle: expected values of BatchNorm cases by exact rational arithmetic.

Written independently of the Swift code, with another arithmetic (rationals and integer square roots
instead of dyadic comparisons), so that two computations have to agree before a value is accepted.
"""
