# SPDX-License-Identifier: MIT
"""The harness of README.md, built on the golden cases and their allowances alone, against the verdicts of `check`."""

import importlib
import re
import sys
from pathlib import Path

import numpy as np
import pytest

import bnconform
from bnconform import golden
from bnconform._kit import bnconform_adapter

pytest.importorskip("h5py")
TOOLS = Path(__file__).resolve().parents[2]


def harness():
    """The functions of the page."""
    block = re.search(r"```python\n(import numpy as np\nfrom bnconform import golden\n.*?)```", (TOOLS / "python/README.md").read_text(),
                      re.DOTALL)
    names = {}
    exec(block[1], names)
    assert len(block[1].splitlines()) <= 40
    return names["passes"]


@pytest.fixture(scope="module")
def layers():
    """The formulas of the example, right and with two bugs; they are made with the kit inside the package."""
    sys.modules["bnconform_adapter"] = bnconform_adapter
    sys.path.insert(0, str(TOOLS / "adapters/examples/python"))
    try:
        right = importlib.import_module("formula_batchnorm").Layer
    finally:
        sys.path.pop(0)
        del sys.modules["bnconform_adapter"]

    class Biased(right):
        def _update(self, key, value, factor):
            super()._update(key, value * np.longdouble(0.75) if key == "running_var" else value, factor)

    class Single(right):
        """Everything in float32, or in float64 if that is the type."""

        def forward(self, x, training):
            y, saved = super().forward(x, training)
            wide = np.result_type(x.dtype, np.float32)
            if x.size and saved["batch"]:
                mean = (x.astype(wide).sum(saved["axes"], keepdims=True) / wide.type(saved["n"])).astype(wide)
                saved["centred"] = x.astype(wide) - mean
                variance = np.square(x.astype(wide)).mean(saved["axes"], keepdims=True) - mean * mean
                saved["scale"] = 1 / np.sqrt(variance + wide.type(self.config.eps))
                y = (saved["centred"] * saved["scale"] * saved["gamma"]).astype(x.dtype)
                if saved["bias"] is not None:
                    y = (y + saved["bias"].reshape(saved["gamma"].shape)).astype(x.dtype)
            return y, saved

    return {"right": right, "biased": Biased, "single": Single}


@pytest.fixture(scope="module")
def cases():
    return list(golden.cases(profile="torch"))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["right", "biased", "single"])
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_agrees_with_check(name, layers, cases):
    layer, passes = layers[name], harness()
    result = bnconform.check(layer, profile="torch", repeat=False)
    verdicts = {case.base_id: case.status for case in result.cases}
    own = {case.id: passes(case, layer, bnconform_adapter.LayerError) for case in cases}
    # What only those are asked who offer it was not put to these layers.
    judged = {case: status for case, status in verdicts.items() if own[case] is not None and status != "unsupported"}
    apart = {case: (status, own[case]) for case, status in judged.items() if (status in ("passed", "untrusted")) != own[case]}
    assert not apart
    assert len(judged) > 1000 and (name == "right") == all(own[case] for case in judged)
