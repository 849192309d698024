# SPDX-License-Identifier: MIT
"""The words in which case files declare cases."""

from .case import Case
from .data import BIASES, MEANS, VARIANCES, WEIGHTS, activations, gradient, pick, vector
from .layer import Configuration
from .program import Step
from .tensor import Tensor, counter

SHORT = {"f16": "float16", "bf16": "bfloat16", "f32": "float32", "f64": "float64"}
KIND_OF_RANK = {2: "1d", 3: "1d", 4: "2d", 5: "3d"}


def types(label: str):
    """(input type, parameter type) of the last part of an id: f32, bf16, bf16-f32 (mixed, R18)."""
    first, _, second = label.partition("-")
    return SHORT[first], SHORT[second or first]


class Draft:
    """A case in the making: every step draws data from streams named by the case's stem.

    The stem leaves the type out, so that the same numbers are seen in every type.
    """

    def __init__(self, case_id, shape=(5, 6), *, kind=None, eps=1e-5, momentum=0.1, affine="both",
                 track=True, channels=None, shape_of="bell", fresh=False, stem=None):
        self.id = case_id
        feature, what, label = case_id.split("/")
        self.stem = stem or f"{feature}/{what}"
        self.shape = tuple(shape)
        self.recipes, self.shape_of = channels, shape_of
        self.input_type, self.parameter_type = types(label)
        self.features = shape[1] if len(shape) > 1 else 1
        self.configuration = Configuration(
            kind or KIND_OF_RANK[len(shape)], self.features, eps, momentum, affine != "none", track,
            self.parameter_type, self.input_type)
        self.initial = self._state(affine, track, fresh)
        self.steps = []

    def _state(self, affine, track, fresh):
        c, kind = self.features, self.parameter_type
        ones, zeros = [1] * c, [0] * c
        state = {}
        if affine in ("both", "weight"):
            state["weight"] = vector(kind, ones if fresh else pick(WEIGHTS, c))
        if affine in ("both", "bias"):
            state["bias"] = vector(kind, zeros if fresh else pick(BIASES, c))
        if track:
            state["running_mean"] = vector(kind, zeros if fresh else pick(MEANS, c))
            state["running_var"] = vector(kind, ones if fresh else pick(VARIANCES, c))
            state["num_batches_tracked"] = counter(0 if fresh else 3)
        return state

    def replace(self, **tensors):
        """Sets initial tensors; None removes one."""
        for name, value in tensors.items():
            if isinstance(value, int):
                value = counter(value)
            elif value is not None and not isinstance(value, Tensor):
                value = vector(self.parameter_type, value)
            self.initial[name] = value
        return self

    def input(self, shape=None, channels=None, shape_of=None) -> Tensor:
        name = f"{self.stem}/input{len(self.steps)}"
        return activations(name, self.input_type, shape or self.shape, channels or self.recipes,
                           shape_of or self.shape_of)

    def forward(self, mode, shape=None, *, x=None, channels=None, shape_of=None):
        x = x if x is not None else self.input(shape, channels, shape_of)
        self.steps.append(Step("forward", {"mode": mode}, {"input": x}))
        return self

    def train(self, shape=None, **options):
        return self.forward("training", shape, **options)

    def evaluate(self, shape=None, **options):
        return self.forward("evaluation", shape, **options)

    def backward(self, of=None, wants="input weight bias", dy=None):
        of = len(self.steps) - 1 if of is None else of
        x = self.steps[of].tensors["input"]
        dy = dy if dy is not None else gradient(f"{self.stem}/dy{len(self.steps)}", x.type, x.shape)
        self.steps.append(Step("backward", {"of": of, "wants": wants.split()}, {"grad_output": dy}))
        return self

    def double_backward(self, of=None, wants="grad_output weight input", incoming="input weight bias"):
        of = len(self.steps) - 1 if of is None else of
        x = self.steps[self.steps[of].words["of"]].tensors["input"]
        tensors = {}
        for name in incoming.split():
            shape = x.shape if name == "input" else (self.features,)
            kind = x.type if name == "input" else self.parameter_type
            tensors[f"grad_grad_{name}"] = gradient(
                f"{self.stem}/{name}{len(self.steps)}", kind, shape)
        self.steps.append(Step("double_backward", {"of": of, "wants": wants.split()}, tensors))
        return self

    def reset(self):
        self.steps.append(Step("reset_running_stats"))
        return self

    def track(self, flag: bool):
        self.steps.append(Step("set_track_running_stats", {"flag": flag}))
        return self

    def set_eps(self, value):
        self.steps.append(Step("set_eps", {"value": value}))
        return self

    def set_momentum(self, value):
        self.steps.append(Step("set_momentum", {"value": value}))
        return self

    def gradients(self, flag: bool):
        self.steps.append(Step("set_grad_enabled", {"flag": flag}))
        return self

    def copy(self):
        self.steps.append(Step("copy"))
        return self

    def switch(self):
        self.steps.append(Step("switch"))
        return self

    def load(self, version="2", **tensors):
        """Loads a state dict; values are literals of the parameter type."""
        state = {}
        for name, value in tensors.items():
            if value is None:
                continue
            tensor = counter(value) if isinstance(value, int) else vector(self.parameter_type, value)
            state[f"state.{name}"] = tensor
        self.steps.append(Step("load_state", {"version": version}, state))
        return self

    def case(self, title, rationale, rules, *, level="required", profile="math", tags=(),
             upstream=None, tolerance="certified", bound_depth="n", uses_defaults=False) -> Case:
        return Case(self.id, title, rationale, rules.split(), level, profile, self.configuration,
                    self.initial, self.steps, list(tags), upstream, tolerance, bound_depth, uses_defaults)
