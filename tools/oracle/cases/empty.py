# SPDX-License-Identifier: MIT
"""Batches without elements (R13)."""

from bnoracle.build import Draft

SHAPES = {"n0-c3": (0, 3), "n0-c3-l4": (0, 3, 4), "n2-c3-l0": (2, 3, 0), "n0-c2-h3-w3": (0, 2, 3, 3),
          "n1-c2-h0-w3": (1, 2, 0, 3), "n0-c2-d1-h2-w2": (0, 2, 1, 2, 2)}


def cases():
    result = []
    for name, shape in SHAPES.items():
        for mode in ("training", "evaluation"):
            draft = Draft(f"empty/{name}-{mode}/f32", shape, stem=f"empty/{name}")
            result.append(draft.forward(mode).case(
                f"An empty batch of shape {list(shape)}, {mode}",
                "The output is empty; the statistics stay as they are instead of becoming NaN; in training the batch is "
                "counted.", "R13", profile="torch"))
        draft = Draft(f"empty/{name}-then-batch/f32", shape, momentum=None, stem=f"empty/{name}-then-batch")
        good = tuple(d or 2 for d in shape)
        good = (3,) + good[1:]
        result.append(draft.train().train(good).evaluate(good).case(
            f"An empty batch of shape {list(shape)}, then an ordinary one",
            "After the empty batch everything goes on as before, with the counter one further.", "R8 R13 R27",
            profile="torch"))
    for name in ("n0-c3", "n0-c2-h3-w3"):
        draft = Draft(f"empty/{name}-gradients/f32", SHAPES[name])
        result.append(draft.train().backward().case(
            "The backward of an empty batch", "grad_input is empty, grad_weight and grad_bias are zero.", "R13",
            profile="torch"))
    draft = Draft("empty/wrong-channels/f32", (4, 3))
    result.append(draft.train((0, 5)).case(
        "An empty batch of the wrong channel count", "Empty input is handled before the channel checks.", "R13 R14",
        profile="torch"))
    draft = Draft("empty/eps-zero/f32", (0, 3), eps=0.0)
    result.append(draft.train().case(
        "An empty batch with eps 0", "eps is checked before emptiness.", "R12 R13", profile="torch"))
    return result
