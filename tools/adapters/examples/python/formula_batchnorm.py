# SPDX-License-Identifier: MIT
"""A complete adapter: BatchNorm by its formulas in NumPy, in float64, rounded once at the end.

    bnconform run --implementation 'python3 tools/adapters/examples/python/formula_batchnorm.py'
"""

import os
import sys

import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "python"))

from bnconform_adapter import LayerError, serve  # noqa: E402

RANKS = {"1d": (2, 3), "2d": (4,), "3d": (5,), "nd": tuple(range(2, 65))}


class Layer:
    """torch.nn.BatchNorm as the rules R1 to R40 have it."""

    def __init__(self, config, state):
        self.config = config
        self.tracks = config.track_running_stats
        self.tensors = {key: state.get(key) for key in
                        ("weight", "bias", "running_mean", "running_var", "num_batches_tracked")}

    def state(self):
        return self.tensors

    def forward(self, x, training):
        config, state = self.config, self.tensors
        if x.ndim not in RANKS[config.kind]:
            raise LayerError("rank_mismatch")
        if config.kind == "nd" and x.shape[1] == 0:
            raise LayerError("no_channels")
        factor = config.momentum or 0.0
        if training and self.tracks and state["num_batches_tracked"] is not None:
            state["num_batches_tracked"] += 1
            factor = 1 / state["num_batches_tracked"] if config.momentum is None else config.momentum
        buffers = (None, None)
        if not training or self.tracks:
            buffers = (state["running_mean"], state["running_var"])
        uses_batch = training or (state["running_mean"] is None and state["running_var"] is None)
        n = x.size // x.shape[1] if x.shape[1] else int(np.prod(x.shape[:1] + x.shape[2:]))
        self._check(x, n, uses_batch, buffers)

        axes = (0,) + tuple(range(2, x.ndim))
        shape = (1, -1) + (1,) * (x.ndim - 2)
        gamma = np.ones(x.shape[1]) if state["weight"] is None else state["weight"].astype(np.float64).ravel()
        beta = np.zeros(x.shape[1]) if state["bias"] is None else state["bias"].astype(np.float64).ravel()
        saved = {"x": x, "gamma": gamma.reshape(shape), "axes": axes, "n": n, "batch": uses_batch,
                 "weight": state["weight"], "bias": state["bias"]}
        if x.size == 0:
            return x.copy(), saved
        wide = x.astype(np.longdouble)
        if uses_batch:
            mean = wide.mean(axis=axes)
            variance = ((wide - mean.reshape(shape)) ** 2).mean(axis=axes)
        else:
            mean, variance = (buffer.astype(np.longdouble).ravel() for buffer in buffers)
        saved["centred"] = wide - mean.reshape(shape)
        saved["scale"] = (1 / np.sqrt(variance + np.longdouble(config.eps))).reshape(shape)
        y = saved["centred"] * saved["scale"] * saved["gamma"] + beta.reshape(shape)
        if training and self.tracks and buffers[0] is not None:
            unbiased = ((wide - mean.reshape(shape)) ** 2).sum(axis=axes) / (n - 1)
            self._update("running_mean", mean, factor)
            self._update("running_var", unbiased, factor)
        return y.astype(x.dtype), saved

    def _update(self, key, value, factor):
        old = self.tensors[key]
        new = (1 - np.longdouble(factor)) * old.astype(np.longdouble).ravel() + np.longdouble(factor) * value
        self.tensors[key] = new.reshape(old.shape).astype(old.dtype)

    def _check(self, x, n, uses_batch, buffers):
        """What PyTorch 2.10 refuses, in its order (R11 to R18)."""
        state = self.tensors
        if uses_batch and n == 1:
            raise LayerError("too_few_values")
        if self.config.eps <= 0:
            raise LayerError("nonpositive_eps")
        if x.size == 0 and x.shape[1] > 0:
            return
        if x.size == 0 and (state["weight"] is not None or state["bias"] is not None):
            raise LayerError("no_channels")
        for buffer in buffers:
            if buffer is None and not uses_batch:
                raise LayerError("missing_running_stats")
            if buffer is not None and buffer.size != x.shape[1]:
                raise LayerError("channel_mismatch")
        for key in ("weight", "bias"):
            if state[key] is not None and state[key].size != x.shape[1]:
                raise LayerError("channel_mismatch")
        if uses_batch and (buffers[0] is None) != (buffers[1] is None):
            raise LayerError("unpaired_running_stats")
        if x.dtype.kind != "f":
            raise LayerError("unsupported_type")
        if any(value is not None for value in (state["weight"], state["bias"], *buffers)):
            reduced = self.config.input_type in ("float16", "bfloat16") and self.config.parameter_type == "float32"
            if self.config.input_type != self.config.parameter_type and not reduced:
                raise LayerError("mixed_types")

    def backward(self, saved, grad_output):
        """R33 with batch statistics, R34 with running ones, any subset of parameters (R35)."""
        weight, bias, axes = saved["weight"], saved["bias"], saved["axes"]
        if saved["x"].size == 0:
            zeros = [None if value is None else np.zeros_like(value) for value in (weight, bias)]
            return grad_output.copy(), *zeros
        dy = grad_output.astype(np.longdouble)
        normalized = saved["centred"] * saved["scale"]
        dbias, dweight = dy.sum(axis=axes, keepdims=True), (dy * normalized).sum(axis=axes, keepdims=True)
        dx = dy
        if saved["batch"]:
            dx = dy - dbias / saved["n"] - normalized * dweight / saved["n"]
        dx = (saved["gamma"] * saved["scale"] * dx).astype(grad_output.dtype)
        return (dx, None if weight is None else dweight.reshape(weight.shape).astype(weight.dtype),
                None if bias is None else dbias.reshape(bias.shape).astype(bias.dtype))

    def reset_running_stats(self):
        if self.tracks:
            for key, value in (("running_mean", 0), ("running_var", 1)):
                if self.tensors[key] is not None:
                    self.tensors[key] = np.full_like(self.tensors[key], value)
            if self.tensors["num_batches_tracked"] is not None:
                self.tensors["num_batches_tracked"] = 0

    def set_track_running_stats(self, flag):
        self.tracks = flag

    def load_state(self, loaded, version):
        """A strict load (R5): a version below 2 may lack the counter."""
        complete = True
        for key, value in self.tensors.items():
            optional = key == "num_batches_tracked" and version != 2 and self.tracks
            if key == "num_batches_tracked" and value is None:
                continue
            complete = complete and ((value is None) == (key not in loaded) or (optional and key not in loaded))
            if value is not None and key in loaded:
                self.tensors[key] = loaded[key]
        if not complete:
            raise LayerError("missing_state_key")


if __name__ == "__main__":
    np.seterr(all="ignore")
    serve(Layer, name="formula-numpy", version=np.__version__,
          unsupported=[("double_backward", "this example has first derivatives only")])
