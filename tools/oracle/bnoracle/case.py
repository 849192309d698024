# SPDX-License-Identifier: MIT
"""A case as it is declared, and the whole of it as it is written."""

from dataclasses import dataclass, field
from functools import cached_property

from . import program
from .formats import exact
from .layer import Configuration
from .reals import is_special


@dataclass
class Case:
    """A declared case; the expected values follow from it."""

    id: str
    title: str
    rationale: str
    rules: list
    level: str
    profile: str
    configuration: Configuration
    initial: dict
    steps: list
    tags: list = field(default_factory=list)
    upstream: str | None = None
    tolerance: str = "certified"
    bound_depth: str = "n"
    uses_defaults: bool = False

    @cached_property
    def expectations(self) -> list:
        return program.run(self.configuration, self.initial, self.steps)

    def attributes(self) -> list:
        """(name, value) in the order of FORMAT.md; absent ones left out."""
        c = self.configuration
        pairs = [
            ("id", self.id), ("title", self.title), ("rationale", self.rationale),
            ("rules", self.rules), ("level", self.level), ("profile", self.profile),
            ("tags", self.tags or None), ("upstream", self.upstream), ("kind", c.kind),
            ("num_features", c.num_features), ("eps", float(c.eps)),
            ("momentum", "none" if c.momentum is None else float(c.momentum)),
            ("affine", c.affine), ("track_running_stats", c.track_running_stats),
            ("parameter_type", c.parameter_type), ("input_type", c.input_type),
            ("uses_defaults", self.uses_defaults or None),
            ("steps", [s.text for s in self.steps]), ("tolerance", self.tolerance),
            ("bound_depth", self.bound_depth), ("difficulty", self.difficulty()),
        ]
        return [(name, value) for name, value in pairs if value is not None]

    def members(self) -> dict:
        """Data sets by name: tensors, or strings for errors."""
        result = {f"initial.{n}": t for n, t in self.initial.items() if t is not None}
        for k, (step, expected) in enumerate(zip(self.steps, self.expectations)):
            for name, tensor in step.tensors.items():
                result[f"step{k}.{name}"] = tensor
            for name, tensor in expected.tensors.items():
                result[f"step{k}.expect.{name}"] = tensor
            if expected.error:
                result[f"step{k}.expect.error"] = expected.error
        return result

    def difficulty(self):
        """Largest n, |mean|/std and (|γ·x̂|+|β|)/|y| over the forwards with batch statistics."""
        n, ratio, cancellation, seen = 0.0, 0.0, 0.0, False
        for step, expected in zip(self.steps, self.expectations):
            if "batch_mean" not in expected.tensors:
                continue
            seen = True
            x, ys = step.tensors["input"], expected.tensors["output"].values
            n = max(n, float(x.per_channel))
            means, variances = (expected.tensors[k].values for k in ("batch_mean", "batch_var"))
            for mean, variance in zip(means, variances):
                if not is_special(mean) and not is_special(variance) and variance > 0:
                    ratio = max(ratio, float(abs(mean)) / float(variance) ** 0.5)
            bias = self.initial.get("bias")
            betas = bias.values if bias is not None else [exact(0.0)] * x.channels
            for c in range(x.channels):
                for k in x.positions(c):
                    value = ys[k]
                    if not is_special(value) and not is_special(betas[c]) and value != 0:
                        part = float((abs(value - betas[c]) + abs(betas[c])) / abs(value))
                        cancellation = max(cancellation, part)
        return [n, ratio, cancellation] if seen else None
