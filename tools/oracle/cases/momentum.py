# SPDX-License-Identifier: MIT
"""momentum: its convention, its extremes, and none, the cumulative average."""

from bnoracle.build import Draft

VALUES = {
    "0.1": (0.1, "the default, weight of the new batch"),
    "0.9": (0.9, "0.1 and 0.9 swap under the other convention"),
    "0.3": (0.3, "neither a default nor its complement"),
    "0.01": (0.01, "slow: running_var is dominated by the old value"),
    "0.5": (0.5, "the only value at which both conventions agree; catches a lost factor"),
}
EXTREMES = {
    "0": (0.0, "nothing moves, but the batch is counted"),
    "1": (1.0, "the statistics become the batch's"),
    "2": (2.0, "extrapolates: 1 − a is −1"),
    "minus-1": (-1.0, "moves away from the batch"),
}

# Images and volumes, whose values per channel are not their samples.
NATIVE = (("2d", (2, 6, 2, 3)), ("3d", (2, 6, 2, 1, 2)))


def native(result):
    for kind, shape in NATIVE:
        small, large = (1,) + shape[1:], (3,) + shape[1:]
        for name in ("0.1", "0.3"):
            momentum, why = VALUES[name]
            draft = Draft(f"momentum/{name}-three-steps-{kind}/f32", shape, momentum=momentum)
            result.append(draft.train().train(small).train(large).evaluate().case(
                f"momentum {name}, three unequal batches and an evaluation, {kind}",
                f"momentum = {name} ({why}) over batches of 2, 1 and 3 samples.", "R8 R23 R24 R29"))
        for name in ("0.9", "0.01"):
            momentum, why = VALUES[name]
            for label in ("f32", "bf16-f32"):
                draft = Draft(f"momentum/{name}-one-step-{kind}/{label}", shape, momentum=momentum,
                              stem=f"momentum/{name}-{kind}")
                result.append(draft.train().case(
                    f"momentum {name}, one step, {kind}", f"momentum = {name}: {why}.", "R8 R23 R25"))
        for name in ("0", "1"):
            momentum, why = EXTREMES[name]
            draft = Draft(f"momentum/{name}-{kind}/f32", shape, momentum=momentum)
            result.append(draft.train().train(large).evaluate().case(
                f"momentum {name}, {kind}", f"momentum = {name} is accepted: {why}.", "R8 R26 R29"))
        for label in ("f32", "f64", "f16-f32"):
            draft = Draft(f"momentum/none-unequal-batches-{kind}/{label}", shape, momentum=None, fresh=True)
            result.append(draft.train().train(small).train(large).evaluate().case(
                f"momentum none over unequal batches, {kind}", "Batches of 2, 1 and 3 samples count equally.", "R8 R27"))
        for count in (0, 9):
            draft = Draft(f"momentum/none-after-{count}-{kind}/f32", shape, momentum=None)
            draft.replace(num_batches_tracked=count)
            result.append(draft.train().evaluate(small).case(
                f"momentum none after {count} batches, {kind}", f"The factor is 1/{count + 1}.", "R8 R27 R29"))


