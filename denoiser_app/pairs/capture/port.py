"""A camera on a cable, whoever speaks to it: what it offers, what is set, and the files that a release makes."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from denoiser_app.pairs.planning.shutter import seconds_of, stops


@dataclass(frozen=True)
class Choice:
    """What a camera offers for a setting. text: its own word for it. value: ISO or seconds."""

    text: str
    value: float


@dataclass(frozen=True)
class Capabilities:
    """What can be set from here; nothing offered: it is set on the camera by hand."""

    camera: str
    isos: tuple[Choice, ...] = ()
    shutters: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class Picture:
    """A file that the camera has made: its name without folders, and all of its bytes."""

    name: str
    data: bytes


class CameraPort(Protocol):
    """A camera. Every method may raise CameraLost (the cable, the battery) and CameraFailed (it did not do it)."""

    def connect(self) -> Capabilities:
        """Finds the camera and opens it, anew if it was lost. CameraMissing, CameraTaken, TetherNotInstalled."""

    def set_iso(self, choice: Choice) -> None:
        """One of the offered."""

    def set_shutter(self, choice: Choice) -> None:
        """One of the offered."""

    def capture(self) -> Sequence[Picture]:
        """Releases the shutter and waits for all files of this shot: a raw and a JPEG are two."""

    def close(self) -> None:
        """Lets the camera go; never raises."""


def iso_choices(texts: Sequence[str]) -> tuple[Choice, ...]:
    """Of a camera's own words: '100', 'ISO 100'; automatic and extended ones without a number are left out."""
    found = [(text, re.search(r"[0-9]{2,7}", text)) for text in texts]
    return tuple(Choice(text, float(number[0])) for text, number in found if number and "auto" not in text.lower())


def shutter_choices(texts: Sequence[str]) -> tuple[Choice, ...]:
    """Of a camera's own words: '1/60', '0.0100s', '1.3', '15'; bulb and automatic are left out."""
    choices = []
    for text in texts:
        try:
            choices.append(Choice(text, seconds_of(text)))
        except ValueError:
            continue
    return tuple(choices)


def nearest(choices: Sequence[Choice], wanted: float) -> Choice:
    """In stops; of two as near the longer or higher. ValueError without any."""
    return min(choices, key=lambda choice: (round(abs(stops(wanted, choice.value)), 6), -choice.value))


def differs(wanted: float, offered: float) -> bool:
    """Whether it is another third stop, and not the label of the same."""
    return not math.isclose(0.0, stops(wanted, offered), abs_tol=1 / 6)
