# SPDX-License-Identifier: MIT
"""Long sums, judged with the depth of pairwise or blocked accumulation; recommended."""

from bnoracle.build import Draft

KINDS = {
    "skewed": ([(0.5, 1), (2, 0.5)], "skewed", "a long tail, as after ReLU"),
    "offset": ([(10, 1), (-8, 0.5)], "bell", "means of ten deviations"),
    "centred": ([(0, 1), (0.125, 2)], "bell", "means near zero"),
}


def cases():
    result = []
    for word, (channels, shape_of, why) in KINDS.items():
        for name, shape in (("column", (4096, 1)), ("image", (4, 1, 32, 32)), ("two", (4096, 2))):
            if name == "two" and word != "skewed":
                continue
            for label in ("f32", "bf16-f32"):
                if label != "f32" and name != "column":
                    continue
                draft = Draft(f"accumulation/{word}-{name}/{label}", shape, channels=channels, shape_of=shape_of,
                              momentum=0.5, eps=0.001)
                draft.train()
                result.append(draft.case(
                    f"4096 values per channel, {why}, as {name}",
                    "A serial float32 sum loses about √n…n units in the last place here; double, pairwise or blocked sums do "
                    "not.", "R20 R23", level="recommended", tags=["accumulation"], bound_depth="log2"))
        draft = Draft(f"accumulation/{word}-gradients/f32", (4096, 1), channels=channels, shape_of=shape_of, eps=0.001)
        result.append(draft.train().backward().case(
            f"Gradients over 4096 values, {why}", "Σdy and Σdy·(x−mean) over a long column.", "R33",
            level="recommended", tags=["accumulation"], bound_depth="log2"))
    return result
