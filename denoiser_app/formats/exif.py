"""How a photo was taken, from its EXIF, in plain values."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

Plain = dict[str, str | float | int | None]


def read_exif(path: Path) -> dict[str, str]:
    """All EXIF of a file as Exiv2's key -> text; empty where Exiv2 cannot read it.

    Plain iteration only: Exiv2's convenience functions (isoSpeed, make ...) crash the process for an absent tag in the
    Python wheel 0.19.2.
    """
    import exiv2

    exiv2.LogMsg.setLevel(exiv2.LogMsg.Level.mute)
    try:
        image = exiv2.ImageFactory.open(str(path))
        image.readMetadata()
        data = image.exifData()
        return {datum.key(): datum.toString() for datum in data if datum.size() <= 4096}
    except (exiv2.Exiv2Error, UnicodeDecodeError, OSError):
        return {}


def describe(exif: dict[str, str]) -> Plain:
    """The fields of ``Metadata`` that EXIF tells; None or '' for what it does not."""
    return {
        "make": _text(exif, "Exif.Image.Make"),
        "model": _text(exif, "Exif.Image.Model"),
        "lens": _text(exif, "Exif.Photo.LensModel"),
        "iso": _iso(exif),
        "shutter": _number(exif, "Exif.Photo.ExposureTime", "Exif.Image.ExposureTime"),
        "aperture": _number(exif, "Exif.Photo.FNumber", "Exif.Image.FNumber"),
        "focal_length": _number(exif, "Exif.Photo.FocalLength", "Exif.Image.FocalLength"),
        "taken": _text(exif, "Exif.Photo.DateTimeOriginal", "Exif.Image.DateTimeOriginal", "Exif.Image.DateTime"),
    }


def _iso(exif: dict[str, str]) -> float | None:
    """ISO; above 65534 the old 16-bit tag says 65535 and the true value stands elsewhere (EXIF 2.3)."""
    iso = _number(exif, "Exif.Photo.ISOSpeedRatings", "Exif.Image.ISOSpeedRatings")
    if iso is not None and iso < 65535:
        return iso
    large = ("Exif.Photo.RecommendedExposureIndex", "Exif.Photo.StandardOutputSensitivity", "Exif.Photo.ISOSpeed")
    return _number(exif, *large) or iso


def _text(exif: dict[str, str], *keys: str) -> str:
    for key in keys:
        if text := exif.get(key, "").strip().strip("\0").strip():
            return text
    return ""


def _number(exif: dict[str, str], *keys: str) -> float | None:
    """The first of the tags that holds a positive number; rationals are written 'n/d'."""
    for key in keys:
        try:
            value = float(Fraction(exif.get(key, "").split(" ")[0] or "0"))
        except (ValueError, ZeroDivisionError, OverflowError):
            continue
        if value > 0:
            return value
    return None
