# SPDX-License-Identifier: MIT
"""affine off, weight alone, bias alone; weights that are zero, negative and distinct."""

from bnoracle.build import Draft
from bnoracle.tensor import Tensor

PARTS = {
    "both": ("weight and bias", "γ and β of every channel differ, one γ is 0, some are negative"),
    "weight": ("weight only", "β is 0 where there is no bias"),
    "bias": ("bias only", "γ is 1 where there is no weight"),
    "none": ("neither", "the plain x̂"),
}


def cases():
    result = []
    for part, (title, why) in PARTS.items():
        for shape, where in (((5, 6), "2-D"), ((2, 4, 3, 5), "4-D")):
            for label in ("f32", "f64", "f16-f32", "bf16-f32", "f16", "bf16"):
                if label not in ("f32", "f64") and where == "4-D":
                    continue
                for mode in ("training", "evaluation"):
                    draft = Draft(f"affine/{part}-{where.lower()}-{mode}/{label}", shape, affine=part,
                                  stem=f"affine/{part}-{where.lower()}")
                    result.append(draft.forward(mode).case(
                        f"{title}, {where} {mode}", f"{title[0].upper()}{title[1:]} on a {where} input: {why}. γ = 1 and "
                        "β = 0 would hide a parameter that is ignored or swapped.", "R2 R22"))
    for label in ("f32", "f64", "f16", "bf16"):
        draft = Draft(f"affine/weight-all-zero/{label}", (4, 3)).replace(weight=[0, 0, 0])
        result.append(draft.train().backward().case(
            "All weights zero", "y is β exactly and grad_input is zero; grad_weight is not. A fold that divides by γ gives "
            "NaN.", "R22 R33"))
        draft = Draft(f"affine/weight-negative/{label}", (4, 3)).replace(weight=[-1, -0.5, -3])
        result.append(draft.train().backward().case(
            "Negative weights", "A weight may be negative; |γ| or a clamp at 0 shows.", "R22 R33"))
        draft = Draft(f"affine/large-bias/{label}", (4, 3)).replace(weight=[0.01, 0.5, 1], bias=[1000, -300, 64])
        result.append(draft.train().case(
            "A bias much larger than the normalized values", "The sum with β rounds once; β counts fully.", "R22"))
        draft = Draft(f"affine/column-weight/{label}", (4, 3))
        weight = draft.initial["weight"]
        draft.replace(weight=Tensor(weight.type, (3, 1), weight.bits))
        result.append(draft.train().case(
            "A weight of shape (C,1)", "Only the number of elements counts, not the shape.", "R14", profile="torch"))
    # PyTorch refuses running statistics of another rank than 1, by an error that no rule names: no case has them.
    for name in ("weight", "bias"):
        for shape in ((4, 1), (1, 4), (2, 2)):
            for rank, where in (((5, 4), "1d"), ((2, 4, 2, 3), "2d"), ((2, 4, 1, 2, 2), "3d")):
                if rank != (5, 4) and shape != (4, 1):
                    continue
                draft = Draft(f"affine/{name}-shape-{shape[0]}x{shape[1]}-{where}/f32", rank)
                tensor = draft.initial[name]
                draft.replace(**{name: Tensor(tensor.type, shape, tensor.bits)})
                draft.train().evaluate()
                result.append(draft.case(
                    f"{name} of shape {list(shape)}, {where}", "Only the number of elements counts, not the shape; element c "
                    "belongs to channel c.", "R14", profile="torch"))
    for part, (title, why) in PARTS.items():
        for mode in ("training", "evaluation"):
            draft = Draft(f"affine/{part}-5-d-{mode}/f32", (2, 4, 2, 1, 3), affine=part, stem=f"affine/{part}-5-d")
            result.append(draft.forward(mode).backward().case(
                f"{title}, 5-D {mode}", f"{title[0].upper()}{title[1:]} on volumes: {why}.",
                "R2 R22 R33" if mode == "training" else "R2 R22 R34"))
        draft = Draft(f"affine/{part}-4-d-training/bf16-f32", (2, 4, 3, 5), affine=part, stem=f"affine/{part}-4-d")
        result.append(draft.train().case(
            f"{title}, 4-D training", f"{title[0].upper()}{title[1:]} on images of a reduced type: {why}.", "R2 R22"))
    for shape in ((2, 9, 2, 2), (2, 40, 1, 3), (2, 9, 1, 2, 2), (2, 33, 2, 1, 2)):
        count = shape[1]
        draft = Draft(f"affine/distinct-{'x'.join(map(str, shape))}/f32", shape)
        draft.replace(weight=[0.25 * (k + 1) for k in range(count)], bias=[-0.5 * k for k in range(count)])
        result.append(draft.train().evaluate().case(
            f"{count} channels with a weight and bias of their own, shape {list(shape)}",
            "Every channel has its own γ and β: an index taken within a tile of 8 or 32 repeats the first ones.", "R20 R22"))
    for channel_count in (9, 16, 40):
        for label in ("f32", "f16", "bf16") if channel_count == 40 else ("f32",):
            draft = Draft(f"affine/distinct-c{channel_count}/{label}", (3, channel_count))
            draft.replace(weight=[0.25 * (k + 1) for k in range(channel_count)],
                          bias=[-0.5 * k for k in range(channel_count)])
            result.append(draft.train().evaluate().case(
                f"{channel_count} channels with a weight and bias of their own",
                "Every channel has its own γ and β: an index taken within a tile of 8 or 32 repeats the first ones.",
                "R20 R22"))
    return result
