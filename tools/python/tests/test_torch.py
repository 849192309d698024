# SPDX-License-Identifier: MIT
"""check, with torch."""

import pytest

import bnconform

torch = pytest.importorskip("torch")
modules = pytest.importorskip("modules")


def features(result):
    return {feature for feature, _ in result.limits}


@pytest.mark.parametrize("name", ["BatchNorm1d", "BatchNorm2d", "BatchNorm3d", "SyncBatchNorm"])
def test_torch_conforms(name):
    result = bnconform.check(getattr(torch.nn, name), types=["float32", "float64"])
    assert result, str(result)
    assert result.name == f"torch.nn.{name}"
    assert any("training" in scope and "gradients" in scope for scope in result.scope)


def test_an_instance_is_a_template():
    layer = torch.nn.BatchNorm2d(8)
    assert bnconform.check(layer, smoke=True)
    assert layer.num_features == 8 and layer.weight.shape == (8,)


def test_a_factory():
    kinds = {"1d": torch.nn.BatchNorm1d, "2d": torch.nn.BatchNorm2d, "3d": torch.nn.BatchNorm3d}
    result = bnconform.check(
        lambda cfg: kinds[cfg.kind](cfg.num_features, eps=cfg.eps, momentum=cfg.momentum, affine=cfg.affine,
                                    track_running_stats=cfg.track_running_stats),
        smoke=True)
    assert result, str(result)
    assert features(result) == {"kind=nd"}


def test_a_factory_that_drops_an_option_says_so():
    result = bnconform.check(lambda cfg: torch.nn.BatchNorm2d(cfg.num_features), filter="eps/*", types=["float32"])
    assert result, str(result)
    assert "eps is set as an attribute" in result.notes


def test_a_hand_written_module():
    result = bnconform.check(modules.HandWritten, types=["float32"])
    assert result, str(result)
    assert {"momentum=none", "partial_affine", "track_running_stats=false", "kind=1d"} <= features(result)
    assert "backward" not in features(result)


def test_a_biased_module_is_named():
    result = bnconform.check(modules.Biased, types=["float32"])
    assert not result
    assert "fault:biased-running-var" in result.cause


def test_other_names_and_shapes():
    result = bnconform.check(modules.Textbook2d, types=["float64"], filter="running_stats/unbiased-*")
    assert result, str(result)
    assert any("(1, C, 1, 1)" in note for note in result.notes)


def test_a_module_without_gradient_claims_none():
    result = bnconform.check(modules.Detached, types=["float32"], filter="backward/*")
    assert {"backward", "double_backward"} <= features(result)
    assert not result  # nothing was judged
    assert result.exit_code == 3


def test_functional():
    result = bnconform.check(torch.nn.functional.batch_norm, types=["float32"])
    assert result, str(result)
    assert "called with arrays of torch" in result.notes


def test_bfloat16_goes_through_torch():
    result = bnconform.check(torch.nn.BatchNorm1d, types=["bfloat16"])
    assert result.counts["passed"] > 0 and result, str(result)


def test_what_needs_more_arguments_asks_for_a_factory():
    with pytest.raises(bnconform.TargetError, match="also needs groups: hand over a factory"):
        bnconform.check(modules.NeedsMore)
    with pytest.raises(bnconform.TargetError, match="hand over a factory"):
        bnconform.check(torch.nn.LazyBatchNorm2d)


def test_threads_are_put_back():
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        bnconform.check(torch.nn.BatchNorm1d, smoke=True)
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_compiled():
    result = bnconform.check(torch.compile(torch.nn.BatchNorm2d(4), backend="aot_eager"), types=["float32"], smoke=True)
    assert result, str(result)
    assert result.name == "torch.nn.BatchNorm2d compiled"
    assert "double_backward" in features(result)
