# SPDX-License-Identifier: MIT
"""A function of torch tensors under test, with autograd."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import torch

from ._functions import FunctionState
from ._kit.torch_layer import TorchLayer, array, kind_of, tensor

torch_kind_of = kind_of


class TorchFunction(FunctionState, TorchLayer):
    """Calls the function with tensors; it may update the running statistics in place, or return them."""

    def __init__(self, config: SimpleNamespace, state: dict[str, Any]) -> None:
        self.keep(config, state)
        if hasattr(self.function, "_torchdynamo_orig_callable"):
            torch._dynamo.reset()  # else torch.compile stops compiling after some sizes
        for value in (self.kept["weight"], self.kept["bias"]):
            if value is not None and self.with_gradients:
                value.requires_grad_(True)

    def give(self, value: Any) -> torch.Tensor:
        return tensor(value).to(self.device)

    def parameter(self, name: str) -> torch.Tensor | None:
        return self.kept[name]

    def apply(self, x: torch.Tensor, training: bool) -> torch.Tensor:
        self.counted(training)
        y, new = self.call(x, training, self.kept["weight"], self.kept["bias"])
        self.advance(new, training)
        return y

    def state(self) -> dict[str, Any]:
        found = {name: array(value) for name, value in self.kept.items()}
        return {**found, "num_batches_tracked": self.count}
