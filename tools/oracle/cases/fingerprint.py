# SPDX-License-Identifier: MIT
"""Cases on which wrong BatchNorms differ from each other, so that a failure names its cause."""

from bnoracle.build import Draft

# Deviations 0.2 and 0.05: variances near and below eps in channels 1 and 5.
CHANNELS = [(0, 1), (3, 0.2), (-1.5, 2), (0.25, 0.6), (1, 0.05), (-2, 1.25), (0.5, 3), (2.5, 0.8)]
EPS = {"a": 0.04, "b": 0.3, "c": 0.0007}
SHAPES = {"n5": (5, 8), "n7": (7, 6), "n6-l": (3, 7, 2), "n6-hw": (1, 6, 3, 2), "n8-dhw": (2, 6, 2, 1, 2)}
LABELS = ("f32", "f64", "bf16-f32", "f16-f32")


def cases():
    result = []
    for key, eps in EPS.items():
        for name, shape in SHAPES.items():
            for label in LABELS:
                if "-" in label and (key != "a" or name != "n5"):
                    continue
                small = (shape[0] + 1,) + shape[1:]
                draft = Draft(f"fingerprint/{name}-{key}/{label}", shape, eps=eps, momentum=0.3, channels=CHANNELS,
                              stem=f"fingerprint/{name}-{key}")
                draft.train().train(small).train().evaluate(small)
                result.append(draft.case(
                    f"Three unequal steps and an evaluation, eps {eps}, shape {list(shape)}",
                    "Distinct channels, momentum 0.3, statistics not 0 and 1, γ with a negative and a zero, a variance near "
                    "eps: two different faults give different numbers.", "R8 R20 R21 R22 R23 R29"))
                if "-" in label:
                    continue
                draft = Draft(f"fingerprint/{name}-{key}-gradients/{label}", shape, eps=eps, momentum=0.3,
                              channels=CHANNELS, stem=f"fingerprint/{name}-{key}-gradients")
                draft.train().backward().evaluate(small).backward()
                result.append(draft.case(
                    f"Gradients in training and evaluation, eps {eps}, shape {list(shape)}",
                    "The same kind of data for the gradients of both modes.", "R33 R34 R35"))
    for label in ("f32", "f64"):
        for count in (0, 4):
            draft = Draft(f"fingerprint/cumulative-{count}/{label}", (5, 6), momentum=None, eps=0.04, channels=CHANNELS)
            draft.replace(num_batches_tracked=count)
            result.append(draft.train().train((3, 6)).train((7, 6)).evaluate().case(
                f"Cumulative average after {count} batches, three unequal steps",
                "momentum none with a counter that is known: which factor was used can be read off.", "R8 R23 R27 R29"))
    return result
