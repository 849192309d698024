# SPDX-License-Identifier: MIT
"""Writes golden files with h5py, compactly and with the same bytes every time."""

import h5py
import numpy as np

from .digest import element_bytes
from .tensor import Tensor

COMPACT_LIMIT = 60_000


def _bfloat16():
    """bfloat16 as an HDF5 floating-point type: FORMAT.md, "Types"."""
    kind = h5py.h5t.IEEE_F32LE.copy()
    kind.set_fields(15, 7, 8, 0, 7)
    kind.set_size(2)
    kind.set_ebias(127)
    return kind


FILE_TYPES = {
    "float16": h5py.h5t.IEEE_F16LE,
    "float32": h5py.h5t.IEEE_F32LE,
    "float64": h5py.h5t.IEEE_F64LE,
    "int64": h5py.h5t.STD_I64LE,
    "bfloat16": _bfloat16(),
}


def write(path: str, feature: str, generator: str, cases: list):
    """Writes the golden file of one feature."""
    with h5py.File(path, "w", libver=("v108", "v110")) as f:
        _attribute(f.id, "format_version", "1.0")
        _attribute(f.id, "role", "golden")
        _attribute(f.id, "feature", feature)
        _attribute(f.id, "generator", generator)
        group = h5py.h5g.create(f.id, b"cases", gcpl=_group_properties())
        for case in cases:
            _write_case(group, case)


def _group_properties():
    properties = h5py.h5p.create(h5py.h5p.GROUP_CREATE)
    properties.set_obj_track_times(False)
    properties.set_attr_phase_change(255, 254)
    return properties


def _write_case(parent, case):
    name = case.id.replace("/", ":").encode()
    group = h5py.h5g.create(parent, name, gcpl=_group_properties())
    for key, value in case.attributes():
        _attribute(group, key, value)
    for key, member in sorted(case.members().items()):
        _dataset(group, key.encode(), member)


def _attribute(where, name: str, value):
    name = name.encode()
    if isinstance(value, bool):
        kind = h5py.h5t.py_create(np.dtype(bool), logical=True)
        data = np.array(value)
    elif isinstance(value, int):
        kind, data = h5py.h5t.STD_I64LE, np.array(value, "<i8")
    elif isinstance(value, float):
        kind, data = h5py.h5t.IEEE_F64LE, np.array(value, "<f8")
    elif isinstance(value, str):
        kind, data = _text([value])
        data = data.reshape(())
    elif isinstance(value[0], float):
        kind, data = h5py.h5t.IEEE_F64LE, np.array(value, "<f8")
    else:
        kind, data = _text(value)
    space = h5py.h5s.create_simple(data.shape) if data.shape else h5py.h5s.create(h5py.h5s.SCALAR)
    attribute = h5py.h5a.create(where, name, kind, space)
    attribute.write(data, mtype=kind)


def _text(strings):
    """Fixed-length UTF-8, padded with zeros: no global heap, one read."""
    encoded = [s.encode() for s in strings]
    size = max(max(map(len, encoded)), 1)
    kind = h5py.h5t.C_S1.copy()
    kind.set_size(size)
    kind.set_strpad(h5py.h5t.STR_NULLPAD)
    kind.set_cset(h5py.h5t.CSET_UTF8)
    return kind, np.array(encoded, dtype=f"S{size}")


def _dataset(group, name: bytes, member):
    properties = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    properties.set_obj_track_times(False)
    properties.set_fill_time(h5py.h5d.FILL_TIME_NEVER)
    if isinstance(member, str):
        kind, data = _text([member])
        shape, raw = (), data.reshape(())
    else:
        kind, shape = FILE_TYPES[member.type], member.shape
        raw = _array(member)
    space = h5py.h5s.create_simple(shape) if shape else h5py.h5s.create(h5py.h5s.SCALAR)
    if raw.nbytes < COMPACT_LIMIT and raw.size:
        properties.set_layout(h5py.h5d.COMPACT)
    dataset = h5py.h5d.create(group, name, kind, space, properties)
    if raw.size:
        dataset.write(h5py.h5s.ALL, h5py.h5s.ALL, raw, mtype=kind)


def _array(tensor: Tensor):
    """The elements' bits as an array of the right width; HDF5 copies them unconverted."""
    raw = element_bytes(tensor)
    width = {"float16": "<u2", "bfloat16": "<u2", "float32": "<u4", "float64": "<u8", "int64": "<i8"}
    return np.frombuffer(raw, dtype=width[tensor.type]).reshape(tensor.shape)
