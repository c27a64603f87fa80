"""Pictures that show a photographer what the check found: small PNGs beside the verdicts.

The scene is shown as bright as it has to be seen; of crops, the low-ISO frame is left and the high-ISO frame right.
"""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from denoiser_app.core.color import develop, to_display
from denoiser_app.formats.bitmap import upright
from denoiser_app.formats.publish import publishing
from denoiser_app.pairs.checking.align import specks, without, without_stripes
from denoiser_app.pairs.checking.comparison import Comparison
from denoiser_app.pairs.checking.views import BALANCE, Float, Mask, View, binned

Pixels = NDArray[np.uint8]

WIDTH = 960
_CROP = 96
_ENLARGED = 4
_MOVED, _CLIPPED = (255, 0, 160), (255, 150, 0)
_BRIGHT, _SHOWN = 95.0, 0.6
"""The percentile of the scene that is shown at this linear brightness."""
_MOST_BRIGHTENED = 64.0


def scene(view: View, moved: Mask, clipped: Mask) -> Pixels:
    """The scene with what moved in magenta and what is clipped in orange: tinted, with an outline."""
    size = _size(view.clipped.shape)
    picture = np.asarray(cv2.resize(rendered(view), size, interpolation=cv2.INTER_AREA), np.uint8)
    for mask, colour in ((clipped, _CLIPPED), (moved, _MOVED)):
        small = cv2.resize(mask.astype(np.float32), size, interpolation=cv2.INTER_AREA) > 0.25
        tint = np.array(colour, np.float32)
        picture[small] = (0.55 * picture[small] + 0.45 * tint).astype(np.uint8)
        outline = cv2.morphologyEx(small.astype(np.uint8), cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) > 0
        picture[outline] = colour
    return _upright(picture, view.orientation)


def difference(view: View, found: Comparison) -> Pixels:
    """Grey where the frames are alike; brighter, darker or coloured where they differ: smoothed, in units of noise."""
    shown = np.empty_like(found.difference)
    sigma = found.sigma.at(found.clean)
    for channel in range(3):
        shown[..., channel] = cv2.blur(found.difference[..., channel] / sigma[..., channel], (7, 7))
    shown[~found.inside] = 0
    codes = np.clip(128.0 + 48.0 * shown, 0, 255).astype(np.uint8)
    small = np.asarray(cv2.resize(codes, _size(found.inside.shape), interpolation=cv2.INTER_AREA), np.uint8)
    return _upright(small, view.orientation)


def crops(view: View, found: Comparison) -> Pixels:
    """The place with most detail, enlarged: the low-ISO frame left, the high-ISO frame right, its noise smoothed as
    little as shows its sharpness."""
    rows, columns = _around(found.detail.place, found.inside.shape)
    clean = found.clean[rows, columns]
    noisy = clean + found.difference[rows, columns]
    noise = float(np.median(found.sigma.sigmas)) / max(float(np.percentile(clean, 90)), 1e-6)
    soft = np.asarray(cv2.GaussianBlur(noisy, (0, 0), 0.8) if noise > 0.1 else noisy, np.float32)
    exposure = _exposure(clean, view)
    left, right = (_enlarged(_developed(planes, view, exposure), view.orientation) for planes in (clean, soft))
    return _beside(left, right)


def displaced(view: View, other: View) -> Pixels:
    """Both frames as they lie, at the place with most contrast: the low-ISO frame red, the high-ISO frame cyan, so
    that edges which do not meet have coloured borders; before and after them each alone."""
    first, second = (without(plane, specks(plane)) for plane in (view.luminance(), other.luminance()))
    # Without banding and with little noise left, or edges could not be seen.
    second = first + without_stripes(second - first, np.ones_like(first))
    rows, columns = _around(_busiest(first), first.shape)
    scale = _SHOWN / max(float(np.percentile(first[rows, columns], 98)), 1e-6)
    grey = []
    for plane, softness in ((first, 0.7), (second, 1.6)):
        piece = cv2.GaussianBlur(plane[rows, columns], (0, 0), softness) * np.float32(scale)
        grey.append(to_display(np.clip(piece, 0, 1), "srgb"))
    parts = [
        np.repeat(grey[0][..., None], 3, 2),
        np.stack([grey[0], grey[1], grey[1]], 2),
        np.repeat(grey[1][..., None], 3, 2),
    ]
    codes = [_enlarged(np.rint(255 * part).astype(np.uint8), view.orientation) for part in parts]
    return _beside(*codes)


