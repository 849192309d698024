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


def test_allowances_belong_to_the_expected_tensors():
    case = next(golden.cases(feature="momentum", filter="momentum/none-unequal-batches/f32"))
    step = case.steps[0]
    assert set(step.expected) - set(step.allowance) == {"batch_mean", "batch_var"}
    assert step.allowance["output"].shape == step.expected["output"].shape and step.allowance["output"].dtype == np.float64
    assert (step.allowance["output"] > 0).all() and step.allowance["num_batches_tracked"] == 0


def test_onnx(tmp_path):
    onnx = pytest.importorskip("onnx")
    from onnx.reference import ReferenceEvaluator

    def array(path):
        return onnx.numpy_helper.to_array(onnx.TensorProto.FromString(path.read_bytes()))

    places = golden.export_onnx(tmp_path, feature="affine", filter="affine/*/f32")
    assert {path.parent.name for path in places} == {"f32"} and len(places) >= 10
    for place in places:
        data = place / "test_data_set_0"
        model = onnx.load(place / "model.onnx")
        onnx.checker.check_model(model, full_check=True)
        given = {value.name: array(data / f"input_{index}.pb") for index, value in enumerate(model.graph.input)}
        for index, actual in enumerate(ReferenceEvaluator(model).run(None, given)):
            expected, allowance = (array(data / f"{name}_{index}.pb") for name in ("output", "allowance"))
            assert actual.dtype == expected.dtype
            assert (abs(actual.astype(float) - expected.astype(float)) <= allowance).all(), place


def test_onnx_leaves_out_what_it_cannot_express(tmp_path):
    exact = golden.export_onnx(tmp_path, feature="eps", filter="eps/1-training/f64")
    assert [path.relative_to(tmp_path).as_posix() for path in exact] == ["eps/1-training/f64/step0"]
    assert golden.export_onnx(tmp_path, feature="eps", filter="eps/1e-3-training/f64") == []


def test_what_is_not_there_is_told():
    with pytest.raises(FileNotFoundError, match="momentum"):
        next(golden.cases(feature="nothing"))
    with pytest.raises(ValueError, match="profile"):
        next(golden.cases(profile="both"))
