# SPDX-License-Identifier: MIT
"""What is tested: sorts what the caller hands over, and applies the keywords of `check`."""

from __future__ import annotations

import importlib
import inspect
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ._kit.bnconform_adapter import TYPES, Adapter

KINDS = ("1d", "2d", "3d", "nd")
MODES = {"inference": "forward_evaluation", "training": "forward_training", "gradients": "backward",
         "second-order": "double_backward"}
Limit = tuple[str, str]


class TargetError(TypeError):
    """What was handed over cannot be put under test; the text says what to hand over instead."""


@dataclass(frozen=True)
class Subject:
    """A layer under test, with what was found out about it."""

    layer_class: Any
    name: str
    version: str
    types: tuple[str, ...] = TYPES
    limits: tuple[Limit, ...] = ()
    notes: tuple[str, ...] = ()
    classify: Callable[[BaseException], str | None] | None = None
    bfloat16: Any = None
    layouts: tuple[str, ...] = field(default=())

    def adapter(self) -> Adapter:
        """What answers bnconform's messages."""
        return Adapter(self.layer_class, self.name, self.version, types=self.types, unsupported=self.limits,
                       classify=self.classify, bfloat16=self.bfloat16, layouts=self.layouts)

    def all_limits(self) -> tuple[Limit, ...]:
        """Everything that is declared, the types that are not taken included."""
        declared = self.adapter().description["unsupported"]
        known = {entry["feature"] for entry in declared}
        missing = [(name, "not among the types to test") for name in TYPES
                   if name not in self.types and f"input_type={name}" not in known]
        return (*[(entry["feature"], entry.get("reason", "")) for entry in declared], *missing)


@dataclass(frozen=True)
class Wishes:
    """The keywords of `check` that concern the layer; None means: find out."""

    types: tuple[str, ...] | None = None
    kinds: tuple[str, ...] | None = None
    modes: tuple[str, ...] | None = None
    device: Any = None
    library: Any = None
    layouts: tuple[str, ...] = ()
    threads: int | None = 1

    @classmethod
    def of(cls, types: Any = None, kinds: Any = None, modes: Any = None, device: Any = None, library: Any = None,
           layouts: Any = None, threads: int | None = 1) -> Wishes:
        """Checks the words."""
        return cls(_words("types", types, TYPES), _words("kinds", kinds, KINDS), _words("modes", modes, tuple(MODES)),
                   device, library, _words("layouts", layouts, ("channels_last", "strided")) or (), threads)

    def takes(self, mode: str) -> bool:
        """Whether a mode is to be tested, as far as the keywords say."""
        return self.modes is None or mode in self.modes


def _words(keyword: str, given: Any, known: tuple[str, ...]) -> tuple[str, ...] | None:
    if given is None:
        return None
    words = (given,) if isinstance(given, str) else tuple(given)
    for word in words:
        if word not in known:
            raise ValueError(f"{keyword}: {word!r} is none of {', '.join(known)}")
    return words


def load(spec: str) -> Any:
    """The object that MODULE:NAME names."""
    module, separator, name = spec.partition(":")
    if not separator or not name:
        raise TargetError(f"{spec!r}: give MODULE:NAME, such as torch.nn:BatchNorm2d")
    found: Any = importlib.import_module(module)
    for part in name.split("."):
        found = getattr(found, part)
    return found


def subject(target: Any, wishes: Wishes) -> Subject:
    """Finds out what the target is and what it can do."""
    if isinstance(target, str):
        target = load(target)
    if isinstance(target, Subject):
        return target
    torch = sys.modules.get("torch")
    if torch is not None and (isinstance(target, torch.nn.Module)
                              or isinstance(target, type) and issubclass(target, torch.nn.Module)):
        from ._modules import module_subject
        found = module_subject(target, wishes)
    elif isinstance(target, type):
        found = _kit_subject(target)
    elif callable(target):
        found = _callable_subject(target, wishes)
    else:
        raise TargetError(f"{name_of(target)} is neither a layer nor a function")
    return _with_keywords(found, wishes)


def _callable_subject(target: Any, wishes: Wishes) -> Subject:
    try:
        parameters = list(inspect.signature(target).parameters.values())
    except (TypeError, ValueError):
        raise TargetError(f"{name_of(target)} has no signature that Python can read; hand over a function around it, "
                          "such as lambda x, mean, var, weight, bias, eps: ...") from None
    needed = [entry for entry in parameters if entry.default is entry.empty
              and entry.kind in (entry.POSITIONAL_ONLY, entry.POSITIONAL_OR_KEYWORD)]
    if len(needed) == 1 and len(parameters) == 1:
        from ._modules import factory_subject
        return factory_subject(target, wishes)
    from ._functions import function_subject
    return function_subject(target, wishes)


def _kit_subject(target: type) -> Subject:
    missing = [method for method in ("forward", "state") if not callable(getattr(target, method, None))]
    if missing:
        raise TargetError(
            f"{name_of(target)} has no {' and no '.join(missing)}: hand over a torch.nn.Module, a factory "
            "(lambda cfg: ...), a function of (x, mean, var, weight, bias, eps), or a class with "
            "__init__(config, state), forward(x, training) and state()")
    types = tuple(getattr(target, "types", TYPES))
    notes = []
    if "bfloat16" in types:
        notes.append("bfloat16: the layer gets float32 arrays with the same values, and its float32 results are "
                     "rounded once")
    return Subject(target, name_of(target), version_of(target), types=types, notes=tuple(notes))


def _with_keywords(found: Subject, wishes: Wishes) -> Subject:
    limits = list(found.limits)
    if wishes.kinds is not None:
        limits = [limit for limit in limits if not limit[0].startswith("kind=")]
        limits += [(f"kind={kind}", f"kinds={list(wishes.kinds)}") for kind in KINDS if kind not in wishes.kinds]
    if wishes.modes is not None:
        limits += [(feature, f"modes={list(wishes.modes)}") for mode, feature in MODES.items()
                   if mode not in wishes.modes and not any(limit[0] == feature for limit in limits)]
    types = found.types
    if wishes.types is not None:
        types = wishes.types
    return replace(found, limits=tuple(limits), types=types, layouts=wishes.layouts)


def name_of(target: Any) -> str:
    """What reports call it."""
    if isinstance(target, str):
        return target
    named = target if hasattr(target, "__qualname__") else type(target)
    module = getattr(named, "__module__", None) or ""
    name = getattr(named, "__qualname__", type(target).__name__)
    # torch.nn.BatchNorm2d is what people call it, not torch.nn.modules.batchnorm.BatchNorm2d.
    parts = module.split(".")
    for length in range(1, len(parts)):
        shorter = ".".join(parts[:length])
        if getattr(sys.modules.get(shorter), name, None) is named:
            return f"{shorter}.{name}"
    return f"{module}.{name}" if module and module not in ("__main__", "builtins") else name


def version_of(target: Any) -> str:
    """The version of the package that it comes from."""
    named = target if hasattr(target, "__module__") else type(target)
    root = (getattr(named, "__module__", None) or "").partition(".")[0]
    return str(getattr(sys.modules.get(root), "__version__", "unknown"))


def listed(words: Sequence[str]) -> str:
    """Words for people."""
    return ", ".join(words)
