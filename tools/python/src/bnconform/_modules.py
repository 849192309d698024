# SPDX-License-Identifier: MIT
"""Torch modules under test: anything that looks like torch.nn.BatchNorm*."""

from __future__ import annotations

import copy
import re
from types import SimpleNamespace
from typing import Any

import torch

from . import _probe
from ._kit.bnconform_adapter import STATE, Unsupported
from ._kit.torch_layer import BFLOAT16_BITS, TorchLayer, array, kind_of, load_state, tensor
from ._makers import OPTIONS, ClassMaker, FactoryMaker, Maker, TemplateMaker, is_compiled, unwrapped
from ._questions import Found, options, ranks
from ._target import Limit, Subject, TargetError, Wishes, version_of

# What the tensors are called in other people's modules.
ALIASES = {
    "weight": ("weight", "gamma", "scale"), "bias": ("bias", "beta", "shift"),
    "running_mean": ("running_mean", "moving_mean"), "running_var": ("running_var", "moving_var", "moving_variance"),
    "num_batches_tracked": ("num_batches_tracked",),
}
DEFAULTS = {"eps": 1e-5, "momentum": 0.1, "affine": True, "track_running_stats": True}
NAMED_KIND = re.compile(r"([123])d$", re.IGNORECASE)
FAMILY = (torch.nn.modules.batchnorm._BatchNorm,)


