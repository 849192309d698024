# SPDX-License-Identifier: MIT
"""Tensors as bit patterns, with exact values on demand."""

from dataclasses import dataclass
from math import prod

from gmpy2 import mpq

from .formats import FORMATS

NAN = float("nan")


@dataclass(frozen=True)
class Tensor:
    """A row-major tensor; elements are bit patterns (int64 elements are plain integers)."""

    type: str
    shape: tuple
    bits: tuple

    @staticmethod
    def rounded(kind: str, shape, numbers) -> "Tensor":
        """Rounds rationals (or special floats) to the type."""
        if kind == "int64":
            return Tensor(kind, tuple(shape), tuple(int(v) for v in numbers))
        form = FORMATS[kind]
        return Tensor(kind, tuple(shape), tuple(form.round(v) for v in numbers))

    @property
    def values(self) -> list:
        """Exact values: mpq, or floats for infinities and NaN."""
        if self.type == "int64":
            return [mpq(v) for v in self.bits]
        form = FORMATS[self.type]
        return [form.value(b) for b in self.bits]

    def replaced(self, bits) -> "Tensor":
        return Tensor(self.type, self.shape, tuple(bits))

    @property
    def channels(self) -> int:
        return self.shape[1] if len(self.shape) > 1 else 0

    def positions(self, channel: int) -> list:
        """Row-major offsets of a channel's elements: dimension 1, whatever the rank (R20)."""
        inner = prod(self.shape[2:])
        outer = self.shape[1] * inner
        return [n * outer + channel * inner + k for n in range(self.shape[0]) for k in range(inner)]

    @property
    def per_channel(self) -> int:
        return self.shape[0] * prod(self.shape[2:])


def counter(value: int) -> Tensor:
    """num_batches_tracked as FORMAT.md stores it."""
    return Tensor("int64", (), (value,))
