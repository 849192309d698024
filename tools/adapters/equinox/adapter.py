# SPDX-License-Identifier: MIT
"""Equinox's nn.BatchNorm, mode="batch", on JAX's CPU backend; a batch is mapped over by `jax.vmap`.

The counter of its zero-debiasing is PyTorch's counter of batches.
"""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "python"))

from jax_layer import JaxLayer, jnp  # noqa: E402, I001
import equinox  # noqa: E402
import jax  # noqa: E402
import ml_dtypes  # noqa: E402
from bnconform_adapter import serve  # noqa: E402
from foreign_layer import MODULE_ONLY, NO_CUMULATIVE  # noqa: E402


class Layer(JaxLayer):
    def apply(self, x, parameters, training):
        layer, state = equinox.nn.make_with_state(equinox.nn.BatchNorm)(
            input_size=x.shape[1], axis_name="batch", eps=self.config.eps, channelwise_affine=self.config.affine,
            momentum=1 - self.config.momentum, inference=not self.uses_batch(training),
            dtype=jnp.dtype(self.config.parameter_type), mode="batch")
        if self.config.affine:
            layer = equinox.tree_at(lambda layer: (layer.weight, layer.bias), layer,
                                    (parameters["weight"], parameters["bias"]))
        if self.tracks:
            state = state.set(layer.batch_state_index, (jnp.asarray(self.mean), jnp.asarray(self.var)))
            state = state.set(layer.batch_counter, jnp.array(self.count))
        y, state = jax.vmap(layer, axis_name="batch", in_axes=(0, None), out_axes=(0, None))(x, state)
        return y, state.get(layer.batch_state_index)


if __name__ == "__main__":
    serve(Layer, name="equinox", version=f"{equinox.__version__} (jax {jax.__version__})",
          bfloat16=ml_dtypes.bfloat16,
          unsupported=[*MODULE_ONLY, NO_CUMULATIVE, ("partial_affine", "channelwise_affine sets both or none")])