class ModuleLayer(TorchLayer):
    """A module that `maker` makes; `places` says where in it each tensor of the state is."""

    maker: Maker
    notes: set[str]
    eager = False  # calls the module itself, not what torch.compile made of it

    def __init__(self, config: SimpleNamespace, state: dict[str, Any]) -> None:
        self.config = config
        self.module = self.maker.make(config, self.device)
        self.core = unwrapped(self.module)
        self.compiled = is_compiled(self.module)
        if self.compiled:
            # Else torch.compile stops compiling after some sizes, and runs the module as it is.
            torch._dynamo.reset()
        self.refusal: str | None = None
        self.places = {name: _place(self.core, ALIASES[name]) for name in STATE}
        self.count: int | None = None
        # Tensors such as (1, C, 1, 1) are compared as (C); the shapes of a case itself stay as they are.
        self.reshaped = {name for name, place in self.places.items() if place is not None
                         and isinstance(own := getattr(*place), torch.Tensor) and own.ndim > 1}
        for option in OPTIONS:
            if option not in self.maker.expressed and not config.uses_defaults:
                self._set_option(option, getattr(config, option))
        for name in STATE:
            self._put(name, state.get(name))

    def _set_option(self, option: str, value: Any) -> None:
        """An option that the constructor does not take is set as an attribute, where there is one."""
        holders = [module for module in self.core.modules() if hasattr(module, option)]
        for module in holders:
            setattr(module, option, value)
        if holders:
            self.notes.add(f"{option} is set as an attribute")
        elif option == "eps" and value != DEFAULTS[option]:
            raise Unsupported("eps cannot be set")
        elif option == "momentum" and value != DEFAULTS[option]:
            self.refusal = "momentum cannot be set"
        elif option in ("affine", "track_running_stats") and not value:
            what = "weight and bias" if option == "affine" else "the running statistics"
            self.notes.add(f"{option}=False: {what} are set to None")

    def _put(self, name: str, value: Any) -> None:
        place = self.places[name]
        if place is None:
            if name == "num_batches_tracked":
                self.count = value
                if value is not None:
                    self.notes.add("num_batches_tracked is counted by bnconform: the module has none")
            elif value is not None:
                raise Unsupported(f"the module has no {name}")
            return
        module, attribute = place
        old = getattr(module, attribute)
        if value is None:
            setattr(module, attribute, None)
            return
        if name == "num_batches_tracked" and isinstance(old, int):
            setattr(module, attribute, value)
            return
        new = tensor(value).to(self.device)
        if name in self.reshaped and old.numel() == new.numel():
            self.notes.add(f"{attribute} has the shape {_shape(old)} in the module, and is compared as (C)")
            new = new.reshape(old.shape)
        if name in ("weight", "bias") and (old is None or isinstance(old, torch.nn.Parameter)):
            new = torch.nn.Parameter(new)
        elif name in ("weight", "bias"):
            new.requires_grad_(new.is_floating_point() and self.with_gradients)
        setattr(module, attribute, new)

    def apply(self, x: torch.Tensor, training: bool) -> torch.Tensor:
        if self.refusal is not None and training and self.config.track_running_stats:
            raise Unsupported(self.refusal)
        if training and self.count is not None:
            self.count += 1
        self.module.train(training)
        if self.eager:
            return self.core(x)
        if not self.compiled:
            return self.module(x)
        with _several_backwards():
            return self.module(x)

    def backward(self, saved: Any, dy: Any) -> Any:
        if not self.compiled:
            return super().backward(saved, dy)
        with _several_backwards():
            return super().backward(saved, dy)

    def parameter(self, name: str) -> torch.Tensor | None:
        place = self.places[name]
        return None if place is None else getattr(*place)

    def state(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, place in self.places.items():
            value = self.count if place is None and name == "num_batches_tracked" else \
                None if place is None else getattr(*place)
            if isinstance(value, torch.Tensor):
                if name in self.reshaped and value.numel() == self.config.num_features:
                    value = value.reshape(-1)
                value = array(value)
            found[name] = value
        return found

    def reset_running_stats(self) -> None:
        self.core.reset_running_stats()

    def set_track_running_stats(self, flag: bool) -> None:
        self.core.track_running_stats = flag

    def load_state(self, state: dict[str, Any], version: int | None) -> None:
        load_state(self.core, state, version)

    def set_eps(self, eps: float) -> None:
        self._set_option("eps", eps)

    def set_momentum(self, momentum: float | None) -> None:
        self._set_option("momentum", momentum)

    def copied(self) -> ModuleLayer:
        made = copy.copy(self)
        made.module = copy.deepcopy(self.module)
        made.core = unwrapped(made.module)
        made.places = {name: _place(made.core, ALIASES[name]) for name in STATE}
        return made


def _several_backwards() -> Any:
    """A forward may have several backwards in a case, so what torch.compile saved for them must stay."""
    return torch._functorch.config.patch(donated_buffer=False)


def _place(core: torch.nn.Module, names: tuple[str, ...]) -> tuple[torch.nn.Module, str] | None:
    """Where a tensor is: in the module itself, else in one inside it."""
    for module in core.modules():
        for name in names:
            if hasattr(module, name) and not callable(getattr(module, name)):
                return module, name
    return None


def _shape(value: torch.Tensor) -> str:
    return "(" + ", ".join("C" if size > 1 else str(size) for size in value.shape) + ")"


def module_subject(target: Any, wishes: Wishes) -> Subject:
    """A class of modules, or an instance as a template."""
    return _subject(ClassMaker(target) if isinstance(target, type) else TemplateMaker(target), wishes)


def factory_subject(target: Any, wishes: Wishes) -> Subject:
    """A function of the configuration that returns a module."""
    return _subject(FactoryMaker(target), wishes)


def _subject(maker: Maker, wishes: Wishes) -> Subject:
    device = torch.device(wishes.device) if wishes.device is not None else _own_device(maker)
    notes: set[str] = set()
    layer: Any = type("Layer", (ModuleLayer,), {
        "maker": maker, "device": device, "notes": notes, "with_gradients": wishes.takes("gradients")})
    try:
        example = layer(_probe.config("2d"), _probe.state(_probe.config("2d")))
    except TargetError:
        raise
    except Exception as first:  # a factory may know other kinds only
        example = _any_kind(maker, layer)
        if example is None:
            raise TargetError(f"{maker.name} could not be made: {_probe.first_line(first)}") from first
    # Compiling takes seconds: what torch.compile does not change is asked of the module itself.
    plain: Any = type("Plain", (layer,), {"eager": True}) if example.compiled else layer
    kinds, limits = _kinds(maker, plain, example, wishes)
    found = options(plain, kinds[0], limits, wishes, deriving=layer)
    layer.offers = () if example.compiled else _offers(example)
    layer.with_second_order = not any(limit[0] == "double_backward" for limit in found.limits)
    found.limits += _policies(example, found)
    if example.compiled:
        notes.add("torch.compile: every case is compiled anew")
    if str(device) != "cpu":
        notes.add(f"runs on {device}")
    return Subject(layer, _name(maker, example), version_of(maker.origin), types=found.types,
                   limits=tuple(found.limits), notes=tuple(sorted(notes)) + tuple(found.notes), classify=kind_of,
                   bfloat16=BFLOAT16_BITS)


def _own_device(maker: Maker) -> torch.device:
    if isinstance(maker, TemplateMaker):
        for value in (*maker.target.parameters(), *maker.target.buffers()):
            return value.device
    return torch.device("cpu")


def _any_kind(maker: Maker, layer: Any) -> Any:
    for kind in ("1d", "3d", "nd"):
        try:
            return layer(_probe.config(kind), _probe.state(_probe.config(kind)))
        except Exception:
            continue
    return None


def _offers(example: Any) -> tuple[str, ...]:
    """What a module can do beyond what everyone is asked for."""
    attributes = [option for option in ("eps", "momentum")
                  if any(isinstance(getattr(module, option, None), float) for module in example.core.modules())]
    return (*(f"set_{option}" for option in attributes), "set_grad_enabled", "copy",
            *(("defaults",) if example.maker.has_defaults else ()))


def _name(maker: Maker, example: ModuleLayer) -> str:
    name = maker.name if "<lambda>" not in maker.name else type(example.core).__qualname__
    return f"{name} compiled" if example.compiled else name


def _kinds(maker: Maker, layer: Any, example: ModuleLayer, wishes: Wishes) -> tuple[tuple[str, ...], list[Limit]]:
    """The kinds of layer that it is: as the caller says, as its class is called, or as it answers."""
    if wishes.kinds is not None:
        return wishes.kinds, []
    core = example.core
    if maker.reads_kind:
        return ranks(layer, by_kind=True)
    if isinstance(core, torch.nn.SyncBatchNorm):
        kind = "nd"
    else:
        named = NAMED_KIND.search(type(core).__name__)
        if named is None:
            return ranks(layer)
        kind = f"{named[1]}d"
    return (kind,), [(f"kind={other}", f"{type(core).__name__} is of kind {kind}")
                     for other in ("1d", "2d", "3d", "nd") if other != kind]


def _policies(example: ModuleLayer, found: Found) -> list[Limit]:
    """What only PyTorch's own module has."""
    core = example.core
    if isinstance(core, FAMILY):
        return []
    limits: list[Limit] = [("irregular_state", "tensors that the flags do not call for are a matter of PyTorch's module")]
    if not callable(getattr(core, "reset_running_stats", None)):
        limits.append(("reset_running_stats", "has no such method"))
    if not hasattr(core, "track_running_stats"):
        limits.append(("set_track_running_stats", "has no such attribute"))
    other = [name for name, place in example.places.items() if place is None or place != (core, name)]
    if other:
        limits.append(("load_state", f"its state dict has no {', '.join(other)}"))
    return limits
