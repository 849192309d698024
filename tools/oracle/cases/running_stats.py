# SPDX-License-Identifier: MIT
"""Running statistics over several steps, in every shape, with evaluations between."""

from bnoracle.build import Draft

# Shapes whose N, N·H and n are all different, so that n/(n−1) of a wrong count shows.
NATIVE = (("2d", (2, 6, 2, 3)), ("3d", (2, 6, 2, 1, 2)))


def native(result):
    for shape in ((2, 4, 1, 1), (1, 4, 2, 1), (1, 4, 1, 3), (2, 4, 3, 2), (3, 4, 2, 2), (2, 4, 1, 1, 1), (1, 4, 2, 1, 1),
                  (1, 4, 1, 1, 3), (2, 4, 1, 3, 2), (3, 4, 2, 2, 1)):
        name = "x".join(map(str, shape))
        draft = Draft(f"running_stats/unbiased-{name}/f32", shape, momentum=0.3)
        result.append(draft.train().evaluate().case(
            f"running_var is unbiased, shape {list(shape)}",
            "The count of n/(n−1) is all values of a channel, not the samples, the positions or the elements of the tensor.",
            "R20 R23"))
    for kind, shape in NATIVE:
        for label in ("f16-f32", "bf16-f32"):
            draft = Draft(f"running_stats/unbiased-{kind}/{label}", shape, momentum=0.3)
            result.append(draft.train().case(
                f"running_var is unbiased with a reduced input, {kind}", "The statistics of a 16-bit input are kept in "
                "float32.", "R18 R23"))
        draft = Draft(f"running_stats/fresh-{kind}/f32", shape, fresh=True)
        result.append(draft.evaluate().train().evaluate().case(
            f"A fresh layer: evaluation before training, {kind}", "Statistics 0 and 1: the first evaluation is x/√(1+eps).",
            "R3 R23 R29"))
        draft = Draft(f"running_stats/four-steps-{kind}/f32", shape, momentum=0.2)
        for _ in range(4):
            draft.train()
        result.append(draft.evaluate().case(
            f"Four updates, {kind}", "Each update starts from the one before.", "R23 R24"))
        draft = Draft(f"running_stats/output-ignores-them-{kind}/f32", shape, momentum=0.7)
        draft.replace(running_mean=[100, -50, 30, 7, -9, 64], running_var=[400, 0.01, 25, 3, 81, 7])
        result.append(draft.train().backward().case(
            f"Training output does not see the running statistics, {kind}", "Running statistics far from the batch's.",
            "R25 R33"))
        draft = Draft(f"running_stats/evaluation-ignores-batch-{kind}/f32", shape)
        draft.replace(running_mean=[10, -5, 3, 7, -9, 6], running_var=[4, 0.25, 25, 3, 16, 7])
        result.append(draft.evaluate().evaluate((1, 6) + (1,) * len(shape[2:])).backward().case(
            f"Evaluation does not see the batch, {kind}", "Also for one value, where batch statistics do not exist.",
            "R29 R30 R34"))
        draft = Draft(f"running_stats/reset-{kind}/f32", shape)
        result.append(draft.train().reset().train().evaluate().case(
            f"Reset between two batches, {kind}", "Statistics 0 and 1, counter 0; γ and β stay.", "R4 R29",
            profile="torch"))
        draft = Draft(f"running_stats/offset-10-{kind}/f32", shape, momentum=0.5,
                      channels=[(10, 1), (-10, 0.75), (5, 0.5), (0, 1), (20, 2), (-1, 0.1)])
        result.append(draft.train().case(
            f"Channel means 10 deviations from zero, {kind}", "A one-pass variance E[x²]−mean² cancels here.", "R20 R23"))


