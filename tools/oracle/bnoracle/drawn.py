# SPDX-License-Identifier: MIT
"""Writes golden files of drawn cases, to compare two computations at length.

python -m bnoracle.drawn FOLDER ELEMENTS [SEED]: a file a regime, about ELEMENTS inputs together. Nothing
here is kept: what the goldens need is declared in `cases`.
"""

import pathlib
import sys

import numpy as np

from . import writer
from .build import SHORT, Draft
from .formats import FORMATS, exact
from .tensor import Tensor

#: A kind of data each: values of one channel, from a generator and the channel's number.
REGIMES = {
    "normal": lambda g, n, c: g.standard_normal(n),
    "mean_1e1": lambda g, n, c: 10 + g.standard_normal(n),
    "mean_1e3": lambda g, n, c: 1e3 + g.standard_normal(n),
    "mean_1e5": lambda g, n, c: -1e5 + g.standard_normal(n),
    "mean_1e7": lambda g, n, c: 1e7 + g.standard_normal(n),
    "eps_dominates": lambda g, n, c: 1e-4 * g.standard_normal(n),
    "tiny": lambda g, n, c: 1e-15 * g.standard_normal(n),
    "relu": lambda g, n, c: np.maximum(g.standard_normal(n), 0),
    "uniform": lambda g, n, c: g.uniform(-1, 1, n),
    "pixels": lambda g, n, c: g.integers(0, 256, n).astype(float),
    "product": lambda g, n, c: g.standard_normal(n) * g.standard_normal(n) * g.standard_normal(n),
    "lognormal": lambda g, n, c: np.exp(2 * g.standard_normal(n)),
    "wide": lambda g, n, c: g.standard_normal(n) * np.exp2(g.integers(-40, 15, n)),
    "subnormal": lambda g, n, c: g.integers(-(2**23), 2**23, n) * 2.0**-149,
    "two_values": lambda g, n, c: g.choice([-1.0, 1.0], n),
    "outlier": lambda g, n, c: np.where(np.arange(n) == 3, 6e4, 1e-3 * g.standard_normal(n)),
    "sparse": lambda g, n, c: np.where(g.random(n) < 0.02, g.standard_normal(n), 0.0),
    "few_bits": lambda g, n, c: g.integers(-32, 32, n) * 0.125,
}
#: Shapes with one value a position, short and long channels, and layouts of every rank.
SHAPES = [(7, 5), (64, 8), (300, 3), (9, 4, 17), (4, 6, 7, 5), (2, 3, 33, 32), (3, 2, 3, 4, 5)]
LABELS = ["f32", "f32", "f32", "f64", "bf16-f32", "f16-f32", "bf16", "f16"]


def tensor(kind: str, shape, values) -> Tensor:
    """Rounds float64 values to the type; what is too large for it is halved until it fits."""
    form = FORMATS[kind]
    limit = 6e4 if kind == "float16" else 3e38
    while np.abs(values).max(initial=0) > limit:
        values = values / 2
    return Tensor(kind, tuple(shape), tuple(form.round(exact(float(v))) for v in values.ravel()))


def draw(regime: str, number: int, seed: int):
    """One case: training, its gradients, and evaluation with what the training left."""
    generator = np.random.default_rng([seed, number, list(REGIMES).index(regime)])
    shape = SHAPES[number % len(SHAPES)]
    label = LABELS[int(generator.integers(len(LABELS)))]
    draft = Draft(
        f"{regime}/{number}/{label}", shape,
        eps=float(generator.choice([1e-5, 1e-3, 1e-12, 1.0])),
        momentum=None if number % 5 == 4 else float(generator.choice([0.1, 0.3, 1.0])),
        affine="none" if number % 7 == 6 else "both",
    )
    kind = SHORT[label.partition("-")[0]]

    def activations():
        n = shape[0] * int(np.prod(shape[2:], dtype=int))
        columns = [REGIMES[regime](generator, n, c).reshape(shape[0], *shape[2:]) for c in range(shape[1])]
        return tensor(kind, shape, np.stack(columns, axis=1))

    draft.train(x=activations())
    draft.backward(dy=tensor(kind, shape, generator.standard_normal(shape) + 0.25))
    draft.evaluate(x=activations())
    return draft.case("drawn", "Compares two computations.", "R20", level="required")


def main(folder: str, elements: int, seed: int) -> int:
    pathlib.Path(folder).mkdir(parents=True, exist_ok=True)
    total, count = 0, 0
    for regime in REGIMES:
        cases, drawn = [], 0
        while drawn < elements / len(REGIMES) and len(cases) < 4000:
            case = draw(regime, len(cases), seed)
            case.expectations  # computed here, one after the other
            drawn += sum(len(step.tensors["input"].bits) for step in case.steps if "input" in step.tensors)
            cases.append(case)
        cases.sort(key=lambda c: c.id.encode())
        writer.write(f"{folder}/{regime}.h5", regime, "bnconform oracle, drawn", cases)
        total, count = total + drawn, count + len(cases)
        print(f"{regime}: {len(cases)} cases, {drawn} inputs", flush=True)
    print(f"{total} inputs in {count} cases of {len(REGIMES)} regimes")
    return 0


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        raise SystemExit(__doc__)
    raise SystemExit(main(sys.argv[1], int(sys.argv[2]), int((sys.argv[3:] or ["1"])[0])))
