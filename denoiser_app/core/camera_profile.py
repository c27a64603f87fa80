"""What is known of one camera's noise because its owner measured it: a, b per colour and ISO, and its hot pixels.

Between two measured ISOs that are two stops apart at most, log a and log b are linear in log ISO, as in
formats/noise_profiles.py; up to one stop from any a goes with ISO and b with its square, the same electrons amplified.
Further away the profile does not speak: between ISO 100 and 12800 a sensor may switch its amplifier.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Self, TypeVar

import numpy as np

from denoiser_app.core.noise import KNOTS, NoiseCurve
from denoiser_app.core.photo import UNKNOWN_CAMERA, PoissonGaussian

VERSION = 1
SOURCE = "measured from your pairs"
REACH = 2.0
"""How far beyond the measured ISOs a profile speaks: a factor, one stop."""

LARGEST_ISO = 1e8
_ROUNDING = 1.01
"""ISO 125 to 500 is two stops, and ISO 160 to 640; 64 to 250 is meant to be."""

Three = tuple[float, float, float]


@dataclass(frozen=True)
class IsoNoise:
    """Var(x) = a x + b of a raw's red, green and blue photosites at one ISO, black 0, white 1, before white balance.

    pairs: how many pairs it was measured from. spread: relative standard error of a, of the worst colour. row, column:
    shares of green's b that all sites of a row or column have in common (banding); b holds them.
    """

    iso: float
    a: Three
    b: Three
    pairs: int = 1
    spread: float = 0.0
    row: float = 0.0
    column: float = 0.0


@dataclass(frozen=True)
class IsoCurve:
    """Deviation of a finished picture's noise at one ISO, as in ``NoiseCurve``."""

    iso: float
    fine: tuple[float, ...]
    coarse: tuple[float, ...]
    pairs: int = 1


@dataclass(frozen=True)
class HotPixels:
    """size: (height, width) of the active area. places: (y, x) of the photosites, sorted.

    Found at ``iso`` and ``shutter`` seconds: at a tenth of the time most of them are not hot.
    """

    size: tuple[int, int]
    places: tuple[tuple[int, int], ...]
    iso: float = 0.0
    shutter: float = 0.0


