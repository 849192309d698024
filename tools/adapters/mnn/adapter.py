# SPDX-License-Identifier: MIT
"""MNN's nn.batch_norm on the CPU, with its gradients."""

import importlib.metadata
import os
import sys

import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "python"))

from bnconform_adapter import LayerError, Unsupported, serve  # noqa: E402

RANKS = {"1d": (2, 3), "2d": (4,), "3d": (5,), "nd": tuple(range(2, 65))}
# The order of the layer's parameters.
BUFFERS = ("weight", "bias", "running_var", "running_mean")


def variable(array):
    import MNN.expr

    return MNN.expr.const(np.ascontiguousarray(array), list(array.shape), MNN.expr.data_format.NCHW,
                          MNN.expr.dtype.float)


class Layer:
    def __init__(self, config, state):
        # The layer has all four; an absent weight is 1, an absent bias 0.
        self.config = config
        self.held = [name for name in BUFFERS if name in state]
        ones, zeros = np.ones(config.num_features, np.float32), np.zeros(config.num_features, np.float32)
        absent = {"weight": ones, "bias": zeros, "running_mean": zeros, "running_var": ones}
        self.values = {name: state.get(name, absent[name]) for name in BUFFERS}
        # MNN counts nothing; the caller's own count.
        self.count = state.get("num_batches_tracked")
        self.layer = self.rank = None

    def state(self):
        held = {name: self.values[name] for name in self.held}
        return {**held, "num_batches_tracked": self.count}

    def made(self, rank):
        """The layer, made for inputs of a rank; it goes on with its statistics for another one."""
        import MNN.expr
        import MNN.nn

        # Otherwise there is no graph to differentiate.
        MNN.expr.lazy_eval(True)
        if rank == self.rank:
            return self.layer
        # The averaging factor of MNN is the weight of the old value.
        layer = MNN.nn.batch_norm(self.config.num_features, rank, 1 - self.config.momentum, self.config.eps)
        shape = (1, self.config.num_features) + (1,) * (rank - 2)
        if not layer.load_parameters([variable(self.values[name].reshape(shape)) for name in BUFFERS]):
            raise LayerError("channel_mismatch", "MNN does not load the parameters")
        self.layer, self.rank = layer, rank
        return layer

    def forward(self, x, training):
        if x.ndim not in RANKS[self.config.kind]:
            raise Unsupported("has no layer that takes some ranks only")
        if x.ndim > 4:
            raise Unsupported("takes inputs of rank 2 to 4")
        layer = self.made(x.ndim)
        layer.train(training)
        given = variable(x)
        result = layer.forward(given)
        y = np.array(result.read())
        for name, value in zip(BUFFERS, layer.parameters):
            self.values[name] = np.array(value.read()).reshape(-1)
        if training and self.count is not None:
            self.count += 1
        return y, (result, given, *layer.parameters[:2])

    def backward(self, saved, grad_output):
        import MNN.optim

        result, *parameters = saved
        # What is called an optimizer here has a method for gradients, one that needs no module.
        optimizer = MNN.optim.Grad(self.layer)
        gradients = []
        for parameter in parameters:
            _, found = optimizer.grad([result], [variable(grad_output)], [parameter])
            gradients.append(np.array(found[0].read()) if found else None)
        flat = [None if gradient is None else gradient.reshape(-1) for gradient in gradients[1:]]
        return (gradients[0], *(gradient if name in self.held else None
                                for gradient, name in zip(flat, ("weight", "bias"))))


if __name__ == "__main__":
    # The module prints when it is imported, so it is imported by its first use, when standard output is guarded.
    serve(Layer, name="mnn", version=importlib.metadata.version("MNN"), types=("float32",),
          unsupported=[("kind=3d", "takes inputs of rank 2 to 4"),
                       ("momentum=none", "has no cumulative average"),
                       ("track_running_stats=false", "tracks always, and evaluates with what it tracked"),
                       ("double_backward", "a gradient computed has no graph of its own"),
                       ("empty_input", "has no empty variables"),
                       ("input_type=int64", "the layer takes float32"),
                       ("reset_running_stats", "has no such method"),
                       ("set_track_running_stats", "tracks always"),
                       ("load_state", "state dicts have no version, and no counter to be missing")])
