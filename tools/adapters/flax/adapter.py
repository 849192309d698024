# SPDX-License-Identifier: MIT
"""Flax's nn.BatchNorm on JAX's CPU backend; the word slow-variance sets use_fast_variance=False."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "python"))

from jax_layer import JaxLayer, jnp  # noqa: E402, I001
import flax  # noqa: E402
import jax  # noqa: E402
import ml_dtypes  # noqa: E402
from bnconform_adapter import serve  # noqa: E402
from flax import linen  # noqa: E402
from foreign_layer import MODULE_ONLY, NO_CUMULATIVE  # noqa: E402

HALF = "keeps its averages in float32 at least"
FAST_VARIANCE = "slow-variance" not in sys.argv[1:]


class Layer(JaxLayer):
    def apply(self, x, parameters, training):
        layer = linen.BatchNorm(
            use_running_average=not self.uses_batch(training), axis=1, momentum=1 - self.config.momentum,
            epsilon=self.config.eps, dtype=x.dtype, param_dtype=jnp.dtype(self.config.parameter_type),
            use_bias=self.bias is not None, use_scale=self.weight is not None, axis_name=None,
            use_fast_variance=FAST_VARIANCE, force_float32_reductions=True)
        named = {"scale": parameters.get("weight"), "bias": parameters.get("bias")}
        channels, kind = x.shape[1], jnp.dtype(self.config.parameter_type)
        mean = jnp.zeros(channels, kind) if self.mean is None else self.mean
        var = jnp.ones(channels, kind) if self.var is None else self.var
        variables = {"params": {name: value for name, value in named.items() if value is not None},
                     "batch_stats": {"mean": jnp.asarray(mean), "var": jnp.asarray(var)}}
        y, changed = layer.apply(variables, x, mutable=["batch_stats"])
        return y, (changed["batch_stats"]["mean"], changed["batch_stats"]["var"])


if __name__ == "__main__":
    serve(Layer, name="flax" if FAST_VARIANCE else "flax-slow-variance",
          version=f"{flax.__version__} (jax {jax.__version__})", bfloat16=ml_dtypes.bfloat16,
          unsupported=[*MODULE_ONLY, NO_CUMULATIVE, ("parameter_type=float16", HALF), ("parameter_type=bfloat16", HALF)])
