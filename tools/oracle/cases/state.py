# SPDX-License-Identifier: MIT
"""Loading, resetting and counting: the layer as a state machine."""

from bnoracle.build import Draft
from bnoracle.data import fine

LOADED = {"weight": [2, -0.5, 0.25, 1.5], "bias": [0.5, 0, -1, 3], "running_mean": [1, -2, 0.5, 4],
          "running_var": [0.25, 4, 1.5, 9]}

# Shape and label of each presentation of a program: every kind, every type of parameters.
PRESENTATIONS = {"1d": ((5, 4), ("f32", "f64", "f16", "bf16")), "2d": ((3, 4, 2, 2), ("f32", "f16-f32")),
                 "3d": ((2, 4, 1, 2, 2), ("f32", "bf16-f32"))}


def smaller(shape):
    return (shape[0] - 1,) + shape[1:]


def loads(draft):
    return draft.load("2", **LOADED, num_batches_tracked=11)


# What a layer that keeps scale and shift of an earlier evaluation gets wrong: name: (title, why, rules, steps).
INTERLEAVED = {
    "load": ("Evaluation, load, evaluation", "The second evaluation uses what was loaded, not a scale folded before.",
             "R5 R29 R30", lambda d: loads(d.evaluate()).evaluate()),
    "reset": ("Evaluation, reset, evaluation", "The second evaluation uses statistics 0 and 1.",
              "R4 R29 R30", lambda d: d.evaluate().reset().evaluate()),
    "load-reset": ("Evaluation, load, evaluation, reset, evaluation", "Weight and bias stay loaded, the statistics do not.",
                   "R4 R5 R29", lambda d: loads(d.evaluate()).evaluate().reset().evaluate()),
    "reset-load": ("Evaluation, reset, evaluation, load, evaluation", "Each evaluation uses the state of its moment.",
                   "R4 R5 R29", lambda d: loads(d.evaluate().reset().evaluate()).evaluate()),
    "load-training": ("Evaluation, load, training, evaluation", "The update starts from what was loaded.",
                      "R5 R23 R29", lambda d: loads(d.evaluate()).train().evaluate()),
    "training-load": ("Training, evaluation, load, evaluation", "What was loaded replaces what was learned.",
                      "R5 R23 R29", lambda d: loads(d.train().evaluate()).evaluate()),
    "reset-training": ("Evaluation, reset, training, evaluation", "The update starts from 0 and 1.",
                       "R4 R23 R29", lambda d: d.evaluate().reset().train().evaluate()),
    "load-gradients": ("Evaluation, load, evaluation and its backward", "The gradients are those of the second evaluation.",
                       "R5 R29 R34", lambda d: loads(d.evaluate()).evaluate().backward()),
    "load-training-gradients": ("Training, backward, load, training, backward", "The second backward uses the loaded weight.",
                                "R5 R22 R33", lambda d: loads(d.train().backward()).train().backward()),
}
PURE = {
    "training": ("Evaluation, training, evaluation", "The second evaluation sees the update.",
                 "R23 R29 R30", lambda d: d.evaluate().train().evaluate()),
    "backward": ("Evaluation, backward, evaluation", "A backward changes no state.",
                 "R29 R30 R34", lambda d: d.evaluate().backward().evaluate()),
    "training-backward": ("Evaluation, training, backward, evaluation", "The update belongs to the forward.",
                          "R23 R24 R29 R33", lambda d: d.evaluate().train().backward().evaluate()),
    "two-trainings": ("Training and evaluation in turn, then an earlier backward", "Evaluations leave the saved values alone.",
                      "R23 R29 R33 R36", lambda d: d.train().evaluate().train().evaluate().backward(0).evaluate()),
}