def both(first: View, last: View) -> Pixels:
    """Two frames beside each other, with one brightening."""
    exposure = _exposure(first.planes, first)
    width, height = _size(first.clipped.shape)
    size = width // 2, height // 2
    small = [
        np.asarray(cv2.resize(view.planes, size, interpolation=cv2.INTER_AREA), np.float32) for view in (first, last)
    ]
    left, right = (_upright(_developed(planes, first, exposure), first.orientation) for planes in small)
    return _beside(left, right)


def rendered(view: View) -> Pixels:
    """(h, w, 3) sRGB: neutral colours, brightened until the scene can be seen."""
    return _developed(view.planes, view, _exposure(view.planes, view))


def usable_mask(usable: Mask, cell: int, size: tuple[int, int]) -> Pixels:
    """(H, W) of the whole frame, 255 where it can be used; rows and columns that fill no cell cannot."""
    mask = np.zeros(size, np.uint8)
    large = np.repeat(np.repeat(usable, cell, axis=0), cell, axis=1)
    mask[: large.shape[0], : large.shape[1]] = large * np.uint8(255)
    return mask


def save(folder: Path, name: str, pixels: Pixels) -> str:
    """Writes a PNG, (H, W) or (H, W, 3) RGB, into the session and returns its name relative to it, with '/'.
    OutputError."""
    swapped = pixels if pixels.ndim == 2 else pixels[..., ::-1]
    done, data = cv2.imencode(".png", np.ascontiguousarray(swapped), [cv2.IMWRITE_PNG_COMPRESSION, 3])
    if not done:
        raise MemoryError("PNG encoder")
    with publishing(folder / name, overwrite=True, needed=data.size, within=folder) as part:
        part.file.write(data.tobytes())
    return name


# --- rendering --------------------------------------------------------------------------------------------------------


def _exposure(planes: Float, view: View) -> float:
    step = max(1, planes.shape[0] // 400)
    balanced = planes[::step, ::step] * np.array(view.balance, np.float32)
    bright = float(np.percentile(balanced @ np.array(BALANCE, np.float32), _BRIGHT))
    return float(np.clip(_SHOWN / max(bright, 1e-6), 1.0 / 4.0, _MOST_BRIGHTENED))


def _developed(planes: Float, view: View, exposure: float) -> Pixels:
    calm = np.stack([without(planes[..., c], specks(planes[..., c])) for c in range(3)], axis=2)
    balanced = calm * (np.array(view.balance, np.float32) * np.float32(exposure))
    matrix = np.eye(3) if view.camera_matrix is None else view.camera_matrix
    return np.asarray(np.rint(255.0 * develop(balanced, matrix)), np.uint8)


def _upright(codes: Pixels, orientation: int) -> Pixels:
    return np.asarray(upright(codes, orientation), np.uint8)


def _size(shape: tuple[int, ...]) -> tuple[int, int]:
    """(width, height) of a small picture."""
    scale = min(1.0, WIDTH / max(shape[:2]))
    return max(1, round(shape[1] * scale)), max(1, round(shape[0] * scale))


def _around(place: tuple[int, int], shape: tuple[int, ...]) -> tuple[slice, slice]:
    starts = [
        int(np.clip(at - _CROP // 4, 0, max(0, length - _CROP))) for at, length in zip(place, shape[:2], strict=True)
    ]
    return slice(starts[0], starts[0] + _CROP), slice(starts[1], starts[1] + _CROP)


def _busiest(plane: Float) -> tuple[int, int]:
    gx, gy = cv2.Sobel(plane, cv2.CV_32F, 1, 0), cv2.Sobel(plane, cv2.CV_32F, 0, 1)
    level = cv2.blur(plane, (15, 15))
    strength = np.sqrt(np.maximum(gx * gx + gy * gy, 0)) / (np.abs(level) + np.float32(0.01))
    side = max(1, min(_CROP, min(plane.shape) // 3))
    blocks = binned(np.minimum(strength, np.float32(2.0)), side)
    y, x = np.unravel_index(int(np.argmax(blocks)), blocks.shape)
    return int(y) * side, int(x) * side


def _enlarged(codes: Pixels, orientation: int) -> Pixels:
    turned = np.ascontiguousarray(_upright(codes, orientation))
    size = turned.shape[1] * _ENLARGED, turned.shape[0] * _ENLARGED
    return np.asarray(cv2.resize(turned, size, interpolation=cv2.INTER_NEAREST), np.uint8)


def _beside(*parts: Pixels) -> Pixels:
    gap = np.full((parts[0].shape[0], 6, 3), 255, np.uint8)
    row = [parts[0]]
    for part in parts[1:]:
        row += [gap, part]
    return np.concatenate(row, axis=1)
