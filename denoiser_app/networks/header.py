"""The header of a safetensors file, read by ourselves and believed in nothing, before any parser sees the file.

    8 bytes: its length n, little endian    n bytes: JSON, {"name": {"dtype", "shape", "data_offsets"}, "__metadata__"}
    the tensors' data, one after another without gaps

as https://huggingface.co/docs/safetensors describes the format.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LARGEST_HEADER = 1 << 20
MOST_TENSORS = 10_000
METADATA = "__metadata__"
_LENGTH = 8
_FLOAT = 4
_LARGEST_SIDE = 1 << 31


@dataclass(frozen=True)
class Header:
    """shapes: of the tensors, all float32. metadata: texts. end: where the header ends in the file."""

    shapes: Mapping[str, tuple[int, ...]]
    metadata: Mapping[str, str]
    end: int


def read_header(data: bytes) -> Header:
    """The header of a whole file of float32 tensors. ValueError with the reason for anything that is not as it should
    be, down to bytes that belong to no tensor."""
    size = int.from_bytes(data[:_LENGTH], "little")
    if len(data) < _LENGTH or size > min(LARGEST_HEADER, len(data) - _LENGTH):
        raise ValueError("its header is too large")
    values = _json(data[_LENGTH : _LENGTH + size])
    metadata = values.pop(METADATA, {})
    if not isinstance(metadata, dict) or not all(isinstance(text, str) for text in metadata.values()):
        raise ValueError("its header holds something else than texts")
    if len(values) > MOST_TENSORS:
        raise ValueError("it has too many tensors")
    places = sorted(((*_place(name, value), name) for name, value in values.items()), key=lambda place: place[:2])
    end = _LENGTH + size
    _require_seamless([(first, last) for first, last, _, _ in places], len(data) - end)
    return Header({name: shape for _, _, shape, name in places}, metadata, end)


def with_metadata(data: bytes, metadata: Mapping[str, str]) -> bytes:
    """The same tensors with these texts in the header. Always the same bytes, unlike safetensors' own writer, which
    puts texts in any order. ValueError if the header would be too large."""
    end = read_header(data).end
    values = json.loads(data[_LENGTH:end])
    text = json.dumps({METADATA: dict(metadata), **values}, separators=(",", ":")).encode()
    text += b" " * (-len(text) % _LENGTH)  # so that the tensors begin at a multiple of 8, as the format asks
    if len(text) > LARGEST_HEADER:
        raise ValueError("its description is too large")
    return len(text).to_bytes(_LENGTH, "little") + text + data[end:]


def _json(text: bytes) -> dict[str, Any]:
    try:
        values = json.loads(text.decode("utf-8"), object_pairs_hook=_once)
    except RecursionError as error:
        raise ValueError("its header is nested too deeply") from error
    except UnicodeDecodeError as error:
        raise ValueError("its header is no text") from error
    if not isinstance(values, dict):
        raise ValueError("its header is no list of tensors")
    return values


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("its header names a tensor twice")
    return found


def _place(name: str, value: object) -> tuple[int, int, tuple[int, ...]]:
    """First and last byte and the shape of a tensor."""
    if not isinstance(value, dict) or set(value) != {"dtype", "shape", "data_offsets"}:
        raise ValueError(f"{name[:100]} is no tensor")
    if value["dtype"] != "F32":
        raise ValueError(f"{name[:100]} is not float32")
    shape, offsets = value["shape"], value["data_offsets"]
    if not (_whole_numbers(shape) and _whole_numbers(offsets) and len(shape) <= 8 and len(offsets) == 2):
        raise ValueError(f"{name[:100]} has no size")
    if offsets[1] - offsets[0] != _FLOAT * math.prod(shape):
        raise ValueError(f"{name[:100]} has another size than its data")
    return offsets[0], offsets[1], tuple(shape)


def _whole_numbers(values: object) -> bool:
    return isinstance(values, list) and all(
        isinstance(n, int) and not isinstance(n, bool) and 0 <= n < _LARGEST_SIDE for n in values
    )


def _require_seamless(places: list[tuple[int, int]], size: int) -> None:
    at = 0
    for first, last in places:
        if first != at:
            raise ValueError("its tensors overlap or have gaps between them")
        at = last
    if at != size:
        raise ValueError("it ends too early or has something behind its tensors")
