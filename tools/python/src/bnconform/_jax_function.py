# SPDX-License-Identifier: MIT
"""A function of JAX's arrays under test, with derivatives by `jax.vjp`."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp

from ._functions import ArrayFunction


class JaxFunction(ArrayFunction):
    """Calls the function as it is; it must be pure."""

    def forward(self, x: Any, training: bool) -> Any:
        self.counted(training)
        given = self.give(x)
        parameters = {name: self.kept[name] for name in ("weight", "bias") if self.kept[name] is not None}
        kept = dict(self.kept)

        def output(x: Any, parameters: dict[str, Any]) -> Any:
            now, self.kept = self.kept, kept  # the statistics that this forward had
            try:
                return self.call(x, training, parameters.get("weight"), parameters.get("bias"))
            finally:
                self.kept = now

        y, new = output(given, parameters)
        self.advance(new, training)
        return self.take(y), (lambda x, p: output(x, p)[0], given, parameters)

    def backward(self, saved: Any, dy: Any) -> Any:
        output, x, parameters = saved
        gradient, of_parameters = _gradients(output, x, parameters, _incoming(dy, output, x, parameters, self))
        return (self.take(gradient), *(self.take(of_parameters.get(name)) for name in ("weight", "bias")))

    def double_backward(self, saved: Any, dy: Any, incoming: Any) -> Any:
        output, x, parameters = saved
        first = _incoming(dy, output, x, parameters, self)
        _, pull = jax.vjp(lambda dy, p, x: _gradients(output, x, p, dy), first, parameters, x)
        given = {name: jnp.zeros_like(value) if incoming[name] is None else self.give(incoming[name])
                 for name, value in [("input", x), *parameters.items()]}
        second, of_parameters, of_input = pull((given.pop("input"), given))
        return self.take(second), self.take(of_parameters.get("weight")), self.take(of_input)


def _gradients(output: Any, x: Any, parameters: Any, dy: Any) -> Any:
    _, pull = jax.vjp(output, x, parameters)
    return pull(dy)


def _incoming(dy: Any, output: Any, x: Any, parameters: Any, layer: JaxFunction) -> Any:
    """The incoming gradient in the type of the output, as vjp wants it."""
    return layer.give(dy).astype(jax.eval_shape(output, x, parameters).dtype)