def cases():
    result = []
    native(result)
    for name, (momentum, why) in VALUES.items():
        for label in ("f32", "f64", "bf16-f32", "f16", "bf16"):
            draft = Draft(f"momentum/{name}-one-step/{label}", (5, 6), momentum=momentum, stem=f"momentum/{name}")
            result.append(draft.train().case(
                f"momentum {name}, one step", f"momentum = {name}: {why}. One update from statistics that are not 0 and 1.",
                "R8 R23 R25"))
        draft = Draft(f"momentum/{name}-three-steps/f32", (5, 6), momentum=momentum, stem=f"momentum/{name}")
        result.append(draft.train().train((3, 6)).train((7, 6)).evaluate((4, 6)).case(
            f"momentum {name}, three unequal batches and an evaluation",
            f"momentum = {name} ({why}) over batches of 5, 3 and 7; the evaluation shows the statistics in the output.",
            "R8 R23 R24 R29"))
    for name, (momentum, why) in EXTREMES.items():
        for label in ("f32", "f64", "f16", "bf16"):
            draft = Draft(f"momentum/{name}/{label}", (5, 6), momentum=momentum)
            result.append(draft.train().train((4, 6)).case(
                f"momentum {name}", f"momentum = {name} is accepted: {why}.", "R8 R26",
                profile="math" if name in ("0", "1") else "torch"))
    for name, momentum in (("nan", float("nan")), ("infinity", float("inf"))):
        draft = Draft(f"momentum/{name}/f32", (5, 3), momentum=momentum)
        result.append(draft.train().case(
            f"momentum {name}", "Not range-checked: the running statistics become what IEEE arithmetic makes of "
            "the formula, the output does not depend on it.", "R25 R26", profile="torch",
            # (1−a)·old + a·new and old + a·(new − old) differ where a is infinite, and both are sound.
            level="recommended" if name == "infinity" else "required"))
    for label in ("f32", "f64", "f16-f32", "bf16-f32", "f16", "bf16"):
        draft = Draft(f"momentum/none-first-batch/{label}", (5, 6), momentum=None)
        draft.replace(num_batches_tracked=0)
        result.append(draft.train().case(
            "momentum none, first batch", "The factor is 1/1: the old statistics vanish, whatever they were.", "R8 R27"))
        if label != "bf16":  # the bound of a batch of two is too wide in bfloat16
            draft = Draft(f"momentum/none-unequal-batches/{label}", (5, 6), momentum=None, fresh=True)
            result.append(draft.train().train((2, 6)).train((9, 6)).evaluate((3, 6)).case(
                "momentum none over unequal batches",
                "Batches of 5, 2 and 9 count equally: the running statistics are plain means of the batches'. Weighting by "
                "size, or a fixed factor, fails.", "R8 R27"))
        draft = Draft(f"momentum/none-resumes/{label}", (5, 6), momentum=None)
        draft.replace(num_batches_tracked=9)
        result.append(draft.train().case(
            "momentum none resumes from the counter", "With 9 batches behind it the next factor is 0.1, not 1.", "R8 R27"))
    for label in ("f16", "bf16"):
        draft = Draft(f"momentum/none-two-batches/{label}", (7, 6), momentum=None, fresh=True, eps=0.01)
        result.append(draft.train().train((16, 6)).evaluate((5, 6)).case(
            "momentum none over two unequal batches, in a module of half type",
            "Batches of 7 and 16 count equally; weighting by size, or a fixed factor, fails.", "R8 R18 R27"))
    for count in (2, 6, 48, 1000):
        draft = Draft(f"momentum/none-factor-{count + 1}/f64", (4, 5), momentum=None)
        draft.replace(num_batches_tracked=count)
        result.append(draft.train().case(
            f"momentum none, factor 1/{count + 1}",
            f"The factor is the binary64 quotient 1/{count + 1}, which float64 statistics can tell from another rounding "
            "of the average.", "R8 R27"))
    for what, count in (("2-24", 2**24), ("2-31", 2**31), ("2-53", 2**53 - 1)):
        for momentum, suffix in ((None, "none"), (0.25, "fixed")):
            draft = Draft(f"momentum/{suffix}-count-{what}/f32", (4, 3), momentum=momentum)
            draft.replace(num_batches_tracked=count)
            result.append(draft.train().case(
                f"A counter of {count}, momentum {'none' if momentum is None else momentum}",
                "num_batches_tracked is a 64-bit integer: a float32 or 32-bit counter stops or wraps here.", "R3 R8",
                profile="torch"))
    draft = Draft("momentum/none-without-counter/f32", (4, 3), momentum=None).replace(num_batches_tracked=None)
    result.append(draft.train().case(
        "momentum none without a counter", "No counter, factor 0: the statistics stay.", "R8", profile="torch"))
    draft = Draft("momentum/fixed-without-counter/f32", (4, 3), momentum=0.3).replace(num_batches_tracked=None)
    result.append(draft.train().case(
        "Fixed momentum without a counter", "A missing counter stops nothing: the statistics move by momentum.", "R8 R23",
        profile="torch"))
    return result
