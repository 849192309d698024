# SPDX-License-Identifier: MIT
"""Means far from zero: what a one-pass variance E[x²] − mean² loses and sound algorithms keep."""

from bnoracle.build import Draft
from bnoracle.data import literal

RATIOS = (10, 100, 1000)


def cases():
    result = []
    for ratio in RATIOS:
        channels = [(ratio, 1), (-ratio, 1), (ratio * 0.5, 0.5), (ratio * 3, 3), (0, 1)]
        for n in (4, 8, 16, 33, 64):
            for label in ("f32", "f64"):
                draft = Draft(f"offsets/k{ratio}-n{n}/{label}", (n, 5), eps=0.001, channels=channels, momentum=0.5)
                result.append(draft.train().case(
                    f"|mean| = {ratio} deviations, n = {n}",
                    f"The variance is {ratio}² times smaller than the mean square: in one pass its relative error grows by "
                    f"{ratio}², in two passes or Welford's it does not.", "R20 R21 R23", tags=["one-pass"]))
        draft = Draft(f"offsets/k{ratio}-image/f32", (2, 5, 3, 3), eps=0.001, channels=channels, momentum=0.5)
        result.append(draft.train().backward().case(
            f"|mean| = {ratio} deviations in images, with gradients", "Spatial reductions cancel as well.", "R20 R33",
            tags=["one-pass"]))
        for label in ("f16-f32", "bf16-f32"):
            if ratio > 100:
                continue
            draft = Draft(f"offsets/k{ratio}-n16/{label}", (16, 4), eps=0.001, momentum=0.5,
                          channels=[(ratio, 1), (-ratio, 2), (ratio / 2, 1), (0, 1)])
            result.append(draft.train().case(
                f"|mean| = {ratio} deviations in a reduced type", "Float32 accumulation from a reduced input.", "R18 R20",
                tags=["one-pass"]))
    for value in (1, 7, 100, 10000000):
        draft = Draft(f"offsets/constant-{value}/f32", (4, 2), eps=0.5)
        draft.train(x=literal("float32", (4, 2), [value, -value] * 4))
        result.append(draft.case(
            f"Constant channels of ±{value}", "Variance 0: y is β. A mean that is rounded away from the constant shows as "
            "(x−mean)/√eps.", "R20 R22", level="required" if value < 1000 else "recommended"))
    for mean, var in ((100, 1), (1000, 0.25), (4096, 4)):
        for label in ("f32", "f64"):
            draft = Draft(f"offsets/evaluation-{mean}/{label}", (5, 3), channels=[(mean, 1), (-mean, 1), (mean, 3)])
            draft.replace(running_mean=[mean, -mean, mean + 1], running_var=[var, var, 9])
            result.append(draft.evaluate().case(
                f"Evaluation around running_mean {mean}", "x − running_mean cancels in the subtraction, which is exact; the "
                "folded form loses some digits and is allowed to.", "R29"))
    return result
