# SPDX-License-Identifier: MIT
"""Keras 3's layers.BatchNormalization, axis=1, on the TensorFlow backend."""

import os
import sys

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "python"))

import keras  # noqa: E402, I001
import ml_dtypes  # noqa: E402
import tensorflow as tf  # noqa: E402
from bnconform_adapter import serve  # noqa: E402
from foreign_layer import MODULE_ONLY, NO_CUMULATIVE, ForeignLayer  # noqa: E402


def policy(config):
    if config.input_type == config.parameter_type:
        return config.parameter_type
    return f"mixed_{config.input_type}"  # computes in the input's type, keeps float32


class Layer(ForeignLayer):
    def __init__(self, config, state):
        super().__init__(config, state)
        self.layer = keras.layers.BatchNormalization(
            axis=1, momentum=1 - config.momentum, epsilon=config.eps, center=self.bias is not None,
            scale=self.weight is not None, synchronized=False, dtype=policy(config))

    def forward(self, x, training):
        layer = self.layer
        if not layer.built:
            layer.build(x.shape)
            for variable, value in ((layer.gamma, self.weight), (layer.beta, self.bias),
                                    (layer.moving_mean, self.mean), (layer.moving_variance, self.var)):
                if value is not None:
                    variable.assign(value)
        if training and self.tracks:
            self.counted()
        inner = tf.constant(x)
        with tf.GradientTape(persistent=True) as second, tf.GradientTape(persistent=True) as first:
            second.watch(inner)
            first.watch(inner)
            # Without running statistics those of the layer are not looked at.
            y = layer(inner, training=self.uses_batch(training))
        if self.tracks:
            self.mean, self.var = layer.moving_mean.numpy(), layer.moving_variance.numpy()
        return y.numpy(), (first, second, inner, y, {})

    def backward(self, saved, dy):
        first, second, inner, y, passes = saved
        incoming, gradients = tf.constant(dy), {}
        variables = {"weight": self.layer.gamma, "bias": self.layer.beta}
        present = {"input": inner, **{name: v.value for name, v in variables.items() if v is not None}}
        with second:  # goes on recording
            second.watch(incoming)
            gradients = first.gradient(y, present, output_gradients=incoming)
        passes[id(dy)] = (incoming, present, gradients)
        return tuple(None if name not in gradients else gradients[name].numpy() for name in ("input", "weight", "bias"))

    def double_backward(self, saved, dy, given):
        first, second, _, _, passes = saved
        incoming, present, gradients = passes[id(dy)]
        names = [name for name, value in given.items() if value is not None and name in gradients]
        wanted = {"output": incoming, **{name: present[name] for name in ("weight", "input") if name in present}}
        found = second.gradient([gradients[name] for name in names], wanted,
                                output_gradients=[tf.constant(given[name]) for name in names],
                                unconnected_gradients=tf.UnconnectedGradients.ZERO)
        return tuple(None if name not in found else found[name].numpy() for name in ("output", "weight", "input"))


if __name__ == "__main__":
    tf.config.threading.set_intra_op_parallelism_threads(1)
    serve(Layer, name="keras", version=f"{keras.__version__} (tensorflow {tf.__version__})",
          bfloat16=ml_dtypes.bfloat16,
          unsupported=[*MODULE_ONLY, NO_CUMULATIVE])
