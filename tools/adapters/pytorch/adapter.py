# SPDX-License-Identifier: MIT
"""torch.nn.BatchNorm1d/2d/3d on the CPU, with autograd; kind nd is SyncBatchNorm without a process group.

With the word channels-last the channels of every input lie last in memory: rank 4 and 5 in that memory format, rank 3 as
a transposed view.
"""

import copy
import os
import sys

import torch

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "python"))

from bnconform_adapter import BFLOAT16_BITS, STATE, serve  # noqa: E402
from torch_layer import TorchLayer, array, kind_of, load_state, tensor  # noqa: E402

CHANNELS_LAST = "channels-last" in sys.argv[1:]
FORMATS = {4: torch.channels_last, 5: torch.channels_last_3d}
MODULES = {"1d": torch.nn.BatchNorm1d, "2d": torch.nn.BatchNorm2d, "3d": torch.nn.BatchNorm3d,
           "nd": torch.nn.SyncBatchNorm}


class Layer(TorchLayer):
    offers = ("set_eps", "set_momentum", "set_grad_enabled", "copy", "defaults")

    def __init__(self, config, state):
        options = {} if config.uses_defaults else {
            "eps": config.eps, "momentum": config.momentum, "affine": config.affine,
            "track_running_stats": config.track_running_stats}
        self.module = MODULES[config.kind](
            config.num_features, **options, device="cpu", dtype=getattr(torch, config.parameter_type))
        for name in STATE:
            value = tensor(state[name]) if name in state else None
            if value is not None and name in ("weight", "bias"):
                value = torch.nn.Parameter(value)
            setattr(self.module, name, value)

    def place(self, value):
        """The input in the memory layout that is asked of this adapter."""
        value = tensor(value)
        if CHANNELS_LAST and value.ndim in FORMATS:
            return value.contiguous(memory_format=FORMATS[value.ndim])
        if CHANNELS_LAST and value.ndim == 3:
            return value.transpose(1, 2).contiguous().transpose(1, 2)
        return value

    def apply(self, x, training):
        self.module.train(training)
        return self.module(x)

    def parameter(self, name):
        return getattr(self.module, name)

    def reset_running_stats(self):
        self.module.reset_running_stats()

    def set_track_running_stats(self, flag):
        self.module.track_running_stats = flag

    def load_state(self, state, version):
        load_state(self.module, state, version)

    def set_eps(self, eps):
        self.module.eps = eps

    def set_momentum(self, momentum):
        self.module.momentum = momentum

    def copied(self):
        made = copy.copy(self)
        made.module = copy.deepcopy(self.module)
        return made

    def state(self):
        return {name: array(getattr(self.module, name)) for name in STATE}


if __name__ == "__main__":
    torch.set_num_threads(1)
    serve(Layer, name="pytorch-channels-last" if CHANNELS_LAST else "pytorch", version=torch.__version__,
          classify=kind_of, bfloat16=BFLOAT16_BITS)
