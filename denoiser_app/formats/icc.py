"""ICC profiles: made for the named spaces, recognised, converted between, and turned into transfer functions.

Profiles are written from ICC.1:2010 (version 4.2, matrix and parametric curve, 500 bytes): the curve is exact, the
bytes are the same every time, and programs that show photos from an iPhone know this kind. Profiles from photos are
other people's bytes: every offset is checked, and what cannot be understood is None, never an exception.
"""

from __future__ import annotations

import hashlib
import struct
from functools import lru_cache
from typing import Any, Literal, TypeVar, cast, get_args

import imagecodecs
import numpy as np
from numpy.typing import NDArray

from denoiser_app.core.color import (
    ADOBE_RGB_TRANSFER,
    D50,
    LSTAR_TRANSFER,
    ROMM_TRANSFER,
    SRGB_TRANSFER,
    Transfer,
    adaptation,
    color_space,
    matrix_to_xyz,
)
from denoiser_app.core.errors import ProfileUnusable
from denoiser_app.core.recipe import ColorSpaceName

Matrix = NDArray[np.float64]
Pixels = TypeVar("Pixels", bound=NDArray[Any])
ColorModel = Literal["RGB", "GRAY", "CMYK"]

SPACES: tuple[ColorSpaceName, ...] = get_args(ColorSpaceName)
PCS_WHITE = (0xF6D6, 0x10000, 0xD32D)
"""D50 of the profile connection space in 1/65536, as ICC.1:2010, 7.2.16 prints it."""
COLORANT_TOLERANCE = 0.003
CURVE_TOLERANCE = 0.002
"""In linear light. A pure 1.8 power, which many ProPhoto profiles hold, is 0.0004 from ROMM's curve and passes; a pure
2.2 power is 0.0085 from the sRGB curve and does not. The colorants of two spaces differ by 0.04 and more."""

COLUMNS = (b"rXYZ", b"gXYZ", b"bXYZ")
BAND = 1 << 20
"""Pixels that lcms converts at a time."""


# --- made -----------------------------------------------------------------------------------------------------------


@lru_cache
def profile_bytes(space: ColorSpaceName) -> bytes:
    """The profile of a named space, as it is embedded in exports. The same bytes every time."""
    definition = color_space(space)
    return _rgb_profile(definition.title, space, _parametric(definition.transfer))


def for_channels(icc: bytes, *, gray: bool) -> bytes:
    """A whole profile that fits the number of channels, since readers refuse an RGB profile on a gray picture.

    ``icc`` itself if it fits, without padding behind its end; otherwise one with the same curve, so that the tones stay
    as they are. A broken profile, or one for CMYK or Lab, cannot be true of these pixels and makes exiv2 refuse a JPEG:
    it becomes sRGB, as which viewers take such files.
    """
    whole = _whole(icc)
    model = color_model(whole)
    if whole and model == ("GRAY" if gray else "RGB"):
        return whole
    curve = _curve_tag(whole) if model in ("RGB", "GRAY") else None
    if gray:
        return _profile(b"GRAY", "Gray", [(b"kTRC", curve or _parametric(SRGB_TRANSFER))])
    return _rgb_profile("Gray as RGB", "srgb", curve) if curve else profile_bytes("srgb")


def _whole(icc: bytes) -> bytes | None:
    """The profile as long as its header says, None if it is cut off or Little CMS cannot open it."""
    size = struct.unpack_from(">I", icc)[0] if len(icc) >= 132 else len(icc) + 1
    if size > len(icc):
        return None
    try:
        imagecodecs.cms_profile_validate(icc[:size])
    except (RuntimeError, ValueError):
        return None
    return icc[:size]


