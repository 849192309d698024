# SPDX-License-Identifier: MIT
"""What adapters of PyTorch share: tensors by their bits, derivatives by autograd, errors by PyTorch's own texts.

A subclass of `TorchLayer` has `apply(x, training)` and `parameter(name)`. Arrays of bfloat16 have the type
BFLOAT16_BITS: `serve(..., bfloat16=BFLOAT16_BITS, classify=kind_of)`.
"""

import numpy as np
import torch

try:  # beside the kit as a module of a package, or as a file
    from .bnconform_adapter import BFLOAT16_BITS, LayerError
except ImportError:
    from bnconform_adapter import BFLOAT16_BITS, LayerError

# Part of the text of an exception and the kind of error that it is; the first that fits.
TEXTS = [
    ("must either both be None", "unpaired_running_stats"), ("must be defined in evaluation", "missing_running_stats"),
    ("number of input channels should be non-zero", "no_channels"), ("index 0 out of range", "no_channels"),
    ("D input (got", "rank_mismatch"), ("Expected more than 1 value per channel", "too_few_values"),
    ("eps must be positive", "nonpositive_eps"), ("should contain", "channel_mismatch"),
    ("not implemented for", "unsupported_type"), ("mixed dtype", "mixed_types"),
    ("Missing key(s)", "missing_state_key"), ("expected scalar type", "mixed_types"),
]


def kind_of(error):
    """The kind of an error by PyTorch's text for it; None if it has another text."""
    return next((kind for text, kind in TEXTS if text in str(error)), None)


def tensor(value):
    """The same bits as a PyTorch tensor, strides kept where there are any."""
    if isinstance(value, int):
        return torch.tensor(value, dtype=torch.int64)
    if value.dtype == BFLOAT16_BITS:
        return torch.from_numpy(value.view(np.int16)).view(torch.bfloat16)
    return torch.from_numpy(value)


def array(value):
    """The same bits as an array of its own."""
    if value is None:
        return None
    value = value.detach().cpu().contiguous()
    if value.dtype == torch.bfloat16:
        return value.view(torch.int16).numpy().view(BFLOAT16_BITS).copy()
    return value.numpy().copy()


def load_state(module, state, version):
    """Loads a state dict of this version strictly."""
    loaded = {name: tensor(value) for name, value in state.items()}
    if version is not None:
        loaded = type("State", (dict,), {})(loaded)
        loaded._metadata = {"": {"version": version}}
    try:
        module.load_state_dict(loaded)
    except RuntimeError as error:
        raise LayerError(kind_of(error), str(error)) from error


class TorchLayer:
    """A layer of PyTorch's tensors on a device."""

    device = "cpu"
    with_gradients = True
    with_second_order = True
    recording = True  # whether autograd records

    def apply(self, x, training):
        raise NotImplementedError

    def parameter(self, name):
        """weight or bias: what gradients are taken of; None if it is not there."""
        raise NotImplementedError

    def place(self, value):
        """The tensor of an input, where and how the layer wants it."""
        return tensor(value).to(self.device)

    def forward(self, x, training):
        placed = self.place(x)
        placed.requires_grad_(self.with_gradients and placed.is_floating_point())
        with torch.set_grad_enabled(self.recording):
            y = self.apply(placed, training)
        if placed.device.type != "cpu":
            np.copyto(x, array(placed))  # so that it is seen if the layer has changed its input
        return array(y), (placed, y, {})

    def set_grad_enabled(self, flag):
        self.recording = flag

    def backward(self, saved, dy):
        x, y, passes = saved
        named = {"input": x, "weight": self.parameter("weight"), "bias": self.parameter("bias")}
        present = {name: value for name, value in named.items() if value is not None}
        incoming = self.place(dy)
        incoming.requires_grad_(True)
        gradients = dict(zip(present, torch.autograd.grad(
            y, list(present.values()), incoming, retain_graph=True, create_graph=self.with_second_order,
            allow_unused=True)))
        passes[id(dy)] = (incoming, gradients)
        return tuple(array(gradients.get(name)) for name in named)

    def double_backward(self, saved, dy, incoming):
        x, _, passes = saved
        first, gradients = passes[id(dy)]
        given = {name: value for name, value in incoming.items() if value is not None and gradients.get(name) is not None}
        named = {"grad_output": first, "weight": self.parameter("weight"), "input": x}
        present = {name: value for name, value in named.items() if value is not None}
        second = torch.autograd.grad([gradients[name] for name in given], list(present.values()),
                                     [tensor(value).to(self.device) for value in given.values()],
                                     retain_graph=True, allow_unused=True)
        # None is autograd's way of saying zero.
        found = {name: torch.zeros_like(value) if gradient is None else gradient
                 for (name, value), gradient in zip(present.items(), second)}
        return tuple(array(found.get(name)) for name in named)
