"""Small JSON files that keep what the user chose: written whole or not at all, read without ever failing.

A file that cannot be understood is moved aside as ``<name>.damaged``; a single value that is out of range, or that
this version does not know, costs only itself.
"""

from __future__ import annotations

import json
import logging
import math
import os
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from denoiser_app.core.errors import DenoiserError

Rule = Callable[[object], Any]
"""Gives the value to keep, or raises ValueError for one that is not allowed."""
Settings = TypeVar("Settings")
log = logging.getLogger(__name__)


class SettingsNotSaved(DenoiserError):
    """What the user chose could not be kept for the next start."""

    sentence = "{path}: your settings cannot be saved ({reason}). They hold until the program is closed."


def read(path: Path) -> dict[str, Any]:
    """The object in ``path``; empty if there is none or if it is damaged (then it is moved aside)."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(data, dict):
            raise ValueError("not an object")
    except OSError as error:
        if not isinstance(error, FileNotFoundError):
            log.warning("%s cannot be read: %s", path.name, error.strerror)
        return {}
    except (ValueError, RecursionError) as error:
        log.warning("%s is damaged and was moved aside: %s", path.name, error)
        with suppress(OSError):
            os.replace(path, path.with_name(path.name + ".damaged"))
        return {}
    return data


def write(path: Path, data: Mapping[str, Any]) -> None:
    """Replace ``path`` in one step; missing folders are made. SettingsNotSaved if the disk does not take it."""
    part = path.with_name(f".{path.name}.part-{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("x", encoding="utf-8") as file:
            json.dump(data, file, indent=2, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise SettingsNotSaved(path=str(path), reason=error.strerror or str(error)) from error


def adopt(defaults: Settings, data: object, rules: Mapping[str, Rule]) -> Settings:
    """``defaults`` (a frozen dataclass) with every value of ``data`` that its rule allows."""
    values = {}
    for name, rule in rules.items():
        if isinstance(data, dict) and name in data:
            try:
                values[name] = rule(data[name])
            except ValueError:
                log.warning("The setting %s has a value that is not allowed; the default is used", name)
    return replace(defaults, **values)  # type: ignore[type-var]


def number(low: float, high: float) -> Rule:
    """A finite number in [low, high], as float."""

    def rule(value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ValueError(value)
        if not (math.isfinite(value) and low <= value <= high):
            raise ValueError(value)
        return float(value)

    return rule


def whole(low: int, high: int) -> Rule:
    """An integer in [low, high]."""

    def rule(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise ValueError(value)
        return value

    return rule


def one_of(*allowed: object) -> Rule:
    """One of these values, of the same type."""

    def rule(value: object) -> object:
        for known in allowed:
            if type(known) is type(value) and known == value:
                return known
        raise ValueError(value)

    return rule


def text(*, empty: bool = False) -> Rule:
    """A string without NUL, not blank unless ``empty``."""

    def rule(value: object) -> str:
        if not isinstance(value, str) or "\0" in value or not (empty or value.strip()):
            raise ValueError(value)
        return value

    return rule


def or_none(rule: Rule) -> Rule:
    """None, or what ``rule`` allows."""
    return lambda value: None if value is None else rule(value)


def flag(value: object) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise ValueError(value)
    return value
