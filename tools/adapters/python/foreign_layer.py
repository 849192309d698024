# SPDX-License-Identifier: MIT
"""What layers of systems other than PyTorch have in common: they have no counter of batches and nothing to switch.

The counter is then the caller's, as it is in a training loop: the adapter counts, and says so in its README. A
cumulative average (momentum none) is a deviation of the caller's making unless the system takes a factor a step.
"""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from bnconform_adapter import Unsupported  # noqa: E402

# Features that only PyTorch's module has; its policies are judged by profile torch, which is not asked of others.
MODULE_ONLY = [
    ("irregular_state", "tensors that the flags do not call for exist in PyTorch's module only"),
    ("reset_running_stats", "has no such method"),
    ("set_track_running_stats", "has no such flag"),
    ("load_state", "has no versioned state"),
    ("empty_input", "PyTorch's answer to an empty batch is its own policy"),
]
NO_CUMULATIVE = ("momentum=none", "has no cumulative average")
WITHOUT_GRADIENTS = [("backward", "has no gradient"), ("double_backward", "has no gradient")]


class ForeignLayer:
    """Keeps the tensors of a case; a subclass has `forward` and sets running_mean and running_var."""

    def __init__(self, config, state):
        self.config = config
        self.weight, self.bias = state.get("weight"), state.get("bias")
        self.mean, self.var = state.get("running_mean"), state.get("running_var")
        self.count = state.get("num_batches_tracked")

    @property
    def tracks(self):
        return self.config.track_running_stats

    def uses_batch(self, training):
        """Whether a forward normalizes by its own batch: without running statistics, always (R31)."""
        return training or not self.tracks

    def counted(self):
        """The caller counts a training forward."""
        if self.count is not None:
            self.count += 1

    def factor(self):
        """The weight of the new value, after counting."""
        return 1 / self.count if self.config.momentum is None else self.config.momentum

    def state(self):
        return {"running_mean": self.mean, "running_var": self.var, "num_batches_tracked": self.count}


__all__ = ["ForeignLayer", "MODULE_ONLY", "NO_CUMULATIVE", "Unsupported", "WITHOUT_GRADIENTS"]
