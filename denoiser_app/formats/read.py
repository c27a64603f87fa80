"""Reading photos: the one door. Camera raws become RawPhoto, everything else RgbPhoto."""

from __future__ import annotations

import base64
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from denoiser_app.core.cfa import Cfa, Float
from denoiser_app.core.errors import FileEmpty, FileIsFolder, FileMissing, FileUnreadable, InputError
from denoiser_app.core.photo import Levels, Metadata, PoissonGaussian, RawPhoto, RgbPhoto
from denoiser_app.core.progress import CancelToken
from denoiser_app.formats.decoded import Decoded
from denoiser_app.formats.decoder import Limits, decode

__all__ = ["Limits", "read"]

_LIMITS = Limits()
_ROWS = 64


def read(
    path: Path, *, demosaic: bool = True, limits: Limits = _LIMITS, token: CancelToken | None = None
) -> RawPhoto | RgbPhoto:
    """The photo in a file, whatever its name says it is.

    ``demosaic``: whether a raw's ``demosaiced`` is wanted, which takes most of the time. Decoding happens in a child
    process within ``limits``. Raises InputError (one of its kinds, with the path), or Cancelled.
    """
    path = Path(path)
    if token is not None:
        token.check()
    require_readable(path)
    try:
        decoded = decode(path, demosaic, limits, token)
    except InputError as error:
        if not path.exists():  # it was there a moment ago: a card that was pulled out, and no damage
            raise FileMissing(path=str(path)) from error
        raise
    return _raw_photo(decoded, path) if "mosaic" in decoded.arrays else _rgb_photo(decoded, path)


def require_readable(path: Path) -> None:
    """Raise InputError unless the path is a file with something in it that may be opened."""
    try:
        if path.is_dir():
            raise FileIsFolder(path=str(path))
        if not path.exists():
            raise FileMissing(path=str(path))
        if not path.is_file():
            raise FileUnreadable(path=str(path), reason="it is not a regular file")
        with path.open("rb") as stream:
            if not stream.read(1):
                raise FileEmpty(path=str(path))
    except (OSError, ValueError) as error:  # ValueError: a null character in the name
        reason = error.strerror if isinstance(error, OSError) else None
        raise FileUnreadable(path=str(path), reason=reason or str(error)) from error


def _raw_photo(decoded: Decoded, path: Path) -> RawPhoto:
    values = decoded.values
    noise = values["noise"]
    return RawPhoto(
        mosaic=decoded.arrays["mosaic"],
        cfa=Cfa(tuple(tuple(row) for row in values["cfa"]["pattern"]), values["cfa"]["kind"]),
        levels=Levels(**{**values["levels"], "black": tuple(values["levels"]["black"])}),
        white_balance=tuple(values["white_balance"]),
        camera_matrix=np.asarray(values["camera_matrix"], np.float64),
        metadata=_metadata(values, path),
        demosaiced=decoded.arrays.get("demosaiced"),
        origin=tuple(values["origin"]),
        noise=PoissonGaussian(noise[0], noise[1], source="DNG NoiseProfile") if noise else None,
    )


def _rgb_photo(decoded: Decoded, path: Path) -> RgbPhoto:
    values, pixels = decoded.values, decoded.arrays["pixels"]
    channels = pixels.shape[2]
    colors = pixels[..., :3] if channels >= 3 else np.broadcast_to(pixels[..., :1], (*pixels.shape[:2], 3))
    return RgbPhoto(
        rgb=_unit(colors, values["top"]),
        metadata=replace(_metadata(values, path), orientation=1),
        icc=base64.b64decode(values["icc"]) if values["icc"] else None,
        alpha=_unit(pixels[..., -1:], values["top"])[..., 0] if channels in (2, 4) else None,
        bits=values["bits"],
        gray=channels <= 2,
        lossy=values["lossy"],
    )


def _unit(codes: NDArray[Any], top: int) -> Float:
    """Whole numbers 0-top, (H, W, C) uint8 or uint16, as float32 0-1. By a table and in bands: it takes no second copy,
    and no lock of the interpreter, which would stop a window for a second."""
    table = np.arange(np.iinfo(codes.dtype).max + 1, dtype=np.float32) / np.float32(top)
    result = np.empty(codes.shape, np.float32)
    for start in range(0, len(codes), _ROWS):
        rows = slice(start, start + _ROWS)
        cv2.LUT(np.ascontiguousarray(codes[rows]), table, result[rows])
    return result


def _metadata(values: dict[str, Any], path: Path) -> Metadata:
    return Metadata(path=path, **values["metadata"])
