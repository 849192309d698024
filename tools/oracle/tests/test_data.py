# SPDX-License-Identifier: MIT
"""The generator's sequence and the digest, as test vectors for other languages."""

from bnoracle.build import Draft
from bnoracle.data import Stream
from bnoracle.digest import digest


def test_splitmix64_of_seed_zero():
    stream = Stream("")
    stream.state = 0
    # The published first outputs for seed 0.
    assert [stream.next() for _ in range(3)] == [0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F]


def test_a_stream_depends_on_its_name_only():
    assert Stream("a").next() == Stream("a").next() != Stream("b").next()


def test_the_digest_sees_every_part():
    def make(**options):
        return Draft("x/y/f32", (3, 2), **options).train().case("t", "r", "R1")

    plain = digest([make()])
    assert plain == digest([make()])
    assert plain != digest([make(eps=0.1)])
    changed = make()
    changed.title = "u"
    assert plain != digest([changed])
