# SPDX-License-Identifier: MIT
"""Refusals, which of two wins, and the state that is left."""

from math import prod

from bnoracle.build import Draft
from bnoracle.data import activations, vector
from bnoracle.tensor import Tensor


def ranks(result):
    for kind, bad in (("1d", ((3,), (2, 3, 4, 5), (2, 3, 2, 2, 2))), ("2d", ((2, 3), (2, 3, 4), (2, 3, 2, 2, 2))),
                      ("3d", ((2, 3, 4, 5), (2, 3), (2, 3, 4))), ("nd", ((3,),))):
        for shape in bad:
            draft = Draft(f"errors/rank-{len(shape)}-{kind}/f32", (2, 3), kind=kind)
            x = activations(draft.stem, "float32", shape) if len(shape) > 1 else vector("float32", [1, 2, 3])
            draft.forward("training", x=x)
            good = {"1d": (4, 3), "2d": (2, 3, 2, 2), "3d": (2, 3, 2, 2, 1), "nd": (4, 3)}[kind]
            result.append(draft.train(good).case(
                f"Rank {len(shape)} for kind {kind}",
                "The rank is checked before anything changes: not even the counter moves, and the next batch is batch one "
                "more than before.", "R7 R16", profile="torch"))
    draft = Draft("errors/rank-before-eps/f32", (2, 3), eps=0.0)
    result.append(draft.train((2, 3, 4, 5)).case(
        "A wrong rank wins over eps 0", "The rank check comes first.", "R7 R12", profile="torch"))


def counts(result):
    for shape in ((1, 3), (1, 3, 1), (1, 3, 1, 1), (1, 3, 1, 1, 1)):
        draft = Draft(f"errors/one-value-rank{len(shape)}/f32", shape)
        result.append(draft.train().evaluate().case(
            f"One value per channel, rank {len(shape)}",
            "One value has no variance: refused in training after the counter went up, statistics unmoved; fine in "
            "evaluation.", "R11 R16 R29", profile="torch"))
    draft = Draft("errors/one-value-then-batch/f32", (1, 3), momentum=None)
    result.append(draft.train().train((4, 3)).case(
        "A refused batch counts for the cumulative average",
        "The counter rose with the refused batch, so the next factor is one step further.", "R8 R16 R27", profile="torch"))
    draft = Draft("errors/one-value-wins-over-eps/f32", (1, 3), eps=0.0)
    result.append(draft.train().case(
        "One value wins over eps 0", "The number of values is checked before eps.", "R11 R12", profile="torch"))
    draft = Draft("errors/two-values-pass/f32", (2, 3))
    result.append(draft.train().case("Two values pass", "Just inside: n = 2 is enough.", "R11"))


def channels(result):
    for name, change, rules in (
            ("running-mean", {"running_mean": [0, 1]}, "R14"), ("running-var", {"running_var": [1, 1, 1, 1]}, "R14"),
            ("weight", {"weight": [1, 2]}, "R14"), ("bias", {"bias": [1]}, "R14")):
        for mode in ("training", "evaluation"):
            draft = Draft(f"errors/{name}-size-{mode}/f32", (4, 3)).replace(**change)
            result.append(draft.forward(mode).case(
                f"{name.replace('-', '_')} of the wrong size in {mode}",
                "Every parameter and statistic must have C elements; after the refusal the counter has moved in training, the "
                "rest has not.", rules + " R16", profile="torch"))
    for c in (2, 4):
        for mode in ("training", "evaluation"):
            draft = Draft(f"errors/input-c{c}-for-3-{mode}/f32", (4, 3))
            result.append(draft.forward(mode, (4, c)).case(
                f"An input of {c} channels for a layer of 3, {mode}", "Refused by the size of running_mean.", "R14 R16",
                profile="torch"))
    draft = Draft("errors/any-c-without-state/f32", (4, 3), track=False, affine="none")
    result.append(draft.train((4, 5)).case(
        "A layer without tensors takes any C", "num_features itself is never consulted.", "R14", profile="torch"))


# The tensors of a layer of 3 channels in shapes with another number of elements; one element would broadcast.
TENSORS = ("weight", "bias", "running_mean", "running_var")
SHAPES = ((1,), (6,), (9,), (2, 2), (3, 2), (1, 1))
SPATIAL = {2: (), 3: (2,), 4: (2, 3), 5: (2, 1, 2)}


