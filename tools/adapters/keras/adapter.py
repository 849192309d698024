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
        with tf.GradientTape(persistent=True) as tape:
            tape.watch(inner)
            # Without running statistics those of the layer are not looked at.
            y = layer(inner, training=self.uses_batch(training))
        if self.tracks:
            self.mean, self.var = layer.moving_mean.numpy(), layer.moving_variance.numpy()
        return y.numpy(), (tape, inner, y)

    def backward(self, saved, dy):
        tape, inner, y = saved
        variables = [None if v is None else v.value for v in (self.layer.gamma, self.layer.beta)]
        present = [inner] + [v for v in variables if v is not None]
        found = iter(tape.gradient(y, present, output_gradients=tf.constant(dy)))
        dx = next(found)
        return (dx.numpy(), *(None if v is None else next(found).numpy() for v in variables))


if __name__ == "__main__":
    tf.config.threading.set_intra_op_parallelism_threads(1)
    serve(Layer, name="keras", version=f"{keras.__version__} (tensorflow {tf.__version__})",
          bfloat16=ml_dtypes.bfloat16,
          unsupported=[*MODULE_ONLY, NO_CUMULATIVE, ("double_backward", "not asked of the layer")])
