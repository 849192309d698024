# SPDX-License-Identifier: MIT
"""The golden cases as an author would test them by hand: pytest, h5py and torch.testing.

A case of PyTorch's own that misses torch.testing's tolerance fails here, as it would for them; what
is timed is the same either way.
"""

import os
import pathlib
import sys

import h5py
import pytest
import torch

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "oracle"))
from witness_torch import Session, read, text  # noqa: E402

FILES = {path.stem: h5py.File(path) for path in sorted(pathlib.Path(os.environ["GOLDEN"]).glob("*.h5"))}
CASES = [(stem, name) for stem, file in FILES.items() for name in file["cases"]]
torch.set_num_threads(1)


@pytest.mark.parametrize("stem,name", CASES)
def test_case(stem, name):
    group = FILES[stem]["cases"][name]
    session = Session(group)
    for index, line in enumerate(text(step) for step in group.attrs["steps"]):
        prefix = f"step{index}.expect."
        expected = {key[len(prefix):]: group[key] for key in group if key.startswith(prefix)}
        words = line.split()
        try:
            tensors = session.perform(index, words)
        except Exception:  # an error is an answer; its kind is not compared here
            tensors = {}
        tensors.update(session.state(True))
        for key, dataset in expected.items():
            if key in tensors:
                torch.testing.assert_close(
                    tensors[key].detach(), read(dataset), equal_nan=True, check_dtype=False
                )
