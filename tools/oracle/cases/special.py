# SPDX-License-Identifier: MIT
"""NaN and infinities: isolated in their channel, in every place where they can stand."""

from bnoracle.build import Draft
from bnoracle.formats import FORMATS
from bnoracle.tensor import Tensor

NAN, INF = float("nan"), float("inf")
# Welford's update gives a NaN mean where the sum gives an infinite one; both are sound algorithms.
TRAINING_LEVELS = {"nan": "required", "infinity": "recommended", "minus-infinity": "recommended"}
# A folded y = α·x + β' turns an infinite weight into ∞ − ∞, 1/√∞ may come out as 0 or as a tiny number
# times ∞, and old + a·(new − old) makes ∞ − ∞ of an infinite statistic: sound algorithms differ there.
LEVELS = {"weight-infinity": "informative", "running-var-infinity": "recommended", "weight-nan": "recommended",
          "bias-nan": "recommended", "bias-infinity": "recommended", "running-mean-infinity-training": "recommended"}


def planted(draft, value, position=0, channel=1, shape=None):
    """The draft's input with one element of a channel replaced."""
    x = draft.input(shape)
    bits = list(x.bits)
    bits[x.positions(channel)[position]] = FORMATS[x.type].special(value)
    return Tensor(x.type, x.shape, tuple(bits))


def cases():
    result = []
    for word, value in (("nan", NAN), ("infinity", INF), ("minus-infinity", -INF)):
        for label in ("f32", "f64", "f16-f32", "bf16-f32", "f16", "bf16"):
            draft = Draft(f"special/{word}-training/{label}", (5, 4), stem=f"special/{word}-training")
            result.append(draft.train(x=planted(draft, value)).case(
                f"One {word} in one channel, training",
                "All of that channel's outputs are NaN and nothing of the others changes. "
                + ("Its statistics become NaN." if word == "nan" else "running_mean becomes infinite, running_var NaN."),
                "R28", level=TRAINING_LEVELS[word]))
            draft = Draft(f"special/{word}-evaluation/{label}", (5, 4), stem=f"special/{word}-evaluation")
            result.append(draft.evaluate(x=planted(draft, value, 2)).case(
                f"One {word} in one channel, evaluation", "It affects its own element only.", "R29"))
        draft = Draft(f"special/{word}-spatial/f32", (2, 3, 3, 3))
        result.append(draft.train(x=planted(draft, value, 7)).case(
            f"One {word} in an image", "The whole channel over all samples, no other.", "R20 R28",
            level=TRAINING_LEVELS[word]))
        draft = Draft(f"special/{word}-gradients/f32", (4, 3))
        result.append(draft.train(x=planted(draft, value)).backward().case(
            f"Gradients of a channel with {word}", "grad_input and grad_weight of the channel are NaN; grad_bias is the sum "
            "of an ordinary gradient.", "R28 R33", level="recommended"))
        for label in ("f32", "f16", "bf16"):
            draft = Draft(f"special/{word}-momentum-zero/{label}", (4, 3), momentum=0.0)
            result.append(draft.train(x=planted(draft, value)).case(
                f"{word} with momentum 0", "0·∞ and 0·NaN are NaN: momentum 0 does not shield the statistics.", "R26 R28",
                profile="torch"))
    for word, change in (("running-mean-nan", {"running_mean": [0, NAN, 1]}),
                         ("running-mean-infinity", {"running_mean": [0, INF, 1]}),
                         ("running-var-nan", {"running_var": [1, NAN, 1]}),
                         ("running-var-infinity", {"running_var": [1, INF, 1]}),
                         ("weight-nan", {"weight": [1, NAN, 2]}), ("weight-infinity", {"weight": [1, INF, 2]}),
                         ("bias-nan", {"bias": [1, NAN, 2]}), ("bias-infinity", {"bias": [1, -INF, 2]})):
        for mode in ("training", "evaluation"):
            draft = Draft(f"special/{word}-{mode}/f32", (4, 3), stem=f"special/{word}").replace(**change)
            result.append(draft.forward(mode).case(
                f"{word.replace('-', ' ')} in one channel, {mode}",
                "The value goes through the formula by the rules of IEEE 754, in its own channel.", "R22 R25 R28 R29",
                level=LEVELS.get(word, LEVELS.get(f"{word}-{mode}", "required"))))
    for label in ("f32", "f64", "f16", "bf16"):
        draft = Draft(f"special/momentum-one-nan-old/{label}", (4, 3), momentum=1.0).replace(running_mean=[NAN, 0, INF])
        result.append(draft.train().case(
            "momentum 1 with NaN and infinity in the old statistics", "0·NaN is NaN: the old value is not simply replaced.",
            "R26", profile="torch"))
    return result
