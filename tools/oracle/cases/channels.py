# SPDX-License-Identifier: MIT
"""Indexing: many channels, tiles, remainders, and channels that must not mix."""

from bnoracle.build import Draft
from bnoracle.data import literal


def cases():
    result = []
    for c in (8, 15, 16, 31, 32, 33, 63, 65, 100, 129):
        draft = Draft(f"channels/c{c}/f32", (3, c))
        result.append(draft.train().evaluate().backward(0).case(
            f"{c} channels", f"{c} channels, each with its own statistics and parameters: a tile or a vector of the usual widths "
            "leaves a remainder or is filled exactly.", "R20 R22"))
    for c in (256, 300):
        draft = Draft(f"channels/c{c}/f32", (2, c))
        result.append(draft.train().case(
            f"{c} channels", "As many channels as a block has threads, and more.", "R20 R22"))
    # The bound of a batch statistic in a half type is too wide for some of so many channels: these evaluate.
    for c in (16, 33, 65, 127, 257, 300, 1025):
        for label in ("f16", "bf16"):
            draft = Draft(f"channels/c{c}-evaluation/{label}", (2, c), eps=0.01)
            result.append(draft.evaluate().backward().case(
                f"{c} channels in a module of half type, evaluation", f"{c} channels, each with its own statistics and "
                "parameters: a tile of the usual widths leaves a remainder or is filled exactly.", "R18 R29 R34"))
    for c in (65, 257, 1025):
        for label in ("f32", "f64"):
            draft = Draft(f"channels/c{c}-evaluation/{label}", (2, c))
            result.append(draft.evaluate().case(
                f"{c} channels, evaluation alone", f"{c} channels for an implementation that is for inference only: a tile of "
                "the usual widths leaves a remainder.", "R22 R29"))
    for c, labels in ((127, ("f32", "f64", "f16-f32")), (257, ("f32", "f64", "bf16-f32")), (513, ("f32",)),
                      (1025, ("f32", "f64", "bf16-f32"))):
        for label in labels:
            draft = Draft(f"channels/c{c}-gradients/{label}", (3, c))
            result.append(draft.train().evaluate((1, c)).backward(0).case(
                f"{c} channels, with gradients", f"{c} channels are one more or less than a power of two: a kernel with one "
                "thread, or one slot of a table, per channel leaves the last ones out.", "R20 R22 R29 R33"))
    for shape in ((2, 1025), (1, 1025, 1, 2), (2, 1025, 1, 1, 1)):
        name = "x".join(map(str, shape))
        draft = Draft(f"channels/two-values-{name}/f32", shape)
        result.append(draft.train().case(
            f"1025 channels of two values, shape {list(shape)}", "One channel more than a block of 1,024 threads.",
            "R20 R22"))
    for shape in ((3, 63, 2), (2, 65, 5), (2, 129, 3), (2, 1025, 2), (2, 65, 3, 3), (1, 127, 2, 3), (2, 129, 2, 2),
                  (2, 257, 1, 3), (1, 1025, 1, 3), (2, 65, 2, 1, 2), (1, 127, 1, 3, 1), (1, 257, 2, 1, 2), (2, 1025, 1, 2, 1)):
        name = "x".join(map(str, shape))
        for label in ("f32", "f64") if shape[1] in (65, 257) else ("f32",):
            draft = Draft(f"channels/spatial-{name}/{label}", shape)
            result.append(draft.train().backward().evaluate((1,) + shape[1:]).case(
                f"{shape[1]} channels, shape {list(shape)}", "Many channels and more than one position each: offsets of "
                "channels and of positions must not be mixed up.", "R20 R22 R29 R33"))
    for h, w in ((1, 5), (5, 1), (2, 7), (7, 2), (3, 5), (4, 4), (1, 16), (3, 11)):
        draft = Draft(f"channels/image-{h}x{w}/f32", (2, 3, h, w))
        result.append(draft.train().backward().case(
            f"Images of {h}×{w}", f"{h * w} positions in a row per channel and sample: remainders of 2, 4, 8 and 16, H ≠ W.",
            "R20 R33"))
    for label in ("f32", "f64"):
        draft = Draft(f"channels/one-hot-channel/{label}", (4, 3, 2, 2))
        values = [1 + k % 5 if (k // 4) % 3 == 1 else 0 for k in range(48)]
        result.append(draft.train(x=literal(draft.input_type, (4, 3, 2, 2), values)).case(
            "Only channel 1 is not zero", "The other channels stay at β: a stride that is off reads channel 1 there.",
            "R20"))
        draft = Draft(f"channels/ramp/{label}", (2, 4, 3, 5), affine="none", eps=0.5)
        result.append(draft.train(x=literal(draft.input_type, (2, 4, 3, 5), [k / 8 for k in range(120)])).case(
            "A ramp over the whole tensor", "Every element is its own offset: whichever is read in another's place shows by how "
            "much.", "R20"))
        draft = Draft(f"channels/square-tensor/{label}", (4, 4, 4, 4), affine="none", eps=0.1)
        result.append(draft.train().case(
            "N = C = H = W", "Every wrong axis has the right length.", "R20"))
        draft = Draft(f"channels/square-rank3/{label}", (5, 5, 5))
        result.append(draft.train().backward().case(
            "N = C = L", "Forward and backward must take the same dimension for the channels.", "R20 R33"))
    return result