def _rgb_profile(title: str, primaries: ColorSpaceName, curve: bytes) -> bytes:
    """A matrix profile with the primaries of a named space and one curve for all three channels."""
    adapted = _fixed(adaptation(color_space(primaries).white, D50).ravel())
    columns = [(name, _xyz_tag(xyz)) for name, xyz in zip(COLUMNS, _colorants(primaries), strict=True)]
    curves = [(name, curve) for name in (b"rTRC", b"gTRC", b"bTRC")]
    return _profile(b"RGB ", title, [(b"chad", b"sf32" + struct.pack(">4x9i", *adapted)), *columns, *curves])


def _profile(model: bytes, title: str, own_tags: list[tuple[bytes, bytes]]) -> bytes:
    """Header, tag table and data; tags with the same data share it. The ID is the MD5 of ICC.1:2010, 7.2.18."""
    texts = [(b"desc", _text_tag(title)), (b"cprt", _text_tag("CC0 1.0, no copyright"))]
    entries = [*texts, (b"wtpt", _xyz_tag(PCS_WHITE)), *own_tags]
    table, data, places = b"", b"", dict[bytes, int]()
    start = 128 + 4 + 12 * len(entries)
    for name, tag in entries:
        if tag not in places:
            places[tag] = start + len(data)
            data += tag + bytes(-len(tag) % 4)
        table += name + struct.pack(">II", places[tag], len(tag))
    body = struct.pack(">I", len(entries)) + table + data
    header = struct.pack(">I4xI", 128 + len(body), 0x04200000) + b"mntr" + model + b"XYZ "
    header += struct.pack(">6H", 2025, 1, 1, 0, 0, 0) + b"acsp" + bytes(28) + struct.pack(">3I", *PCS_WHITE)
    header = header.ljust(128, b"\0")
    digest = hashlib.md5(header + body, usedforsecurity=False).digest()
    return header[:84] + digest + header[100:] + body


def _colorants(space: ColorSpaceName) -> list[tuple[int, ...]]:
    """XYZ of the primaries in the connection space, in 1/65536, which sum to its white exactly: gray stays gray."""
    matrix = adaptation(color_space(space).white, D50) @ matrix_to_xyz(space)
    red, _, blue = (_fixed(column) for column in matrix.T)
    green = tuple(white - r - b for white, r, b in zip(PCS_WHITE, red, blue, strict=True))
    return [red, green, blue]


def _fixed(values: Matrix) -> tuple[int, ...]:
    return tuple(int(value) for value in np.rint(values * 65536))


def _xyz_tag(xyz: tuple[int, ...]) -> bytes:
    return b"XYZ " + struct.pack(">4x3i", *xyz)


def _text_tag(text: str) -> bytes:
    encoded = text.encode("utf-16-be")
    return b"mluc" + struct.pack(">4x2I2s2s2I", 1, 12, b"en", b"US", len(encoded), 28) + encoded


def _parametric(transfer: Transfer) -> bytes:
    """A pure power as type 0, anything else as type 3."""
    if transfer.d == 0:
        return b"para" + struct.pack(">4xHHi", 0, 0, round(transfer.gamma * 65536))
    numbers = (transfer.gamma, transfer.a, transfer.b, transfer.c, transfer.d)
    return b"para" + struct.pack(">4xHH5i", 3, 0, *(round(number * 65536) for number in numbers))


# --- recognised -----------------------------------------------------------------------------------------------------


def color_model(icc: bytes | None) -> ColorModel | None:
    """What kind of pixels a profile is for; None for no profile, a broken one or another kind."""
    if icc is None or len(icc) < 132 or icc[36:40] != b"acsp":
        return None
    model = icc[16:20].decode("latin-1").strip()
    return cast(ColorModel, model) if model in get_args(ColorModel) else None


