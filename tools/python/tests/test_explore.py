# SPDX-License-Identifier: MIT
"""explore, with NumPy only."""

import formulas
import pytest

import bnconform


def test_a_right_function_gets_cases_that_it_takes_and_no_claim():
    result = bnconform.explore(formulas.inference, types=["float64"], cases=60, seed=1)
    assert result, str(result)
    assert result.counts["passed"] > 40 and not result.failures
    assert not result.scope and "conforms" not in str(result)


def test_a_failure_is_boiled_down_and_drawn_again_by_its_name(tmp_path):
    found = tmp_path / "found.h5"
    result = bnconform.explore(formulas.biased, types="float64", cases=60, seed=2, save=found)
    assert result.exit_code == 1 and "fault:biased-running-var" in (result.cause or "")
    failure = result.failures[0]
    assert f'bnconform.explore(formulas.biased, types=\'float64\', case="{failure.id}")' in failure.text
    assert bnconform.explore(formulas.biased, types="float64", case=failure.id).exit_code == 1
    assert found.exists()


def test_there_is_no_run_file_to_report(tmp_path):
    result = bnconform.explore(formulas.inference, types=["float32"], cases=5, seed=1)
    with pytest.raises(ValueError, match="no run file"):
        result.report(tmp_path / "report.html")
