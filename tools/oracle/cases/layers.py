# SPDX-License-Identifier: MIT
"""Inputs as they come in networks: after a linear layer or a convolution, before and after ReLU."""

from gmpy2 import mpq

from bnoracle.build import Draft
from bnoracle.data import Stream
from bnoracle.tensor import Tensor


def linear(name: str, samples: int, width: int, features: int) -> list:
    """x·Wᵀ + b with small dyadic weights, exactly."""
    s = Stream(name)
    w = [[s.bell() / 4 for _ in range(width)] for _ in range(features)]
    b = [s.bell() / 2 for _ in range(features)]
    xs = [[s.bell() for _ in range(width)] for _ in range(samples)]
    return [sum((a * c for a, c in zip(x, row)), mpq(0)) + d for x in xs for row, d in zip(w, b)]


def convolution(name: str, samples: int, channels: int, features: int, length: int) -> list:
    """A convolution of kernel 3 without padding, exactly; shape (samples, features, length)."""
    s = Stream(name)
    w = [[[s.bell() / 3 for _ in range(3)] for _ in range(channels)] for _ in range(features)]
    xs = [[[s.bell() for _ in range(length + 2)] for _ in range(channels)] for _ in range(samples)]
    return [sum((w[f][c][k] * x[c][l + k] for c in range(channels) for k in range(3)), mpq(0))
            for x in xs for f in range(features) for l in range(length)]


def relu(numbers: list) -> list:
    return [max(v, mpq(0)) for v in numbers]


def cases():
    result = []
    for label in ("f32", "f64", "bf16-f32", "f16-f32"):
        for word, numbers, shape in (
                ("linear", linear("layers/linear", 16, 8, 6), (16, 6)),
                ("linear-relu", relu(linear("layers/linear", 16, 8, 6)), (16, 6)),
                ("conv", convolution("layers/conv", 4, 3, 5, 7), (4, 5, 7)),
                ("conv-relu", relu(convolution("layers/conv", 4, 3, 5, 7)), (4, 5, 7))):
            where = "after ReLU: skewed, many exact zeros" if "relu" in word else "as the layer gives it"
            for mode in ("training", "evaluation"):
                draft = Draft(f"layers/{word}-{mode}/{label}", shape, stem=f"layers/{word}", fresh=mode == "training")
                x = Tensor.rounded(draft.input_type, shape, numbers)
                draft.forward(mode, x=x)
                if label in ("f32", "f64"):
                    draft.backward()
                result.append(draft.case(
                    f"The output of a {word.split('-')[0]} layer, {mode}",
                    f"Real activations, {where}: what BatchNorm sees in Linear→BN→ReLU and Conv1d→BN→ReLU networks.",
                    "R20 R22 R29 R33" if mode == "evaluation" else "R20 R22 R23 R33"))
    return result