@dataclass(frozen=True)
class CameraProfile:
    """camera: as ``Metadata.camera`` says it. raw, rgb: by rising ISO. measured: date, 'YYYY-MM-DD'."""

    camera: str
    raw: tuple[IsoNoise, ...] = ()
    rgb: tuple[IsoCurve, ...] = ()
    hot: HotPixels | None = None
    measured: str = ""
    session: str = ""

    def fits(self, camera: str) -> bool:
        """Whether it is of this camera. Nothing is, of one that nobody knows."""
        return camera not in ("", UNKNOWN_CAMERA) and camera.casefold() == self.camera.casefold()

    @property
    def fingerprint(self) -> str:
        """16 hexadecimal digits: another one for every profile that could change a result."""
        content = json.dumps([asdict(self)[name] for name in ("camera", "raw", "rgb", "hot")])
        return hashlib.sha256(content.encode()).hexdigest()[:16]

    def merged(self, newer: CameraProfile) -> CameraProfile:
        """``newer``, and what only this one knows of the camera: other ISOs, its hot pixels."""
        raw = {n.iso: n for n in (*self.raw, *newer.raw)}
        rgb = {c.iso: c for c in (*self.rgb, *newer.rgb)}
        hot = newer.hot or self.hot
        return replace(newer, raw=_sorted(tuple(raw.values())), rgb=_sorted(tuple(rgb.values())), hot=hot)

    def noise_at(self, iso: float | None) -> PoissonGaussian | None:
        """The raw noise at an ISO, None where the profile does not reach. a and b are green's, and per colour too."""
        place = _place([n.iso for n in self.raw], iso)
        if place is None:
            return None
        a = _between([n.a for n in self.raw], place, 1.0)
        b = _between([n.b for n in self.raw], place, 2.0)
        return PoissonGaussian(a[1], b[1], SOURCE, a_by_color=a, b_by_color=b)

    def curve_at(self, iso: float | None) -> NoiseCurve | None:
        """The noise of the camera's finished pictures at an ISO, None where the profile does not reach."""
        place = _place([c.iso for c in self.rgb], iso)
        if place is None:
            return None
        fine = _between([c.fine for c in self.rgb], place, 0.5)
        coarse = _between([c.coarse for c in self.rgb], place, 0.5)
        return NoiseCurve(fine, coarse, SOURCE)

    def to_json(self) -> str:
        """One JSON object, indented for people."""
        return json.dumps({"version": VERSION, **asdict(self)}, indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The inverse of ``to_json``. ValueError for anything that is missing, unknown or makes no sense."""
        data = json.loads(text)
        if not isinstance(data, dict) or data.pop("version", None) != VERSION:
            raise ValueError(f"not a camera profile of version {VERSION}")
        try:
            return cls._of(data)
        except (TypeError, KeyError, AttributeError) as error:
            raise ValueError(f"not a camera profile ({error})") from error

    @classmethod
    def _of(cls, data: dict[str, Any]) -> Self:
        if set(data) != {field.name for field in fields(cls)}:
            raise ValueError("not the fields of a camera profile")
        raw = tuple(
            IsoNoise(
                iso=_iso(n["iso"]),
                a=_positives(n["a"], 3),
                b=_positives(n["b"], 3),
                pairs=int(n["pairs"]),
                **{name: _positive(n[name]) for name in ("spread", "row", "column")},
            )
            for n in data["raw"]
        )
        rgb = tuple(
            IsoCurve(_iso(c["iso"]), _positives(c["fine"], KNOTS), _positives(c["coarse"], KNOTS), int(c["pairs"]))
            for c in data["rgb"]
        )
        hot = None if data["hot"] is None else _hot(data["hot"])
        texts = {name: str(data[name]) for name in ("camera", "measured", "session")}
        return cls(raw=_sorted(raw), rgb=_sorted(rgb), hot=hot, **texts)


def _hot(data: dict[str, Any]) -> HotPixels:
    size, places = _pair(data["size"]), tuple(sorted(map(_pair, data["places"])))
    if not all(0 <= y < size[0] and 0 <= x < size[1] for y, x in places):
        raise ValueError("a hot pixel outside the sensor")
    return HotPixels(size, places, _positive(data["iso"]), _positive(data["shutter"]))


_Measured = TypeVar("_Measured", IsoNoise, IsoCurve)


def _sorted(measured: tuple[_Measured, ...]) -> tuple[_Measured, ...]:
    return tuple(sorted(measured, key=lambda one: one.iso))


@dataclass(frozen=True)
class _Place:
    """Between the measurements ``low`` and ``high``, ``share`` of the way in log ISO, or ``beyond`` times the ISO of
    the nearest."""

    low: int
    high: int
    share: float
    beyond: float


def _place(isos: Sequence[float], iso: float | None) -> _Place | None:
    if not isos or iso is None or iso <= 0.0:
        return None
    high = next((index for index, one in enumerate(isos) if one > iso), None)
    if high and isos[high] <= isos[high - 1] * REACH**2 * _ROUNDING:
        low = high - 1
        return _Place(low, high, math.log(iso / isos[low]) / math.log(isos[high] / isos[low]), 1.0)
    nearest = min(range(len(isos)), key=lambda index: abs(math.log(iso / isos[index])))
    beyond, reach = iso / isos[nearest], REACH * _ROUNDING
    return _Place(nearest, nearest, 0.0, beyond) if 1.0 / reach <= beyond <= reach else None


def _between(values: Sequence[Sequence[float]], place: _Place, power: float) -> Any:
    """A tuple of as many numbers: interpolated in their logarithms, beyond the ends as ISO to the ``power``."""
    low, high = (np.log(np.maximum(values[i], 1e-30)) for i in (place.low, place.high))
    found = np.exp(low + place.share * (high - low)) * place.beyond**power
    return tuple(found.tolist())


def _iso(value: Any) -> float:
    number = _positive(value)
    if not 1.0 <= number <= LARGEST_ISO:
        raise ValueError(f"{value} is not an ISO")
    return number


def _positive(value: Any) -> float:
    number = float(value)
    if not (math.isfinite(number) and number >= 0.0):
        raise ValueError(f"{value} is not a number of at least 0")
    return number


def _positives(values: Any, count: int) -> Any:
    if len(values) != count:
        raise ValueError(f"not {count} numbers")
    return tuple(map(_positive, values))


def _pair(values: Any) -> tuple[int, int]:
    first, second = values
    return int(first), int(second)
