# SPDX-License-Identifier: MIT
"""Rounding and surds, against NumPy's conversions and high-precision decimals."""

import random
from decimal import Decimal, getcontext

import numpy as np
import pytest
from gmpy2 import mpq

from bnoracle.formats import FORMATS, exact
from bnoracle.reals import Surd

F32, F16 = FORMATS["float32"], FORMATS["float16"]


def test_rounds_binary64_as_numpy_does():
    draw = random.Random(1)
    for _ in range(20000):
        value = draw.uniform(-1, 1) * 2.0 ** draw.randint(-152, 127)
        with np.errstate(over="ignore"):
            expected = int(np.float32(value).view(np.uint32))
        got = F32.round(exact(value))
        assert got == expected or (value < 0 and got == expected), value


@pytest.mark.parametrize("value, bits", [
    (mpq(65504), 0x7BFF), (mpq(65520), 0x7C00), (mpq(65520) - mpq(1, 10**30), 0x7BFF),
    (mpq(1, 2**25), 0), (mpq(1, 2**25) + mpq(1, 10**30), 1), (mpq(3, 2**25), 2), (-mpq(1, 2**40), 0x8000),
    (mpq(2049), 0x6800), (mpq(2051), 0x6802), (mpq(0), 0),
])
def test_edges_of_binary16(value, bits):
    assert F16.round(value) == bits


def test_every_binary16_pattern_survives():
    for bits in range(1, 1 << 16):
        if bits & 0x7FFF < F16.infinity and bits != 0x8000:
            assert F16.round(F16.value(bits)) == bits


def test_surds_agree_with_many_decimals():
    getcontext().prec = 120
    draw = random.Random(7)
    for _ in range(3000):
        p, q = (mpq(draw.randint(-10**6, 10**6), draw.randint(1, 10**5)) for _ in range(2))
        d = mpq(draw.randint(1, 10**7), draw.randint(1, 10**4))
        dec = lambda r: Decimal(int(r.numerator)) / Decimal(int(r.denominator))
        value = dec(p) + dec(q) / dec(d).sqrt()
        assert Surd(p, q, d).round(F32) == F32.round(mpq(str(value)))


def test_total_cancellation_is_zero_and_near_cancellation_is_not():
    assert Surd(mpq(3), mpq(-9), mpq(9)).round(F32) == 0
    hair = mpq(1, 2**90)
    bits = Surd(mpq(3), mpq(-9) + hair, mpq(9)).round(F32)
    assert F32.value(bits) == hair / 3 or abs(F32.value(bits) * 3 / hair - 1) < mpq(1, 2**24)


def test_ties_go_to_even_and_a_hair_decides():
    tie = 1 + mpq(1, 2**24)
    assert Surd(mpq(0), tie * 5, mpq(25)).round(F32) == F32.round(mpq(1))
    above = Surd(mpq(0), (tie + mpq(1, 2**200)) * 5, mpq(25)).round(F32)
    assert above == F32.round(mpq(1)) + 1


@pytest.mark.parametrize("p, q, d, expected", [
    (mpq(1), mpq(2), float("inf"), 1.0), (mpq(1), mpq(2), mpq(0), float("inf")),
    (mpq(1), mpq(0), mpq(0), None), (mpq(1), mpq(2), mpq(-1), None), (float("inf"), mpq(1), mpq(1), float("inf")),
    (mpq(1), float("-inf"), mpq(4), float("-inf")),
])
def test_special_values(p, q, d, expected):
    value = F32.value(Surd(p, q, d).round(F32))
    assert (value != value) if expected is None else (float(value) == expected)
