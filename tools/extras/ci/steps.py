# SPDX-License-Identifier: MIT
"""Runs the shell of the GitHub action and of the GitLab job as it stands in the files, right and wrong."""

import hashlib
import os
import pathlib
import re
import subprocess
import tarfile
import tempfile

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[3]
EXECUTABLE = str(ROOT / ".build/release/bnconform")
ACTION = ROOT / ".github/actions/bnconform/action.yml"
GITLAB = ROOT / "tools/ci/gitlab.yml"


def shell(script, environment, folder):
    """The exit code of a script as GitHub runs it."""
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        env=environment, cwd=folder, check=False, capture_output=True, text=True,
    )
    return done.returncode, done.stdout + done.stderr


def checked(script, name):
    """A script that shellcheck has nothing against."""
    done = subprocess.run(
        ["shellcheck", "--shell=bash", "--severity=warning", "-e", "SC1091", "-"],
        input="set -e\n" + script, capture_output=True, text=True, check=False,
    )
    assert done.returncode == 0, f"{name}: {done.stdout}"
    return script


class Action:
    """The composite action with its inputs filled in, step after step."""

    def __init__(self, inputs, folder):
        self.document = yaml.safe_load(ACTION.read_text())
        declared = self.document["inputs"]
        unknown = set(inputs) - set(declared)
        assert not unknown, f"the action has no inputs {unknown}"
        self.values = {f"inputs.{name}": value.get("default", "") for name, value in declared.items()}
        self.values.update({f"inputs.{name}": value for name, value in inputs.items()})
        self.values["github.action_path"] = str(ACTION.parent)
        self.values["runner.temp"] = str(folder)
        self.folder = pathlib.Path(folder)
        self.summary = self.folder / "summary"
        self.summary.write_text("")

    def expanded(self, text):
        return re.sub(r"\$\{\{ *(.*?) *\}\}", lambda found: self.values.get(found[1], ""), str(text))

    def run(self):
        """The exit code of the last step and everything that was said."""
        said, code = "", 0
        for step in self.document["runs"]["steps"]:
            if "run" not in step:
                continue
            # What comes from outside must reach the shell as a variable, never as program text.
            assert "${{" not in step["run"], f"{step['name']}: an expression inside the script"
            condition = re.fullmatch(r"(inputs\.[a-z-]+) != ''", step.get("if", ""))
            if condition and not self.values[condition[1]]:
                continue
            output = self.folder / "output"
            output.write_text("")
            environment = dict(os.environ, GITHUB_OUTPUT=str(output), GITHUB_STEP_SUMMARY=str(self.summary))
            for name, value in step.get("env", {}).items():
                environment[name] = self.expanded(value)
            code, text = shell(checked(step["run"], step["name"]), environment, self.folder)
            said += text
            for line in output.read_text().splitlines():
                name, _, value = line.partition("=")
                self.values[f"steps.{step['id']}.outputs.{name}"] = value
            self.artifact = self.values.get("steps.find.outputs.artifact")
            if code:
                break
        return code, said


def release(folder):
    """The address and the digest of a tarball that is laid out as those of tools/release."""
    path = pathlib.Path(folder) / "release.tar.gz"
    with tarfile.open(path, "w:gz") as tar:
        tar.add(EXECUTABLE, "bnconform/bin/bnconform")
        for golden in sorted(ROOT.glob("Golden/*.[hj]*")):  # .h5, .json, .jsonl
            tar.add(golden, f"bnconform/share/bnconform/{golden.name}")
    return path.as_uri(), hashlib.sha256(path.read_bytes()).hexdigest()


def action(**inputs):
    with tempfile.TemporaryDirectory() as folder:
        found = Action({name.replace("_", "-"): value for name, value in inputs.items()}, folder)
        code, said = found.run()
        files = {path.name: path.read_text(errors="replace") for path in pathlib.Path(folder).rglob("*") if path.is_file()}
        name = found.artifact or ""
        assert re.fullmatch(r"[A-Za-z0-9._ -]*", name), name
        return code, said, files


