# SPDX-License-Identifier: MIT
"""torch.nn.BatchNorm1d/2d/3d on the CPU, with autograd; kind nd is SyncBatchNorm without a process group.

With the word channels-last the channels of every input lie last in memory: rank 4 and 5 in that memory format, rank 3 as
a transposed view.
"""

import os
import sys

import ml_dtypes
import numpy as np
import torch

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "python"))

from bnconform_adapter import LayerError, serve  # noqa: E402

CHANNELS_LAST = "channels-last" in sys.argv[1:]
FORMATS = {4: torch.channels_last, 5: torch.channels_last_3d}
MODULES = {"1d": torch.nn.BatchNorm1d, "2d": torch.nn.BatchNorm2d, "3d": torch.nn.BatchNorm3d,
           "nd": torch.nn.SyncBatchNorm}
STATE = ("weight", "bias", "running_mean", "running_var", "num_batches_tracked")
# Part of the text of an exception and the kind of error that it is; the first that fits.
TEXTS = [
    ("must either both be None", "unpaired_running_stats"), ("must be defined in evaluation", "missing_running_stats"),
    ("number of input channels should be non-zero", "no_channels"), ("index 0 out of range", "no_channels"),
    ("D input (got", "rank_mismatch"), ("Expected more than 1 value per channel", "too_few_values"),
    ("eps must be positive", "nonpositive_eps"), ("should contain", "channel_mismatch"),
    ("not implemented for", "unsupported_type"), ("mixed dtype", "mixed_types"),
    ("Missing key(s)", "missing_state_key"), ("expected scalar type", "mixed_types"),
]


def tensor(value):
    """The same bits as a PyTorch tensor, strides kept where there are any."""
    if isinstance(value, int):
        return torch.tensor(value, dtype=torch.int64)
    if value.dtype == ml_dtypes.bfloat16:
        return torch.from_numpy(value.view(np.int16)).view(torch.bfloat16)
    return torch.from_numpy(value)


def laid_out(value):
    """The input in the memory layout that is asked of this adapter."""
    if CHANNELS_LAST and value.ndim in FORMATS:
        return value.contiguous(memory_format=FORMATS[value.ndim])
    if CHANNELS_LAST and value.ndim == 3:
        return value.transpose(1, 2).contiguous().transpose(1, 2)
    return value


def array(value):
    if value is None:
        return None
    value = value.detach().contiguous()
    if value.dtype == torch.bfloat16:
        return value.view(torch.int16).numpy().view(ml_dtypes.bfloat16).copy()
    return value.numpy().copy()


def kind_of(error):
    return next((kind for text, kind in TEXTS if text in str(error)), None)


class Layer:
    def __init__(self, config, state):
        self.module = MODULES[config.kind](
            config.num_features, eps=config.eps, momentum=config.momentum, affine=config.affine,
            track_running_stats=config.track_running_stats, device="cpu",
            dtype=getattr(torch, config.parameter_type))
        for name in STATE:
            value = tensor(state[name]) if name in state else None
            if value is not None and name in ("weight", "bias"):
                value = torch.nn.Parameter(value)
            setattr(self.module, name, value)

    def forward(self, x, training):
        self.module.train(training)
        x = laid_out(tensor(x))
        x.requires_grad_(x.is_floating_point())
        y = self.module(x)
        return array(y), (x, y, {})

    def backward(self, saved, dy):
        x, y, passes = saved
        named = {"input": x, "weight": self.module.weight, "bias": self.module.bias}
        present = {name: value for name, value in named.items() if value is not None}
        incoming = laid_out(tensor(dy))
        incoming.requires_grad_(True)
        gradients = dict(zip(present, torch.autograd.grad(y, list(present.values()), incoming, create_graph=True,
                                                          allow_unused=True)))
        passes[id(dy)] = (incoming, gradients)
        return tuple(array(gradients.get(name)) for name in named)

    def double_backward(self, saved, dy, incoming):
        x, _, passes = saved
        first, gradients = passes[id(dy)]
        given = {name: value for name, value in incoming.items() if value is not None and gradients.get(name) is not None}
        named = {"grad_output": first, "weight": self.module.weight, "input": x}
        present = {name: value for name, value in named.items() if value is not None}
        second = torch.autograd.grad([gradients[name] for name in given], list(present.values()),
                                     [tensor(value) for value in given.values()], retain_graph=True, allow_unused=True)
        # None is autograd's way of saying zero.
        found = {name: torch.zeros_like(value) if gradient is None else gradient
                 for (name, value), gradient in zip(present.items(), second)}
        return tuple(array(found.get(name)) for name in named)

    def reset_running_stats(self):
        self.module.reset_running_stats()

    def set_track_running_stats(self, flag):
        self.module.track_running_stats = flag

    def load_state(self, state, version):
        loaded = {name: tensor(value) for name, value in state.items()}
        if version is not None:
            loaded = type("State", (dict,), {})(loaded)
            loaded._metadata = {"": {"version": version}}
        try:
            self.module.load_state_dict(loaded)
        except RuntimeError as error:
            raise LayerError(kind_of(error), str(error)) from error

    def state(self):
        return {name: array(getattr(self.module, name)) for name in STATE}


if __name__ == "__main__":
    torch.set_num_threads(1)
    serve(Layer, name="pytorch-channels-last" if CHANNELS_LAST else "pytorch", version=torch.__version__,
          classify=kind_of, bfloat16=ml_dtypes.bfloat16)
