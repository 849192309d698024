# SPDX-License-Identifier: MIT
"""Exact reals extended by infinities and NaN, and numbers p + q/√d over them.

A finite number is an mpq; an infinity or NaN is a float. Operations follow IEEE 754 (R28, R29).
"""

from dataclasses import dataclass

from gmpy2 import isqrt, mpq

from .formats import Format, scaled


def _stand_in(value) -> float:
    """A float with the sign and class of a number, for operations that involve a special value."""
    if isinstance(value, float):
        return value
    return 0.0 if value == 0 else (1.0 if value > 0 else -1.0)


def is_special(value) -> bool:
    return isinstance(value, float)


def add(a, b):
    if is_special(a) or is_special(b):
        return _stand_in(a) + _stand_in(b)
    return a + b


def mul(a, b):
    if is_special(a) or is_special(b):
        return _stand_in(a) * _stand_in(b)
    return a * b


def neg(a):
    return -a


def sub(a, b):
    return add(a, neg(b))


def total(values):
    result = mpq(0)
    for value in values:
        result = add(result, value)
    return result


def divided(a, n: int):
    """a/n for a positive integer n."""
    return a if is_special(a) else a / n


@dataclass(frozen=True)
class Surd:
    """rational + coefficient/√radicand."""

    rational: object
    coefficient: object
    radicand: object

    def round(self, form: Format) -> int:
        """Rounds once, ties to even, by integer square roots; the decision is always exact."""
        p, q, d = self.rational, self.coefficient, self.radicand
        if is_special(p) or is_special(q) or is_special(d) or d <= 0:
            return form.round(add(p, mul(q, _inverse_root_class(d))))
        if q == 0:
            return form.round(p)
        return _round_root(p, 1 if q > 0 else -1, q * q / d, form)


def _inverse_root_class(d):
    """0, 1, ∞ or NaN in place of 1/√d, where something is special."""
    if is_special(d):
        return mpq(0) if d == float("inf") else float("nan")
    if d == 0:
        return float("inf")
    return float("nan") if d < 0 else mpq(1)


def _round_root(p, sign: int, t, form: Format) -> int:
    """Rounds p + sign·√t, t > 0.

    If the two parts cancel, |p + sign·√t| = |p² − t| / (|p| + √t) bounds the result from below, so
    the number of bits that the integer root needs is known beforehand: no precision is guessed.
    """
    if p * sign < 0:
        difference = abs(p * p - t)
        if difference == 0:
            return 0
        size = _log2_below(difference) - _log2_above(abs(p) + t + 1)
    else:
        size = max(_log2_below(t) // 2, _log2_below(abs(p)) if p else -(10**9))
    k = max(form.precision + 4 - size, 8)
    square = scaled(t, 2 * k)
    floor = square.numerator // square.denominator
    root = isqrt(floor)
    exact_root = root * root == square
    low = p + sign * scaled(mpq(root), -k)
    if exact_root:
        return form.round(low)
    high = p + sign * scaled(mpq(root + 1), -k)
    if sign < 0:
        low, high = high, low
    first, second = form.round(low), form.round(high)
    if first == second:
        return first
    return _decide(p, sign, t, first, second, form)


def _decide(p, sign, t, first, second, form) -> int:
    """Chooses between two neighbours by comparing squares with the boundary between them.

    The interval is shorter than the number, so both ends have its sign.
    """
    mask = form.sign - 1
    small, large = sorted((first & mask, second & mask))
    if large != small + 1:
        raise ArithmeticError("the interval spans more than one boundary")
    negative = first & form.sign
    boundary = form.midpoint_above(small)
    if negative:
        p, sign = -p, -sign
    # Is p + sign·√t above the boundary, that is sign·√t > gap?
    gap = boundary - p
    if gap * sign <= 0:
        order = sign
    else:
        order = (1 if t > gap * gap else -1 if t < gap * gap else 0) * sign
    if order == 0:
        chosen = small if small % 2 == 0 else large
    else:
        chosen = large if order > 0 else small
    return chosen | negative


def _log2_below(value) -> int:
    """An integer not above log2(value)."""
    return value.numerator.bit_length() - value.denominator.bit_length() - 1


def _log2_above(value) -> int:
    """An integer not below log2(value)."""
    return value.numerator.bit_length() - value.denominator.bit_length() + 1
