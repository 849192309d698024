# SPDX-License-Identifier: MIT
"""The formula of BatchNorm in NumPy, as people write it: in the type of the input, without care."""

import os
import sys

import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "python"))

from bnconform_adapter import serve  # noqa: E402
from foreign_layer import MODULE_ONLY, ForeignLayer  # noqa: E402


class Layer(ForeignLayer):
    def forward(self, x, training):
        axes = (0, *range(2, x.ndim))
        column = (1, -1) + (1,) * (x.ndim - 2)
        mean, var = self.mean, self.var
        batch = self.uses_batch(training)
        if batch:
            mean, var = x.mean(axes), x.var(axes)
        if training and self.tracks:
            self.counted()
            m = self.factor()
            self.mean = (1 - m) * self.mean + m * mean.astype(self.mean.dtype)
            self.var = (1 - m) * self.var + m * x.var(axes, ddof=1).astype(self.var.dtype)
        invstd = 1 / np.sqrt(var.reshape(column) + x.dtype.type(self.config.eps))
        normalized = (x - mean.reshape(column)) * invstd
        y = normalized
        if self.weight is not None:
            y = y * self.weight.reshape(column)
        if self.bias is not None:
            y = y + self.bias.reshape(column)
        return y.astype(x.dtype), (normalized, invstd, axes, column, batch)

    def backward(self, saved, dy):
        normalized, invstd, axes, column, batch = saved
        dbias, dweight = dy.sum(axes), (dy * normalized).sum(axes)
        dx = dy
        if batch:
            n = dy.size // dy.shape[1]
            dx = dy - (dbias.reshape(column) + normalized * dweight.reshape(column)) / n
        dx = dx * invstd
        if self.weight is not None:
            dx = dx * self.weight.reshape(column)
        return (dx.astype(dy.dtype), self._like(self.weight, dweight), self._like(self.bias, dbias))

    @staticmethod
    def _like(parameter, gradient):
        return None if parameter is None else gradient.astype(parameter.dtype)


if __name__ == "__main__":
    np.seterr(all="ignore")
    serve(Layer, name="numpy-formula", version=np.__version__, types=("float16", "float32", "float64"),
          unsupported=[*MODULE_ONLY, ("double_backward", "the formula has first derivatives only")])