def cases():
    result = []
    native(result)
    for n in (2, 3, 4, 5, 7, 16):
        for label in ("f32", "f64", "f16", "bf16") if n in (2, 3, 5) else ("f32", "f64"):
            draft = Draft(f"running_stats/unbiased-n{n}/{label}", (n, 6), momentum=0.3)
            result.append(draft.train().case(
                f"running_var is unbiased, n = {n}",
                f"n/(n−1) is {n}/{n - 1}: a biased running_var is off by that factor of the batch's part, while the output "
                "uses the biased variance.", "R20 R23"))
    for n in (2, 5):
        for label in ("f16-f32", "bf16-f32"):
            draft = Draft(f"running_stats/unbiased-n{n}/{label}", (n, 6), momentum=0.3)
            result.append(draft.train().case(
                f"running_var is unbiased with a reduced input, n = {n}",
                "The statistics of a 16-bit input are kept in float32.", "R18 R23"))
    for shape in ((3, 4), (2, 3, 5), (2, 3, 3, 4), (2, 2, 2, 3, 2)):
        name = "x".join(map(str, shape))
        for label in ("f32", "f64"):
            draft = Draft(f"running_stats/sequence-{name}/{label}", shape, momentum=0.3)
            result.append(draft.train().evaluate().train().evaluate().case(
                f"Training and evaluation in turn on shape {list(shape)}",
                "Evaluations between the updates see the statistics of that moment and change nothing.",
                "R23 R24 R29 R30"))
    for label in ("f32", "f64", "f16", "bf16"):
        draft = Draft(f"running_stats/fresh/{label}", (4, 6), fresh=True)
        result.append(draft.evaluate().train().evaluate().case(
            "A fresh layer: evaluation before training",
            "Statistics 0 and 1: the first evaluation is x/√(1+eps); the first update starts from them.", "R3 R23 R29"))
        draft = Draft(f"running_stats/fresh-one-step/{label}", (3, 6), fresh=True)
        result.append(draft.train().evaluate().case(
            "A fresh layer after one step", "running_var starts at 1, not at 0, and is not de-biased: after one step it is "
            "0.9 + 0.1·var.", "R3 R23"))
        draft = Draft(f"running_stats/five-steps/{label}", (4, 5), momentum=0.2)
        for _ in range(5):
            draft.train()
        result.append(draft.evaluate().case(
            "Five updates", "Errors of each update would add up; five is short enough for the allowance to stay sharp.",
            "R23 R24"))
        draft = Draft(f"running_stats/two-batch-sizes/{label}", (2, 6), momentum=0.5)
        result.append(draft.train().train((8, 6)).case(
            "A batch of 2, then one of 8", "n/(n−1) belongs to each batch: 2 and 8/7.", "R23"))
        draft = Draft(f"running_stats/output-ignores-them/{label}", (5, 6), momentum=0.7)
        draft.replace(running_mean=[100, -50, 30, 7, -9, 64], running_var=[400, 0.01, 25, 3, 81, 7])
        result.append(draft.train().backward().case(
            "Training output does not see the running statistics",
            "Running statistics far from the batch's: blending them into the output or the gradients is far off.", "R25 R33"))
        draft = Draft(f"running_stats/evaluation-ignores-batch/{label}", (6, 6))
        draft.replace(running_mean=[10, -5, 3, 7, -9, 6], running_var=[4, 0.25, 25, 3, 16, 7])
        result.append(draft.evaluate().evaluate((1, 6)).case(
            "Evaluation does not see the batch", "Also for one sample, where batch statistics do not exist.", "R29 R30"))
        draft = Draft(f"running_stats/reset/{label}", (4, 5))
        result.append(draft.train().reset().train().case(
            "Reset between two batches", "Statistics 0 and 1, counter 0; γ and β stay.", "R4", profile="torch"))
    for ratio in (10, 1000):
        for label in ("f32", "f64"):
            draft = Draft(f"running_stats/offset-{ratio}/{label}", (6, 4), momentum=0.5,
                          channels=[(ratio, 1), (-ratio, 0.75), (ratio / 2, 0.5), (0, 1)])
            result.append(draft.train().case(
                f"Channel means up to {ratio} deviations from zero",
                "A one-pass variance E[x²]−mean² cancels here; Welford and two passes do not.", "R20 R23"))
    return result
