# SPDX-License-Identifier: MIT
"""The specification as an executable text: torch.nn.BatchNorm1d/2d/3d of PyTorch 2.10, exactly."""

from dataclasses import dataclass, field

from gmpy2 import mpq

from .formats import FORMATS, exact
from .reals import Surd, add, divided, mul, sub, total
from .tensor import Tensor, counter

RANKS = {"1d": (2, 3), "2d": (4,), "3d": (5,)}
STATE = ("weight", "bias", "running_mean", "running_var", "num_batches_tracked")


class Refusal(Exception):
    """The layer refuses; the argument is the error kind of FORMAT.md."""


@dataclass
class Configuration:
    kind: str
    num_features: int
    eps: float = 1e-5
    momentum: float | None = 0.1
    affine: bool = True
    track_running_stats: bool = True
    parameter_type: str = "float32"
    input_type: str = "float32"


@dataclass
class Pass:
    """What a forward leaves for its backward: its own statistics (R36)."""

    x: Tensor
    weight: Tensor | None
    bias: Tensor | None
    batch: bool
    means: list = field(default_factory=list)
    radicands: list = field(default_factory=list)  # variance + eps
    variances: list = field(default_factory=list)


class Layer:
    """A layer with its tensors; every one may be None on its own."""

    def __init__(self, configuration: Configuration, state: dict):
        self.configuration = configuration
        self.state = {name: state.get(name) for name in STATE}
        self.track = configuration.track_running_stats

    # Forward

    def forward(self, x: Tensor, training: bool):
        """Returns y and the pass; the order of checks is R7, R8, R11, R12, R13, R14, R15, R17, R18."""
        self._check_rank(x)
        factor = self._count(training)
        s = self.state
        batch = training or (s["running_mean"] is None and s["running_var"] is None)  # R9
        given = not training or self.track  # R10
        mean = s["running_mean"] if given else None
        var = s["running_var"] if given else None
        eps = self.configuration.eps
        if batch and x.per_channel == 1:
            raise Refusal("too_few_values")  # R11
        if eps <= 0:
            raise Refusal("nonpositive_eps")  # R12; NaN is not ≤ 0
        record = Pass(x, s["weight"], s["bias"], batch)
        if len(x.bits) == 0:  # R13
            if x.channels == 0 and (s["weight"] is not None or s["bias"] is not None):
                raise Refusal("no_channels")
            return x, record
        self._check_tensors(x, mean, var, batch)
        y = self._normalize(record, mean, var)
        if training and self.track and mean is not None:
            self._update(record, factor)
        return y, record

    def _check_rank(self, x):
        rank, kind = len(x.shape), self.configuration.kind
        if (rank < 2) if kind == "nd" else (rank not in RANKS[kind]):
            raise Refusal("rank_mismatch")  # R7
        if kind == "nd" and x.channels == 0:
            raise Refusal("no_channels")

    def _count(self, training) -> float:
        """R8: the counter goes up before any later check; the factor is a binary64 number."""
        momentum = self.configuration.momentum
        seen = self.state["num_batches_tracked"]
        if training and self.track and seen is not None:
            seen = seen.bits[0] + 1
            self.state["num_batches_tracked"] = counter(seen)
            return 1.0 / float(seen) if momentum is None else momentum
        return 0.0 if momentum is None else momentum

    def _check_tensors(self, x, mean, var, batch):
        for statistic in (mean, var):  # R14
            if statistic is not None:
                if len(statistic.bits) != x.channels:
                    raise Refusal("channel_mismatch")
            elif not batch:
                raise Refusal("missing_running_stats")
        for parameter in (self.state["weight"], self.state["bias"]):
            if parameter is not None and len(parameter.bits) != x.channels:
                raise Refusal("channel_mismatch")
        if batch and (mean is None) != (var is None):
            raise Refusal("unpaired_running_stats")  # R15
        if x.type == "int64":
            raise Refusal("unsupported_type")  # R17
        others = {t.type for t in (self.state["weight"], self.state["bias"], mean, var) if t is not None}
        reduced = x.type in ("float16", "bfloat16")
        if not (others <= {x.type} or (reduced and others <= {"float32"})):
            raise Refusal("mixed_types")  # R18

    def _normalize(self, record: Pass, mean, var) -> Tensor:
        """y = (x−mean)/√(variance+eps)·γ + β (R20–R22; R29 with the running statistics)."""
        x, form = record.x, FORMATS[record.x.type]
        values, bits = x.values, [0] * len(x.bits)
        gammas, betas = values_or(record.weight, 1, x.channels), values_or(record.bias, 0, x.channels)
        for c in range(x.channels):
            places = x.positions(c)
            if record.batch:
                n = len(places)
                mu = divided(total(values[k] for k in places), n)
                deviations = [sub(values[k], mu) for k in places]
                variance = divided(total(mul(d, d) for d in deviations), n)
            else:
                mu, variance = mean.values[c], var.values[c]
            radicand = add(variance, exact(self.configuration.eps))
            record.means.append(mu)
            record.variances.append(variance)
            record.radicands.append(radicand)
            for k in places:
                y = Surd(betas[c], mul(gammas[c], sub(values[k], mu)), radicand)
                bits[k] = y.round(form)
        return x.replaced(bits)

    def _update(self, record: Pass, factor: float):
        """R23: (1−a)·old + a·new; the variance of the update is the unbiased one."""
        a = exact(factor)
        kept, n = sub(mpq(1), a), record.x.per_channel
        for name, news in (
            ("running_mean", record.means),
            ("running_var", [mul(v, mpq(n, n - 1)) for v in record.variances]),
        ):
            old = self.state[name]
            mixed = [add(mul(kept, o), mul(a, new)) for o, new in zip(old.values, news)]
            self.state[name] = Tensor.rounded(old.type, old.shape, mixed)

    # State

    def reset_running_stats(self):
        """R4: only while the flag is on; γ and β stay."""
        if not self.track:
            return
        for name, value in (("running_mean", 0), ("running_var", 1)):
            old = self.state[name]
            if old is not None:
                self.state[name] = Tensor.rounded(old.type, old.shape, [mpq(value)] * len(old.bits))
        if self.state["num_batches_tracked"] is not None:
            self.state["num_batches_tracked"] = counter(0)

    def load_state(self, loaded: dict, version: str):
        """R5: strict; what is present is loaded even if a key is missing."""
        missing = False
        for name in STATE:
            own, new = self.state[name], loaded.get(name)
            if own is None:
                missing |= new is not None
                continue
            if new is not None:
                self.state[name] = new
            elif not (name == "num_batches_tracked" and version != "2" and self.track):
                missing = True
        if missing:
            raise Refusal("missing_state_key")


def values_or(tensor, default: int, count: int) -> list:
    """A parameter's values, or its neutral value for every channel (R22)."""
    return tensor.values if tensor is not None else [mpq(default)] * count
