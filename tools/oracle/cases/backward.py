# SPDX-License-Identifier: MIT
"""First-order gradients: both modes, every mask, every affine part, several forwards."""

from itertools import combinations

from bnoracle.build import Draft
from bnoracle.data import gradient, literal, scaled

SHAPES = {"n5-c6": (5, 6), "n2-c4": (2, 4), "n3-c4-l5": (3, 4, 5), "n2-c3-h3-w4": (2, 3, 3, 4),
          "n2-c2-d2-h3-w2": (2, 2, 2, 3, 2), "n16-c3": (16, 3), "n7-c17": (7, 17), "n4-c6-l6": (4, 6, 6)}
# Powers of two by which gradients are scaled, and the types that hold them. binary16 holds normal numbers from 2⁻¹⁴.
SCALES = {-40: ("f32", "f64", "bf16-f32", "bf16"), -20: ("f32", "f64", "bf16-f32", "bf16"), 10: ("f16-f32", "f16"),
          16: ("f32", "f64", "bf16-f32", "bf16")}
EVERY = ("input", "weight", "bias")
# Types of a module wholly in half precision.
HALVES = ("f16", "bf16")
MASKS = [m for k in (1, 2, 3) for m in combinations(EVERY, k)]


def cases():
    result = []
    for name, shape in SHAPES.items():
        for mode in ("training", "evaluation"):
            for label in ("f32", "f64", "f16-f32", "bf16-f32", "f16", "bf16"):
                if "-" in label and name not in ("n5-c6", "n2-c3-h3-w4"):
                    continue
                if label in HALVES and name not in ("n5-c6", "n7-c17"):
                    continue
                draft = Draft(f"backward/{name}-{mode}/{label}", shape, stem=f"backward/{name}", eps=0.003)
                result.append(draft.forward(mode).backward().case(
                    f"Gradients on shape {list(shape)}, {mode}",
                    "Gradients with a non-zero mean, γ ≠ 1: a missing mean term, x̂ term or γ in grad_input is far outside."
                    if mode == "training" else
                    "In evaluation the statistics are constants: the training formula, with its two extra terms, is wrong "
                    "here.", "R33 R35" if mode == "training" else "R34 R35"))
    for mask in MASKS:
        for mode in ("training", "evaluation"):
            word = "-".join(mask)
            for label in ("f32", "f64", "f16", "bf16"):
                draft = Draft(f"backward/only-{word}-{mode}/{label}", (5, 4), stem=f"backward/only-{word}")
                result.append(draft.forward(mode).backward(wants=" ".join(mask)).case(
                    f"Only {', '.join(mask)} wanted, {mode}",
                    "Gradients are made by mask: what was not asked for must not come, what was asked for must not depend "
                    "on the rest.", "R33 R34 R35"))
    for affine in ("weight", "bias", "none"):
        for mode in ("training", "evaluation"):
            for label in ("f32", "f64", "f16", "bf16"):
                draft = Draft(f"backward/affine-{affine}-{mode}/{label}", (5, 6), affine=affine,
                              stem=f"backward/affine-{affine}")
                result.append(draft.forward(mode).backward().case(
                    f"Gradients with affine part {affine}, {mode}",
                    "Without γ the factor is 1 and there is no grad_weight; without β no grad_bias.", "R33 R34 R35"))
    for label in ("f32", "f64", "f16"):
        draft = Draft(f"backward/two-forwards/{label}", (5, 4))
        result.append(draft.train().train((3, 4)).backward(1).backward(0).case(
            "Two forwards before their backwards", "Each backward uses the statistics of its own forward; one saved slot per "
            "layer mixes them up.", "R36"))
    for label in HALVES:
        draft = Draft(f"backward/two-evaluations/{label}", (5, 4))
        result.append(draft.evaluate().evaluate((3, 4)).backward(1).backward(0).case(
            "Two evaluations before their backwards", "Each backward uses the input of its own forward.", "R34 R36"))
    for label in ("f32", "f64", "f16", "bf16"):
        draft = Draft(f"backward/twice/{label}", (5, 4))
        result.append(draft.train().backward().backward(0).case(
            "One forward, two backwards", "The second backward has another gradient and starts from the same saved values; "
            "gradients are not added up.", "R33 R36"))
        draft = Draft(f"backward/n2/{label}", (2, 6), eps=0.5)
        result.append(draft.train().backward().case(
            "Two values per channel", "x̂ = ±√(v/(v+eps)): grad_input is what eps leaves over.", "R33"))
        draft = Draft(f"backward/sparse-gradient/{label}", (6, 5))
        x = draft.input()
        dy = literal(x.type, x.shape, [1.5 if k == 7 else 0 for k in range(30)])
        result.append(draft.train(x=x).backward(dy=dy).case(
            "A gradient of one element", "Through mean and variance it reaches every element of its channel, and no other "
            "channel.", "R28 R33"))
        draft = Draft(f"backward/untracked-evaluation/{label}", (5, 4), track=False)
        result.append(draft.evaluate().backward().case(
            "Backward of an untracked evaluation", "Batch statistics in evaluation: the training gradient applies.",
            "R31 R33"))
    for label in ("f32", "f64"):
        draft = Draft(f"backward/evaluation-then-training/{label}", (5, 4))
        result.append(draft.evaluate().train((3, 4)).backward(0).case(
            "An evaluation graph differentiated after a training forward",
            "The statistics are those that the evaluation saw, not the ones updated since. PyTorch 2.10 itself uses the "
            "updated ones (R41).", "R34 R36", level="informative"))
        draft = Draft(f"backward/constant-gradient/{label}", (4, 4))
        x = draft.input()
        dy = literal(x.type, x.shape, [0.75] * 16)
        result.append(draft.train(x=x).backward(dy=dy).case(
            "A constant gradient", "grad_input and grad_weight vanish exactly, grad_bias is n·dy: shows an inconsistent mean.",
            "R33 R37", level="recommended"))
    for exponent, labels in SCALES.items():
        word = f"2-{'minus-' if exponent < 0 else ''}{abs(exponent)}"
        for shape in ((5, 6), (3, 4, 5), (2, 3, 3, 4), (2, 2, 2, 3, 2)):
            rank = len(shape)
            for label in labels if rank in (2, 4) else ("f32",) if "f32" in labels else ():
                if label in HALVES and rank > 2:
                    continue
                for mode in ("training", "evaluation"):
                    draft = Draft(f"backward/scaled-{word}-rank{rank}-{mode}/{label}", shape, eps=0.003,
                                  stem=f"backward/scaled-rank{rank}")
                    x = draft.input()
                    dy = scaled(gradient(f"{draft.stem}/dy", x.type, shape), exponent)
                    result.append(draft.forward(mode, x=x).backward(dy=dy).case(
                        f"A gradient scaled by 2^{exponent}, rank {rank}, {mode}",
                        "Gradients are linear in grad_output: every value is that of the unscaled gradient times a power of "
                        "two. A threshold below which gradients become zero, or a limit above which they are clipped, shows "
                        "(loss scaling, small learning signals).", "R33" if mode == "training" else "R34",
                        tags=["group:gradient-scale"]))
    for ratio in (3, 10):
        draft = Draft(f"backward/offset-{ratio}/f32", (6, 4), channels=[(ratio, 1), (-ratio, 1), (ratio / 2, 1), (0, 1)])
        result.append(draft.train().backward().case(
            f"Inputs {ratio} deviations away from zero", "The gradients depend on x − mean only; Σdy·x without the mean "
            "cancels.", "R33"))
    return result
