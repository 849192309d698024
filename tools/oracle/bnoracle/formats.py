# SPDX-License-Identifier: MIT
"""Floating-point formats and the one rounding that every expected value gets."""

from dataclasses import dataclass

from gmpy2 import mpq, mpz


@dataclass(frozen=True)
class Format:
    """A binary format: finite values are m·2^e with |m| < 2^precision and e ≥ e_min."""

    name: str
    precision: int
    exponent_bits: int

    @property
    def bits(self) -> int:
        return self.precision + self.exponent_bits

    @property
    def e_min(self) -> int:
        """The exponent of the smallest subnormal."""
        return 3 - (1 << (self.exponent_bits - 1)) - self.precision

    @property
    def infinity(self) -> int:
        return ((1 << self.exponent_bits) - 1) << (self.precision - 1)

    @property
    def nan(self) -> int:
        return self.infinity | 1 << (self.precision - 2)

    @property
    def sign(self) -> int:
        return 1 << (self.bits - 1)

    def value(self, bits: int):
        """The value of a bit pattern: mpq, or a float infinity or NaN."""
        negative, magnitude = bits & self.sign, bits & (self.sign - 1)
        if magnitude >= self.infinity:
            special = float("inf") if magnitude == self.infinity else float("nan")
            return -special if negative else special
        field, fraction = divmod(magnitude, 1 << (self.precision - 1))
        if field:
            fraction += 1 << (self.precision - 1)
        value = scaled(mpq(fraction), self.e_min + max(field, 1) - 1)
        return -value if negative else value

    def midpoint_above(self, magnitude: int):
        """The boundary between a finite magnitude and its successor, infinity counted as one."""
        low = self.value(magnitude)
        field = max(magnitude >> (self.precision - 1), 1)
        return low + scaled(mpq(1, 2), self.e_min + field - 1)

    def round(self, value) -> int:
        """The bit pattern nearest to a rational, ties to even; zero is +0 (FORMAT.md)."""
        if isinstance(value, float):
            return self.special(value)
        if value == 0:
            return 0
        sign = self.sign if value < 0 else 0
        value = abs(value)
        exponent = value.numerator.bit_length() - value.denominator.bit_length()
        if scaled(mpq(1), exponent) > value:
            exponent -= 1
        last = max(exponent - self.precision + 1, self.e_min)
        unit = scaled(value, -last)
        whole, rest = divmod(unit.numerator, unit.denominator)
        twice = 2 * rest
        if twice > unit.denominator or (twice == unit.denominator and whole & 1):
            whole += 1
        magnitude = ((last - self.e_min) << (self.precision - 1)) + int(whole)
        return sign | min(magnitude, self.infinity)

    def special(self, value: float) -> int:
        if value != value:
            return self.nan
        return self.infinity | (self.sign if value < 0 else 0)


def scaled(value, exponent: int):
    """value · 2^exponent."""
    if exponent >= 0:
        return value * (mpz(1) << exponent)
    return value / (mpz(1) << -exponent)


FORMATS = {
    "float16": Format("float16", 11, 5),
    "bfloat16": Format("bfloat16", 8, 8),
    "float32": Format("float32", 24, 8),
    "float64": Format("float64", 53, 11),
}


def exact(number: float):
    """The exact value of a Python float: mpq, or the float itself if it is not finite."""
    if number != number or number in (float("inf"), float("-inf")):
        return number
    return mpq(*number.as_integer_ratio())
