# SPDX-License-Identifier: MIT
"""Second-order gradients (R39, R40): what gradient penalties differentiate through."""

from bnoracle.build import Draft
from bnoracle.data import gradient, scaled

SHAPES = {"n5-c4": (5, 4), "n3-c3-l4": (3, 3, 4), "n2-c3-h2-w3": (2, 3, 2, 3), "n2-c2-d2-h2-w2": (2, 2, 2, 2, 2)}


def cases():
    result = []
    for name, shape in SHAPES.items():
        for mode in ("training", "evaluation"):
            for label in ("f32", "f64", "f16", "bf16") if (name, mode) == ("n5-c4", "evaluation") else ("f32", "f64"):
                draft = Draft(f"double_backward/{name}-{mode}/{label}", shape, eps=0.01, stem=f"double_backward/{name}")
                result.append(draft.forward(mode).backward().double_backward().case(
                    f"All second-order gradients on {list(shape)}, {mode}",
                    "Derivatives of ⟨P,grad_input⟩+⟨Q,grad_weight⟩+⟨B,grad_bias⟩ with respect to grad_output, γ and x. A "
                    "backward that treats 1/√(var+eps) as a constant is right to first order and wrong here."
                    if mode == "training" else
                    "In evaluation only products remain; the training formula is wrong.",
                    "R39" if mode == "training" else "R40"))
    for incoming in ("input", "weight", "bias", "input weight", "weight bias"):
        word = incoming.replace(" ", "-")
        for mode in ("training", "evaluation"):
            for label in ("f32", "f16", "bf16"):
                draft = Draft(f"double_backward/incoming-{word}-{mode}/{label}", (5, 4), eps=0.01,
                              stem=f"double_backward/incoming-{word}")
                wants = "grad_output" if incoming == "bias" else "grad_output weight input"
                if incoming in ("weight", "weight bias"):
                    wants = "grad_output input"
                result.append(draft.forward(mode).backward().double_backward(incoming=incoming, wants=wants).case(
                    f"Incoming second-order gradient of {incoming.replace(' ', ' and ')} only, {mode}",
                    "An absent incoming gradient counts as zero, each term is seen alone.", "R39 R40"))
    for wants in ("grad_output", "weight", "input"):
        draft = Draft(f"double_backward/only-{wants.replace('_', '-')}/f32", (5, 4), eps=0.01)
        result.append(draft.train().backward().double_backward(wants=wants).case(
            f"Only the second-order gradient of {wants}", "By mask, as in first order.", "R35 R39"))
    for affine, incoming in (("none", "input"), ("weight", "input weight")):
        for mode in ("training", "evaluation"):
            for label in ("f32", "f16", "bf16"):
                draft = Draft(f"double_backward/affine-{affine}-{mode}/{label}", (5, 4), affine=affine, eps=0.01,
                              stem=f"double_backward/affine-{affine}")
                wants = "grad_output input" if affine == "none" else "grad_output weight input"
                if affine == "none" and mode == "evaluation":
                    wants = "grad_output"
                result.append(draft.forward(mode).backward(wants="input weight" if affine == "weight" else "input")
                              .double_backward(incoming=incoming, wants=wants).case(
                    f"Second order with affine part {affine}, {mode}", "γ counts as 1 where there is none.", "R35 R39 R40"))
    for exponent in (-40, -20, 16):
        word = f"2-{'minus-' if exponent < 0 else ''}{abs(exponent)}"
        for mode in ("training", "evaluation"):
            for label in ("f32", "f64"):
                draft = Draft(f"double_backward/scaled-{word}-{mode}/{label}", (5, 4), eps=0.01,
                              stem="double_backward/scaled")
                x = draft.input()
                draft.forward(mode, x=x).backward(dy=scaled(gradient(f"{draft.stem}/dy", x.type, x.shape), exponent))
                result.append(draft.double_backward().case(
                    f"Second order of a gradient scaled by 2^{exponent}, {mode}",
                    "The derivatives with respect to γ and x are linear in grad_output and scale with it.",
                    "R39" if mode == "training" else "R40", tags=["group:gradient-scale"]))
    draft = Draft("double_backward/bias-only-term/f32", (5, 4), affine="bias", eps=0.01)
    result.append(draft.train().backward(wants="input bias").double_backward(incoming="input bias", wants="grad_output")
                  .case("Bias without weight, second order",
                        "The derivative of grad_bias with respect to grad_output is 1 with or without γ. PyTorch 2.10 drops "
                        "this term without γ (R41).", "R39", level="informative"))
    for label in ("f16-f32", "bf16-f32"):
        draft = Draft(f"double_backward/n5-c4-training/{label}", (5, 4), eps=0.01, stem="double_backward/n5-c4")
        result.append(draft.train().backward().double_backward().case(
            "Second order with reduced inputs", "Composed in half arithmetic upstream and off by large factors: shown, not "
            "judged.", "R39", level="informative"))
    return result
