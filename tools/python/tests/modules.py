# SPDX-License-Identifier: MIT
"""Torch modules under test, as people write them."""

import torch
from torch import nn


class HandWritten(nn.Module):
    """Takes inputs of any rank; without num_batches_tracked, momentum None and parts that may be absent."""

    def __init__(self, num_features, eps=1e-5, momentum=0.1, affine=True):
        super().__init__()
        self.eps, self.momentum = eps, momentum
        self.weight = nn.Parameter(torch.ones(num_features)) if affine else None
        self.bias = nn.Parameter(torch.zeros(num_features)) if affine else None
        self.register_buffer("running_mean", torch.zeros(num_features))
        self.register_buffer("running_var", torch.ones(num_features))

    def unbiased(self, var, n):
        return var * n / (n - 1)

    def forward(self, x):
        axes, shape = [0, *range(2, x.dim())], [1, -1] + [1] * (x.dim() - 2)
        mean, var = self.running_mean, self.running_var
        if self.training:
            mean, var = x.mean(axes), x.var(axes, correction=0)
            with torch.no_grad():
                n = x.numel() / x.shape[1]
                m = self.momentum
                self.running_mean = (1 - m) * self.running_mean + m * mean
                self.running_var = (1 - m) * self.running_var + m * self.unbiased(var, n)
        y = (x - mean.view(shape)) * torch.rsqrt(var.view(shape) + self.eps)
        if self.weight is not None:
            y = y * self.weight.view(shape) + self.bias.view(shape)
        return y


class Biased(HandWritten):
    def unbiased(self, var, n):
        return var


class Textbook2d(nn.Module):
    """Other names, and tensors of the shape (1, C, 1, 1)."""

    def __init__(self, channels, *, epsilon=1e-5, momentum=0.1):
        super().__init__()
        self.epsilon, self.step = epsilon, momentum
        self.gamma = nn.Parameter(torch.ones(1, channels, 1, 1))
        self.beta = nn.Parameter(torch.zeros(1, channels, 1, 1))
        self.register_buffer("moving_mean", torch.zeros(1, channels, 1, 1))
        self.register_buffer("moving_var", torch.ones(1, channels, 1, 1))

    def forward(self, x):
        mean, var = self.moving_mean, self.moving_var
        if self.training:
            mean, var = x.mean((0, 2, 3), keepdim=True), x.var((0, 2, 3), keepdim=True, correction=0)
            n = x.numel() / x.shape[1]
            with torch.no_grad():
                self.moving_mean = (1 - self.step) * self.moving_mean + self.step * mean
                self.moving_var = (1 - self.step) * self.moving_var + self.step * var * n / (n - 1)
        return self.gamma * (x - mean) / torch.sqrt(var + self.epsilon) + self.beta


class Detached(HandWritten):
    """Has no gradient."""

    def forward(self, x):
        return super().forward(x).detach()


class NeedsMore(HandWritten):
    def __init__(self, num_features, groups):
        super().__init__(num_features)
