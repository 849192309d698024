# SPDX-License-Identifier: MIT
"""eps: its value, its place inside the root, and the checks on it."""

from bnoracle.build import Draft
from bnoracle.data import literal

# Deviations around √eps, so that a misplaced or wrong eps changes the result by much.
SMALL = [(0, 0.01), (1, 0.05), (-0.5, 0.1), (0.25, 0.003), (2, 0.5), (0, 1)]
VALUES = {
    "1e-5": (1e-5, "the default"),
    "1e-3": (1e-3, "Keras's default: an implementation that hard-codes 1e-5 fails here"),
    "1e-12": (1e-12, "so small that only the variance counts"),
    "0.07": (0.07, "no default anywhere: a hard-coded value cannot hide"),
    "1": (1.0, "as large as the variances: eps outside the root, or √max(var,eps), is far off"),
    "37.5": (37.5, "much larger than the variances: y is nearly (x−mean)/√eps"),
}

NATIVE = (("2d", (2, 6, 2, 3)), ("3d", (2, 6, 2, 1, 2)))


def native(result):
    for kind, shape in NATIVE:
        for name in ("1e-3", "0.07", "1", "37.5"):
            eps, why = VALUES[name]
            for mode in ("training", "evaluation"):
                for label in ("f32", "f16-f32") if name == "0.07" else ("f32",):
                    draft = Draft(f"eps/{name}-{mode}-{kind}/{label}", shape, eps=eps, channels=SMALL,
                                  stem=f"eps/{name}-{kind}")
                    draft.replace(running_var=[0.0001, 0.0025, 0.01, 1, 4, 0.5])
                    result.append(draft.forward(mode).backward().case(
                        f"eps {name}, {mode} and its backward, {kind}",
                        f"eps = {name}: {why}. Channel variances lie below, at and above eps.",
                        "R21 R29 R34" if mode == "evaluation" else "R21 R22 R23 R33"))
        draft = Draft(f"eps/running-var-zero-{kind}/f32", shape, eps=0.01)
        draft.replace(running_var=[0, 0, 0.0001, 1, 4, 0])
        result.append(draft.evaluate().case(
            f"running_var 0 in evaluation, {kind}", "With running_var 0 the scale is 1/√eps.", "R29"))
        for mode in ("training", "evaluation"):
            draft = Draft(f"eps/zero-{mode}-{kind}/f32", shape, eps=0.0)
            result.append(draft.forward(mode).case(
                f"eps 0 is refused in {mode}, {kind}", "PyTorch 2.10 refuses eps 0, whatever the rank.", "R12 R16",
                profile="torch", upstream="2.10"))


def cases():
    result = []
    native(result)
    for name, (eps, why) in VALUES.items():
        for mode in ("training", "evaluation"):
            for label in ("f32", "f64", "f16-f32", "bf16-f32", "f16", "bf16"):
                if "-" in label and name in ("1e-12", "1e-5"):
                    continue
                draft = Draft(f"eps/{name}-{mode}/{label}", (7, 6), eps=eps, channels=SMALL, stem=f"eps/{name}")
                draft.replace(running_var=[0.0001, 0.0025, 0.01, 1, 4, 0.5])
                draft.forward(mode)
                result.append(draft.case(
                    f"eps {name}, {mode}",
                    f"eps = {name}: {why}. Channel variances lie below, at and above eps.",
                    "R21 R22 R29" if mode == "evaluation" else "R21 R22 R23"))
        draft = Draft(f"eps/{name}-backward/f32", (7, 6), eps=eps, channels=SMALL, stem=f"eps/{name}")
        result.append(draft.train().backward().case(
            f"eps {name}, gradients",
            f"eps = {name} ({why}) enters the gradients through 1/√(var+eps) as well; a backward with another eps "
            "than the forward fails here.", "R21 R33"))
    for label in ("f32", "f64", "f16", "bf16"):
        draft = Draft(f"eps/equal-to-variance/{label}", (2, 3), eps=4.0)
        draft.forward("training", x=literal(draft.input_type, (2, 3), [-2, 1, 0, 2, 5, 4]))
        result.append(draft.case(
            "eps equal to every channel's variance",
            "All variances are exactly 4 and so is eps: 1/√8. √var+eps, √max(var,eps) and √(var+eps) give "
            "1/6, 1/2 and 1/√8.", "R21"))
        draft = Draft(f"eps/constant-channels/{label}", (4, 3), eps=0.25)
        draft.forward("training", x=literal(draft.input_type, (4, 3), [0, 8, -2] * 4))
        result.append(draft.case(
            "Constant channels of zero and powers of two",
            "Variance 0 exactly, in any order of summation: y is β and nothing is divided by zero.", "R21 R22"))
        draft = Draft(f"eps/running-var-zero/{label}", (3, 4), eps=0.01)
        draft.replace(running_var=[0, 0, 0.0001, 1])
        result.append(draft.evaluate().case(
            "running_var 0 in evaluation",
            "With running_var 0 the scale is 1/√eps; an implementation that leaves eps out in evaluation divides by "
            "zero.", "R29"))
        draft = Draft(f"eps/negative-running-var/{label}", (3, 3), eps=0.5)
        draft.replace(running_var=[-1, -0.25, 2])
        result.append(draft.evaluate().case(
            "Negative running_var, below and above −eps",
            "running_var < −eps makes the channel NaN, −eps < running_var < 0 is an ordinary number: nothing is "
            "clamped.", "R21 R29"))
    for what, eps, kind in (("zero", 0.0, "eps 0"), ("negative", -1e-3, "negative eps"), ("minus-zero", -0.0, "eps −0")):
        for mode in ("training", "evaluation"):
            draft = Draft(f"eps/{what}-{mode}/f32", (4, 3), eps=eps)
            result.append(draft.forward(mode).case(
                f"{kind} is refused in {mode}",
                f"PyTorch 2.10 refuses {kind} in {mode}; in training the counter has gone up by then, the "
                "statistics have not moved.", "R12 R16", profile="torch", upstream="2.10"))
    for what, eps in (("nan", float("nan")), ("infinity", float("inf"))):
        for mode in ("training", "evaluation"):
            draft = Draft(f"eps/{what}-{mode}/f32", (4, 3), eps=eps)
            result.append(draft.forward(mode).case(
                f"eps {what} in {mode}",
                "NaN is not ≤ 0 and passes the check; the output is NaN, running statistics are as ever."
                if what == "nan" else "1/√∞ is 0: the output is β, the running statistics are as ever.",
                "R12 R21", profile="torch",
                level="required" if what == "nan" else "recommended"))
    return result
