# SPDX-License-Identifier: MIT
"""What is measured: ours and the other program's side of each ratio."""

import dataclasses
import os
import sys
import tempfile
from collections.abc import Callable

import h5py
import numpy
import torch

from programs import best_of, process

IMAGE = (32, 64, 56, 56)
MATRIX = (256, 512)


@dataclasses.dataclass
class Measure:
    """Two programs doing the same work."""

    name: str
    ours: Callable[[], float]
    theirs: Callable[[], float]
    #: How often they take turns, where that is not the general number.
    rounds: int | None = None


class Layer:
    """A batch_norm of PyTorch with the data that ours has: nearly normal, parameters of float32, of
    float64 for float64."""

    def __init__(self, shape, dtype=torch.float32):
        generator = torch.Generator().manual_seed(7)
        channels = shape[1]
        self.x = torch.randn(shape, generator=generator).to(dtype)
        self.dy = torch.randn(shape, generator=generator).to(dtype)
        kind = torch.float64 if dtype == torch.float64 else torch.float32
        self.weight = (torch.rand(channels, generator=generator) + 0.5).to(kind)
        self.bias = torch.randn(channels, generator=generator).to(kind)
        self.mean = torch.zeros(channels, dtype=kind)
        self.var = torch.ones(channels, dtype=kind)

    def forward(self, training):
        with torch.no_grad():
            return torch.nn.functional.batch_norm(
                self.x, self.mean, self.var, self.weight, self.bias, training, 0.1, 1e-5
            )

    def prepare_backward(self):
        with torch.no_grad():
            _, self.saved_mean, self.saved_invstd = torch.native_batch_norm(
                self.x, self.weight, self.bias, self.mean, self.var, True, 0.1, 1e-5
            )
        return self

    def backward(self):
        return torch.ops.aten.native_batch_norm_backward(
            self.dy, self.x, self.weight, self.mean, self.var, self.saved_mean,
            self.saved_invstd, True, 1e-5, [True, True, True],
        )


def on_threads(threads, repeats, body):
    def run():
        torch.set_num_threads(threads)
        body()  # the first call after a change of threads starts them
        return best_of(repeats, body)

    return run


def measures(program, root):
    """Every measure, with its data made when it is reached."""
    yield from kernel_measures(program)
    yield from comparison_measures(program)
    yield suite_measure(root)


def kernel_measures(program):
    image = Layer(IMAGE)

    def forward(name, work, threads=1, kernels=None, training=True, layer=image, repeats=3):
        return Measure(
            name,
            lambda: program.time(work, threads, kernels, repeats),
            on_threads(threads, repeats, lambda: layer.forward(training)),
        )

    yield forward("forward_train_f32_vs_torch_1t", "train")
    yield forward("forward_train_f32_vs_torch_2t", "train", threads=2)
    yield forward("forward_train_f32_baseline_vs_torch_1t", "train", kernels="baseline")
    matrix = Layer(MATRIX)
    yield forward("forward_train_f32_2d_vs_torch_1t", "train2d", layer=matrix, repeats=200)
    yield forward("forward_eval_f32_vs_torch_1t", "evaluate", training=False)
    image.prepare_backward()
    yield Measure(
        "backward_f32_vs_torch_1t",
        lambda: program.time("backward"),
        on_threads(1, 3, image.backward),
    )
    half = Layer(IMAGE, torch.bfloat16)
    yield forward("forward_bf16_vs_torch_1t", "trainbf16", layer=half)
    half.prepare_backward()
    yield Measure(
        "backward_bf16_vs_torch_1t",
        lambda: program.time("backwardbf16"),
        on_threads(1, 3, half.backward),
    )
    wide = Layer(IMAGE, torch.float64)
    yield forward("forward_train_f64_vs_torch_1t", "trainf64", layer=wide)
    yield forward(
        "forward_train_f64_baseline_vs_torch_1t", "trainf64", kernels="baseline", layer=wide
    )
    yield forward("forward_eval_f64_vs_torch_1t", "evaluatef64", training=False, layer=wide)
    wide.prepare_backward()
    yield Measure(
        "backward_f64_vs_torch_1t",
        lambda: program.time("backwardf64"),
        on_threads(1, 3, wide.backward),
    )
    matrix = Layer(MATRIX, torch.float64)
    yield forward("forward_train_f64_2d_vs_torch_1t", "train2df64", layer=matrix, repeats=200)
    yield Measure(
        "forward_train_f32_vs_memcpy_1t",
        lambda: program.time("train"),
        lambda: program.time("memcpy"),
    )


def comparison_measures(program):
    """Two float32 tensors of 6.4 million elements, nearly equal: all statistics against a verdict."""
    generator = numpy.random.default_rng(7)
    expected = generator.standard_normal(IMAGE, dtype=numpy.float32)
    actual = expected * numpy.float32(1 + 2**-22)

    def ours():
        return program.time("compare", threads=os.cpu_count() or 1)

    yield Measure(
        "compare_vs_numpy",
        ours,
        lambda: best_of(
            1, lambda: numpy.testing.assert_allclose(actual, expected, rtol=1.3e-6, atol=1e-5)
        ),
    )
    left, right = torch.from_numpy(actual), torch.from_numpy(expected)
    yield Measure(
        "compare_vs_torch",
        ours,
        on_threads(os.cpu_count() or 1, 1, lambda: torch.testing.assert_close(left, right)),
    )
    with tempfile.TemporaryDirectory() as folder:
        names = [os.path.join(folder, name) for name in ("a.h5", "b.h5")]
        for name, values in zip(names, (actual, expected)):
            with h5py.File(name, "w") as file:
                file["values"] = values
        yield Measure(
            "compare_vs_h5diff",
            ours,
            lambda: process(["h5diff", "--delta=1e-3", *names]),
            rounds=3,
        )


WHOLE = ["--implementation", "reference", "--profile", "torch"]


def suite_measure(root):
    """The same cases by bnconform and by pytest with h5py and torch; whole processes."""
    bnconform = root / ".build/release/bnconform"
    test = root / "tools/benchmark/suite_by_pytest.py"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(test)]
    return Measure(
        "suite_vs_pytest",
        lambda: min(process([bnconform, "run", *WHOLE], cwd=root) for _ in range(3)),
        # Exit code 1: some of PyTorch's own answers miss torch.testing's tolerance.
        lambda: process(
            command, (0, 1), cwd=root, env={**os.environ, "GOLDEN": str(root / "Golden")}
        ),
        rounds=2,
    )
