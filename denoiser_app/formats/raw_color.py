"""White balance and colour matrix of a raw, as LibRaw would use them, found by rendering where rawpy is silent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import rawpy
from numpy.typing import NDArray

from denoiser_app.formats.demosaic import XYZ_FROM_SRGB

Gains = tuple[float, float, float]

_NEUTRAL: Gains = (1.0, 1.0, 1.0)
_LINEAR = {"gamma": (1, 1), "no_auto_bright": True, "output_bps": 16, "user_flip": 0}


@dataclass(frozen=True)
class RawColor:
    """white_balance: gains for R, G, B, the smallest 1.
    camera_matrix: (3, 3) float64, white-balanced camera RGB to linear sRGB, rows summing to 1.
    """

    white_balance: Gains
    camera_matrix: NDArray[np.float64]


def color_of(raw: rawpy.RawPy, path: Path) -> RawColor:
    """White balance and matrix of an open raw."""
    if raw.num_colors == 1:
        return RawColor(_NEUTRAL, np.eye(3))
    return RawColor(_white_balance(raw, path), _matrix(raw, path))


def _white_balance(raw: rawpy.RawPy, path: Path) -> Gains:
    """The camera's, else daylight, else what LibRaw would take in its place (the picture's mean), else none."""
    daylight = _normalised(raw.daylight_whitebalance)
    if daylight == _NEUTRAL:  # LibRaw knows no matrix for the camera
        daylight = None
    return (
        _normalised(raw.camera_whitebalance)
        or daylight
        or _normalised(_applied_gains(path) if _is_bayer(raw) else None)
        or _NEUTRAL
    )


def _normalised(gains: Sequence[float] | None) -> Gains | None:
    if gains is None:
        return None
    values = np.asarray(gains[:3], np.float64)
    if not np.isfinite(values).all() or values.min() <= 1e-5 or values.max() / values.min() > 20:
        return None
    red, green, blue = values / values.min()
    return float(red), float(green), float(blue)


def _is_bayer(raw: rawpy.RawPy) -> bool:
    """Whether the sensor has a Bayer array, which the two functions below take for granted."""
    return raw.raw_type == rawpy.RawType.Flat and raw.raw_pattern is not None and raw.raw_pattern.shape == (2, 2)


# The two functions below each open the file anew: LibRaw keeps traces of a rendering (colour space, automatic white
# balance), so an instance that has rendered tells the truth about nothing else.


def _applied_gains(path: Path) -> list[float] | None:
    """The gains LibRaw's rendering applies, from its ratio to a rendering without, where neither is clipped."""
    with rawpy.imread(str(path)) as raw:
        plain = _render(raw, rawpy.ColorSpace.raw, user_wb=[1.0, 1.0, 1.0, 1.0])
    with rawpy.imread(str(path)) as raw:
        balanced = _render(raw, rawpy.ColorSpace.raw, use_camera_wb=True)
    usable = (balanced < 0.95) & (plain < 0.95)
    totals = np.where(usable, plain, 0).sum(axis=(0, 1))
    if totals.min() <= 0:
        return None
    ratios = np.where(usable, balanced, 0).sum(axis=(0, 1)) / totals
    return [float(ratio) for ratio in ratios]


def _probed_matrix(path: Path) -> NDArray[np.float64]:
    """The matrix LibRaw has built in for a few old cameras: render random greyish sites with and without it, and fit.

    With the camera's white balance, without which LibRaw leaves these matrices out.
    """
    with rawpy.imread(str(path)) as raw:
        sites = raw.raw_image
        black, white = float(np.mean(raw.black_level_per_channel)), float(raw.white_level)
        sites[:] = black + (white - black) * np.random.default_rng(0).uniform(0.25, 0.30, sites.shape)
        srgb = _render(raw, rawpy.ColorSpace.sRGB, use_camera_wb=True)
        camera = _render(raw, rawpy.ColorSpace.raw, use_camera_wb=True)
    fitted, *_ = np.linalg.lstsq(camera.reshape(-1, 3), srgb.reshape(-1, 3), rcond=None)
    return np.asarray(fitted.T, np.float64)


def _render(raw: rawpy.RawPy, space: rawpy.ColorSpace, **how: Any) -> NDArray[np.float64]:
    options = {**_LINEAR, "adjust_maximum_thr": 0.0, "demosaic_algorithm": rawpy.DemosaicAlgorithm.LINEAR, **how}
    return np.asarray(raw.postprocess(output_color=space, **options), np.float64) / 65535


def _matrix(raw: rawpy.RawPy, path: Path) -> NDArray[np.float64]:
    embedded = np.asarray(raw.color_matrix, np.float64)[:, :3]
    if embedded[0, 0] > 0.125:  # LibRaw's own test for a usable one
        return _unit_rows(embedded)
    from_xyz = np.asarray(raw.rgb_xyz_matrix, np.float64)[:3]
    if from_xyz.any():
        return _unit_rows(np.asarray(np.linalg.inv(_unit_rows(from_xyz @ XYZ_FROM_SRGB)), np.float64))
    return _unit_rows(_probed_matrix(path)) if _is_bayer(raw) else np.eye(3)


def _unit_rows(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    sums = matrix.sum(axis=1, keepdims=True)
    if not np.isfinite(matrix).all() or np.abs(sums).min() < 1e-6:
        return np.eye(3)
    return np.asarray(matrix / sums)
