# SPDX-License-Identifier: MIT
"""Functions under test: f(x, mean, var, weight, bias, eps), or with training and momentum, of any array library."""

from __future__ import annotations

import importlib
import inspect
import sys
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np

from ._kit.bnconform_adapter import BFLOAT16_BITS
from ._questions import options, ranks
from ._target import Limit, Subject, TargetError, Wishes, name_of, version_of

ROLES = {
    "x": ("x", "input", "inputs", "data"), "mean": ("mean", "running_mean", "moving_mean", "mu"),
    "var": ("var", "variance", "running_var", "moving_var", "moving_variance", "sigma2"),
    "weight": ("weight", "gamma", "scale"), "bias": ("bias", "beta", "offset", "shift"),
    "training": ("training", "train", "is_training"), "momentum": ("momentum",), "eps": ("eps", "epsilon"),
}
INFERENCE = ("x", "mean", "var", "weight", "bias", "eps")
FUNCTIONAL = ("x", "mean", "var", "weight", "bias", "training", "momentum", "eps")
MODULE_ONLY: tuple[Limit, ...] = (
    ("irregular_state", "tensors that the flags do not call for are a matter of PyTorch's module"),
    ("reset_running_stats", "a function keeps no state"), ("set_track_running_stats", "a function keeps no state"),
    ("load_state", "a function keeps no state"))
TRAINING_LIMITS: tuple[Limit, ...] = (("momentum=none", "a function keeps no count of batches"),)
INFERENCE_LIMITS: tuple[Limit, ...] = (
    ("forward_training", "takes the statistics as arguments"),
    ("track_running_stats=false", "takes the statistics as arguments"))


class Signature:
    """How to call a function: which argument has which role."""

    def __init__(self, function: Any) -> None:
        parameters = list(inspect.signature(function).parameters.values())
        usual = [entry for entry in parameters if entry.kind not in (entry.VAR_KEYWORD, entry.VAR_POSITIONAL)]
        needed = [entry.name for entry in usual if entry.default is entry.empty]
        self.by_name = {role: (entry.name, entry.kind is entry.POSITIONAL_ONLY)
                        for role, words in ROLES.items() for entry in usual if entry.name.lower() in words}
        self.order: tuple[str, ...] = ()
        if not set(needed) <= {name for name, _ in self.by_name.values()} or not {"x", "mean", "var"} <= set(self.by_name):
            orders = {len(order): order for order in (INFERENCE, FUNCTIONAL)}
            self.order = orders.get(len(needed), ())
            if not self.order:
                raise TargetError(f"{name_of(function)}({', '.join(entry.name for entry in parameters)}): the arguments "
                                  f"must be ({', '.join(INFERENCE)}) or ({', '.join(FUNCTIONAL)}), by these names or in "
                                  "this order")
        self.roles = frozenset(self.order or self.by_name)
        self.trains = "training" in self.roles

    def call(self, function: Any, values: dict[str, Any]) -> Any:
        """Calls it with a value for each role."""
        if self.order:
            return function(*(values[role] for role in self.order))
        positional = [values[role] for role, (_, only) in self.by_name.items() if only]
        return function(*positional, **{name: values[role] for role, (name, only) in self.by_name.items() if not only})


class FunctionState:
    """What a caller of a function keeps: the tensors, and the count of batches."""

    function: Any
    signature: Signature
    notes: set[str]

    def keep(self, config: SimpleNamespace, state: dict[str, Any]) -> None:
        """Takes over the initial state."""
        self.config = config
        self.kept = {name: self.give(state[name]) if name in state else None
                     for name in ("weight", "bias", "running_mean", "running_var")}
        self.count = state.get("num_batches_tracked")

    def give(self, value: Any) -> Any:
        """An array in the library of the function."""
        raise NotImplementedError

    def call(self, x: Any, training: bool, weight: Any, bias: Any) -> tuple[Any, tuple[Any, Any] | None]:
        """The output, and new statistics if the function returns them."""
        config = self.config
        values = {"x": x, "mean": self.kept["running_mean"], "var": self.kept["running_var"], "weight": weight, "bias": bias,
                  "training": training or not config.track_running_stats, "momentum": config.momentum, "eps": config.eps}
        result = self.signature.call(self.function, values)
        if isinstance(result, (tuple, list)) and len(result) == 3:
            return result[0], (result[1], result[2])
        return result, None

    def advance(self, new: tuple[Any, Any] | None, training: bool) -> None:
        """Keeps new statistics after a forward in training."""
        if training and self.config.track_running_stats and new is not None:
            self.kept["running_mean"], self.kept["running_var"] = new

    def counted(self, training: bool) -> None:
        """The caller counts a forward in training."""
        if training and self.count is not None:
            self.count += 1


