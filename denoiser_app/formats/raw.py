"""Camera raws through LibRaw: the sensor's own data, with what is needed to develop it. Runs in the decoding child."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import rawpy
from numpy.typing import NDArray

from denoiser_app.core.cfa import Cfa, linear, monochrome
from denoiser_app.core.errors import (
    FileDamaged,
    FileTruncated,
    FormatUnsupported,
    PhotoIsBlack,
    SensorUnsupported,
)
from denoiser_app.formats.decoded import AnnounceSize, Decoded, exact_zeros
from denoiser_app.formats.demosaic import demosaic
from denoiser_app.formats.exif import describe, read_exif
from denoiser_app.formats.libraw import opened
from denoiser_app.formats.raw_color import color_of
from denoiser_app.formats.raw_dng import DngTags, read_dng_tags
from denoiser_app.formats.raw_levels import normalised

BLACK_FRAME = 50.0
"""Percentage of exact zeros above which a frame holds no picture; noise leaves about half of a clipped dark frame."""

ORIENTATIONS = {0: 1, 1: 2, 2: 4, 3: 3, 4: 5, 5: 8, 6: 6, 7: 7}
"""EXIF orientation by LibRaw's flip (bit 0 mirrors columns, bit 1 rows, bit 2 transposes)."""


def decode_raw(path: Path, announce: AnnounceSize, with_demosaic: bool) -> Decoded:
    """Everything a RawPhoto holds. Raises InputError; LibRaw's own errors are translated."""
    with opened(path) as raw:
        return _decode(raw, path, announce, with_demosaic)


def _decode(raw: rawpy.RawPy, path: Path, announce: AnnounceSize, with_demosaic: bool) -> Decoded:
    announce(raw.sizes.height, raw.sizes.width)
    dng = read_dng_tags(path)
    require_known_sensor(raw, dng, path)
    stored = raw.raw_image_visible
    if stored.ndim == 3:
        stored = stored[..., : 3 if raw.num_colors == 3 else 1].squeeze()
    require_pixels(stored, dng, path)
    if stored.ndim == 3 and dng and dng.gain_map:
        advice = "Export it as a 16-bit TIFF in the phone maker's or Adobe's program first."
        raise FormatUnsupported(path=str(path), what="a linear DNG with a gain map, as phones write it,", advice=advice)
    cfa = _cfa(raw, stored)
    mosaic, levels = normalised(raw, stored, dng)
    color = color_of(raw, path)
    del stored
    arrays: dict[str, NDArray[Any]] = {"mosaic": mosaic}
    if with_demosaic:
        arrays["demosaiced"] = demosaic(mosaic, cfa, color.white_balance, color.camera_matrix)
    values = {
        "origin": [raw.sizes.top_margin, raw.sizes.left_margin],
        "cfa": {"pattern": cfa.pattern, "kind": cfa.kind},
        "levels": levels.as_values(),
        "white_balance": color.white_balance,
        "camera_matrix": color.camera_matrix.tolist(),
        "noise": dng.noise if dng else None,
        "metadata": metadata_of(raw, path),
    }
    return Decoded(values, arrays)


def require_known_sensor(raw: rawpy.RawPy, dng: DngTags | None, path: Path) -> None:
    """Raise SensorUnsupported unless the photosites are RGB or grey on a rectangular grid."""
    names = raw.color_desc.decode("ascii", "replace").strip("\0")
    if raw.num_colors not in (1, 3) or (raw.num_colors == 3 and not set(names) <= set("RGB")):
        raise SensorUnsupported(path=str(path), sensor=f"{names} colour filters")
    if dng and dng.staggered:
        raise SensorUnsupported(path=str(path), sensor="photosites at 45 degrees")


def require_pixels(stored: NDArray[np.uint16], dng: DngTags | None, path: Path) -> None:
    """Raise PhotoIsBlack, FileTruncated or FileDamaged: LibRaw opens raws without pixel data as frames of zeros, and
    leaves what is missing at the end at zero."""
    if stored.size == 0:
        raise FileDamaged(path=str(path), reason="it has no pixels")
    zeros = exact_zeros(stored)
    if zeros > BLACK_FRAME:
        raise PhotoIsBlack(path=str(path), percent=zeros)
    last_rows = stored[-max(4, stored.shape[0] // 100) :]
    if dng is None and not last_rows.any():
        raise FileTruncated(path=str(path))


def _cfa(raw: rawpy.RawPy, stored: NDArray[np.uint16]) -> Cfa:
    """The pattern as it repeats from the origin of the active area (``raw_pattern`` starts at the sensor's)."""
    if stored.ndim == 3:
        return linear()
    if raw.num_colors == 1 or raw.raw_pattern is None:
        return monochrome()
    colors = np.asarray(raw.raw_colors_visible)
    colors = np.where(colors == 3, 1, colors)[:48, :48]
    for period in (1, 2, 3, 4, 6, 8, 12, 16, 24):
        tile = colors[:period, :period]
        rows, columns = (np.arange(length) % period for length in colors.shape)
        if tile.shape == (period, period) and (tile[rows[:, None], columns] == colors).all():
            break
    return Cfa(tuple(tuple(int(color) for color in row) for row in tile))


def metadata_of(raw: rawpy.RawPy, path: Path) -> dict[str, Any]:
    """EXIF first, then what LibRaw found in the maker's own notes."""
    found: dict[str, Any] = dict(describe(read_exif(path)))
    other, lens = raw.other, raw.lens
    fallback: dict[str, Any] = {
        "lens": lens.model if lens else "",
        "iso": other.iso_speed,
        "shutter": other.shutter_speed,
        "aperture": other.aperture,
        "focal_length": other.focal_length,
        "taken": other.timestamp.strftime("%Y:%m:%d %H:%M:%S") if other.timestamp else "",
    }
    for name, value in fallback.items():
        if not found[name] and value and (isinstance(value, str) or 0 < value < 1e6):
            found[name] = value
    found["orientation"] = ORIENTATIONS.get(raw.sizes.flip, 1)
    found["pixel_aspect"] = aspect_of(raw)
    return found


def aspect_of(raw: rawpy.RawPy) -> float:
    """Width of a pixel over its height; 1 where LibRaw's answer makes no sense."""
    aspect = float(raw.sizes.pixel_aspect)
    return aspect if 0.25 < aspect < 4.0 else 1.0
