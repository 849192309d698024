# SPDX-License-Identifier: MIT
"""Shapes: every kind and rank, odd sizes, channel counts that tiles and vectors get wrong."""

from bnoracle.build import Draft

SHAPES = {
    "n4-c10": ((4, 10), None, "the classic 2-D batch of a fully connected layer"),
    "n2-c3-h2-w2": ((2, 3, 2, 2), None, "the classic tiny image batch"),
    "n2-c1": ((2, 1), None, "the smallest batch that has a variance"),
    "n3-c2": ((3, 2), None, "three samples, the smallest n at which n and n−1 differ by a third"),
    "n5-c17": ((5, 17), None, "17 channels: one more than vector lanes and tiles hold"),
    "n7-c7": ((7, 7), None, "N = C: a reduction over the wrong axis still has the right shape"),
    "n16-c3": ((16, 3), None, "more samples than channels"),
    "n3-c5-l7": ((3, 5, 7), None, "rank 3, all dimensions distinct and odd"),
    "n4-c6-l6": ((4, 6, 6), None, "C = L: reducing over dimension 2 instead of 1 has the right shape"),
    "n5-c3-l1": ((5, 3, 1), None, "rank 3 with a trailing 1 must equal rank 2"),
    "n1-c4-l9": ((1, 4, 9), None, "one sample: all values of a channel are spatial"),
    "n2-c5-h3-w4": ((2, 5, 3, 4), None, "H ≠ W"),
    "n1-c3-h5-w7": ((1, 3, 5, 7), None, "one image with odd sides, H ≠ W"),
    "n3-c4-h1-w1": ((3, 4, 1, 1), None, "1×1 images: channel stride 1"),
    "n2-c8-h3-w3": ((2, 8, 3, 3), None, "9 positions: n not a multiple of 4"),
    "n2-c2-d2-h3-w4": ((2, 2, 2, 3, 4), None, "rank 5, all spatial dimensions distinct"),
    "n1-c3-d3-h2-w5": ((1, 3, 3, 2, 5), None, "rank 5, one sample, D ≠ H ≠ W"),
    "n3-c1-d2-h2-w2": ((3, 1, 2, 2, 2), None, "one channel: everything is reduced"),
    "nd-n5-c4": ((5, 4), "nd", "any-rank layer on rank 2"),
    "nd-n2-c3-s2-2-2-2": ((2, 3, 2, 2, 2, 2), "nd", "any-rank layer on rank 6"),
    "n2-c64": ((2, 64), None, "64 channels of two values: x̂ is ±1 but for eps"),
    "n2-c257": ((2, 257), None, "257 channels: wider than a block of 256 threads"),
    "n6-c33-l3": ((6, 33, 3), None, "33 channels of 18 values: remainders in both directions"),
    "n128-c2": ((128, 2), None, "128 samples of two channels: a long column"),
    "n2-c2-h15-w17": ((2, 2, 15, 17), None, "510 values per channel, odd sides in a plane of 255"),
}
LABELS = ["f32", "f64"]


def cases():
    result = []
    for what, (shape, kind, why) in SHAPES.items():
        for label in LABELS + (["f16-f32", "bf16-f32"] if len(result) % 3 == 0 else []):
            if label != "f32" and what in ("n2-c257", "n2-c2-h15-w17"):
                continue
            for mode in ("training", "evaluation"):
                draft = Draft(f"shapes/{what}-{mode}/{label}", shape, kind=kind, stem=f"shapes/{what}")
                draft.forward(mode)
                result.append(draft.case(
                    f"{why[0].upper()}{why[1:]}, {mode}",
                    f"Input of shape {list(shape)} in {mode}: {why}. Failing it alone means that the shape is "
                    "taken apart wrongly: channel axis, stride or the count of values per channel.",
                    ("R6 " if kind == "nd" else "") + "R7 R19 R20 "
                    + ("R21 R22 R23" if mode == "training" else "R29 R30")))
    return result
