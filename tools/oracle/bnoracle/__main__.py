# SPDX-License-Identifier: MIT
"""Writes Golden/pending: python -m bnoracle FOLDER [FEATURE…]."""

import importlib
import json
import pathlib
import platform
import sys

import gmpy2
import h5py

from . import digest, writer

# At depth n the bound of the mean is n·2⁻²⁴ of the mean magnitude. Up to here every sound float32 algorithm was tried.
LONGEST = 5_200
GENERATOR = "bnconform oracle 1.0"


def main(folder: str, features: list) -> int:
    root = pathlib.Path(__file__).resolve().parent.parent
    sys.path.insert(0, str(root))
    names = features or sorted(p.stem for p in (root / "cases").glob("[a-z]*.py"))
    target = pathlib.Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    # The smallest set on which every known fault dies: `bnconform adequacy --smoke` writes it.
    smoke = set((root / "smoke.txt").read_text().split())
    files, seen = {}, {}
    for name in names:
        cases = importlib.import_module(f"cases.{name}").cases()
        for case in cases:
            if case.id in smoke:
                case.tags.append("smoke")
            check(case, name, seen)
        cases.sort(key=lambda c: c.id.encode())
        writer.write(str(target / f"{name}.h5"), name, GENERATOR, cases)
        files[f"{name}.h5"] = {"cases": len(cases), "digest": digest.digest(cases)}
        size = (target / f"{name}.h5").stat().st_size
        print(f"{name}.h5: {len(cases)} cases, {size // max(len(cases), 1)} bytes a case", flush=True)
    pending = {
        "files": files,
        "versions": {
            "generator": GENERATOR,
            "python": platform.python_version(),
            "gmpy2": gmpy2.version(),
            "h5py": h5py.__version__,
            "hdf5": h5py.version.hdf5_version,
        },
    }
    (target / "PENDING.json").write_text(json.dumps(pending, indent=2, sort_keys=True) + "\n")
    print(f"{sum(f['cases'] for f in files.values())} cases in {len(files)} files")
    return 0


def check(case, feature: str, seen: dict):
    """Refuses what no golden may be (design: a required case stays clear of its bound's limits)."""
    if case.id in seen:
        raise SystemExit(f"{case.id} is declared twice")
    seen[case.id] = case
    if case.id.split("/")[0] != feature:
        raise SystemExit(f"{case.id} stands in the file of feature {feature}")
    if case.level == "required" and case.bound_depth == "n":
        largest = max((s.tensors["input"].per_channel for s in case.steps if s.verb == "forward"), default=0)
        if largest > LONGEST:
            raise SystemExit(f"{case.id} is required with n = {largest} > {LONGEST}")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    raise SystemExit(main(sys.argv[1], sys.argv[2:]))
