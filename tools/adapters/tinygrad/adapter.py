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
    """A tensor of the type `kind`; the kit's bfloat16 arrays are float32."""
    if kind == "bfloat16":
        bits = array.astype(ml_dtypes.bfloat16).view(np.uint16)
        return Tensor(bits, dtype=dtypes.uint16).bitcast(dtypes.bfloat16).realize()
    return Tensor(np.ascontiguousarray(array), dtype=TYPES[kind]).realize()


def array(value):
    if value is None:
        return None
    if value.dtype == dtypes.bfloat16:
        return value.bitcast(dtypes.uint16).numpy().view(ml_dtypes.bfloat16)
    return value.numpy()


class Layer:
    def __init__(self, config, state):
        self.config = config
        self.layer = BatchNorm(config.num_features, eps=config.eps, affine=config.affine,
                               track_running_stats=config.track_running_stats, momentum=config.momentum)
        for name in BUFFERS:
            if name in state:
                setattr(self.layer, name, tensor(state[name], config.parameter_type))
            elif getattr(self.layer, name, None) is not None:
                setattr(self.layer, name, None)
        for name in ("running_mean", "running_var"):
            if name in state:
                getattr(self.layer, name).is_param_(False)
        # The layer has a counter always; one that PyTorch's would lack is none of its state.
        self.counts = "num_batches_tracked" in state
        if self.counts:
            count = Tensor(state["num_batches_tracked"], dtype=dtypes.long)
            self.layer.num_batches_tracked = count.contiguous().realize().is_param_(False)

    def state(self):
        state = {name: array(getattr(self.layer, name, None)) for name in BUFFERS}
        if self.counts:
            state["num_batches_tracked"] = int(self.layer.num_batches_tracked.item())
        return state

    def forward(self, x, training):
        if x.ndim not in RANKS[self.config.kind]:
            raise Unsupported("has no layer that takes some ranks only")
        value = tensor(x, self.config.input_type)
        with Context(TRAINING=int(training)):
            y = self.layer(value)
            y.realize(*(getattr(self.layer, name) for name in (*BUFFERS, "num_batches_tracked")
                        if getattr(self.layer, name, None) is not None))
        return array(y), (value, y, self.layer.weight, self.layer.bias)

    @staticmethod
    def gradients(saved, grad):
        """The gradient of the input, and of weight and bias where there are any."""
        value, y, weight, bias = saved
        targets = [target for target in (value, weight, bias) if target is not None]
        found = iter(y.gradient(*targets, gradient=grad.cast(y.dtype)))
        return [None if target is None else next(found) for target in (value, weight, bias)]

    def backward(self, saved, grad_output):
        return tuple(map(array, self.gradients(saved, tensor(grad_output, self.config.input_type))))

    def double_backward(self, saved, grad_output, incoming):
        value, _, weight, _ = saved
        grad = tensor(grad_output, self.config.input_type)
        total = None
        for gradient, name in zip(self.gradients(saved, grad), ("input", "weight", "bias")):
            if incoming[name] is None or gradient is None:
                continue
            kind = self.config.input_type if name == "input" else self.config.parameter_type
            term = (gradient * tensor(incoming[name], kind)).sum()
            total = term if total is None else total + term
        targets = [target for target in (grad, weight, value) if target is not None]
        found = iter(total.gradient(*targets))
        return tuple(None if target is None else array(next(found)) for target in (grad, weight, value))

    def set_track_running_stats(self, flag):
        self.layer.track_running_stats = flag


if __name__ == "__main__":
    serve(Layer, name="tinygrad", version=importlib.metadata.version("tinygrad"), narrows=False,
          unsupported=[("momentum=none", "has no cumulative average"),
                       ("reset_running_stats", "has no such method"),
                       ("load_state", "state dicts have no version, and no counter to be missing")])
