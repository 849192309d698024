# SPDX-License-Identifier: MIT
"""The content digest of FORMAT.md: what cases say, however HDF5 stores it."""

import hashlib
import struct

from .formats import FORMATS
from .tensor import Tensor

WIDTH = {"float16": 2, "bfloat16": 2, "float32": 4, "float64": 8, "int64": 8}


def digest(cases: list) -> str:
    """SHA-256 over the records of all cases, by id."""
    state = hashlib.sha256()
    for case in sorted(cases, key=lambda c: c.id.encode()):
        for name, value in case.attributes():
            state.update(name.encode() + b"\0" + attribute_bytes(name, value) + b"\0")
        for name, member in sorted(case.members().items(), key=lambda item: item[0].encode()):
            state.update(name.encode() + b"\0" + member_bytes(member) + b"\0")
    return state.hexdigest()


def attribute_bytes(name: str, value) -> bytes:
    if isinstance(value, bool):
        return b"true" if value else b"false"
    if isinstance(value, str):
        return value.encode()
    if isinstance(value, int):
        return str(value).encode()
    if isinstance(value, float):
        return float_text(value)
    parts = [float_text(v) if isinstance(v, float) else v.encode() for v in value]
    return b"\n".join(parts)


def float_text(value: float) -> bytes:
    bits = 0x7FF8000000000000 if value != value else struct.unpack("<Q", struct.pack("<d", value))[0]
    return f"{bits:016x}".encode()


def member_bytes(member) -> bytes:
    if isinstance(member, str):
        return member.encode()
    head = f"{member.type}[{','.join(map(str, member.shape))}]".encode()
    return head + element_bytes(member, canonical=True)


def element_bytes(tensor: Tensor, canonical: bool = False) -> bytes:
    """The elements little-endian; canonical ones hold every NaN in one form."""
    width = WIDTH[tensor.type]
    if tensor.type == "int64":
        return b"".join(int(v).to_bytes(8, "little", signed=True) for v in tensor.bits)
    form = FORMATS[tensor.type]
    out = bytearray()
    for bits in tensor.bits:
        if canonical and bits & (form.sign - 1) > form.infinity:
            bits = form.nan
        out += int(bits).to_bytes(width, "little")
    return bytes(out)
