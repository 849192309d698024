# SPDX-License-Identifier: MIT
"""TensorFlow's FusedBatchNormV3, the raw op, NHWC (rank 5: NDHWC), on the CPU.

Ranks that the op does not take are folded into NHWC: (N, C) is (N, 1, 1, C), (N, C, L) is (N, 1, L, C). The op keeps
nothing: it takes the old averages and a factor and returns the new ones, so a factor of 1/k is a cumulative average.
It always scales and shifts; weight and bias that are None are fed as 1 and 0.
"""

import os
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "python"))

import ml_dtypes  # noqa: E402, I001
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402
from bnconform_adapter import serve  # noqa: E402
from foreign_layer import MODULE_ONLY, ForeignLayer  # noqa: E402


def inward(x):
    """Channels last, rank 4 or 5."""
    n, c = x.shape[:2]
    if x.ndim == 5:
        return np.ascontiguousarray(np.moveaxis(x, 1, -1))
    spatial = (1, 1, *x.shape[2:])[-2:] if x.ndim < 5 else (1, int(np.prod(x.shape[2:])))
    return np.ascontiguousarray(np.moveaxis(x.reshape(n, c, *spatial), 1, -1))


def outward(y, shape):
    return np.ascontiguousarray(np.moveaxis(y.numpy(), -1, 1)).reshape(shape)


class Layer(ForeignLayer):
    def forward(self, x, training):
        channels, batch = x.shape[1], self.uses_batch(training)
        if training and self.tracks:
            self.counted()
        inner, kind = tf.constant(inward(x)), np.float32
        weight = tf.constant(np.ones(channels, kind) if self.weight is None else self.weight)
        bias = tf.constant(np.zeros(channels, kind) if self.bias is None else self.bias)
        # In training the averages are read only if the factor is not 1.
        factor = self.factor() if training and self.tracks else 1.0
        mean, var = (np.zeros(0, kind),) * 2 if batch and factor == 1 else (self.mean, self.var)
        present = {"input": inner, "weight": weight, "bias": bias}
        with tf.GradientTape(persistent=True) as second, tf.GradientTape(persistent=True) as first:
            second.watch(present)
            first.watch(present)
            result = tf.raw_ops.FusedBatchNormV3(
                x=inner, scale=weight, offset=bias, mean=mean, variance=var, epsilon=self.config.eps,
                exponential_avg_factor=factor, data_format="NDHWC" if x.ndim == 5 else "NHWC", is_training=batch)
            if training and self.tracks:
                self.mean, self.var = result.batch_mean.numpy(), result.batch_variance.numpy()
        return outward(result.y, x.shape), (first, second, present, result.y, x.shape, {})

    def backward(self, saved, dy):
        first, second, present, y, shape, passes = saved
        incoming = tf.constant(inward(dy))
        with second:  # goes on recording
            second.watch(incoming)
            gradients = first.gradient(y, present, output_gradients=incoming)
        passes[id(dy)] = (incoming, gradients)
        return (outward(gradients["input"], shape), None if self.weight is None else gradients["weight"].numpy(),
                None if self.bias is None else gradients["bias"].numpy())

    def double_backward(self, saved, dy, given):
        first, second, present, _, shape, passes = saved
        incoming, gradients = passes[id(dy)]
        names = [name for name, value in given.items() if value is not None]
        found = second.gradient(
            [gradients[name] for name in names], [incoming, present["weight"], present["input"]],
            output_gradients=[tf.constant(inward(given[name]) if name == "input" else given[name]) for name in names],
            unconnected_gradients=tf.UnconnectedGradients.ZERO)
        return (outward(found[0], shape), None if self.weight is None else found[1].numpy(), outward(found[2], shape))


if __name__ == "__main__":
    tf.config.threading.set_intra_op_parallelism_threads(1)
    serve(Layer, name="tensorflow-fused", version=tf.__version__, types=("float16", "bfloat16", "float32"),
          bfloat16=ml_dtypes.bfloat16,
          unsupported=[*MODULE_ONLY, ("parameter_type=float16", "the op's parameters are float32"),
                       ("parameter_type=bfloat16", "the op's parameters are float32")])
