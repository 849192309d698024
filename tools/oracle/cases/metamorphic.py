# SPDX-License-Identifier: MIT
"""The same numbers in other clothes: rank, order, scale, split. Members of a group share a tag.

Each member has its own exact expectation. Where two members must agree, both lie within their own
allowance of the same values, so that they agree within the sum of the two.
"""

from gmpy2 import mpq

from bnoracle.build import Draft
from bnoracle.data import activations
from bnoracle.tensor import Tensor

RESHAPES = {"1d": (12, 4), "1d-l": (3, 4, 4), "2d": (3, 4, 2, 2), "3d": (3, 4, 2, 1, 2)}


def as_shape(x: Tensor, shape) -> Tensor:
    """The numbers of a (N·S, C) tensor as (N, C, spatial…)."""
    samples, channels = shape[0], shape[1]
    inner = len(x.bits) // (samples * channels)
    bits = [x.bits[(n * inner + s) * channels + c]
            for n in range(samples) for c in range(channels) for s in range(inner)]
    return Tensor(x.type, tuple(shape), tuple(bits))


def permuted(x: Tensor, order) -> Tensor:
    width = len(x.bits) // x.shape[0]
    return x.replaced(b for n in order for b in x.bits[n * width:(n + 1) * width])


def mapped(x: Tensor, change) -> Tensor:
    return Tensor.rounded(x.type, x.shape, [change(v) for v in x.values])


def cases():
    result = []
    for label in ("f32", "f64"):
        for word, shape in RESHAPES.items():
            draft = Draft(f"metamorphic/rank-{word}/{label}", shape, momentum=0.3, stem="metamorphic/rank")
            flat = activations("metamorphic/rank", draft.input_type, (12, 4))
            dy = activations("metamorphic/rank/dy", draft.input_type, (12, 4))
            draft.train(x=as_shape(flat, shape)).backward(dy=as_shape(dy, shape)).evaluate(x=as_shape(flat, shape))
            result.append(draft.case(
                f"The same numbers as {word}", "1d, 2d and 3d are one operation: the same numbers per channel give the same "
                "values, wherever the spatial dimensions are.", "R20 R33", tags=["group:rank"]))
        for k in (-8, -1, 3, 10):
            draft = Draft(f"metamorphic/scale-2-{'minus-' if k < 0 else ''}{abs(k)}/{label}", (6, 5),
                          eps=0.015625 * 4.0**k, momentum=0.5, stem="metamorphic/scale")
            base = activations("metamorphic/scale", draft.input_type, (6, 5))
            factor = mpq(2) ** k
            result.append(draft.train(x=mapped(base, lambda v: v * factor)).case(
                f"Input scaled by 2^{k}, eps by 4^{k}", "The output is bit for bit that of the unscaled input; running "
                "statistics scale. A floor under the variance or eps breaks it.", "R21 R22", tags=["group:scale"]))
        for shift in (0, 1, -4, 32):
            draft = Draft(f"metamorphic/shift-{'minus-' if shift < 0 else ''}{abs(shift)}/{label}", (6, 4), momentum=0.5,
                          stem="metamorphic/shift")
            coarse = mapped(activations("metamorphic/shift", "float16", (6, 4)), lambda v: v)
            x = Tensor.rounded(draft.input_type, (6, 4), [mpq(round(v * 256), 256) + shift for v in coarse.values])
            result.append(draft.train(x=x).backward().case(
                f"Input shifted by {shift}", "Output and gradients do not change, running_mean moves.", "R20 R33",
                tags=["group:shift"]))
        for word, order in (("identity", (0, 1, 2, 3, 4)), ("reversed", (4, 3, 2, 1, 0)), ("rotated", (2, 3, 4, 0, 1))):
            draft = Draft(f"metamorphic/order-{word}/{label}", (5, 3, 4), stem="metamorphic/order")
            x = activations("metamorphic/order", draft.input_type, (5, 3, 4))
            result.append(draft.train(x=permuted(x, order)).case(
                f"Samples {word}", "The order of samples moves the outputs and nothing else.", "R20 R23",
                tags=["group:order"]))
        draft = Draft(f"metamorphic/split-whole/{label}", (6, 4), stem="metamorphic/split")
        x = activations("metamorphic/split", draft.input_type, (6, 4))
        result.append(draft.evaluate(x=x).case(
            "An evaluation batch as a whole", "Evaluation is element by element: see the split batch.", "R29",
            tags=["group:split"]))
        draft = Draft(f"metamorphic/split-parts/{label}", (6, 4), stem="metamorphic/split")
        for first, last in ((0, 1), (1, 3), (3, 6)):
            part = Tensor(x.type, (last - first, 4), x.bits[first * 4:last * 4])
            draft.evaluate(x=part)
        result.append(draft.case(
            "The same evaluation batch in three parts", "Splitting an evaluation batch changes nothing.", "R29 R30",
            tags=["group:split"]))
        draft = Draft(f"metamorphic/duplicated/{label}", (4, 4), stem="metamorphic/duplicated")
        x = activations("metamorphic/duplicated", draft.input_type, (4, 4))
        twice = Tensor(x.type, (8, 4), x.bits + x.bits)
        result.append(draft.train(x=x).train(x=twice).case(
            "Every sample twice", "Mean and biased variance stay, so does the output; the unbiased variance changes from "
            "n/(n−1) to 2n/(2n−1).", "R20 R23", tags=["group:duplicated"]))
    return result
