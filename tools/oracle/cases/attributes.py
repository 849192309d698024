# SPDX-License-Identifier: MIT
"""What may change on a living layer, copies of it, forwards without gradients, and what a constructor takes by default."""

from bnoracle.build import Draft

SHAPE = (5, 4)
# Deviations at which eps 1e-5 weighs as much as the variance.
NARROW = [(0, 0.003), (0.5, 0.004), (-0.25, 0.002), (0, 0.005)]

# Name: title, why, rules, momentum, steps.
LIVING = {
    "eps-raised": (
        "eps changed between forwards", "Each forward uses eps as it is then: a kernel or a scale prepared with the first one "
        "is wrong.", "R1 R21 R29", 0.3, lambda d: d.train().evaluate().set_eps(0.5).train().evaluate()),
    "eps-before-backward": (
        "eps changed between a forward and its backward", "The backward belongs to its forward, and uses the eps of that.",
        "R1 R21 R33 R36", 0.3, lambda d: d.train().set_eps(0.7).backward(0)),
    "eps-before-evaluation-backward": (
        "eps changed between an evaluation and its backward", "The same in evaluation, where the statistics are the running "
        "ones.", "R1 R21 R34 R36", 0.3, lambda d: d.evaluate().set_eps(0.7).backward(0)),
    "momentum-raised": (
        "momentum changed between batches", "The second batch is weighed with 0.9.", "R1 R23", 0.1,
        lambda d: d.train().set_momentum(0.9).train()),
    "momentum-to-none": (
        "momentum set to none later", "The counter went on all the time: it stands at 5 in the second batch, whose factor is "
        "1/5.", "R1 R8 R27", 0.1, lambda d: d.train().set_momentum(None).train().evaluate()),
    "momentum-from-none": (
        "momentum none, then a number", "From the second batch on the factor is 0.5.", "R1 R8 R23 R27", None,
        lambda d: d.train().set_momentum(0.5).train().evaluate()),
    "evaluations": (
        "Evaluations only: eps changed, a copy", "What an implementation for inference can be asked.", "R1 R3 R21 R29", 0.3,
        lambda d: d.evaluate().set_eps(0.5).evaluate().copy().evaluate().set_eps(0.01).evaluate().switch().evaluate()),
    "copy-diverges": (
        "A copy trains, the original does not", "Nothing is shared: after the copy's batch the original evaluates with what it "
        "had.", "R2 R3 R23 R29", 0.3, lambda d: d.train().copy().train().switch().evaluate().switch().evaluate()),
    "original-diverges": (
        "The original trains, its copy does not", "Nothing is shared in this direction either.", "R2 R3 R23 R29", 0.3,
        lambda d: d.train().copy().switch().train().switch().evaluate()),
    "copy-goes-on": (
        "A copy goes on", "Statistics, counter and parameters are copied as they are, not as they were made.",
        "R2 R3 R8 R27", None, lambda d: d.train().train().copy().train().evaluate()),
    "copy-attributes": (
        "eps and momentum of a copy", "They are the copy's own.", "R1 R3 R21 R23", 0.3,
        lambda d: d.copy().set_eps(0.5).set_momentum(0.8).train().switch().train()),
    "copy-gradients": (
        "Gradients of a layer and of its copy", "Each backward belongs to the layer of its forward.", "R3 R33 R36", 0.3,
        lambda d: d.train().copy().train().backward(2).backward(0)),
    "training-without-gradients": (
        "A training forward without gradients", "The mode decides whether the statistics move, not whether gradients are "
        "recorded.", "R8 R23 R24", 0.3, lambda d: d.gradients(False).train().evaluate().gradients(True).evaluate()),
    "training-without-and-with-gradients": (
        "Training with and without gradients, then a backward", "Both batches move the statistics and are counted.",
        "R8 R23 R33", None, lambda d: d.gradients(False).train().gradients(True).train().backward()),
}


def cases():
    result = []
    for name, (title, why, rules, momentum, steps) in LIVING.items():
        for label in ("f32", "f64", "f16", "bf16"):
            draft = Draft(f"attributes/{name}/{label}", SHAPE, momentum=momentum, eps=0.01)
            result.append(steps(draft).case(title, why, rules))
    for label in ("f32", "f64", "f16-f32", "bf16-f32"):
        draft = Draft(f"attributes/recomputation/{label}", SHAPE, momentum=0.3, eps=0.01)
        x = draft.input()
        result.append(draft.gradients(False).train(x=x).gradients(True).train(x=x).backward().case(
            "A forward, and the same again before its backward", "Checkpointing runs the forward twice; the statistics move "
            "twice, as in PyTorch.", "R8 R23 R33"))
    for label in ("f32", "f64", "f16", "bf16", "f16-f32", "bf16-f32"):
        draft = Draft(f"attributes/defaults/{label}", SHAPE, channels=NARROW)
        draft.replace(running_var=[1e-5, 2e-5, 4e-6, 1.5e-5])
        if label == "bf16":
            # The bound of a variance so small is too wide there: an evaluation shows eps, a wider batch momentum.
            draft.evaluate().train(channels=[(0, 1)] * 4)
        else:
            draft.train().evaluate().backward(0)
        result.append(draft.case(
            "A layer made with its number of channels alone", "Nothing else is given to the constructor: eps is 1e-5 and "
            "momentum 0.1. Deviations are so small that another eps shows.", "R1 R21 R23", uses_defaults=True))
    return result
