# SPDX-License-Identifier: MIT
"""check, with NumPy only."""

import json

import formulas
import numpy as np
import pytest

import bnconform


def features(result):
    return {feature for feature, _ in result.limits}


def test_a_right_function_is_as_expected():
    result = bnconform.check(formulas.inference, types=["float64"])
    assert result, str(result)
    assert result.verdict == "as expected"
    assert any("inference" in scope and "nd" in scope for scope in result.scope)
    assert {"forward_training", "backward", "track_running_stats=false"} <= features(result)
    assert not result.failures


def test_a_biased_function_is_named():
    result = bnconform.check(formulas.biased, types="float64", filter="running_stats/*")
    assert not result
    assert result.exit_code == 1
    assert "fault:biased-running-var" in (result.cause or "")
    failure = result.failures[0]
    assert failure.causes == ("biased-running-var",)
    assert failure.status == "failed"
    assert "running_var" in failure.text
    assert f'bnconform.check(formulas.biased, types=\'float64\', filter="{failure.id}")' in failure.text


def test_a_function_for_images_gets_the_cases_as_images():
    result = bnconform.check(formulas.images_only, types=["float32"], filter="eps/*")
    assert result, str(result)
    assert {"kind=1d", "kind=3d", "kind=nd"} <= features(result)
    assert any(case.id.endswith("@2d") and case.status == "passed" for case in result.cases)


def test_types_that_are_refused_are_declared():
    def picky(x, mean, var, weight, bias, eps):
        if x.dtype != np.float32:
            raise TypeError(f"float32 only, not {x.dtype}")
        return formulas.inference(x, mean, var, weight, bias, eps)

    result = bnconform.check(picky, filter="eps/*")
    assert result, str(result)
    assert {"input_type=float64", "input_type=float16"} <= features(result)
    assert "float32 only" in str(result)


def test_a_crash_while_asking_is_left_to_the_judge():
    def broken(x, mean, var, weight, bias, eps):
        raise ZeroDivisionError("a bug")

    result = bnconform.check(broken, types=["float32"], filter="eps/1-evaluation/*")
    assert not result
    assert any("a bug" in failure.text for failure in result.failures)
    assert any("a first forward fails" in note for note in result.notes)


def test_a_changed_input_is_found():
    def overwriting(x, mean, var, weight, bias, eps):
        y = formulas.inference(x, mean, var, weight, bias, eps)
        x[...] = y
        return y

    assert not bnconform.check(overwriting, types=["float32"], filter="eps/1-evaluation/f32")


def test_a_class_of_the_kit():
    result = bnconform.check(formulas.KitLayer, filter="running_stats/*")
    assert result, str(result)
    assert "backward" in features(result)


def test_names_of_objects():
    assert bnconform.check("formulas:inference", types=["float32"], filter="eps/*")


def test_kinds_and_modes_by_keyword():
    result = bnconform.check(formulas.functional, types=["float64"], kinds=["2d"], modes=["training"],
                             filter="running_stats/*")
    assert result, str(result)
    assert {"kind=1d", "kind=nd", "forward_evaluation"} <= features(result)


@pytest.mark.parametrize("keywords", [{"types": "float"}, {"kinds": ["4d"]}, {"modes": ["train"]}])
def test_unknown_words_are_refused(keywords):
    with pytest.raises(ValueError, match="is none of"):
        bnconform.check(formulas.inference, **keywords)


@pytest.mark.parametrize("target", [3, lambda a, b: a, object, np.sqrt, "formulas"])
def test_what_is_no_layer_is_refused(target):
    with pytest.raises((bnconform.TargetError, ModuleNotFoundError)) as refusal:
        bnconform.check(target)
    assert str(refusal.value)


def test_wrong_usage_of_the_executable_is_told():
    with pytest.raises(bnconform.ExecutableError, match="olerance"):
        bnconform.check(formulas.inference, tolerance="loose")


def test_a_result_writes_reports(tmp_path):
    page = tmp_path / "with ä.html"
    result = bnconform.check(formulas.biased, types=["float64"], filter="running_stats/unbiased-n3/*",
                             report={"html": page})
    assert page.exists()
    page.unlink()
    for name in ("with ä.html", "run.jsonl", "junit.xml", "result.json", "page.md", "badge.svg"):
        assert result.report(tmp_path / name).stat().st_size > 0
    with pytest.raises(ValueError, match="format"):
        result.report(tmp_path / "result.txt")
    header = json.loads(result.run_file.splitlines()[0])
    assert header["type"] == "header"


def test_a_result_is_shown():
    result = bnconform.check(formulas.biased, types=["float64"], filter="running_stats/unbiased-n3/*")
    assert "fault:biased-running-var" in result._repr_html_()
    assert "not as expected" in repr(result)
    assert "DONE" in str(result)


def test_a_table():
    pytest.importorskip("pandas")
    table = bnconform.check(formulas.inference, types=["float64"], filter="eps/*").to_pandas()
    assert set(table["status"]) >= {"passed"}


def test_known_deviations(tmp_path):
    known = tmp_path / "known.txt"
    wanted = {"types": ["float64"], "filter": "running_stats/unbiased-n3/*"}
    known.write_text("# the biased variance, https://example.org/1\nrunning_stats/*  failed biased-running-var\n")
    bnconform.check(formulas.biased, expect=known, fix=True, **wanted)
    result = bnconform.check(formulas.biased, expect=known, **wanted)
    assert result, str(result)
    assert "expected_failure" in result.counts


def test_a_scope_can_be_required():
    assert not bnconform.check(formulas.inference, types=["float64"], require="training/float64/2d")


def test_isolated_a_crash_costs_a_case():
    result = bnconform.check(formulas.crashing, types=["float32"], isolated=True,
                             filter=["eps/1-evaluation/*", "shapes/n2-c3-h2-w2-evaluation/*"])
    assert [failure.status for failure in result.failures] == ["errored"], str(result)
    assert "SIGSEGV" in result.failures[0].text
    assert any(case.status == "passed" for case in result.cases)


def test_isolated_needs_a_name():
    pytest.importorskip("pickle")
    try:
        import cloudpickle  # noqa: F401
    except ImportError:
        with pytest.raises(bnconform.TargetError, match="another process"):
            bnconform.check(lambda x, mean, var, weight, bias, eps: x, isolated=True)
