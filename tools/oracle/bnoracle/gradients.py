# SPDX-License-Identifier: MIT
"""First- and second-order gradients of one forward (R33–R36, R39, R40), exactly.

In training, with c = x − mean, r = variance + eps, i = 1/√r and means over the channel's n values,

    dx = γ·i·(dy − mean(dy) − c·mean(dy·c)/r)      dγ = i·Σdy·c      dβ = Σdy

Every second-order result is a rational combination of 1 and i as well; it is built by the product
rule from the derivatives of i, Σdy·c and ΣP·c with respect to x:

    ∂i/∂x = −i³·c/n      ∂(Σdy·c)/∂x = dy − mean(dy)      ∂(ΣP·c)/∂x = P − mean(P)
"""

from gmpy2 import mpq

from .formats import FORMATS
from .layer import Pass, values_or
from .reals import Surd, add, divided, is_special, mul, neg, sub, total
from .tensor import Tensor


def inverse(r):
    """1/r for r > 0; 0 for an infinite r."""
    if is_special(r):
        return mpq(0) if r == float("inf") else float("nan")
    if r == 0:
        return float("inf")
    return 1 / r


def backward(record: Pass, dy: Tensor, wants) -> dict:
    """The wanted gradients by name (R33 in training, R34 in evaluation, masks R35, empty R13)."""
    x = record.x
    xs, ds = x.values, dy.values
    gammas = values_or(record.weight, 1, x.channels)
    grad_x = [0] * len(x.bits)
    grad_w, grad_b = [], []
    for c in range(len(record.means)):
        places, r = x.positions(c), record.radicands[c]
        n = len(places)
        deviations = {k: sub(xs[k], record.means[c]) for k in places}
        sum_d = total(ds[k] for k in places)
        sum_dc = total(mul(ds[k], deviations[k]) for k in places)
        grad_w.append(Surd(mpq(0), sum_dc, r))
        grad_b.append(Surd(sum_d, mpq(0), mpq(1)))
        for k in places:
            inner = ds[k]
            if record.batch:
                slope = mul(divided(sum_dc, n), inverse(r))
                inner = sub(sub(inner, divided(sum_d, n)), mul(deviations[k], slope))
            grad_x[k] = Surd(mpq(0), mul(gammas[c], inner), r).round(FORMATS[x.type])
    result = {}
    if "input" in wants:
        result["grad_input"] = x.replaced(grad_x)
    for name, parameter, sums in (("weight", record.weight, grad_w), ("bias", record.bias, grad_b)):
        if name in wants and parameter is not None:
            form = FORMATS[parameter.type]
            bits = [s.round(form) for s in sums] or [0] * len(parameter.bits)
            result["grad_" + name] = parameter.replaced(bits)
    return result


def double_backward(record: Pass, dy: Tensor, incoming: dict, wants) -> dict:
    """Derivatives of ⟨P,dx⟩ + ⟨Q,dγ⟩ + ⟨B,dβ⟩ with respect to dy, γ and x (R39, R40)."""
    x = record.x
    xs, ds = x.values, dy.values
    channels, zero = x.channels, mpq(0)
    ps = values_or(incoming.get("grad_grad_input"), 0, len(x.bits))
    qs = values_or(incoming.get("grad_grad_weight"), 0, channels)
    bs = values_or(incoming.get("grad_grad_bias"), 0, channels)
    gammas = values_or(record.weight, 1, channels)
    form = FORMATS[x.type]
    by_dy, by_x, by_w = [0] * len(x.bits), [0] * len(x.bits), []
    for ch in range(len(record.means)):
        places, r = x.positions(ch), record.radicands[ch]
        n, gamma, q = len(places), gammas[ch], qs[ch]
        ri = inverse(r)
        c = {k: sub(xs[k], record.means[ch]) for k in places}
        sum_p, sum_d = total(ps[k] for k in places), total(ds[k] for k in places)
        u, w = total(mul(ps[k], c[k]) for k in places), total(mul(ds[k], c[k]) for k in places)
        inner = total(mul(ps[k], ds[k]) for k in places)
        if not record.batch:
            by_w.append(Surd(zero, inner, r))
            for k in places:
                by_dy[k] = Surd(bs[ch], add(mul(gamma, ps[k]), mul(q, c[k])), r).round(form)
                by_x[k] = Surd(zero, mul(q, ds[k]), r).round(form)
            continue
        # ⟨P,dx⟩/γ = i·A − i³·u·w/n with A = ΣP·dy − ΣP·Σdy/n; ⟨Q,dγ⟩ = q·i·w.
        a = sub(inner, divided(mul(sum_p, sum_d), n))
        uw = divided(mul(u, w), n)
        by_w.append(Surd(zero, sub(a, mul(uw, ri)), r))
        for k in places:
            p_centred = sub(ps[k], divided(sum_p, n))
            d_centred = sub(ds[k], divided(sum_d, n))
            along = divided(mul(c[k], ri), n)  # −∂i/∂x divided by i
            direct = sub(p_centred, mul(along, u))
            by_dy[k] = Surd(bs[ch], add(mul(gamma, direct), mul(q, c[k])), r).round(form)
            of_first = neg(mul(along, a))
            of_product = mul(ri, divided(add(mul(p_centred, w), mul(u, d_centred)), n))
            of_cube = mul(mul(mpq(3), along), mul(ri, uw))
            first = mul(gamma, sub(add(of_first, of_cube), of_product))
            second = mul(q, sub(d_centred, mul(along, w)))
            by_x[k] = Surd(zero, add(first, second), r).round(form)
    result = {}
    if "grad_output" in wants:
        result["double_grad_output"] = x.replaced(by_dy)
    if "weight" in wants and record.weight is not None:
        bits = [s.round(FORMATS[record.weight.type]) for s in by_w] or [0] * len(record.weight.bits)
        result["double_grad_weight"] = record.weight.replaced(bits)
    if "input" in wants:
        result["double_grad_input"] = x.replaced(by_x)
    return result
