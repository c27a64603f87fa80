"""A table of rules as text, and what may stand in it: every mistake is named with its rule and its field."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from denoiser_app.core.errors import RulesInvalid
from denoiser_app.core.recipe import Recipe

VERSION = 1
HIGHEST = 1e8
"""Of ISO values and seconds, as in the window's presets."""
LARGEST_FILE = 10_000_000

Values = dict[str, Any]
Check = Callable[[object], Any]
"""Gives the value to keep, or raises ValueError with what is allowed."""


def _number(low: float, high: float, *, or_none: bool = False) -> Check:
    def check(value: object) -> float | None:
        if value is None and or_none:
            return None
        fine = isinstance(value, int | float) and not isinstance(value, bool)
        if not fine or not math.isfinite(value) or not low <= value <= high:  # type: ignore[arg-type,operator]
            raise ValueError(f"must be a number from {low:g} to {high:g}" + (" or null" if or_none else ""))
        return float(value)  # type: ignore[arg-type]

    return check


def _one_of(*allowed: str) -> Check:
    def check(value: object) -> str:
        if not isinstance(value, str) or value not in allowed:
            raise ValueError("must be one of " + ", ".join(f"'{name}'" for name in allowed if name))
        return value

    return check


def _text(value: object) -> str:
    if not isinstance(value, str) or "\0" in value:
        raise ValueError("must be a text")
    return value


def _model(value: object) -> str:
    if not isinstance(value, str) or not value.strip() or "\0" in value:
        raise ValueError("must be the name of a model, or 'auto'")
    return value


def _suffixes(value: object) -> tuple[str, ...]:
    """'NEF', '.nef' and '*.NEF' are all '.nef'; one alone needs no list."""
    several = [value] if isinstance(value, str) else value
    if not isinstance(several, list | tuple) or not all(isinstance(one, str) and one.strip("*. ") for one in several):
        raise ValueError("must be a list of file endings, such as ['.nef', '.cr3']")
    return tuple(f".{one.strip('*. ').lower()}" for one in several)


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("must be true or false")
    return value


_LIMIT = _number(0.0, HIGHEST, or_none=True)
_RECIPE: Mapping[str, Check] = {
    "model": _model,
    "noise": _number(0.0, 255.0, or_none=True),
    "strength": _number(0.0, 100.0),
    "color_strength": _number(0.0, 100.0, or_none=True),
    "detail": _number(0.0, 100.0),
    "grain": _number(0.0, 100.0),
}
_CONDITIONS: Mapping[str, Check] = {
    "camera": _text,
    "iso_from": _LIMIT,
    "iso_to": _LIMIT,
    "shutter_from": _LIMIT,
    "shutter_to": _LIMIT,
    "kind": _one_of("", "raw", "rgb"),
    "suffixes": _suffixes,
    "orientation": _one_of("", "landscape", "portrait"),
    "action": _one_of("denoise", "copy", "skip"),
}
_PRESET: Mapping[str, Check] = {
    "name": _text,
    "camera": _text,
    "iso_from": _LIMIT,
    "iso_to": _LIMIT,
    "automatic": _flag,
    "recipe": lambda value: _checked(value, _RECIPE),
}


def text_of(path: Path) -> str:
    """The text of a file. RulesInvalid."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise RulesInvalid(path=str(path), reason="it is too large for such a table")
        return path.read_text(encoding="utf-8-sig")  # Windows' editor puts a mark before it
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no text"
        raise RulesInvalid(path=str(path), reason=reason or str(error)) from error


def values_of(text: str, path: str) -> list[Values]:
    """The fields of every rule, checked. RulesInvalid."""
    if not text.strip():
        return []
    try:
        data = _object(text)
        entries = _entries(data, "presets" if "presets" in data else "rules")
        if "presets" in data:
            return _of_presets(entries)
        return [_numbered("rule", number, entry, _rule) for number, entry in enumerate(entries, 1)]
    except ValueError as error:
        raise RulesInvalid(path=path, reason=str(error)) from error


def text(rules: Sequence[Values], blank: Values) -> str:
    """JSON that ``values_of`` reads; a field that is as in ``blank`` is left out."""
    entries = []
    for rule in rules:
        entry = {name: value for name, value in rule.items() if name != "changes" and value != blank[name]}
        entries.append({**entry, **rule["changes"]})
    return json.dumps({"version": VERSION, "rules": entries}, indent=2, ensure_ascii=False)


# --- parts ------------------------------------------------------------------------------------------------------------


def _object(text: str) -> dict[str, Any]:
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"it is no JSON: {error.msg} in line {error.lineno}, column {error.colno}") from error
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    if not isinstance(data, dict):
        raise ValueError("it must be an object with 'version' and 'rules'")
    if type(data.get("version")) is not int or data["version"] != VERSION:
        raise ValueError(f'it must say "version": {VERSION}, but says {data.get("version")!r}')
    return data


def _entries(data: dict[str, Any], name: str) -> list[Any]:
    unknown = sorted(set(data) - {"version", name})
    if unknown:
        raise ValueError(f"unknown field '{unknown[0]}'; known are version, {name}")
    entries = data.get(name)
    if not isinstance(entries, list):
        raise ValueError(f"'{name}' must be a list")
    return entries


def _numbered(what: str, number: int, entry: object, read: Callable[[object], Values]) -> Values:
    try:
        return read(entry)
    except ValueError as error:
        raise ValueError(f"{what} {number}: {error}") from error


def _rule(entry: object) -> Values:
    values = _checked(entry, {**_CONDITIONS, **_RECIPE})
    _require_range(values, "iso")
    _require_range(values, "shutter")
    conditions = {name: value for name, value in values.items() if name in _CONDITIONS}
    return {**conditions, "changes": {name: value for name, value in values.items() if name in _RECIPE}}


def _of_presets(entries: Sequence[object]) -> list[Values]:
    """Those that the window gives to new photos by itself, in its order; a camera is meant exactly there."""
    presets = [_numbered("preset", number, entry, _preset) for number, entry in enumerate(entries, 1)]
    rules = [preset["rule"] for preset in presets if preset["automatic"]]
    if not rules:
        raise ValueError("none of its presets is applied to photos by itself; choose that in the list of presets")
    return rules


def _preset(entry: object) -> Values:
    values = _checked(entry, _PRESET)
    _require_range(values, "iso")
    camera = values.get("camera", "").strip()
    rule = {
        "camera": f"={camera}" if camera else "",
        "iso_from": values.get("iso_from"),
        "iso_to": values.get("iso_to"),
        "changes": {**asdict(Recipe()), **values.get("recipe", {})},
    }
    return {"automatic": values.get("automatic", False), "rule": rule}


def _checked(entry: object, checks: Mapping[str, Check]) -> Values:
    if not isinstance(entry, dict):
        raise ValueError("must be an object with fields in braces")
    for name in entry:
        if name not in checks:
            raise ValueError(f"unknown field '{name}'; known are {', '.join(checks)}")
    return {name: _named(name, checks[name], value) for name, value in entry.items()}


def _named(name: str, check: Check, value: object) -> Any:
    try:
        return check(value)
    except ValueError as error:
        raise ValueError(f"'{name}' {error}") from error


def _require_range(values: Values, name: str) -> None:
    low, high = values.get(f"{name}_from"), values.get(f"{name}_to")
    if low is not None and high is not None and low > high:
        raise ValueError(f"'{name}_from' is {low:g} and more than '{name}_to', {high:g}: no photo fits")
