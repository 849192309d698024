# SPDX-License-Identifier: MIT
"""Haiku's BatchNorm on JAX's CPU backend.

A fresh layer (zero counted batches) is Haiku's own fresh state: an empty average with the counter at 0. Other running
statistics are those of an average that has run so long that its zero-debiasing does nothing more: a state whose weight
and age disagree does not exist in Haiku.
"""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "python"))

from jax_layer import JaxLayer, jnp  # noqa: E402, I001
import haiku  # noqa: E402
import jax  # noqa: E402
import ml_dtypes  # noqa: E402
import numpy as np  # noqa: E402
from bnconform_adapter import serve  # noqa: E402
from foreign_layer import MODULE_ONLY, NO_CUMULATIVE, Unsupported  # noqa: E402

OLD = 1 << 30  # updates after which decay^counter is 0


class Layer(JaxLayer):
    def __init__(self, config, state):
        super().__init__(config, state)
        if config.momentum == 0:
            raise Unsupported("decay_rate must lie in [0, 1)")
        age = 0 if self.count == 0 else OLD
        self.ages = {"mean_ema": age, "var_ema": age}
        self.hidden = None if self.mean is None or age else {"mean_ema": 0 * self.mean, "var_ema": 0 * self.var}

    def apply(self, x, parameters, training):
        def normalize(x):
            # Without running statistics no state is looked at, but the decay must be there.
            layer = haiku.BatchNorm(
                create_scale=self.weight is not None, create_offset=self.bias is not None,
                decay_rate=1 - self.config.momentum, eps=self.config.eps, axis=None, cross_replica_axis=None,
                data_format="channels_first", name="batch_norm")
            return layer(x, is_training=training and self.tracks, test_local_stats=not self.tracks)

        shape = (1, -1) + (1,) * (x.ndim - 2)
        names = {"scale": "weight", "offset": "bias"}
        own = {name: parameters[key].reshape(shape) for name, key in names.items() if key in parameters}
        state = {}
        if self.tracks:
            for name, average in (("mean_ema", self.mean), ("var_ema", self.var)):
                hidden = average if self.hidden is None else self.hidden[name]
                state[f"batch_norm/~/{name}"] = {
                    "hidden": jnp.asarray(hidden).reshape(shape), "average": jnp.asarray(average).reshape(shape),
                    "counter": jnp.int32(self.ages[name])}
        function = haiku.transform_with_state(normalize)
        y, new = function.apply({"batch_norm": own} if own else {}, state, None, x)
        return y, {name.rsplit("/", 1)[1]: value for name, value in new.items()}

    def keep(self, new):
        self.hidden = {name: np.asarray(value["hidden"]).ravel() for name, value in new.items()}
        self.ages = {name: min(int(value["counter"]), OLD) for name, value in new.items()}
        self.mean, self.var = (np.asarray(new[name]["average"]).ravel() for name in ("mean_ema", "var_ema"))


if __name__ == "__main__":
    serve(Layer, name="haiku", version=f"{haiku.__version__} (jax {jax.__version__})",
          bfloat16=ml_dtypes.bfloat16, unsupported=[*MODULE_ONLY, NO_CUMULATIVE, ("mixed_types", "its parameters have the type of the input")])
