# SPDX-License-Identifier: MIT
"""Long channels and many samples: more values than a block holds, with a tail behind the last whole block.

The values of a channel drift by two deviations from its first to its last, and so does the gradient: sums over a
part of a channel, or over whole blocks only, are far from those over all of it. The depth is n, so that a serial
float32 sum, in any order, stays inside the bound.
"""

from bnoracle.build import Draft
from bnoracle.data import drifting, drifting_gradient

CHANNELS = [(0.125, 1), (-0.25, 2), (0.5, 0.75), (0, 1.5), (-0.125, 0.5)]
MIXED = ("bf16-f32", "f16-f32")
# name: (shape, types, whether an evaluation follows, why)
SHAPES = {
    "n513-column": ((513, 3), ("f32", "f64"), False, "one value more than 512"),
    "n1000-column": ((1000, 3), ("f32",), False, "no multiple of 16, and less than a block of 1,024"),
    "n1025-column": ((1025, 3), ("f32", "f64") + MIXED, True, "one value more than 1,024"),
    "n2047-column": ((2047, 3), ("f32",), False, "one value less than two blocks of 1,024"),
    "n5001-column": ((5001, 3), ("f32",), True, "four blocks of 1,024 and 905 values more"),
    "n1501-rows": ((19, 3, 79), ("f32", "f64") + MIXED, True, "rows of 79 values, a block of 1,024 and 477 more"),
    "n2049-rows": ((3, 3, 683), ("f32",), False, "one value more than two blocks of 1,024, in three long rows"),
    "n4097-rows": ((17, 3, 241), ("f32",), False, "one value more than four blocks of 1,024"),
    "n5001-rows": ((3, 3, 1667), ("f32",), False, "rows of 1,667 values, each more than a block"),
    "n768-planes": ((3, 5, 16, 16), ("f32",), True, "planes of 16×16, a whole block of 256 each"),
    "n1001-planes": ((7, 3, 11, 13), ("f32",), False, "seven planes of 143 values"),
    "n1023-planes": ((3, 3, 11, 31), ("f32", "f64"), False, "one value less than 1,024"),
    "n1025-planes": ((5, 3, 5, 41), ("f32",) + MIXED, False, "one value more than 1,024, in five planes"),
    "n1521-planes": ((1, 3, 39, 39), ("f32",), False, "one image, whose plane is more than a block"),
    "n2442-planes": ((2, 3, 33, 37), ("f32", "f64") + MIXED, True, "planes of 33×37, each more than a block of 1,024"),
    "n5180-planes": ((4, 3, 35, 37), ("f32",), False, "five blocks of 1,024 and 60 values more"),
    "n1025-volumes": ((1, 3, 5, 5, 41), ("f32",) + MIXED, True, "one value more than 1,024, in one volume"),
    "n2574-volumes": ((2, 3, 9, 11, 13), ("f32", "f64"), True, "volumes of 1,287 values with three odd sides"),
    "n4913-volumes": ((1, 3, 17, 17, 17), ("f32",), False, "a volume of 17×17×17"),
    "n1470-rank6": ((2, 3, 3, 5, 7, 7), ("f32",), False, "rank 6, four spatial dimensions"),
    "n1025-single": ((1025, 1), ("f32", "f64"), False, "one channel of one value more than 1,024"),
    "n1100-single-planes": ((4, 1, 11, 25), ("f32",), False, "one channel of 1,024 values and 76 more, in four planes"),
    "n1113-single-volumes": ((1, 1, 3, 7, 53), ("f32",), False, "one channel of 1,024 values and 89 more, in one volume"),
    "batch-257-rows": ((257, 3, 2), ("f32",), True, "257 samples: one more than a batch of 256, with rows"),
    "batch-300-column": ((300, 5), ("f32", "f64"), True, "300 samples: a batch of 256 and 44 more"),
    "batch-33-planes": ((33, 4, 3, 3), ("f32", "f64") + MIXED, True, "33 samples: one more than a batch of 32, with planes"),
    "batch-65-planes": ((65, 3, 2, 3), ("f32",), True, "65 samples: one more than a batch of 64, with planes"),
    "batch-257-planes": ((257, 3, 2, 3), ("f32", "f64"), True, "257 samples: one more than a batch of 256, with planes"),
    "batch-513-planes": ((513, 2, 1, 2), ("f32",), False, "513 samples: one more than 512, with planes"),
    "batch-40-volumes": ((40, 3, 2, 2, 2), ("f32",), True, "40 samples: a batch of 32 and 8 more, with volumes"),
    "batch-257-volumes": ((257, 2, 1, 2, 2), ("f32",), True, "257 samples: one more than a batch of 256, with volumes"),
}
# Modules of half types: forwards only, their gradients are asked in backward.py.
HALVES = {"n1501-rows": SHAPES["n1501-rows"][0], "n2442-planes": SHAPES["n2442-planes"][0],
          "n1025-volumes": SHAPES["n1025-volumes"][0]}


def cases():
    result = []
    for name, (shape, labels, evaluates, why) in SHAPES.items():
        for label in labels:
            draft = Draft(f"sizes/{name}/{label}", shape, kind="nd" if len(shape) > 5 else None, eps=0.001, momentum=0.3)
            x = drifting(f"{draft.stem}/input", draft.input_type, shape, CHANNELS)
            draft.train(x=x).backward(dy=drifting_gradient(f"{draft.stem}/dy", draft.input_type, shape))
            if evaluates:
                draft.evaluate(x=drifting(f"{draft.stem}/evaluation", draft.input_type, shape, CHANNELS))
            result.append(draft.case(
                f"Input of shape {list(shape)}: {why}",
                f"{x.per_channel} values per channel: {why}. A loop over whole blocks that drops the tail, statistics of "
                "the first values only, or elements that are never written fail here.",
                "R19 R20 R23 R29 R33" if evaluates else "R19 R20 R23 R33"))
    for name, shape in HALVES.items():
        for label in ("bf16", "f16"):
            draft = Draft(f"sizes/{name}/{label}", shape, eps=0.01, momentum=0.3)
            draft.train(x=drifting(f"{draft.stem}/input", draft.input_type, shape, CHANNELS))
            result.append(draft.case(
                f"A module of half type on shape {list(shape)}",
                "A sum in the half type stops growing long before the last value.", "R18 R20 R23"))
    return result
