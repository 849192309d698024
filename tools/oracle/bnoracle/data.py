# SPDX-License-Identifier: MIT
"""Deterministic data: a counter-based integer generator, no floating point, no libm.

The n-th number of a stream is SplitMix64's output function (Steele, Lea, Flood 2014) of
seed + n·0x9e3779b97f4a7c15, where the seed is the first 8 bytes of SHA-256 of the stream's name. All
further arithmetic is rational; one rounding to the element type ends it.
"""

import hashlib

from gmpy2 import mpq

from .tensor import Tensor

MASK = (1 << 64) - 1
GOLDEN = 0x9E3779B97F4A7C15


class Stream:
    """The numbers of one named stream."""

    def __init__(self, name: str):
        self.state = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "little")

    def next(self) -> int:
        self.state = (self.state + GOLDEN) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return z ^ (z >> 31)

    def unit(self) -> mpq:
        """Uniform in [0, 1) with 20 bits."""
        return mpq(self.next() >> 44, 1 << 20)

    def bell(self) -> mpq:
        """Nearly normal, mean 0, variance 1 to within 1e-4: a sum of four uniforms, scaled."""
        return (sum(self.unit() for _ in range(4)) - 2) * mpq(97, 56)

    def skewed(self) -> mpq:
        """A long right tail: the square of a bell, centred, variance about 1."""
        b = self.bell()
        return (b * b - 1) * mpq(4, 5)


def rational(number) -> mpq:
    """A decimal literal as the fraction that it says: 0.1 is 1/10."""
    return mpq(str(number)) if isinstance(number, float) else mpq(number)


# Channel recipes: (mean, deviation), distinct, with values that real activations have.
CHANNELS = [
    (0, 1), (3, 0.5), (-1.5, 2), (0.25, 0.3), (5, 4), (-3, 0.75), (1, 1.5), (-0.5, 0.4),
    (2, 3), (-2.25, 1.25), (4, 0.6), (0.75, 2.5), (-0.125, 0.9), (1.75, 0.35), (-2.75, 3.5),
    (3.5, 1.75), (0.5, 0.5),
]
WEIGHTS = [1.25, -0.75, 0.5, 0, 2, -1.5, 0.875, 1.0625, -0.3125, 3, 0.25, -2, 1.5, 0.625, -1, 0.75, 1]
BIASES = [0.5, -1, 0.25, 2, -0.125, 0.75, 1, -0.5, 3, -2, 0.0625, 1.5, -0.75, 0.375, -1.25, 0.1, 0.3]
MEANS = [0.5, 2.5, -1, 0.125, 4, -2, 1.5, -0.25, 1, -3, 3, 0.75, -0.5, 2, -1.75, 0.25, 1.25]
VARIANCES = [0.75, 0.5, 3, 0.125, 9, 0.625, 2, 0.25, 6, 1.5, 0.375, 5, 1, 0.1, 8, 4, 0.3]


def pick(table: list, count: int) -> list:
    """The first entries of a table, repeated if there are too few."""
    return [rational(table[k % len(table)]) for k in range(count)]


def activations(name: str, kind: str, shape, channels=None, shape_of="bell") -> Tensor:
    """An input whose channel c has mean and deviation channels[c]."""
    stream, recipes = Stream(name), channels or CHANNELS
    x = Tensor(kind, tuple(shape), (0,) * _count(shape))
    numbers = [mpq(0)] * len(x.bits)
    for c in range(x.channels):
        mean, deviation = (rational(v) for v in recipes[c % len(recipes)])
        for k in x.positions(c):
            numbers[k] = mean + deviation * getattr(stream, shape_of)()
    return Tensor.rounded(kind, shape, numbers)


def drifting(name: str, kind: str, shape, channels=None) -> Tensor:
    """An input whose values grow along each channel by two deviations: no part of a channel stands for the whole."""
    return _along(name, kind, shape, channels or CHANNELS)


def drifting_gradient(name: str, kind: str, shape) -> Tensor:
    """A gradient that grows along each channel, with mean 3/8: the sums over a part are others than over the whole."""
    return _along(name, kind, shape, [(0.375, 0.625)])


def _along(name: str, kind: str, shape, recipes) -> Tensor:
    stream = Stream(name)
    x = Tensor(kind, tuple(shape), (0,) * _count(shape))
    numbers = [mpq(0)] * len(x.bits)
    for c in range(x.channels):
        mean, deviation = (rational(v) for v in recipes[c % len(recipes)])
        places = x.positions(c)
        for j, k in enumerate(places):
            numbers[k] = mean + deviation * (stream.bell() + mpq(2 * j, len(places)) - 1)
    return Tensor.rounded(kind, shape, numbers)


def fine(name: str, low, high, count: int) -> list:
    """Numbers in [low, high) of 64 random bits: a narrower type holds none of those that a type rounds them to."""
    stream, width = Stream(name), rational(high) - rational(low)
    return [rational(low) + width * mpq(stream.next(), 1 << 64) for _ in range(count)]


def scaled(x: Tensor, exponent: int) -> Tensor:
    """A tensor times a power of two, which is exact where nothing leaves the range of the type."""
    return Tensor.rounded(x.type, x.shape, [v * mpq(2) ** exponent for v in x.values])


def gradient(name: str, kind: str, shape) -> Tensor:
    """A gradient with a non-zero mean (spec-rules T2) and values in about −1.5 … 3."""
    stream = Stream(name)
    numbers = [mpq(3, 8) + stream.bell() * mpq(3, 4) for _ in range(_count(shape))]
    return Tensor.rounded(kind, shape, numbers)


def vector(kind: str, numbers) -> Tensor:
    """A vector of literals."""
    numbers = [v if isinstance(v, mpq) else _literal(v) for v in numbers]
    return Tensor.rounded(kind, (len(numbers),), numbers)


def literal(kind: str, shape, numbers) -> Tensor:
    """A tensor of literals, row-major."""
    return Tensor.rounded(kind, shape, [_literal(v) for v in numbers])


def _literal(number):
    if isinstance(number, float) and (number != number or abs(number) == float("inf")):
        return number
    return rational(number)


def _count(shape) -> int:
    result = 1
    for d in shape:
        result *= d
    return result