def github():
    code, said, files = action(implementation="reference", executable=EXECUTABLE, filter="state/*\neps/*")
    assert code == 0, said
    assert "run.jsonl" in files and "<testsuite" in files["junit.xml"], files.keys()
    assert "reference" in files["summary"], files["summary"][:300]
    code, said, files = action(
        implementation="fault:eps-outside-root", executable=EXECUTABLE, filter="eps/*", reports="a folder"
    )
    assert code == 1 and "eps-outside-root" in files["summary"], (code, said[-500:])
    code, said, files = action(implementation="reference", executable=EXECUTABLE, filter="eps/*", reports="a/b: c")
    assert code == 0, said
    code, said, files = action(implementation="reference")
    assert code == 64 and "say where bnconform comes from" in said, (code, said)
    with tempfile.TemporaryDirectory() as folder:
        address, digest = release(folder)
        code, said, files = action(implementation="reference", release=address, sha256=digest, filter="eps/*")
        assert code == 0 and "run.jsonl" in files, (code, said[-500:])
        for wrong in ("0" * 64, ""):
            code, said, files = action(implementation="reference", release=address, sha256=wrong, filter="eps/*")
            assert code not in (0, 2) and "run.jsonl" not in files, (code, said[-500:])
    # A value with shell in it is a value.
    code, said, files = action(implementation="$(touch pwned); `touch pwned`", executable=EXECUTABLE)
    assert code == 2 and "pwned" not in files, (code, said[-500:])
    with tempfile.TemporaryDirectory() as folder:
        baseline = f"{folder}/base.jsonl"
        subprocess.run(
            [EXECUTABLE, "run", "--implementation", "reference", "--golden", ROOT / "Golden", "--filter", "eps/*",
             "--show", "none", "--report", f"jsonl={baseline}"], check=True, stdout=subprocess.DEVNULL,
        )
        code, said, files = action(
            implementation="reference", executable=EXECUTABLE, filter="eps/*", baseline=baseline
        )
        assert code == 0 and "difference.md" in files, (code, said[-500:])
        code, said, files = action(
            implementation="fault:eps-missing", executable=EXECUTABLE, filter="eps/*", baseline=baseline
        )
        assert code == 1 and "eps/" in files["difference.md"], (code, said[-500:])
    print("the steps of the GitHub action: right, wrong, hostile input, baseline")


def gitlab():
    job = yaml.safe_load(GITLAB.read_text())[".bnconform"]
    script = checked("\n".join(job["before_script"] + job["script"]).replace("$BNCONFORM_OPTIONS", "${BNCONFORM_OPTIONS:-}"), "GitLab")
    for implementation, expected, right in (("reference", 0, True), ("fault:eps-outside-root", 1, True), ("reference", 1, False)):
        with tempfile.TemporaryDirectory() as folder:
            address, digest = release(folder)
            environment = dict(os.environ, **job["variables"])
            environment.update(
                BNCONFORM_RELEASE=address, BNCONFORM_SHA256=digest if right else "0" * 64,
                BNCONFORM_IMPLEMENTATION=implementation,
                BNCONFORM_OPTIONS="--filter eps/*", BNCONFORM_SHARD="auto", GITLAB_CI="true",
                CI_NODE_INDEX="1", CI_NODE_TOTAL="2",
            )
            code, said = shell(script, environment, folder)
            assert code == expected, (implementation, code, said[-500:])
            names = {path.name for path in pathlib.Path(folder).glob("bnconform-reports/*")}
            if not right:
                assert not names and "FAILED" in said, (names, said[-500:])
                continue
            assert "junit-1-of-2.xml" in names, names
    print("the script of the GitLab job: right, wrong, as one of two shards, with another digest")


github()
gitlab()
