"""Values as JSON can hold them."""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def plain(value: object) -> Any:
    """Dataclasses as objects, paths as text, tuples as lists, numpy scalars as numbers, NaN and infinities as null."""
    if isinstance(value, bool | int | str) or value is None:
        return value
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if isinstance(value, Path):
        return str(value)
    as_list = getattr(value, "tolist", None)
    return plain(as_list()) if as_list is not None else str(value)


def json_line(value: object) -> str:
    """One line of JSON in ASCII, so that any file name survives any terminal."""
    return json.dumps(plain(value), allow_nan=False)
