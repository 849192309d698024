# SPDX-License-Identifier: MIT
"""The plugin, in projects of its own."""

import pathlib

import pytest

HERE = pathlib.Path(__file__).resolve().parent


@pytest.fixture
def project(pytester, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", f"{pytester.path}:{HERE}")
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)
    pytester.makeini("[pytest]\naddopts = --strict-markers\n")
    return pytester


def decorated(pytester, target="biased", keywords=""):
    pytester.makepyfile(test_layer=f"""
        import bnconform
        import formulas

        @bnconform.cases(formulas.{target}, types=["float64"], filter="running_stats/unbiased-n*", {keywords})
        def test_layer(case):
            assert case.verdicts
    """)


def test_unused_it_adds_nothing(project):
    project.makepyfile(test_own="def test_own(): pass")
    result = project.runpytest_subprocess("-v", "-W", "error")
    result.assert_outcomes(passed=1)


def test_a_right_layer_passes(project):
    decorated(project, "functional")
    result = project.runpytest_subprocess("-v", "-W", "error")
    assert result.ret == 0
    result.stdout.fnmatch_lines(["*test_layer.py::test_layer[[]running_stats/unbiased-n3/f64[]] PASSED*"])


def test_a_failure_has_our_text_only(project):
    decorated(project)
    result = project.runpytest_subprocess()
    assert result.ret == 1
    result.stdout.fnmatch_lines([
        "*test_layer[[]running_stats/unbiased-n3/f64[]]*",
        "*running_var float64*", "*likely  stores the biased variance (fault:biased-running-var)*",
        "*again   pytest 'test_layer.py::test_layer[[]running_stats/unbiased-n3/f64[]]'*"])
    text = result.stdout.str()
    assert "_cases.py" not in text and "Traceback" not in text and "traceback" not in text


def test_the_line_again_runs_one_case(project):
    decorated(project)
    result = project.runpytest_subprocess("test_layer.py::test_layer[running_stats/unbiased-n3/f64]")
    result.assert_outcomes(failed=1)


def test_k_x_and_lf(project):
    decorated(project)
    project.runpytest_subprocess("-k", "unbiased-n3").assert_outcomes(failed=1)
    project.runpytest_subprocess("--lf").assert_outcomes(failed=1)
    project.runpytest_subprocess("-x").assert_outcomes(failed=1)


def test_marks(project):
    decorated(project, "functional")
    every = project.runpytest_subprocess("-m", "running_stats and required").parseoutcomes()["passed"]
    assert every > 1
    assert project.runpytest_subprocess("-m", "required and not running_stats").ret == 5


def test_known_deviations_are_strict(project):
    known = project.path / "known.txt"
    known.write_text("# biased, https://example.org/1\nrunning_stats/unbiased-n*/f64*  failed biased-running-var\n")
    decorated(project, keywords=f"expect={str(known)!r}")
    outcomes = project.runpytest_subprocess("-rx").parseoutcomes()
    assert outcomes.get("xfailed", 0) > 1 and "passed" not in outcomes
    decorated(project, "functional", keywords=f"expect={str(known)!r}")
    result = project.runpytest_subprocess()
    assert result.ret == 1
    result.stdout.fnmatch_lines(["*XPASS(strict)*"])


def test_a_module_on_the_command_line(project):
    project.makepyfile(test_own="def test_own(): assert False")
    arguments = ("--bnconform", "formulas:inference", "--bnconform-types", "float64", "-k", "eps")
    result = project.runpytest_subprocess(*arguments, "-v")
    assert result.ret == 0
    result.stdout.fnmatch_lines(["formulas:inference::eps/1-evaluation/f64 PASSED*"])
    result.stdout.no_fnmatch_line("*test_own*")
    both = project.runpytest_subprocess("--bnconform", "formulas:inference", "-k", "own or eps/1-evaluation/f64", ".")
    assert both.parseoutcomes()["failed"] == 1 and both.parseoutcomes()["passed"] == 1


@pytest.mark.parametrize("workers", ["2"])
def test_workers_of_xdist_judge_each_case_once(project, workers):
    pytest.importorskip("xdist")
    log = project.path / "calls.txt"
    project.makepyfile(counting=f"""
        import formulas

        def layer(x, mean, var, weight, bias, eps):
            with open({str(log)!r}, "a") as file:
                file.write(f"{{x.shape}} {{x.sum()!r}} {{eps!r}} {{mean.tolist()}} {{weight.tolist()}}\\n")
            return formulas.inference(x, mean, var, weight, bias, eps)
    """)
    arguments = ("--bnconform", "counting:layer", "--bnconform-types", "float64", "-k", "shapes")

    def calls(*more):
        log.write_text("")
        outcomes = project.runpytest_subprocess(*arguments, *more).parseoutcomes()
        # How many workers there is work for depends on how fast the first of them is.
        return outcomes, [call for call in log.read_text().splitlines() if "(5, 3" not in call]

    alone, expected = calls()
    shared, seen = calls("-n", workers)
    assert shared["passed"] == alone["passed"] > 10
    assert sorted(seen) == sorted(expected)


def test_a_target_that_cannot_be_tested_fails_every_test(project):
    project.makepyfile(test_layer="""
        import bnconform

        @bnconform.cases(3, filter="eps/1-evaluation/f64")
        def test_layer(case):
            pass
    """)
    result = project.runpytest_subprocess()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*neither a layer nor a function*"])


@pytest.mark.parametrize("target, code", [("functional", 0), ("biased", 1)])
def test_fresh_cases_are_one_test_of_their_own(project, target, code):
    result = project.runpytest_subprocess(
        "--bnconform", f"formulas:{target}", "--bnconform-types", "float64", "--bnconform-explore", "2", "-k", "explore")
    result.assert_outcomes(passed=1 - code, failed=code)
    text = result.stdout.str()
    assert ("EXPLORED" in text) == bool(code) and "Traceback" not in text