class ArrayFunction(FunctionState):
    """A function of arrays that NumPy can read; without derivatives."""

    library: Any

    def __init__(self, config: SimpleNamespace, state: dict[str, Any]) -> None:
        self.keep(config, state)

    def give(self, value: Any) -> Any:
        if value.dtype == BFLOAT16_BITS:
            value = value.view(_bfloat16())
        if self.library is np:
            return value.copy()
        given = self.library.asarray(value)
        if str(given.dtype).rpartition(".")[2] != value.dtype.name:
            raise TypeError(f"{self.library.__name__} makes {given.dtype} of {value.dtype.name}")
        return given

    @staticmethod
    def take(value: Any) -> Any:
        """An array of NumPy."""
        return None if value is None else np.asarray(value)

    def forward(self, x: Any, training: bool) -> Any:
        self.counted(training)
        given = x if self.library is np and x.dtype != BFLOAT16_BITS else self.give(x)
        y, new = self.call(given, training, self.kept["weight"], self.kept["bias"])
        self.advance(new, training)
        return self.take(y), None

    def state(self) -> dict[str, Any]:
        found = {name: self.take(value) for name, value in self.kept.items()}
        return {**found, "num_batches_tracked": self.count}


def _bfloat16() -> Any:
    try:
        return importlib.import_module("ml_dtypes").bfloat16
    except ImportError:
        raise TypeError("NumPy has no bfloat16 without ml_dtypes") from None


def function_subject(function: Any, wishes: Wishes) -> Subject:
    """A function, called with arrays of the library that it uses."""
    signature = Signature(function)
    library = _library(function, wishes)
    notes = {f"called with arrays of {library.__name__}"}
    bound: dict[str, Any] = {"function": staticmethod(function), "signature": signature, "notes": notes}
    limits = [*MODULE_ONLY, *(TRAINING_LIMITS if signature.trains else INFERENCE_LIMITS)]
    if signature.trains:
        notes.add("num_batches_tracked is counted by bnconform, and a layer without running statistics always passes "
                  "training=True: both are the caller's matter")
    if "eps" not in signature.roles:
        notes.add("eps is not among its arguments")
    gradients = wishes.takes("gradients")
    classify = None
    if library.__name__ == "torch":
        from ._torch_function import TorchFunction, torch_kind_of
        base: Any = TorchFunction
        bound.update(device=wishes.device or "cpu", with_gradients=gradients)
        classify = torch_kind_of
    elif library.__name__ == "jax.numpy":
        from ._jax_function import JaxFunction
        base = JaxFunction
        bound.update(library=library)
    else:
        base = ArrayFunction
        bound.update(library=library)
    layer: Any = type("Function", (base,), bound)
    kinds, more = (wishes.kinds, []) if wishes.kinds is not None else ranks(layer, training=signature.trains)
    found = options(layer, kinds[0], [*limits, *more], wishes, trains=signature.trains,
                    deriving=layer if hasattr(layer, "backward") else None)
    layer.with_second_order = not any(limit[0] == "double_backward" for limit in found.limits)
    return Subject(layer, name_of(function), version_of(function), types=found.types, limits=tuple(found.limits),
                   notes=tuple(sorted(notes)) + tuple(found.notes), classify=classify, bfloat16=BFLOAT16_BITS)


def _library(function: Any, wishes: Wishes) -> ModuleType:
    """The array library whose arrays the function takes: as given, as its code names it, or NumPy."""
    wish = wishes.library
    if isinstance(wish, ModuleType):
        return importlib.import_module("jax.numpy") if wish.__name__ == "jax" else wish
    if wish is not None:
        return importlib.import_module("jax.numpy" if wish == "jax" else wish)
    function = inspect.unwrap(getattr(function, "_torchdynamo_orig_callable", function))
    code = getattr(function, "__code__", None)
    named = [value for name in (code.co_names if code else ())
             if isinstance(value := getattr(function, "__globals__", {}).get(name), ModuleType)]
    named += [value for cell in getattr(function, "__closure__", None) or ()
              if isinstance(value := cell.cell_contents, ModuleType)]
    roots = [module.__name__.partition(".")[0] for module in named]
    roots.append((getattr(function, "__module__", None) or "").partition(".")[0])
    for root in ("torch", "jax"):
        if root in roots and root in sys.modules:
            return importlib.import_module("jax.numpy" if root == "jax" else "torch")
    for module in named:
        if hasattr(module, "__array_namespace_info__") and module.__name__.partition(".")[0] != "numpy":
            return module
    return np

