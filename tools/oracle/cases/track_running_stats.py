# SPDX-License-Identifier: MIT
"""track_running_stats off from the start, and switched afterwards."""

from bnoracle.build import Draft

NATIVE = (("2d", (2, 4, 2, 3)), ("3d", (2, 4, 2, 1, 2)))


def native(result):
    for kind, shape in NATIVE:
        for affine in ("both", "none"):
            draft = Draft(f"track_running_stats/off-gradients-{affine}-{kind}/f32", shape, track=False, affine=affine)
            result.append(draft.evaluate().backward().train((3,) + shape[1:]).backward().case(
                f"Gradients of an untracked layer, affine part: {affine}, {kind}",
                "The evaluation of an untracked layer is a training formula, so its backward is one, too.", "R31 R33 R35"))
        draft = Draft(f"track_running_stats/off-one-image-{kind}/f32", (1,) + shape[1:], track=False)
        result.append(draft.evaluate().train().case(
            f"One sample, nothing tracked, {kind}", "The positions of one sample are a batch: statistics exist.",
            "R11 R31"))
        for label in ("f32", "bf16-f32"):
            draft = Draft(f"track_running_stats/switched-off-{kind}/{label}", shape)
            result.append(draft.track(False).train().evaluate((3,) + shape[1:]).case(
                f"Switched off afterwards, {kind}", "Training uses the batch, updates and counts nothing; evaluation still "
                "uses the buffers that are there.", "R10 R32", profile="torch"))
        draft = Draft(f"track_running_stats/switched-off-and-on-{kind}/f32", shape, momentum=None)
        result.append(draft.train().track(False).train().evaluate().track(True).train((3,) + shape[1:]).evaluate().case(
            f"Switched off and on again, {kind}", "The batch seen while the flag was off leaves no trace.", "R8 R10 R32",
            profile="torch"))
        draft = Draft(f"track_running_stats/switched-on-without-buffers-{kind}/f32", shape, track=False)
        result.append(draft.track(True).train().evaluate().case(
            f"Switched on without buffers, {kind}", "There is nothing to update: it runs with the batch's statistics.",
            "R9 R32", profile="torch"))
        draft = Draft(f"track_running_stats/reset-while-off-{kind}/f32", shape)
        result.append(draft.track(False).reset().evaluate().case(
            f"Reset while the flag is off, {kind}", "reset_running_stats does nothing then.", "R4", profile="torch"))
        draft = Draft(f"track_running_stats/off-one-value-evaluation-{kind}/f32", (1, 4) + (1,) * len(shape[2:]), track=False)
        result.append(draft.evaluate().case(
            f"Untracked evaluation of one value per channel, {kind}", "It needs batch statistics, so one value is refused in "
            "evaluation, too.", "R11 R31", profile="torch"))


def cases():
    result = []
    native(result)
    for shape, where in (((5, 6), "2d"), ((3, 4, 7), "3d"), ((2, 3, 4, 5), "4d"), ((2, 2, 2, 3, 3), "5d")):
        for label in ("f32", "f64", "bf16-f32", "f16", "bf16") if where == "2d" else ("f32", "f64", "bf16-f32"):
            draft = Draft(f"track_running_stats/off-{where}/{label}", shape, track=False)
            result.append(draft.train().evaluate().case(
                f"Built without running statistics, rank {len(shape)}",
                "Training and evaluation both use the batch; there is no state. An evaluation that normalizes with 0 and 1 "
                "fails.", "R3 R9 R31"))
    for affine in ("weight", "bias", "none"):
        for label in ("f32", "f16", "bf16") if affine == "none" else ("f32",):
            draft = Draft(f"track_running_stats/off-affine-{affine}/{label}", (5, 4), track=False, affine=affine)
            result.append(draft.evaluate().backward().case(
                f"Untracked evaluation and its backward, affine part: {affine}",
                "The evaluation of an untracked layer is a training formula, so its backward is one, too.", "R31 R33 R35"))
    for label in ("f32", "f64", "f16", "bf16"):
        draft = Draft(f"track_running_stats/switched-off/{label}", (5, 4))
        result.append(draft.track(False).train().evaluate((3, 4)).case(
            "Switched off afterwards", "Training uses the batch, updates and counts nothing; evaluation still uses the "
            "buffers that are there.", "R10 R32", profile="torch"))
        draft = Draft(f"track_running_stats/switched-off-and-on/{label}", (5, 4), momentum=None)
        result.append(draft.train().track(False).train((4, 4)).track(True).train((3, 4)).case(
            "Switched off and on again", "The batch seen while the flag was off leaves no trace, in statistics or "
            "counter.", "R8 R10 R32", profile="torch"))
        draft = Draft(f"track_running_stats/switched-on-without-buffers/{label}", (5, 4), track=False)
        result.append(draft.track(True).train().evaluate().case(
            "Switched on without buffers", "There is nothing to update: it runs with the batch's statistics.", "R9 R32",
            profile="torch"))
    draft = Draft("track_running_stats/reset-while-off/f32", (5, 4))
    result.append(draft.track(False).reset().evaluate().case(
        "Reset while the flag is off", "reset_running_stats does nothing then.", "R4", profile="torch"))
    draft = Draft("track_running_stats/off-one-value-evaluation/f32", (1, 4), track=False)
    result.append(draft.evaluate().case(
        "Untracked evaluation of one value per channel", "It needs batch statistics, so one value is refused in "
        "evaluation, too.", "R11 R31", profile="torch"))
    return result