@lru_cache(maxsize=8)
def identify(icc: bytes | None) -> ColorSpaceName | None:
    """The named space an RGB profile describes, by its colorants and curve; None for another, a broken one or none."""
    tags = _tags(icc)
    if color_model(icc) != "RGB" or "A2B0" in tags:
        return None
    columns = [_read_xyz(tags.get(name)) for name in ("rXYZ", "gXYZ", "bXYZ")]
    curves = [_sampled(tags.get(name)) for name in ("rTRC", "gTRC", "bTRC")]
    for space in SPACES:
        expected = np.array(_colorants(space)) / 65536
        samples = _sampled(_parametric(color_space(space).transfer))
        if _close(columns, list(expected), COLORANT_TOLERANCE) and _close(curves, [samples] * 3, CURVE_TOLERANCE):
            return space
    return None


def matrix_shaper(icc: bytes | None, points: int = 4097) -> tuple[Matrix, Matrix] | None:
    """What an RGB profile with colorants and tone curves says: a display's, or a camera's own.

    Returns (3, 3) linear RGB to XYZ of the connection space (D50), and (3, points) linear light of each channel at
    display values from 0 to 1, evenly spaced. None for another kind of profile, a broken one or none.
    """
    tags = _tags(icc)
    columns = [_read_xyz(tags.get(name)) for name in ("rXYZ", "gXYZ", "bXYZ")]
    curves = [_sampled(tags.get(name), points) for name in ("rTRC", "gTRC", "bTRC")]
    found_columns, found_curves = [c for c in columns if c is not None], [c for c in curves if c is not None]
    if color_model(icc) != "RGB" or len(found_columns) < 3 or len(found_curves) < 3:
        return None
    return np.stack(found_columns, axis=1), np.stack(found_curves)


