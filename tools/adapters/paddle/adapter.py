# SPDX-License-Identifier: MIT
"""PaddlePaddle's nn.BatchNorm1D, 2D and 3D on the CPU, with its dynamic autograd."""

import os
import sys
import warnings

import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "python"))

import paddle  # noqa: E402

from bnconform_adapter import Unsupported, serve  # noqa: E402

LAYERS = {"1d": paddle.nn.BatchNorm1D, "2d": paddle.nn.BatchNorm2D, "3d": paddle.nn.BatchNorm3D}
FORMATS = {"1d": "NCL", "2d": "NCHW", "3d": "NCDHW"}
# Paddle's names of what the cases call otherwise.
BUFFERS = {"weight": "weight", "bias": "bias", "running_mean": "_mean", "running_var": "_variance"}


class AnyRank(paddle.nn.BatchNorm1D):
    """The layer without its own check of the rank."""

    def _check_input_dim(self, input):
        pass


class Layer:
    def __init__(self, config, state):
        if config.kind == "nd" and config.num_features == 0:
            raise Unsupported("a parameter has elements")
        self.config, self.held = config, [name for name in BUFFERS if name in state]
        paddle.set_default_dtype(config.parameter_type)
        # The averaging factor of Paddle is the weight of the old value.
        self.layer = LAYERS.get(config.kind, AnyRank)(
            config.num_features, momentum=1 - config.momentum, epsilon=config.eps,
            weight_attr=None if "weight" in state else False, bias_attr=None if "bias" in state else False,
            data_format=FORMATS.get(config.kind, "NCL"),
            # Without tracking, evaluation uses batch statistics; the layer has its own statistics all the same.
            use_global_stats=None if config.track_running_stats else False)
        for name in self.held:
            getattr(self.layer, BUFFERS[name]).set_value(state[name])
        # Paddle counts nothing; the caller's own count.
        self.count = state.get("num_batches_tracked")

    def state(self):
        state = {name: getattr(self.layer, BUFFERS[name]).numpy() for name in self.held}
        return {**state, "num_batches_tracked": self.count}

    def forward(self, x, training):
        if self.config.kind == "nd" and x.ndim > 5:
            raise Unsupported("takes inputs of rank 2 to 5")
        (self.layer.train if training else self.layer.eval)()
        value = paddle.to_tensor(x, stop_gradient=False)
        parameters = {name: getattr(self.layer, name) for name in ("weight", "bias") if name in self.held}
        y = self.layer(value)
        if training and self.count is not None:
            self.count += 1
        return y.numpy(), {"y": y, "input": value, **parameters}

    @staticmethod
    def derivatives(of, by, given=None, again=False):
        """The derivatives by each of `by`, None for those that there are not."""
        wanted = [tensor for tensor in by if tensor is not None]
        found = iter(paddle.grad(of, wanted, given, retain_graph=True, create_graph=again, allow_unused=True))
        return [None if tensor is None else next(found) for tensor in by]

    def backward(self, saved, grad_output):
        grad = paddle.to_tensor(grad_output)
        by = [saved.get(name) for name in ("input", "weight", "bias")]
        return tuple(None if found is None else found.numpy()
                     for found in self.derivatives([saved["y"]], by, [grad]))

    def double_backward(self, saved, grad_output, incoming):
        grad = paddle.to_tensor(grad_output, stop_gradient=False)
        names = [name for name in ("input", "weight", "bias") if name in saved]
        gradients = self.derivatives([saved["y"]], [saved[name] for name in names], [grad], again=True)
        pairs = [(gradient, paddle.to_tensor(incoming[name])) for name, gradient in zip(names, gradients)
                 if incoming[name] is not None]
        by = [grad, saved.get("weight"), saved["input"]]
        found = self.derivatives([gradient for gradient, _ in pairs], by, [given for _, given in pairs])
        # A derivative that Paddle calls unused is zero.
        return tuple(None if tensor is None else np.zeros(tensor.shape, tensor.numpy().dtype)
                     if value is None else value.numpy() for tensor, value in zip(by, found))


def classify(error):
    text = str(error)
    if "input (got" in text and "dimension" in text.lower() or "expected" in text and "D input" in text:
        return "rank_mismatch"
    return None


if __name__ == "__main__":
    warnings.filterwarnings("ignore", message="When training, we now always track")
    serve(Layer, name="paddle", version=paddle.__version__, types=("float32", "float64"), classify=classify,
          unsupported=[("momentum=none", "has no cumulative average"),
                       ("mixed_types", "on the CPU input and parameters have one type"),
                       ("reset_running_stats", "has no such method"),
                       ("set_track_running_stats", "tracks always"),
                       ("load_state", "state dicts have no version, and no counter to be missing")])
