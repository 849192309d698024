# SPDX-License-Identifier: MIT
"""What the adapters of JAX's libraries share: arrays in and out, and derivatives by `jax.vjp`.

A subclass has `apply(x, parameters, training)`, a pure function that returns y and the new (mean, var), and
may have its own idea of the running statistics.
"""

import os
import sys

os.environ.setdefault("JAX_PLATFORMS", "cpu")

import jax  # noqa: E402
import jax.numpy as jnp  # noqa: E402
import numpy as np  # noqa: E402

from foreign_layer import ForeignLayer  # noqa: E402

jax.config.update("jax_enable_x64", True)  # else float64 arrays silently become float32
# Compiling takes nearly all the time; what was compiled is kept beside the packages.
jax.config.update("jax_compilation_cache_dir", os.path.join(sys.prefix, "compiled"))
jax.config.update("jax_persistent_cache_min_compile_time_secs", 0)
jax.config.update("jax_persistent_cache_min_entry_size_bytes", -1)


class JaxLayer(ForeignLayer):
    def apply(self, x, parameters, training):
        raise NotImplementedError

    def parameters(self):
        named = {"weight": self.weight, "bias": self.bias}
        return {name: jnp.asarray(value) for name, value in named.items() if value is not None}

    def forward(self, x, training):
        x, parameters = jnp.asarray(x), self.parameters()
        output = jax.jit(lambda x, p: self.apply(x, p, training))
        y, new = output(x, parameters)
        if training and self.tracks:
            self.counted()
            self.keep(new)
        return np.asarray(y), (output, x, parameters)

    def keep(self, new):
        self.mean, self.var = (np.asarray(value) for value in new)

    def backward(self, saved, dy):
        output, x, parameters = saved
        dx, dparameters = jax.jit(lambda dy: _gradients(output, x, parameters, dy))(_as(dy, output, x, parameters))
        return (np.asarray(dx), *(_array(dparameters.get(name)) for name in ("weight", "bias")))

    def double_backward(self, saved, dy, incoming):
        output, x, parameters = saved
        dy = _as(dy, output, x, parameters)
        _, pull = jax.vjp(lambda dy, p, x: _gradients(output, x, p, dy), dy, parameters, x)
        given = {name: jnp.zeros_like(value) if incoming[name] is None else jnp.asarray(incoming[name])
                 for name, value in [("input", x), *parameters.items()]}
        ddy, dparameters, dx = pull((given.pop("input"), given))
        return np.asarray(ddy), _array(dparameters.get("weight")), np.asarray(dx)


def _gradients(output, x, parameters, dy):
    _, pull, _ = jax.vjp(output, x, parameters, has_aux=True)
    return pull(dy)


def _as(dy, output, x, parameters):
    """The incoming gradient in the type that the output had."""
    return jnp.asarray(dy).astype(jax.eval_shape(output, x, parameters)[0].dtype)


def _array(value):
    return None if value is None else np.asarray(value)