def multiples(result):
    for rank, spatial in SPATIAL.items():
        for mode in ("training", "evaluation"):
            for features, given in ((3, 6), (3, 9), (1, 3), (3, 1)):
                draft = Draft(f"errors/input-c{given}-for-{features}-rank{rank}-{mode}/f32", (4, features) + spatial)
                draft.forward(mode, (4, given) + spatial).evaluate()
                result.append(draft.case(
                    f"An input of {given} channels for a layer of {features}, rank {rank}, {mode}",
                    "Refused by the number of elements of running_mean, although one size is a multiple of the other: nothing "
                    "is tiled and nothing is broadcast. The statistics have not moved.", "R14 R16 R29", profile="torch"))
        for affine in ("weight", "bias"):
            draft = Draft(f"errors/{affine}-only-multiple-rank{rank}/f32", (4, 3) + spatial, affine=affine, track=False)
            result.append(draft.train((4, 6) + spatial).case(
                f"6 channels for a {affine} of 3, nothing tracked, rank {rank}",
                f"Nothing but the {affine} knows the number of channels, and it refuses.", "R14", profile="torch"))
        draft = Draft(f"errors/plain-multiple-rank{rank}/f32", (4, 3) + spatial, affine="none")
        result.append(draft.train((4, 6) + spatial).evaluate((4, 6) + spatial).case(
            f"6 channels for statistics of 3, no weight or bias, rank {rank}",
            "Nothing but the statistics knows the number of channels, and they refuse.", "R14 R16", profile="torch"))
    for name in TENSORS:
        for shape in SHAPES:
            for mode in ("training", "evaluation"):
                word = "x".join(map(str, shape))
                draft = Draft(f"errors/{name.replace('_', '-')}-shape-{word}-{mode}/f32", (4, 3))
                draft.replace(**{name: Tensor.rounded("float32", shape, [1 + k for k in range(prod(shape))])})
                result.append(draft.forward(mode).case(
                    f"{name} of shape {list(shape)} in {mode}",
                    "Every parameter and statistic must have C elements, whatever its shape; one element is not broadcast, and "
                    "a multiple of C is not cut.", "R14 R16", profile="torch"))


def statistics(result):
    for missing in ("running_mean", "running_var"):
        name = missing.replace("_", "-")
        draft = Draft(f"errors/{name}-missing-training/f32", (4, 3)).replace(**{missing: None})
        result.append(draft.train().case(
            f"Training without {missing}", "Exactly one of the two statistics is refused in training.", "R15 R16",
            profile="torch"))
        draft = Draft(f"errors/{name}-missing-evaluation/f32", (4, 3)).replace(**{missing: None})
        result.append(draft.evaluate().case(
            f"Evaluation without {missing}", "Evaluation with one of them needs the other.", "R9 R14", profile="torch"))


def kinds(result):
    for label, why in (("f64-f32", "a float64 input with float32 parameters"), ("f32-f64", "a float32 input with float64 "
                       "parameters"), ("f16-f64", "a float16 input with float64 parameters"), ("bf16-f16", "a bfloat16 input "
                       "with float16 parameters"), ("f32-f16", "a float32 input with float16 parameters")):
        for mode in ("training", "evaluation"):
            draft = Draft(f"errors/mixed-{mode}/{label}", (4, 3))
            result.append(draft.forward(mode).case(
                f"Mixed types, {mode}: {label}", f"Refused: {why}. Only a reduced input with float32 parameters may be mixed.",
                "R18 R16", profile="torch"))
    for mode in ("training", "evaluation"):
        draft = Draft(f"errors/integer-input-{mode}/f32", (4, 3))
        draft.configuration.input_type = "int64"
        x = Tensor("int64", (4, 3), tuple(range(12)))
        result.append(draft.forward(mode, x=x).case(
            f"Integers in {mode}", "There is no BatchNorm of integers.", "R17", profile="torch"))
    draft = Draft("errors/no-channels-nd/f32", (4, 0), kind="nd")
    result.append(draft.train().case("No channels, any-rank layer", "The any-rank layer refuses C = 0.", "R7", profile="torch"))
    draft = Draft("errors/no-channels-affine/f32", (4, 0))
    result.append(draft.train().case(
        "No channels with weight and bias", "γ[0] does not exist; the counter has moved.", "R13 R16", profile="torch"))
    draft = Draft("errors/no-channels-plain/f32", (4, 0), affine="none")
    result.append(draft.train().case(
        "No channels without weight and bias", "Accepted: an empty output.", "R13", profile="torch"))


def cases():
    result = []
    for part in (ranks, counts, channels, multiples, statistics, kinds):
        part(result)
    return result
