"""What to shoot: the scenes, the frames of each, and the shutter times that keep their exposures equal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, Self

SceneKind = Literal["texture", "smooth", "dark", "colour", "lights", "mixed"]
KINDS: tuple[SceneKind, ...] = ("texture", "smooth", "dark", "colour", "lights", "mixed")

LEAST_SCENES = 6
LONGEST = 30.0
"""Seconds: beyond it most cameras need bulb, and the low-ISO frame gets hot pixels of its own."""


@dataclass(frozen=True)
class Wish:
    """A scene that is asked for. held_out: kept from training, to prove the model on."""

    kind: SceneKind
    held_out: bool = False


@dataclass(frozen=True)
class ShootingPlan:
    """camera: the photographer's name for it, '' unknown. shutter: seconds at the high ISO. low_frames: how many
    low-ISO frames a scene gets, half of them before and half after the high-ISO frames; high_frames: how many of those.
    mains: frequency of mains light in Hz, 0 for none."""

    camera: str = ""
    low_iso: float = 100.0
    high_iso: float = 12800.0
    shutter: float = 1 / 8
    low_frames: int = 4
    high_frames: int = 2
    mains: int = 50
    wishes: tuple[Wish, ...] = tuple(Wish(kind, held_out=kind == "mixed") for kind in KINDS)

    @property
    def low_shutter(self) -> float:
        """Seconds at the low ISO: the same exposure, so the shutter time goes with the inverse of ISO."""
        return self.shutter * self.high_iso / self.low_iso

    def values(self) -> dict[str, Any]:
        """Plain values for the session's manifest."""
        return asdict(self)

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Self:
        """The inverse of ``values``. TypeError or ValueError for what is no plan."""
        wishes = tuple(Wish(**wish) for wish in values["wishes"])
        return cls(**{**values, "wishes": wishes})
