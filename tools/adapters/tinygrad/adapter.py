# SPDX-License-Identifier: MIT
"""tinygrad's nn.BatchNorm and its autograd."""

import importlib.metadata
import os
import sys

import ml_dtypes
import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "python"))

from tinygrad import Tensor, dtypes  # noqa: E402
from tinygrad.helpers import Context  # noqa: E402
from tinygrad.nn import BatchNorm  # noqa: E402

from bnconform_adapter import Unsupported, serve  # noqa: E402

TYPES = {"float16": dtypes.half, "bfloat16": dtypes.bfloat16, "float32": dtypes.float, "float64": dtypes.double,
         "int64": dtypes.long}
RANKS = {"1d": (2, 3), "2d": (4,), "3d": (5,), "nd": tuple(range(2, 65))}
BUFFERS = ("weight", "bias", "running_mean", "running_var")


def tensor(array, kind):
    """A tensor of the type `kind`."""
    if array.dtype == ml_dtypes.bfloat16:
        bits = np.ascontiguousarray(array).view(np.uint16)
        return Tensor(bits, dtype=dtypes.uint16).bitcast(dtypes.bfloat16).realize()
    return Tensor(np.ascontiguousarray(array), dtype=TYPES[kind]).realize()


def array(value):
    if value is None:
        return None
    if value.dtype == dtypes.bfloat16:
        return value.bitcast(dtypes.uint16).numpy().view(ml_dtypes.bfloat16)
    return value.numpy()


def loaded(config, state):
    """A layer that holds these tensors."""
    layer = BatchNorm(config.num_features, eps=config.eps, affine=config.affine,
                      track_running_stats=config.track_running_stats, momentum=config.momentum)
    for name in BUFFERS:
        value = state.get(name)
        if value is not None:
            setattr(layer, name, tensor(value, config.parameter_type))
        elif getattr(layer, name, None) is not None:
            setattr(layer, name, None)
        if value is not None and name.startswith("running"):
            getattr(layer, name).is_param_(False)
    if state.get("num_batches_tracked") is not None:
        count = Tensor(state["num_batches_tracked"], dtype=dtypes.long)
        layer.num_batches_tracked = count.contiguous().realize().is_param_(False)
    return layer


class Pass:
    """A forward, computed anew: `realize` takes the graph of what it computes with it, and gradients need the graph."""

    def __init__(self, config, state, x, training, tracks):
        self.layer = loaded(config, state)
        self.layer.track_running_stats = tracks
        self.x = tensor(x, config.input_type)
        with Context(TRAINING=int(training)):
            self.y = self.layer(self.x)

    def gradients(self, grad):
        """The gradient of the input, and of weight and bias where there are any."""
        targets = (self.x, self.layer.weight, self.layer.bias)
        found = iter(self.y.gradient(*(t for t in targets if t is not None), gradient=grad.cast(self.y.dtype)))
        return [None if target is None else next(found) for target in targets]


class Layer:
    def __init__(self, config, state):
        self.config = config
        self.layer = loaded(config, state)
        # The layer has a counter always; one that PyTorch's would lack is none of its state.
        self.counts = "num_batches_tracked" in state

    def state(self):
        state = {name: array(getattr(self.layer, name, None)) for name in BUFFERS}
        if self.counts:
            state["num_batches_tracked"] = int(self.layer.num_batches_tracked.item())
        return state

    def forward(self, x, training):
        if x.ndim not in RANKS[self.config.kind]:
            raise Unsupported("has no layer that takes some ranks only")
        before = (self.config, self.state(), x, training, self.layer.track_running_stats)
        with Context(TRAINING=int(training)):
            y = self.layer(tensor(x, self.config.input_type))
            y.realize(*(getattr(self.layer, name) for name in (*BUFFERS, "num_batches_tracked")
                        if getattr(self.layer, name, None) is not None))
        return array(y), before

    def backward(self, saved, grad_output):
        return tuple(map(array, Pass(*saved).gradients(tensor(grad_output, self.config.input_type))))

    def double_backward(self, saved, grad_output, incoming):
        again, grad, total = Pass(*saved), tensor(grad_output, self.config.input_type), None
        for gradient, name in zip(again.gradients(grad), ("input", "weight", "bias")):
            if incoming[name] is None or gradient is None:
                continue
            kind = self.config.input_type if name == "input" else self.config.parameter_type
            term = (gradient * tensor(incoming[name], kind)).sum()
            total = term if total is None else total + term
        targets = (grad, again.layer.weight, again.x)
        found = iter(total.gradient(*(target for target in targets if target is not None)))
        return tuple(None if target is None else array(next(found)) for target in targets)

    def set_track_running_stats(self, flag):
        self.layer.track_running_stats = flag


if __name__ == "__main__":
    serve(Layer, name="tinygrad", version=importlib.metadata.version("tinygrad"), bfloat16=ml_dtypes.bfloat16,
          unsupported=[("momentum=none", "has no cumulative average"),
                       ("reset_running_stats", "has no such method"),
                       ("load_state", "state dicts have no version, and no counter to be missing")])
