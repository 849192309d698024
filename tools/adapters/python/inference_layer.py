# SPDX-License-Identifier: MIT
"""A layer for systems that only normalize with statistics that they are given.

Write `normalize(x)`, which reads `self.config` and `self.tensors`.
"""

import numpy as np

from bnconform_adapter import INFERENCE_ONLY, STATE, Unsupported

RANKS = {"1d": (2, 3), "2d": (4,), "3d": (5,), "nd": tuple(range(2, 65))}


class InferenceLayer:
    """Holds the tensors; the system under test does the arithmetic."""

    unsupported = INFERENCE_ONLY

    def __init__(self, config, state):
        self.config = config
        self.tensors = {key: state.get(key) for key in STATE}

    def state(self):
        return self.tensors

    def forward(self, x, training):
        if x.ndim not in RANKS[self.config.kind]:
            # The kinds are PyTorch's; an operator for any rank has nothing to compare with.
            raise Unsupported("has no layer that takes some ranks only")
        if self.tensors["running_mean"] is None or self.tensors["running_var"] is None:
            raise Unsupported("normalizes with given statistics only")
        return self.normalize(x)

    def normalize(self, x):
        """The output, as the system gives it."""
        raise NotImplementedError

    def parameters(self):
        """weight, bias, running_mean, running_var; an absent weight is 1, an absent bias 0."""
        mean, variance = self.tensors["running_mean"], self.tensors["running_var"]
        weight, bias = self.tensors["weight"], self.tensors["bias"]
        weight = np.ones_like(mean) if weight is None else weight
        bias = np.zeros_like(mean) if bias is None else bias
        return weight, bias, mean, variance