@lru_cache(maxsize=8)
def transfer_of(icc: bytes | None) -> Transfer:
    """The way to linear light for pixels with this profile, and back.

    Exact for the named spaces and for every parametric or power curve this program knows; other curves (tables) become
    the power that agrees with them at mid-gray, which is near enough to blend in and, unlike a table with flat parts,
    always has an inverse. Without a usable curve: sRGB.
    """
    named = identify(icc)
    if named:
        return color_space(named).transfer
    samples = _sampled(_curve_tag(icc))
    if samples is None:
        return SRGB_TRANSFER
    for known in (SRGB_TRANSFER, ADOBE_RGB_TRANSFER, ROMM_TRANSFER, LSTAR_TRANSFER, Transfer(1.0)):
        if _close([samples], [_sampled(_parametric(known))], CURVE_TOLERANCE):
            return known
    middle = float(samples[len(samples) // 2])
    gamma = np.log(middle) / np.log(0.5) if 0 < middle < 1 else 0.0
    return Transfer(float(gamma)) if 0.5 <= gamma <= 4 else SRGB_TRANSFER


def _close(found: list[Matrix | None], expected: list[Matrix | None], tolerance: float) -> bool:
    pairs = zip(found, expected, strict=True)
    return all(a is not None and b is not None and bool(np.abs(a - b).max() <= tolerance) for a, b in pairs)


def _tags(icc: bytes | None) -> dict[str, bytes]:
    """Name and data of every tag that lies inside the profile. At most 100, as real profiles have 10 to 30."""
    if icc is None or len(icc) < 132:
        return {}
    count = min(struct.unpack_from(">I", icc, 128)[0], 100, (len(icc) - 132) // 12)
    found = {}
    for index in range(count):
        name, offset, size = struct.unpack_from(">4sII", icc, 132 + 12 * index)
        if offset + size <= len(icc):
            found[name.decode("latin-1")] = icc[offset : offset + size]
    return found


def _curve_tag(icc: bytes | None) -> bytes | None:
    tags = _tags(icc)
    return tags.get("gTRC", tags.get("kTRC"))


def _read_xyz(tag: bytes | None) -> Matrix | None:
    if tag is None or len(tag) < 20:
        return None
    return np.array(struct.unpack_from(">3i", tag, 8)) / 65536


def _sampled(tag: bytes | None, points: int = 257) -> Matrix | None:
    """A tone curve at that many display values from 0 to 1, as linear light; None if it cannot be understood."""
    display = np.linspace(0, 1, points)
    if tag is None or len(tag) < 12:
        return None
    if tag[:4] == b"curv":
        return _sampled_table(tag, display)
    return _sampled_parametric(tag, display) if tag[:4] == b"para" else None


def _sampled_table(tag: bytes, display: Matrix) -> Matrix | None:
    count = struct.unpack_from(">I", tag, 8)[0]
    if count > (len(tag) - 12) // 2:
        return None
    table = np.frombuffer(tag, ">u2", count, 12).astype(np.float64)
    if count == 0:
        return display
    if count == 1:
        return cast(Matrix, display ** (table[0] / 256))
    return np.interp(display, np.linspace(0, 1, count), table / 65535)


def _sampled_parametric(tag: bytes, display: Matrix) -> Matrix | None:
    """ICC.1:2010, table 65. Types 0 to 4 have 1, 3, 4, 5 and 7 numbers."""
    kind = struct.unpack_from(">H", tag, 8)[0]
    count = {0: 1, 1: 3, 2: 4, 3: 5, 4: 7}.get(kind, 0)
    if not count or len(tag) < 12 + 4 * count:
        return None
    numbers = [number / 65536 for number in struct.unpack_from(f">{count}i", tag, 12)]
    g, a, b, c, d, e, f = (numbers + [0.0] * 7)[:7] if kind else (numbers[0], 1.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    if kind in (1, 2):
        d, e, f, c = (-b / a if a else 0.0), (c if kind == 2 else 0.0), (c if kind == 2 else 0.0), 0.0
    power = np.maximum(a * display + b, 0) ** g + e
    return np.where(display >= d, power, c * display + f)


# --- converted ------------------------------------------------------------------------------------------------------


def convert(rgb: Pixels, source: bytes | None, target: bytes) -> Pixels:
    """(H, W, 3) display-encoded pixels from one RGB profile to another: float32 0-1 (clipped to 0-1), uint16 or uint8.

    source: None, or one that is neither RGB nor gray, is sRGB; a gray one is for a gray photo whose value stands in all
        three channels.
    Relative colorimetric with black point compensation, by Little CMS in floating point: its 16-bit path errs by 1 % in
    the shadows. The result is a new array of the same type, or ``rgb`` itself where the profiles are the same.
    ProfileUnusable if Little CMS refuses a profile.
    """
    if source is None or color_model(source) not in ("RGB", "GRAY"):
        source = profile_bytes("srgb")
    if source == target:
        return rgb
    white = 1.0 if np.issubdtype(rgb.dtype, np.floating) else float(np.iinfo(rgb.dtype).max)
    result = np.empty_like(rgb)
    rows = max(1, BAND // rgb.shape[1])
    for start in range(0, len(rgb), rows):
        band = rgb[start : start + rows].astype(np.float32) / np.float32(white)
        converted = np.clip(_converted(band, source, target), 0, 1) * np.float32(white)
        result[start : start + rows] = converted if white == 1 else np.rint(converted)
    return cast(Pixels, result)


def _converted(rgb: NDArray[np.float32], source: bytes, target: bytes) -> NDArray[np.float32]:
    """One band through Little CMS; float32 in and out, possibly outside 0-1."""
    gray = color_model(source) == "GRAY"
    try:
        return cast(
            NDArray[np.float32],
            imagecodecs.cms_transform(
                np.ascontiguousarray(rgb[..., 0] if gray else rgb),
                source,
                target,
                colorspace="gray" if gray else "rgb",
                outcolorspace="rgb",
                intent=imagecodecs.CMS.INTENT.RELATIVE_COLORIMETRIC,
                flags=imagecodecs.CMS.FLAGS.BLACKPOINTCOMPENSATION,
            ),
        )
    except (RuntimeError, ValueError, TypeError) as error:
        raise ProfileUnusable(reason=str(error) or type(error).__name__) from error
