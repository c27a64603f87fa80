"""Black and white level of a raw, where each comes from, and the normalised mosaic they give."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import rawpy
from numpy.typing import NDArray

from denoiser_app.core.cfa import Float
from denoiser_app.formats.raw_dng import DngTags

_LOWERED_ABOVE = 0.75
"""LibRaw's adjust_maximum_thr: its built-in white levels are rounded up to whole bits for many cameras. If the
brightest pixel lies between this share and the level, LibRaw takes it as the level. So do we, except in a DNG, which
states its own."""


@dataclass(frozen=True)
class RawLevels:
    """Levels in the file's units.

    pattern: (rows, columns, samples) of black levels, repeating from the origin of the mosaic.
    columns, rows: what is added to it at each column and row (DNG BlackLevelDelta); empty without.
    by_color: mean black of R, G, B and the second green.
    """

    pattern: NDArray[np.float32]
    columns: NDArray[np.float32]
    rows: NDArray[np.float32]
    by_color: tuple[float, float, float, float]
    white: float
    black_source: str
    white_source: str

    def normalise(self, stored: NDArray[np.uint16]) -> Float:
        """float32 of the same shape: black 0, white 1, signed."""
        out = stored.astype(np.float32)
        planes = out[..., None] if out.ndim == 2 else out
        if self.columns.size == out.shape[1]:
            planes -= self.columns[None, :, None]
        if self.rows.size == out.shape[0]:
            planes -= self.rows[:, None, None]
        rows, columns, _ = self.pattern.shape
        for y in range(rows):
            for x in range(columns):
                sites, black = planes[y::rows, x::columns], self.pattern[y, x]
                sites -= black
                sites /= np.float32(self.white) - black
        return out

    def lowered_to(self, peak: float) -> RawLevels:
        """The levels with white moved down to a normalised value."""
        black = float(self.pattern.mean())
        white = black + (self.white - black) * peak
        return replace(self, white=white, white_source="LibRaw, lowered to the brightest pixel")

    def as_values(self) -> dict[str, Any]:
        """The fields of ``core.photo.Levels``."""
        return {
            "black": self.by_color, "white": self.white,
            "black_source": self.black_source, "white_source": self.white_source,
        }  # fmt: skip


def normalised(raw: rawpy.RawPy, stored: NDArray[np.uint16], dng: DngTags | None) -> tuple[Float, RawLevels]:
    """The mosaic and its levels. Raises ValueError where white is not above black."""
    levels = _levels(raw, stored, dng)
    if not levels.white > float(levels.pattern.max()):
        raise ValueError(f"white level {levels.white:.0f} is not above black")
    mosaic = levels.normalise(stored)
    peak = float(mosaic.max())
    if dng is None and _LOWERED_ABOVE < peak < 1.0:
        mosaic /= np.float32(peak)
        levels = levels.lowered_to(peak)
    return mosaic, levels


def _levels(raw: rawpy.RawPy, stored: NDArray[np.uint16], dng: DngTags | None) -> RawLevels:
    colors = _color_indices(raw, stored)
    # LibRaw makes odd margins of Bayer arrays even, so its area may start one photosite inside the file's own
    down, right = _inset(raw, dng) if dng else (0, 0)
    if dng and dng.black is not None:
        pattern, source = np.roll(dng.black, (-down, -right), axis=(0, 1)), "DNG BlackLevel"
    else:
        pattern, source = np.asarray(raw.black_level_per_channel, np.float32)[colors], "LibRaw"
    none = np.empty(0, np.float32)
    return RawLevels(
        pattern=pattern,
        columns=dng.black_columns[right : right + stored.shape[1]] if dng else none,
        rows=dng.black_rows[down : down + stored.shape[0]] if dng else none,
        by_color=_by_color(pattern, colors),
        white=float(raw.white_level) if dng is None or dng.white is None else dng.white,
        black_source=source,
        white_source="DNG WhiteLevel" if dng and dng.white is not None else "LibRaw",
    )


def _inset(raw: rawpy.RawPy, dng: DngTags) -> tuple[int, int]:
    """How far below and right of the file's active area LibRaw's begins."""
    return max(0, raw.sizes.top_margin - dng.origin[0]), max(0, raw.sizes.left_margin - dng.origin[1])


def _color_indices(raw: rawpy.RawPy, stored: NDArray[np.uint16]) -> NDArray[np.uint8]:
    """(rows, columns, samples) of LibRaw's colour numbers (3 is the second green) over one period of 2 or 6."""
    if stored.ndim == 3:
        return np.arange(3, dtype=np.uint8)[None, None]
    if raw.raw_pattern is None:
        return np.zeros((1, 1, 1), np.uint8)
    period = 6 if max(raw.raw_pattern.shape) == 6 else max(raw.raw_pattern.shape)
    return np.asarray(raw.raw_colors_visible)[:period, :period, None].astype(np.uint8)


def _by_color(pattern: NDArray[np.float32], colors: NDArray[np.uint8]) -> tuple[float, float, float, float]:
    rows, columns = (np.lcm(a, b) for a, b in zip(pattern.shape[:2], colors.shape[:2], strict=True))
    black = np.tile(pattern, (rows // pattern.shape[0], columns // pattern.shape[1], 1))
    color = np.tile(colors, (rows // colors.shape[0], columns // colors.shape[1], 1))
    black, color = np.broadcast_arrays(black, color)
    means = [float(black[color == c].mean()) if (color == c).any() else float(black.mean()) for c in range(4)]
    if not (color == 3).any():
        means[3] = means[1]
    return means[0], means[1], means[2], means[3]