def interleaved(result):
    for kind, (shape, labels) in PRESENTATIONS.items():
        for label in labels:
            for name, (title, why, rules, steps) in {**INTERLEAVED, **PURE}.items():
                draft = Draft(f"state/interleaved-{name}-{kind}/{label}", shape, momentum=0.3, eps=0.001)
                result.append(steps(draft).case(
                    f"{title}, {kind}", f"{why} A cache that is not renewed, or renewed too early, shows.", rules,
                    profile="math" if name in PURE else "torch"))
    for key, value in LOADED.items():
        for label in ("f32", "f64"):
            draft = Draft(f"state/interleaved-load-of-{key.replace('_', '-')}/{label}", (5, 4), eps=0.001)
            same = {"weight": [1.25, -0.75, 0.5, 0], "bias": [0.5, -1, 0.25, 2], "running_mean": [0.5, 2.5, -1, 0.125],
                    "running_var": [0.75, 0.5, 3, 0.125]}
            draft.evaluate().load("2", **{**same, key: value}, num_batches_tracked=3).evaluate()
            result.append(draft.case(
                f"Evaluation, load of another {key}, evaluation", f"Only {key} differs from what was there: a cache that "
                "looks at other tensors keeps its old scale or shift.", "R5 R29", profile="torch"))
    for kind, (shape, _) in PRESENTATIONS.items():
        for label in ("f32", "f64") if kind == "1d" else ("f32",):
            draft = Draft(f"state/fresh-cumulative-{kind}/{label}", shape, momentum=None, fresh=True, eps=0.001)
            result.append(draft.evaluate().train().evaluate().train(smaller(shape)).evaluate().case(
                f"momentum none, a fresh evaluation first, {kind}", "An evaluation is no batch: the first training still has "
                "the factor 1, the second 1/2.", "R8 R27 R29 R30"))
            draft = Draft(f"state/cumulative-reset-{kind}/{label}", shape, momentum=None, eps=0.001)
            draft.train().evaluate().reset().evaluate().train(smaller(shape)).evaluate().train().evaluate()
            result.append(draft.case(
                f"momentum none, reset and fresh evaluations, {kind}", "After the reset the count starts anew, whatever was "
                "evaluated between.", "R4 R8 R27 R29", profile="torch"))
            draft = Draft(f"state/cumulative-load-{kind}/{label}", shape, momentum=None, eps=0.001)
            draft.train().evaluate().load("2", **LOADED, num_batches_tracked=4).evaluate().train().evaluate()
            result.append(draft.case(
                f"momentum none, load and evaluations, {kind}", "After loading 4 the next factor is 1/5, whatever was trained "
                "and evaluated before.", "R5 R8 R27 R29", profile="torch"))
    for label in ("f32", "f64"):
        draft = Draft(f"state/refused-between-evaluations/{label}", (5, 4), momentum=0.3)
        result.append(draft.evaluate().train((1, 4)).evaluate().train().evaluate().case(
            "A refused training between evaluations", "The refused batch counts, but moves no statistics; the next one does.",
            "R11 R16 R29", profile="torch"))
        draft = Draft(f"state/momentum-0-between-evaluations/{label}", (5, 4), momentum=0.0)
        result.append(draft.evaluate().train().evaluate().case(
            "A training with momentum 0 between evaluations", "The counter moves, the statistics stay.", "R26 R29"))
        draft = Draft(f"state/load-twice/{label}", (5, 4), momentum=0.3)
        draft.load("2", **{k: v[::-1] for k, v in LOADED.items()}, num_batches_tracked=5).evaluate()
        result.append(loads(draft).evaluate().train().case(
            "Two loads with an evaluation between", "The second load replaces all of the first.", "R5 R29",
            profile="torch"))
        draft = Draft(f"state/flag-between-evaluations/{label}", (5, 4), momentum=0.3)
        draft.evaluate().track(False).train().evaluate().track(True).train().evaluate()
        result.append(draft.case(
            "Trainings with the flag off and on, evaluations between", "Only the training with the flag on moves what the "
            "last evaluation sees.", "R10 R29 R32", profile="torch"))


def full(stem, count):
    """A state whose every value fills its type: nothing narrower holds it."""
    return {"weight": fine(f"{stem}/weight", -2, 2, count), "bias": fine(f"{stem}/bias", -1, 3, count),
            "running_mean": fine(f"{stem}/mean", -3, 3, count), "running_var": fine(f"{stem}/var", 0.25, 4, count)}


