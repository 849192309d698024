# SPDX-License-Identifier: MIT
"""PyTorch 2.10 answers a requests file: python witness_torch.py REQUESTS.h5 ANSWERS.h5.

The real modules, the real state dict, autograd for the gradients; nothing is repaired.
"""

import copy
import sys

import h5py
import numpy as np
import torch

MODULES = {"1d": torch.nn.BatchNorm1d, "2d": torch.nn.BatchNorm2d, "3d": torch.nn.BatchNorm3d,
           "nd": torch.nn.SyncBatchNorm}
TYPES = {"float16": torch.float16, "bfloat16": torch.bfloat16, "float32": torch.float32,
         "float64": torch.float64, "int64": torch.int64}
STATE = ("weight", "bias", "running_mean", "running_var", "num_batches_tracked")
# Part of the text of an exception → error kind of FORMAT.md, first match wins.
TEXTS = [
    ("must either both be None", "unpaired_running_stats"), ("must be defined in evaluation", "missing_running_stats"),
    ("number of input channels should be non-zero", "no_channels"), ("index 0 out of range", "no_channels"),
    ("D input (got", "rank_mismatch"), ("Expected more than 1 value per channel", "too_few_values"),
    ("eps must be positive", "nonpositive_eps"), ("should contain", "channel_mismatch"),
    ("not implemented for", "unsupported_type"), ("mixed dtype", "mixed_types"),
    ("Missing key(s)", "missing_state_key"), ("expected scalar type", "mixed_types"),
]


def read(dataset) -> torch.Tensor:
    """A data set as a tensor of its own type, bit for bit."""
    kind = dataset.id.get_type()
    raw = np.empty(dataset.shape, dtype={2: "<u2", 4: "<u4", 8: "<i8"}[kind.get_size()])
    if raw.size:
        dataset.id.read(h5py.h5s.ALL, h5py.h5s.ALL, raw, mtype=kind)
    if isinstance(kind, h5py.h5t.TypeIntegerID):
        return torch.from_numpy(raw.astype(np.int64))
    if kind.get_size() == 2:
        bfloat = kind.get_fields()[2] == 8
        return torch.from_numpy(raw.view(np.int16)).view(torch.bfloat16 if bfloat else torch.float16)
    return torch.from_numpy(raw.view("<f4" if kind.get_size() == 4 else "<f8"))


def write(group, name: str, tensor: torch.Tensor):
    """Writes a tensor with the file type of FORMAT.md."""
    tensor = tensor.detach().contiguous()
    names = {v: k for k, v in TYPES.items()}
    if names[tensor.dtype] == "bfloat16":
        kind = h5py.h5t.IEEE_F32LE.copy()
        kind.set_fields(15, 7, 8, 0, 7)
        kind.set_size(2)
        kind.set_ebias(127)
        raw = tensor.view(torch.int16).numpy()
    else:
        raw = tensor.numpy()
        kind = h5py.h5t.py_create(raw.dtype)
    shape = tuple(tensor.shape)
    space = h5py.h5s.create_simple(shape) if shape else h5py.h5s.create(h5py.h5s.SCALAR)
    dataset = h5py.h5d.create(group.id, name.encode(), kind, space)
    if raw.size:
        dataset.write(h5py.h5s.ALL, h5py.h5s.ALL, np.ascontiguousarray(raw), mtype=kind)


def text(value) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


