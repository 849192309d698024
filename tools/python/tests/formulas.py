# SPDX-License-Identifier: MIT
"""Functions of NumPy under test: right ones, and one with a bug."""

import os
import signal

import numpy as np


def column(x):
    return (1, -1) + (1,) * (x.ndim - 2)


def inference(x, mean, var, weight, bias, eps):
    shape = column(x)
    y = (x - mean.reshape(shape)) / np.sqrt(var.reshape(shape) + eps)
    if weight is not None:
        y = y * weight.reshape(shape)
    if bias is not None:
        y = y + bias.reshape(shape)
    return y.astype(x.dtype)


def images_only(x, mean, var, weight, bias, eps):
    if x.ndim != 4:
        raise ValueError(f"expected 4D input (got {x.ndim}D input)")
    return inference(x, mean, var, weight, bias, eps)


def crashing(x, mean, var, weight, bias, eps):
    if x.shape == (2, 3, 2, 2):
        os.kill(os.getpid(), signal.SIGSEGV)
    return inference(x, mean, var, weight, bias, eps)


def functional(x, running_mean, running_var, weight, bias, training, momentum, eps, ddof=1):
    axes = (0, *range(2, x.ndim))
    mean, var = running_mean, running_var
    if training:
        mean, var = x.mean(axes), x.var(axes)
        if running_mean is not None:
            running_mean[...] = (1 - momentum) * running_mean + momentum * mean
            running_var[...] = (1 - momentum) * running_var + momentum * x.var(axes, ddof=ddof)
    return inference(x, mean, var, weight, bias, eps)


def biased(x, running_mean, running_var, weight, bias, training, momentum, eps):
    return functional(x, running_mean, running_var, weight, bias, training, momentum, eps, ddof=0)


class KitLayer:
    """A class of the kit."""

    types = ("float32", "float64")
    unsupported = ("kind=nd", "partial_affine", "affine=false", "track_running_stats=false", "momentum=none",
                   "irregular_state")

    def __init__(self, config, state):
        self.config, self.tensors = config, state

    def forward(self, x, training):
        t = self.tensors
        self.tensors["num_batches_tracked"] += training
        return functional(x, t["running_mean"], t["running_var"], t["weight"], t["bias"], training,
                          self.config.momentum, self.config.eps)

    def state(self):
        return self.tensors