def significands(result):
    for label in ("f32", "f64", "f16", "bf16", "f16-f32", "bf16-f32"):
        for kind, shape in (("1d", (5, 6)), ("2d", (2, 6, 2, 3)), ("3d", (2, 6, 1, 2, 2))):
            if kind != "1d" and label not in ("f32", "f64", "bf16-f32"):
                continue
            for mode in ("training", "evaluation"):
                draft = Draft(f"state/full-load-{mode}-{kind}/{label}", shape, momentum=0.3, stem=f"state/full-load-{kind}")
                draft.load("2", **full("state/full-load", 6), num_batches_tracked=2**53 + 1).forward(mode)
                result.append(draft.case(
                    f"A state dict of full significands, then one {mode} step, {kind}",
                    "Every loaded value uses all bits of its type and comes back in every bit; so does a counter beyond 2^53. "
                    "Loading through a narrower type, or through a floating-point counter, fails.",
                    "R5 R22 R23" if mode == "training" else "R5 R22 R29", profile="torch"))
        draft = Draft(f"state/full-initial-read-back/{label}", (5, 6))
        draft.replace(**full("state/full-initial", 6), num_batches_tracked=2**53 + 1)
        result.append(draft.track(False).reset().evaluate().case(
            "A layer made with full significands, read back",
            "With the flag off a reset does nothing, so weight, bias, statistics and counter come back as they were given.",
            "R4 R32", profile="torch"))
        draft = Draft(f"state/full-initial/{label}", (5, 6), momentum=0.3)
        draft.replace(**full("state/full-initial", 6))
        result.append(draft.evaluate().train().evaluate().case(
            "A layer made with full significands: evaluation, training, evaluation",
            "The state that a layer is made with uses all bits of its type; keeping it in a narrower type shows in every "
            "tensor.", "R22 R23 R29"))
        draft = Draft(f"state/full-initial-evaluation/{label}", (5, 6), stem="state/full-initial")
        draft.replace(**full("state/full-initial", 6))
        result.append(draft.evaluate().case(
            "A layer made with full significands, evaluation alone", "An implementation for inference only that keeps "
            "parameters or statistics in a narrower type shows it.", "R22 R29"))
    for label in ("f32", "f64"):
        draft = Draft(f"state/full-gradients/{label}", (5, 6), eps=0.001)
        draft.replace(**full("state/full-gradients", 6))
        result.append(draft.train().backward().evaluate().backward().case(
            "Gradients of a layer with full significands", "The weight enters grad_input in all its bits.", "R33 R34"))


def native(result):
    """The state machine on images and volumes."""
    for kind, shape in (("2d", (2, 4, 3, 2)), ("3d", (2, 4, 2, 1, 3))):
        for label in ("f32", "bf16-f32"):
            for mode in ("training", "evaluation"):
                draft = Draft(f"state/load-then-{mode}-{kind}/{label}", shape, momentum=0.3,
                              stem=f"state/load-then-{kind}")
                result.append(loads(draft).forward(mode).case(
                    f"A state dict, then one {mode} step, {kind}",
                    "One step from a loaded state: nothing is carried over from before.",
                    "R5 R23" if mode == "training" else "R5 R29", profile="torch"))
        draft = Draft(f"state/load-then-cumulative-{kind}/f32", shape, momentum=None)
        result.append(draft.load("2", **LOADED, num_batches_tracked=4).train().case(
            f"A loaded counter sets the cumulative factor, {kind}", "After loading 4 the next factor is 1/5.", "R5 R8 R27",
            profile="torch"))
        for version in ("none", "1", "2"):
            draft = Draft(f"state/load-version-{version}-without-counter-{kind}/f32", shape, momentum=None)
            result.append(draft.load(version, **LOADED).train().case(
                f"A state dict of version {version} without num_batches_tracked, {kind}",
                "A missing counter is an error in version 2 only; the other keys are loaded in any version.", "R5 R27",
                profile="torch"))
        draft = Draft(f"state/reset-then-cumulative-{kind}/f32", shape, momentum=None)
        result.append(draft.train().reset().train().evaluate().case(
            f"Reset starts the cumulative average anew, {kind}", "After a reset the first factor is 1 again.", "R4 R27",
            profile="torch"))
        draft = Draft(f"state/alternating-{kind}/f32", shape, momentum=0.3)
        result.append(draft.train().evaluate().train((1,) + shape[1:]).evaluate().train((3,) + shape[1:]).case(
            f"Training and evaluation in turn, {kind}", "Only training counts and updates.", "R8 R24 R30"))
        draft = Draft(f"state/backward-changes-nothing-{kind}/f32", shape)
        result.append(draft.train().backward().backward(0).evaluate().case(
            f"Two backwards change no state, {kind}", "Running statistics and counter belong to the forward.", "R24"))


