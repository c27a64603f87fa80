"""Models of one's own: what their manifests say besides, and for which photos one is the automatic choice. No torch.

A personal model is trained for one camera at some ISOs, so 'auto' takes it there and nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, Protocol, TypeVar

from denoiser_app.core.errors import ModelNameUnusable
from denoiser_app.core.photo import Metadata

LONGEST_TEXT = 200
LONGEST_NAME = 60
LARGEST_ISO = 1e8
_MOST_SCENES = 1000
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])", re.IGNORECASE)
"""Names of devices on Windows, which no file there can have."""


class Described(Protocol):
    """What of a model decides whether it is chosen: a manifest, or what the window keeps of one."""

    @property
    def domain(self) -> str:
        """'raw' or 'rgb'."""

    @property
    def personal(self) -> Mapping[str, Any] | None:
        """The manifest's field."""


Model = TypeVar("Model", bound=Described)


def suitable(models: Iterable[Model], domain: str, metadata: Metadata | None) -> list[Model]:
    """The personal models for a photo, best first: proven ones before those that were installed anyway, then the
    newest, then the one with the narrowest ISO range. Without ``metadata`` none."""
    found = [m for m in models if m.domain == domain and m.personal is not None and covers(m.personal, metadata)]
    return sorted(found, key=lambda model: _order(model.personal or {}), reverse=True)


def covers(personal: Mapping[str, Any], metadata: Metadata | None) -> bool:
    """Whether the photo is of the model's camera, at one of its ISOs."""
    if metadata is None or metadata.iso is None or not (metadata.make or metadata.model):
        return False
    same = metadata.camera.strip().casefold() == str(personal["camera"]).strip().casefold()
    return same and bool(personal["iso_from"] <= metadata.iso <= personal["iso_to"])


def proven(personal: Mapping[str, Any]) -> bool:
    """Whether it was shown to be better than the shipped model before it was installed."""
    return bool(personal.get("proof", {}).get("better")) and not personal.get("installed_anyway", False)


def iso_range(personal: Mapping[str, Any]) -> str:
    """'ISO 12800' or 'ISO 6400-25600'."""
    low, high = (f"{personal[key]:g}" for key in ("iso_from", "iso_to"))
    return f"ISO {low}" if low == high else f"ISO {low}-{high}"


def standing(personal: Mapping[str, Any]) -> str:
    """What is known of how good it is, in a few words."""
    if proven(personal):
        return "proven better than the shipped model"
    if personal.get("installed_anyway"):
        return "installed anyway: not proven better than the shipped model"
    return "not proven"


def _order(personal: Mapping[str, Any]) -> tuple[bool, str, float]:
    return proven(personal), str(personal["date"]), -personal["iso_to"] / personal["iso_from"]


# --- what a manifest may say ------------------------------------------------------------------------------------------


def problems(personal: object) -> list[str]:
    """Keys of a manifest's ``personal`` that are missing, unknown or of the wrong kind; [] if it is None or right."""
    if personal is None:
        return []
    if not isinstance(personal, Mapping):
        return ["personal"]
    wrong = [key for key, right in _REQUIRED.items() if key not in personal or not right(personal[key])]
    wrong += [key for key in personal if key not in _REQUIRED and not _allowed(key, personal[key])]
    if not wrong and personal["iso_from"] > personal["iso_to"]:
        wrong = ["iso_from"]
    return [f"personal.{key}" for key in wrong]


def _allowed(key: str, value: object) -> bool:
    return key in _OPTIONAL and _OPTIONAL[key](value)


def is_text(value: object, longest: int = LONGEST_TEXT) -> bool:
    """One line of a bounded length without control characters."""
    return isinstance(value, str) and len(value) <= longest and value.isprintable()


def _text(value: object) -> bool:
    return is_text(value) and value != ""


def _iso(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= LARGEST_ISO


def _texts(value: object) -> bool:
    return isinstance(value, list | tuple) and len(value) <= _MOST_SCENES and all(map(is_text, value))


def _date(value: object) -> bool:
    return isinstance(value, str) and _DATE.fullmatch(value) is not None


def _versions(value: object) -> bool:
    return isinstance(value, Mapping) and all(is_text(k) and is_text(v) for k, v in value.items())


def _proof(value: object) -> bool:
    return isinstance(value, Mapping) and isinstance(value.get("better"), bool) and is_plain(value)


def is_plain(value: object, depth: int = 6) -> bool:
    """Whether it is made of bounded texts, finite numbers, lists and mappings, at most ``depth`` deep."""
    if depth == 0:
        return False
    if isinstance(value, Mapping):
        return len(value) <= _MOST_SCENES and all(is_text(k) and is_plain(v, depth - 1) for k, v in value.items())
    if isinstance(value, list | tuple):
        return len(value) <= _MOST_SCENES and all(is_plain(item, depth - 1) for item in value)
    if isinstance(value, float):
        return abs(value) < float("inf")
    return value is None or isinstance(value, bool | int) or is_text(value, 10 * LONGEST_TEXT)


_REQUIRED: Mapping[str, Callable[[object], bool]] = MappingProxyType(
    {
        "camera": _text,
        "iso_from": _iso,
        "iso_to": _iso,
        "scenes": _texts,
        "held_out": _texts,
        "date": _date,
        "versions": _versions,
    }
)
_OPTIONAL: Mapping[str, Callable[[object], bool]] = MappingProxyType(
    {"session": is_text, "proof": _proof, "installed_anyway": lambda value: isinstance(value, bool)}
)


# --- names ------------------------------------------------------------------------------------------------------------


def is_name(name: object) -> bool:
    """Whether a model may be called so: letters, digits, '-' and single spaces. It becomes a file's name on every
    system."""
    return (
        isinstance(name, str)
        and 0 < len(name) <= LONGEST_NAME
        and name.replace("-", "").replace(" ", "").isalnum()
        and name == " ".join(name.split())
        and not name.startswith("-")
        and _DEVICES.fullmatch(name) is None
    )


def require_name(name: str, shipped: Iterable[str]) -> None:
    """ModelNameUnusable unless a personal model may have this name, whatever the case of its letters."""
    if not is_name(name):
        raise ModelNameUnusable(
            name=name, reason=f"use letters, digits, '-' and single spaces, at most {LONGEST_NAME} of them"
        )
    if name.casefold() in {"auto", *(one.casefold() for one in shipped)}:
        raise ModelNameUnusable(name=name, reason="a model of the program itself has this name")
