# SPDX-License-Identifier: MIT
"""Ways to a torch module of a configuration: a class, a factory, an instance as a template."""

from __future__ import annotations

import copy
import inspect
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import torch

from ._target import TargetError, name_of

OPTIONS = ("eps", "momentum", "affine", "track_running_stats")
NAMES = {"eps": ("eps", "epsilon"), "momentum": ("momentum",), "affine": ("affine",),
         "track_running_stats": ("track_running_stats",)}


class Maker:
    """Makes modules. `expressed`: the options that it passes on; the others are set as attributes, or are lacking."""

    expressed: frozenset[str] = frozenset()
    reads_kind = False
    has_defaults = False  # can make a module without naming eps, momentum and the flags
    name = ""
    origin: Any = None

    def make(self, config: SimpleNamespace, device: Any) -> torch.nn.Module:
        """A new module of this configuration."""
        raise NotImplementedError


class ClassMaker(Maker):
    """Calls a class with the arguments that its signature has."""

    def __init__(self, target: type) -> None:
        self.target = self.origin = target
        self.name = name_of(target)
        parameters = list(inspect.signature(target).parameters.values())
        open_ended = any(entry.kind is entry.VAR_KEYWORD for entry in parameters)
        named = {entry.name for entry in parameters if entry.kind in (entry.POSITIONAL_OR_KEYWORD, entry.KEYWORD_ONLY)}
        first = next((entry for entry in parameters
                      if entry.kind in (entry.POSITIONAL_ONLY, entry.POSITIONAL_OR_KEYWORD)), None)
        known = {name for names in NAMES.values() for name in names} | {"device", "dtype"}
        if first is None and not open_ended or first is not None and first.name in known:
            raise TargetError(f"{self.name} does not take the number of channels first: hand over a factory, "
                              f"lambda cfg: {target.__name__}(...)")
        needed = [entry.name for entry in parameters
                  if entry is not first and entry.default is entry.empty and entry.name not in known
                  and entry.kind in (entry.POSITIONAL_ONLY, entry.POSITIONAL_OR_KEYWORD, entry.KEYWORD_ONLY)]
        if needed:
            raise TargetError(f"{self.name} also needs {', '.join(needed)}: hand over a factory, "
                              f"lambda cfg: {target.__name__}(cfg.num_features, {needed[0]}=...)")
        self.first = first.name if first is not None else "num_features"
        self.by_position = first is not None and first.kind is first.POSITIONAL_ONLY
        self.words = {option: next((word for word in words if word in named), words[0])
                      for option, words in NAMES.items() if open_ended or set(words) & named}
        self.placing = {word for word in ("device", "dtype") if open_ended or word in named}
        self.trusted = frozenset(self.words) if not open_ended else None
        self.expressed = frozenset(self.words)
        self.has_defaults = {"eps", "momentum"} <= self.expressed

    def make(self, config: SimpleNamespace, device: Any) -> torch.nn.Module:
        while True:
            words = {word: getattr(config, option) for option, word in self.words.items() if not config.uses_defaults}
            placing = {"device": device, "dtype": getattr(torch, config.parameter_type)}
            words.update({word: placing[word] for word in self.placing})
            try:
                if self.by_position:
                    module = self.target(config.num_features, **words)
                else:
                    module = self.target(**{self.first: config.num_features}, **words)
            except TypeError as error:
                if not self._dropped(str(error)):
                    raise
                continue
            return module.to(device=device, dtype=getattr(torch, config.parameter_type))

    def _dropped(self, text: str) -> bool:
        """A signature with **kwargs may take less than it says; then what is refused is left out."""
        if "unexpected keyword argument" not in text or self.trusted is not None:
            return False
        for option, word in list(self.words.items()):
            if f"'{word}'" in text:
                del self.words[option]
                self.expressed = frozenset(self.words)
                return True
        for word in list(self.placing):
            if f"'{word}'" in text:
                self.placing.remove(word)
                return True
        return False


class FactoryMaker(Maker):
    """Calls a function of the configuration, and sees which options it reads."""

    def __init__(self, target: Callable[[Any], Any]) -> None:
        self.target = target
        self.name = name_of(target)
        self.read: set[str] = set()

    @property
    def expressed(self) -> frozenset[str]:  # type: ignore[override]
        return frozenset(self.read & set(OPTIONS))

    @property
    def reads_kind(self) -> bool:  # type: ignore[override]
        return "kind" in self.read

    def make(self, config: SimpleNamespace, device: Any) -> torch.nn.Module:
        dtype = getattr(torch, config.parameter_type)
        module = self.target(_Reading({**vars(config), "device": device, "dtype": dtype}, self.read))
        if not isinstance(module, torch.nn.Module):
            raise TargetError(f"{self.name} returns {type(module).__name__}, not a torch.nn.Module")
        self.origin = type(unwrapped(module))
        return module.to(device=device, dtype=dtype)


class _Reading:
    """A configuration that notes what is read of it."""

    def __init__(self, values: dict[str, Any], read: set[str]) -> None:
        self._values, self._read = values, read

    def __getattr__(self, name: str) -> Any:
        try:
            value = self._values[name]
        except KeyError:
            raise AttributeError(f"a configuration has {', '.join(self._values)}, but no {name}") from None
        self._read.add(name)
        return value


class TemplateMaker(Maker):
    """Copies an instance; every option is an attribute of the copy."""

    def __init__(self, target: torch.nn.Module) -> None:
        self.target = target
        self.origin = type(unwrapped(target))
        self.name = name_of(self.origin)

    def make(self, config: SimpleNamespace, device: Any) -> torch.nn.Module:
        made = copy.deepcopy(unwrapped(self.target)).to(device=device, dtype=getattr(torch, config.parameter_type))
        for module in made.modules():
            if hasattr(module, "num_features"):
                module.num_features = config.num_features
        if is_wrapper(self.target):
            return type(self.target)(made, self.target.dynamo_ctx)  # compiled in the same way
        if getattr(self.target, "_compiled_call_impl", None) is not None:
            made.compile()
        return made


def is_wrapper(module: Any) -> bool:
    """Whether it is what torch.compile makes of a module."""
    return isinstance(getattr(module, "_orig_mod", None), torch.nn.Module)


def unwrapped(module: torch.nn.Module) -> torch.nn.Module:
    """The module that the caller wrote."""
    return module._orig_mod if is_wrapper(module) else module


def is_compiled(module: torch.nn.Module) -> bool:
    """Whether torch.compile is at work in it."""
    return any(is_wrapper(part) or getattr(part, "_compiled_call_impl", None) is not None
               or hasattr(type(part).forward, "_torchdynamo_orig_callable") for part in _parts(module))


def _parts(module: torch.nn.Module) -> Iterator[torch.nn.Module]:
    yield module
    yield from module.modules()