def cases():
    result = []
    for part in (interleaved, significands, native):
        part(result)
    for label in ("f32", "f64", "bf16"):
        for mode in ("training", "evaluation"):
            draft = Draft(f"state/load-then-{mode}/{label}", (5, 4), momentum=0.3, stem="state/load-then")
            draft.load("2", **LOADED, num_batches_tracked=11).forward(mode)
            result.append(draft.case(
                f"A state dict, then one {mode} step",
                "One step from a loaded state: nothing is carried over from before, the allowance is that of one step.",
                "R5 R23" if mode == "training" else "R5 R29", profile="torch"))
        draft = Draft(f"state/load-then-cumulative/{label}", (5, 4), momentum=None)
        draft.load("2", **LOADED, num_batches_tracked=4).train()
        result.append(draft.case(
            "A loaded counter sets the cumulative factor", "After loading 4 the next factor is 1/5.", "R5 R8 R27",
            profile="torch"))
    for version in ("none", "1"):
        for label in ("f32", "f64"):
            draft = Draft(f"state/load-version-{version}-without-counter/{label}", (5, 4), momentum=None)
            result.append(draft.load(version, **LOADED).train().case(
                f"A state dict of version {version} without num_batches_tracked",
                "An old checkpoint loads, and the layer keeps its own counter.", "R5 R27", profile="torch"))
    draft = Draft("state/load-version-2-without-counter/f32", (5, 4), momentum=None)
    result.append(draft.load("2", **LOADED).train().case(
        "A state dict of version 2 without num_batches_tracked",
        "A missing key under strict loading is an error; the keys that were there have been loaded.", "R5", profile="torch"))
    for key in LOADED:
        draft = Draft(f"state/load-without-{key.replace('_', '-')}/f32", (5, 4))
        partial = {k: v for k, v in LOADED.items() if k != key}
        result.append(draft.load("2", **partial, num_batches_tracked=7).evaluate().case(
            f"A state dict without {key}", "A missing key is an error; the layer keeps its own tensor and has the other ones "
            "loaded.", "R5", profile="torch"))
    for label in ("f32", "f64", "f16", "bf16"):
        draft = Draft(f"state/reset-then-cumulative/{label}", (5, 4), momentum=None)
        result.append(draft.train().reset().train((3, 4)).evaluate().case(
            "Reset starts the cumulative average anew", "After a reset the first factor is 1 again.", "R4 R27", profile="torch"))
        draft = Draft(f"state/reset-keeps-affine/{label}", (5, 4))
        result.append(draft.reset().evaluate().case(
            "Reset keeps weight and bias", "reset_running_stats is not reset_parameters.", "R4", profile="torch"))
        draft = Draft(f"state/evaluation-twice/{label}", (5, 4))
        result.append(draft.evaluate().evaluate((2, 4)).evaluate().case(
            "Three evaluations", "Evaluation leaves no trace.", "R30"))
        if label != "bf16":  # a gradient over three values has no narrow bound in bfloat16
            draft = Draft(f"state/training-without-backward/{label}", (5, 4))
            result.append(draft.train().train((3, 4)).backward(1).evaluate().case(
                "One forward with and one without backward", "The update belongs to the forward: each happens once.",
                "R24"))
        draft = Draft(f"state/update-then-evaluate/{label}", (4, 4), momentum=1.0)
        result.append(draft.train().evaluate().case(
            "momentum 1, then evaluation of the same data", "The output differs from training by √((n−1)/n): running_var is "
            "unbiased.", "R23 R26 R29"))
        draft = Draft(f"state/backward-changes-nothing/{label}", (5, 4))
        result.append(draft.train().backward().backward(0).evaluate((3, 4)).case(
            "Two backwards change no state", "Running statistics and counter belong to the forward.", "R24"))
    for momentum, word in ((0.3, "fixed"), (None, "none")):
        draft = Draft(f"state/alternating-{word}/f32", (3, 5), momentum=momentum)
        result.append(draft.train().evaluate((2, 5)).train((6, 5)).evaluate((2, 5)).train((2, 5)).case(
            f"Training and evaluation in turn, momentum {word}", "Only training counts and updates.", "R8 R24 R30"))
    return result
