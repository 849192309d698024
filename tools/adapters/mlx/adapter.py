# SPDX-License-Identifier: MIT
"""MLX's nn.BatchNorm on the CPU, with its function transformations for the gradients."""

import importlib.metadata
import os
import sys

import ml_dtypes
import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "python"))

import mlx.core as mx  # noqa: E402
import mlx.nn as nn  # noqa: E402

from bnconform_adapter import LayerError, Unsupported, serve  # noqa: E402

TYPES = {"float16": mx.float16, "bfloat16": mx.bfloat16, "float32": mx.float32, "float64": mx.float64,
         "int64": mx.int64}
RANKS = {"1d": (2, 3), "2d": (4,), "3d": (5,), "nd": tuple(range(2, 65))}
BUFFERS = ("weight", "bias", "running_mean", "running_var")


def tensor(array, kind):
    """An array of the type `kind`; without it MLX would make float32 of float64."""
    if array.dtype == ml_dtypes.bfloat16:
        return mx.array(np.ascontiguousarray(array).view(np.uint16)).view(mx.bfloat16)
    return mx.array(np.ascontiguousarray(array), dtype=TYPES[kind])


def array(value):
    if value.dtype == mx.bfloat16:
        return np.array(value.view(mx.uint16)).view(ml_dtypes.bfloat16)
    return np.array(value)


def channels_last(x):
    return np.moveaxis(x, 1, -1)


def channels_second(x):
    return np.moveaxis(x, -1, 1)


class Layer:
    def __init__(self, config, state):
        self.config, self.tracks = config, config.track_running_stats
        if ("weight" in state) != ("bias" in state):
            raise Unsupported("has weight and bias together or not at all")
        self.tensors = {name: tensor(state[name], config.parameter_type) for name in BUFFERS if name in state}
        # MLX counts nothing; the caller's own count.
        self.count = state.get("num_batches_tracked")
        self.layer = self.made(self.tensors, True)

    def made(self, tensors, training):
        """A layer that holds these tensors."""
        config = self.config
        try:
            layer = nn.BatchNorm(config.num_features, eps=config.eps, momentum=config.momentum,
                                 affine="weight" in tensors, track_running_stats=self.tracks)
        except ValueError as error:
            raise LayerError("nonpositive_eps" if "eps" in str(error) else None, str(error)) from error
        for name, value in tensors.items():
            setattr(layer, name, value)
        layer.train(training)
        return layer

    def state(self):
        state = {name: array(getattr(self.layer, name)) for name in self.tensors}
        return {**state, "num_batches_tracked": self.count}

    def forward(self, x, training):
        if x.ndim not in RANKS[self.config.kind]:
            raise Unsupported("has no layer that takes some ranks only")
        if x.ndim > 4:
            raise Unsupported("takes inputs of rank 2 to 4")
        before = {name: getattr(self.layer, name) for name in self.tensors}
        self.layer.train(training)
        value = tensor(channels_last(x), self.config.input_type)
        try:
            y = self.layer(value)
            mx.eval(y, *(getattr(self.layer, name) for name in self.tensors))
        except ValueError as error:
            kind = "too_few_values" if "more than one value" in str(error) else None
            raise LayerError(kind, str(error)) from error
        if training and self.layer.track_running_stats and self.count is not None:
            self.count += 1
        return channels_second(array(y)), (before, value, training)

    def function(self, saved):
        """The forward as a function of input, weight and bias, with the statistics that it saw."""
        before, _, training = saved

        def forward(x, *parameters):
            layer = self.made({**before, **dict(zip(("weight", "bias"), parameters))}, training)
            return layer(x)

        return forward

    @staticmethod
    def arguments(saved):
        before, value, _ = saved
        return [value, *(before[name] for name in ("weight", "bias") if name in before)]

    def gradients(self, saved, arguments, grad):
        """The gradients of the input and, if there are any, of weight and bias."""
        _, found = mx.vjp(self.function(saved), arguments, [grad])
        return found

    def gradient_of_output(self, saved, grad_output):
        grad = tensor(channels_last(grad_output), self.config.input_type)
        # The gradient of an output has the type of the output.
        return grad.astype(self.function(saved)(*self.arguments(saved)).dtype)

    def backward(self, saved, grad_output):
        found = self.gradients(saved, self.arguments(saved), self.gradient_of_output(saved, grad_output))
        found = [array(value) for value in found] + [None, None]
        return channels_second(found[0]), found[1], found[2]

    def double_backward(self, saved, grad_output, incoming):
        names = ("input", "weight", "bias")

        def total(grad, *arguments):
            found = self.gradients(saved, list(arguments), grad)
            result = mx.array(0, dtype=found[0].dtype)
            for name, gradient in zip(names, found):
                if incoming[name] is not None:
                    kind = self.config.input_type if name == "input" else self.config.parameter_type
                    given = channels_last(incoming[name]) if name == "input" else incoming[name]
                    result = result + (gradient * tensor(given, kind)).sum()
            return result

        arguments = [self.gradient_of_output(saved, grad_output), *self.arguments(saved)]
        found = [array(value) for value in mx.grad(total, argnums=list(range(len(arguments))))(*arguments)]
        return channels_second(found[0]), found[2] if len(found) > 2 else None, channels_second(found[1])

    def set_track_running_stats(self, flag):
        self.tracks = self.layer.track_running_stats = flag


if __name__ == "__main__":
    # Float64 is for the CPU only.
    mx.set_default_device(mx.cpu)
    serve(Layer, name="mlx", version=importlib.metadata.version("mlx"), bfloat16=ml_dtypes.bfloat16,
          unsupported=[("kind=3d", "takes inputs of rank 2 to 4"),
                       ("momentum=none", "has no cumulative average"),
                       ("partial_affine", "has weight and bias together or not at all"),
                       ("reset_running_stats", "has no such method"),
                       ("load_state", "state dicts have no version, and no counter to be missing")])
