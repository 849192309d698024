# SPDX-License-Identifier: MIT
"""The golden cases as arrays."""

import numpy as np
import pytest

from bnconform import golden

pytest.importorskip("h5py")


def test_cases_of_a_feature():
    found = list(golden.cases(feature="momentum"))
    assert found
    case = next(case for case in found if case.config.momentum is None)
    assert case.feature == "momentum"
    assert case.config.kind in ("1d", "2d", "3d", "nd")  # text, not bytes
    forward = case.steps[0]
    assert forward.verb == "forward" and forward.training
    assert forward.inputs["input"].shape == forward.expected["output"].shape
    assert case.state["num_batches_tracked"].dtype == np.int64


def test_the_profile_selects():
    math, both = (sum(1 for _ in golden.cases(profile=profile)) for profile in ("math", "torch"))
    assert 0 < math < both


def test_errors_are_expected():
    case = next(golden.cases(feature="errors", profile="torch", filter="errors/one-value-rank2/*"))
    assert case.steps[0].error == "too_few_values"


def test_npz(tmp_path):
    paths = golden.export_npz(tmp_path, feature="momentum", filter="momentum/none-unequal-batches/f32")
    assert [path.relative_to(tmp_path).as_posix() for path in paths] == ["momentum/none-unequal-batches/f32.npz"]
    with np.load(paths[0]) as members:
        assert members["momentum"] == "none"
        assert members["step0.input"].dtype == np.float32
        assert "step0.expect.output" in members


def test_what_is_not_there_is_told():
    with pytest.raises(FileNotFoundError, match="momentum"):
        next(golden.cases(feature="nothing"))
    with pytest.raises(ValueError, match="profile"):
        next(golden.cases(profile="both"))