class Session:
    """One case: a module, driven through its steps."""

    def __init__(self, group):
        a = group.attrs
        self.group = group
        momentum = a["momentum"]
        momentum = None if isinstance(momentum, (str, bytes)) else float(momentum)
        options = {} if a.get("uses_defaults", False) else {
            "eps": float(a["eps"]), "momentum": momentum, "affine": bool(a["affine"]),
            "track_running_stats": bool(a["track_running_stats"])}
        self.module = MODULES[text(a["kind"])](
            int(a["num_features"]), **options, dtype=TYPES[text(a["parameter_type"])])
        self.other, self.recording = None, True
        for name in STATE:
            member = f"initial.{name}"
            value = read(group[member]) if member in group else None
            if value is not None and name in ("weight", "bias"):
                value = torch.nn.Parameter(value)
            setattr(self.module, name, value)
        self.passes, self.backwards = {}, {}

    def perform(self, index: int, words: list) -> dict:
        verb, options = words[0], dict(w.split("=") for w in words[1:] if "=" in w)
        member = lambda name: self.group[f"step{index}.{name}"]
        if verb == "forward":
            self.module.train(words[1] == "training")
            x = read(member("input"))
            before = x.clone()
            x.requires_grad_(x.is_floating_point())
            with torch.set_grad_enabled(self.recording):
                y = self.module(x)
            self.passes[index] = (x, y, self.module)
            if not torch.equal(torch.nan_to_num(x.detach()), torch.nan_to_num(before)):
                raise RuntimeError("the input was modified")
            return {"output": y}
        if verb == "backward":
            return self.backward(index, int(options["of"]), options["wants"].split(","), read(member("grad_output")))
        if verb == "double_backward":
            return self.double_backward(index, int(options["of"]), options["wants"].split(","))
        if verb == "reset_running_stats":
            self.module.reset_running_stats()
        elif verb == "set_track_running_stats":
            self.module.track_running_stats = words[1] == "on"
        elif verb == "load_state":
            self.load(index, options["version"])
        elif verb == "set_eps":
            self.module.eps = float(words[1])
        elif verb == "set_momentum":
            self.module.momentum = None if words[1] == "none" else float(words[1])
        elif verb == "set_grad_enabled":
            self.recording = words[1] == "on"
        elif verb == "copy":
            self.module, self.other = copy.deepcopy(self.module), self.module
        elif verb == "switch":
            self.module, self.other = self.other, self.module
        else:
            raise RuntimeError(f"no such step: {verb}")
        return {}

    def backward(self, index, of, wants, dy):
        x, y, module = self.passes[of]
        available = {"input": x, "weight": module.weight, "bias": module.bias}
        names = [n for n in wants if available[n] is not None]
        dy.requires_grad_(True)
        every = [n for n in ("input", "weight", "bias") if available[n] is not None]
        grads = torch.autograd.grad(y, [available[n] for n in every], dy, create_graph=True, allow_unused=True)
        self.backwards[index] = (x, dy, dict(zip(every, grads)), module)
        values = dict(zip(every, grads))
        return {f"grad_{n}": values[n] for n in names if values[n] is not None}

    def double_backward(self, index, of, wants):
        x, dy, grads, module = self.backwards[of]
        outputs, incoming = [], []
        for name, grad in grads.items():
            member = f"step{index}.grad_grad_{name}"
            if member in self.group and grad is not None:
                outputs.append(grad)
                incoming.append(read(self.group[member]))
        available = {"grad_output": dy, "weight": module.weight, "input": x}
        names = [n for n in wants if available[n] is not None]
        second = torch.autograd.grad(outputs, [available[n] for n in names], incoming, retain_graph=True,
                                     allow_unused=True)
        return {f"double_grad_{n.removeprefix('grad_')}": g if g is not None else torch.zeros_like(available[n])
                for n, g in zip(names, second)}

    def load(self, index, version):
        state = {}
        for name in STATE:
            member = f"step{index}.state.{name}"
            if member in self.group:
                state[name] = read(self.group[member])
        metadata = {"": {} if version == "none" else {"version": int(version)}}
        if version != "none":
            state = type("State", (dict,), {})(state)
            state._metadata = metadata
        self.module.load_state_dict(state)

    def state(self, everything: bool) -> dict:
        names = STATE if everything else STATE[2:]
        return {n: getattr(self.module, n) for n in names if getattr(self.module, n) is not None}


def answer(group, target):
    """Runs one case and writes what was seen."""
    session = Session(group)
    for index, line in enumerate(text(s) for s in group.attrs["steps"]):
        words = line.split()
        try:
            tensors = session.perform(index, words)
        except Exception as error:  # whatever the system raises is its answer
            tensors = {}
            message = str(error)
            kind = next((kind for part, kind in TEXTS if part in message), "unclassified")
            target[f"step{index}.actual.error"] = kind
            target[f"step{index}.actual.message"] = message[:1000]
        tensors.update(session.state(words[0] in ("load_state", "reset_running_stats", "copy", "switch")))
        for name, tensor in tensors.items():
            write(target, f"step{index}.actual.{name}", tensor.clone())


def main(requests: str, answers: str):
    torch.set_num_threads(1)
    with h5py.File(requests, "r") as source, h5py.File(answers, "w", libver=("v108", "v110")) as f:
        f.attrs["format_version"] = "1.0"
        f.attrs["role"] = "answers"
        f.attrs["implementation"] = "pytorch-cpu"
        f.attrs["implementation_version"] = str(torch.__version__)
        cases = f.create_group("cases")
        for name, group in source["cases"].items():
            target = cases.create_group(name)
            target.attrs["id"] = text(group.attrs["id"])
            answer(group, target)


if __name__ == "__main__":
    main(*sys.argv[1:3])
