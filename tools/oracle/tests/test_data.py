# SPDX-License-Identifier: MIT
"""The generator's sequence and the digest, as test vectors for other languages."""

from bnoracle.build import Draft
from bnoracle.data import Stream, drifting, drifting_gradient, fine, scaled, vector
from bnoracle.digest import digest


def test_splitmix64_of_seed_zero():
    stream = Stream("")
    stream.state = 0
    # The published first outputs for seed 0.
    assert [stream.next() for _ in range(3)] == [0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F]


def test_a_stream_depends_on_its_name_only():
    assert Stream("a").next() == Stream("a").next() != Stream("b").next()


def test_fine_numbers_fit_no_narrower_type():
    numbers = fine("fine", -2, 2, 6)
    assert all(-2 <= v < 2 for v in numbers)
    for wide, narrow in (("float64", "float32"), ("float32", "float16"), ("float32", "bfloat16")):
        values = vector(wide, numbers).values
        assert all(a != b for a, b in zip(values, vector(narrow, values).values))


def test_drifting_parts_differ_from_the_whole():
    for x in (drifting("x", "float64", (2, 3, 40), [(0, 1)]), drifting_gradient("dy", "float64", (2, 3, 40))):
        for c in range(3):
            values = [x.values[k] for k in x.positions(c)]
            assert sum(values[40:]) / 40 - sum(values[:40]) / 40 > 0.25


def test_scaling_by_a_power_of_two_is_exact():
    x = vector("float32", [1.5, -0.1, 3])
    assert scaled(x, -40).values == [v / 2**40 for v in x.values]
    assert scaled(scaled(x, 16), -16) == x


def test_the_digest_sees_every_part():
    def make(**options):
        return Draft("x/y/f32", (3, 2), **options).train().case("t", "r", "R1")

    plain = digest([make()])
    assert plain == digest([make()])
    assert plain != digest([make(eps=0.1)])
    changed = make()
    changed.title = "u"
    assert plain != digest([changed])
