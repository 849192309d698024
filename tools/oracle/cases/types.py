# SPDX-License-Identifier: MIT
"""Element types: pure half modules, mixed ones, and where half precision runs out."""

from bnoracle.build import Draft

PURE = ("f16", "bf16")
MIXED = ("f16-f32", "bf16-f32")
SHAPES = {"n5-c6": (5, 6), "n3-c4-l5": (3, 4, 5), "n2-c3-h3-w5": (2, 3, 3, 5)}


def cases():
    result = []
    for name, shape in SHAPES.items():
        for label in PURE:
            for mode in ("training", "evaluation"):
                draft = Draft(f"types/pure-{name}-{mode}/{label}", shape, eps=0.01, stem=f"types/pure-{name}")
                result.append(draft.forward(mode).case(
                    f"A module of half type on shape {list(shape)}, {mode}",
                    "Parameters and statistics are of the half type, too; intermediate statistics may be rounded to it.",
                    "R17 R18 R19"))
        for label in MIXED:
            draft = Draft(f"types/mixed-{name}/{label}", shape, eps=0.01, momentum=0.3, stem=f"types/mixed-{name}")
            result.append(draft.train().evaluate().case(
                f"Reduced input with float32 parameters on shape {list(shape)}",
                "The statistics are float32: accumulating or storing them in the half type is far outside.", "R18 R23"))
    for label in PURE:
        for mode in ("training", "evaluation"):
            draft = Draft(f"types/pure-gradients-{mode}/{label}", (5, 6), eps=0.01, stem="types/pure-gradients")
            result.append(draft.forward(mode).backward().case(
                f"Gradients of a half module, {mode}", "Gradients of parameters are of the half type.", "R18 R33 R34"))
        draft = Draft(f"types/pure-counter/{label}", (4, 3), momentum=None).replace(num_batches_tracked=2100)
        result.append(draft.train().case(
            "The counter of a half module", "num_batches_tracked stays int64: in binary16 it would stop at 2048.", "R3 R8",
            profile="torch"))
    for label in ("f16", "f16-f32"):
        draft = Draft(f"types/sum-beyond-range/{label}", (20, 3, 45), eps=0.01, momentum=0.3,
                      channels=[(80, 2), (-90, 4), (0, 3)], stem="types/sum-beyond-range")
        result.append(draft.train().case(
            "A sum beyond 65504 whose mean is in range", "Σx overflows binary16 although every value and both statistics "
            "fit: sums are kept in float32, whatever type the parameters have.", "R17 R18 R20"))
    for label in MIXED:
        draft = Draft(f"types/mixed-offset/{label}", (16, 4), eps=0.01, channels=[(100, 1), (-60, 2), (200, 4), (30, 0.5)])
        result.append(draft.train().case(
            "A reduced input far from zero", "Σx² leaves what the half type can hold apart: a half accumulator loses the "
            "variance.", "R18 R20"))
        draft = Draft(f"types/mixed-large/{label}", (8, 4), eps=0.01, channels=[(0, 300), (500, 400), (-300, 500), (0, 700)])
        result.append(draft.train().case(
            "Values whose squares exceed 65504", "x² overflows binary16 for |x| > 256; the sum must be kept wider.",
            "R18 R20"))
        draft = Draft(f"types/mixed-large-running-var/{label}", (5, 3), eps=0.01,
                      channels=[(0, 300), (100, 500), (-50, 250)])
        draft.replace(running_var=[100000, 250000, 70000.5])
        result.append(draft.evaluate().case(
            "running_var beyond 65504", "A float32 running_var converted to binary16 becomes infinite and the output β.",
            "R18 R29"))
        draft = Draft(f"types/mixed-fine-weight/{label}", (5, 4), eps=0.01)
        draft.replace(weight=[1.0009765625, 0.99951171875, -1.00048828125, 0.50048828125],
                      bias=[0.00048828125, -0.0009765625, 0.25048828125, 1.00048828125])
        result.append(draft.train().evaluate().case(
            "Float32 parameters that the half type cannot hold", "Rounding γ and β to the input's type first changes the "
            "output; the float32 running statistics show it fully.", "R18 R22"))
        draft = Draft(f"types/mixed-gradients/{label}", (5, 6), eps=0.01)
        result.append(draft.train().backward().case(
            "Parameter gradients of a reduced input", "grad_weight and grad_bias are float32: rounding them to the half type "
            "shows.", "R18 R33"))
    for label in ("f32", "f64"):
        draft = Draft(f"types/long-column/{label}", (500, 2), eps=0.01)
        result.append(draft.train().backward().case(
            "500 values per channel", "A long column: a serial sum is still within the allowance.", "R20 R33"))
    draft = Draft("types/f64-precision/f64", (6, 5), eps=1e-9, channels=[(1, 0.001), (3, 0.01), (0, 1), (-2, 0.1), (5, 2)])
    result.append(draft.train().evaluate().backward(0).case(
        "float64 is not computed in float32", "Deviations small against the mean: float32 arithmetic is wrong in the fourth "
        "digit.", "R17 R20"))
    draft = Draft("types/f64-fine-values/f64", (5, 4), channels=[(0.1, 0.3), (1.7, 0.9), (-0.3, 1.1), (0.7, 0.6)])
    result.append(draft.train().evaluate().case(
        "float64 values that float32 cannot hold", "A conversion on the way in or out shows in every element.", "R17"))
    for label in ("f32", "f64"):
        tiny = 1e-40 if label == "f32" else 1e-310
        draft = Draft(f"types/subnormal-input/{label}", (4, 3), eps=1.0,
                      channels=[(0, tiny), (tiny, tiny), (0, tiny * 3)], affine="none")
        result.append(draft.train().case(
            "Subnormal inputs", "Output and running_mean are subnormal; hardware that flushes them gives zero, a dialect that "
            "is reported.", "R20", level="recommended"))
    draft = Draft("types/squares-overflow/f32", (4, 3), channels=[(0, 1e20), (1e19, 3e19), (0, 1e21)])
    result.append(draft.train().case(
        "Squares beyond the range of float32", "(x−mean)² overflows in float32 arithmetic; the exact variance does, too, but "
        "the output exists. PyTorch gives 0 on CPU, NaN on CUDA.", "R20", level="informative"))
    return result
