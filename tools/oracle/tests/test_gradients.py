# SPDX-License-Identifier: MIT
"""Gradients against exact difference quotients of the forward and of the first-order gradients."""

import math
import random

import pytest

from bnoracle import gradients
from bnoracle.data import literal, vector
from bnoracle.layer import Configuration, Layer

SHAPE = (3, 2, 2)


def problem(seed):
    draw = random.Random(seed)
    numbers = lambda k: [round(draw.uniform(-2, 3), 3) for _ in range(k)]
    return numbers(12), numbers(12), numbers(12), numbers(2), numbers(2)


def layer(weight=(1.5, -0.75)):
    state = {"weight": vector("float64", list(weight)), "bias": vector("float64", [0.5, 1]),
             "running_mean": vector("float64", [0.5, 1]), "running_var": vector("float64", [2, 0.5])}
    return Layer(Configuration("1d", 2, eps=0.05, parameter_type="float64", input_type="float64"), state)


def floats(tensor):
    return [float(v) for v in tensor.values]


def first(x, dy, training):
    _, record = layer().forward(literal("float64", SHAPE, x), training)
    return gradients.backward(record, literal("float64", SHAPE, dy), ("input", "weight", "bias"))


@pytest.mark.parametrize("training", [True, False])
def test_grad_input_is_the_slope_of_the_output(training):
    x, dy, *_ = problem(3)
    got = floats(first(x, dy, training)["grad_input"])

    def loss(values):
        y, _ = layer().forward(literal("float64", SHAPE, values), training)
        return math.fsum(a * b for a, b in zip(floats(y), dy))

    for k in range(12):
        up, down = list(x), list(x)
        up[k] += 1e-5
        down[k] -= 1e-5
        assert abs((loss(up) - loss(down)) / 2e-5 - got[k]) < 1e-8


@pytest.mark.parametrize("training", [True, False])
def test_second_order_is_the_slope_of_first_order(training):
    x, dy, p, q, b = problem(5)
    _, record = layer().forward(literal("float64", SHAPE, x), training)
    incoming = {"grad_grad_input": literal("float64", SHAPE, p), "grad_grad_weight": vector("float64", q),
                "grad_grad_bias": vector("float64", b)}
    got = gradients.double_backward(
        record, literal("float64", SHAPE, dy), incoming, ("grad_output", "weight", "input"))

    def loss(xs, dys):
        g = first(xs, dys, training)
        every = floats(g["grad_input"]) + floats(g["grad_weight"]) + floats(g["grad_bias"])
        return math.fsum(a * c for a, c in zip(every, p + q + b))

    for k in range(12):
        for name, at in (("double_grad_input", 0), ("double_grad_output", 1)):
            up, down = [list(x), list(dy)], [list(x), list(dy)]
            up[at][k] += 1e-5
            down[at][k] -= 1e-5
            assert abs((loss(*up) - loss(*down)) / 2e-5 - floats(got[name])[k]) < 1e-7
