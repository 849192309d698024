# SPDX-License-Identifier: MIT
"""Writes golden files by the lines of Golden/FORMAT.md, and as they go wrong in practice; bnconform reads each."""

import os
import pathlib
import re
import shutil
import subprocess
import sys

import h5py
import numpy as np

BNCONFORM = pathlib.Path(os.environ.get("BNCONFORM", ".build/release/bnconform")).resolve()
PAGE = pathlib.Path("Golden/FORMAT.md").read_text()
LIBVER = 'libver=("earliest", "v110")'
failures: list[str] = []
count = 0


def expect(path: str, code: int, *parts: str) -> None:
    """Runs a file on the reference; its exit code and every part of what it prints must be as told."""
    global count
    count += 1
    done = subprocess.run([BNCONFORM, "run", path, "--implementation", "reference", "--show", "none"], capture_output=True, text=True)
    text = done.stdout + done.stderr
    missing = [part for part in parts if part not in text]
    if done.returncode != code or missing:
        failures.append(path)
        print(f"  FAILED: {path} ended with {done.returncode}, expected {code} and {missing}:\n{text}")
    else:
        line = next((line for line in text.splitlines() if line.startswith("! ")), "passes")
        print(f"{path}: {line[:150]}")


def blocks() -> list[str]:
    return re.findall(r"^```python\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


def rewritten(name: str, change) -> None:
    """The example's file, with each attribute and data set as a function makes it."""
    with h5py.File("mine.h5") as source, h5py.File(name, "w") as target:
        for key, value in source.attrs.items():
            change(target, key, value)
        group = target.create_group("cases/case")
        for key, value in source["cases/mine:two-values:f32"].attrs.items():
            change(group, key, value)
        for key, data_set in source["cases/mine:two-values:f32"].items():
            change(group, key, data_set)


def single_as_list(group, name, value) -> None:
    """R's hdf5r writes single values with one dimension of 1."""
    if isinstance(value, h5py.Dataset):
        group[name] = value[()] if value.shape else np.array([value[()]])
    elif isinstance(value, str):
        group.attrs.create(name, [value], dtype=h5py.string_dtype())
    else:
        group.attrs[name] = value if np.ndim(value) else np.array([value])


def list_as_single(group, name, value) -> None:
    """MATLAB's h5writeatt writes a list of one string as that string, and numbers with two dimensions of 1."""
    if isinstance(value, h5py.Dataset):
        group[name] = value[()] if value.shape else np.array([[value[()]]])
    elif name == "steps":
        group.attrs[name] = value[0]
    elif isinstance(value, (np.integer, np.floating)):
        group.attrs[name] = np.array([[value]])
    else:
        group.attrs[name] = value


def reversed_dimensions(group, name, value) -> None:
    if isinstance(value, h5py.Dataset):
        group[name] = value[()].T
    else:
        group.attrs[name] = value


def left_open(name: str, swmr: bool) -> None:
    with h5py.File("open.h5", "w", libver="v110") as f:
        f.create_dataset("x", data=[1.0])
        if swmr:
            f.swmr_mode = True
        f.flush()
        shutil.copy("open.h5", name)


def main() -> None:
    folder = pathlib.Path(sys.argv[1])
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.chdir(folder)
    lines = "\n".join(blocks())
    exec(compile(lines, "Golden/FORMAT.md", "exec"), {})
    expect("mine.h5", 0, "1 case: 1 passed")
    expect("half.h5", 0, "1 case: 1 passed")

    probe = subprocess.run([BNCONFORM, "doctor"], capture_output=True, text=True).stdout
    old = re.search(r"1\.10\.\d+", probe) is not None
    for bound in ("latest", "v112", "v114"):
        name = f"{bound}.h5"
        text = blocks()[0].replace("mine.h5", name).replace(LIBVER, f'libver="{bound}"')
        exec(compile(text, name, "exec"), {})
        if old:
            expect(name, 2, "version number that libhdf5 1.10", "libver=('earliest', 'v110')")
        else:
            expect(name, 0)
    for name, swmr in (("open-for-writing.h5", False), ("open-swmr.h5", True)):
        left_open(name, swmr)
        expect(name, 2, "its writer did not close it", "h5clear -s")

    rewritten("single-as-list.h5", single_as_list)
    expect("single-as-list.h5", 0, "1 case: 1 passed")
    rewritten("list-as-single.h5", list_as_single)
    expect("list-as-single.h5", 0, "1 case: 1 passed")
    rewritten("reversed.h5", reversed_dimensions)
    expect("reversed.h5", 2, "the dimensions of step0.input look reversed", "MATLAB")

    np.savez("arrays.npz", x=np.ones(2))
    shutil.make_archive("folder", "gztar", ".", "mine.h5")
    pathlib.Path("pointer.h5").write_text("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n")
    pathlib.Path("page.h5").write_text("<!DOCTYPE html><title>Sign in</title>")
    pathlib.Path("nothing.h5").write_bytes(b"")
    for name, kind, remedy in (
        ("pointer.h5", "a Git LFS pointer", "git lfs pull"), ("page.h5", "an HTML page", "fetch the raw file"),
        ("arrays.npz", "a ZIP archive", "Golden/FORMAT.md"), ("folder.tar.gz", "a gzip archive", "unpack it"),
        ("nothing.h5", "an empty file", "again"),
    ):
        expect(name, 2, f"expected HDF5, found {kind}", remedy)
    print(f"{count - len(failures)} passed, {len(failures)} failed")
    sys.exit(1 if failures else 0)


main()
