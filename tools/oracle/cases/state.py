# SPDX-License-Identifier: MIT
"""Loading, resetting and counting: the layer as a state machine."""

from bnoracle.build import Draft

LOADED = {"weight": [2, -0.5, 0.25, 1.5], "bias": [0.5, 0, -1, 3], "running_mean": [1, -2, 0.5, 4],
          "running_var": [0.25, 4, 1.5, 9]}


def cases():
    result = []
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
    for label in ("f32", "f64"):
        draft = Draft(f"state/reset-then-cumulative/{label}", (5, 4), momentum=None)
        result.append(draft.train().reset().train((3, 4)).evaluate().case(
            "Reset starts the cumulative average anew", "After a reset the first factor is 1 again.", "R4 R27", profile="torch"))
        draft = Draft(f"state/reset-keeps-affine/{label}", (5, 4))
        result.append(draft.reset().evaluate().case(
            "Reset keeps weight and bias", "reset_running_stats is not reset_parameters.", "R4", profile="torch"))
        draft = Draft(f"state/evaluation-twice/{label}", (5, 4))
        result.append(draft.evaluate().evaluate((2, 4)).evaluate().case(
            "Three evaluations", "Evaluation leaves no trace.", "R30"))
        draft = Draft(f"state/training-without-backward/{label}", (5, 4))
        result.append(draft.train().train((3, 4)).backward(1).evaluate().case(
            "One forward with and one without backward", "The update belongs to the forward: each happens once.", "R24"))
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
