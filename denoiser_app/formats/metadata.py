"""EXIF, GPS, XMP and IPTC from the original to the export, and the stamp that says it is denoised.

exiv2 only ever reads the original and writes to a picture of one pixel in memory, whose metadata the writers then put
around the real pixels: it holds no big file in memory, and its silence about full disks does no harm.

exiv2 and the XMP toolkit in it are not thread-safe where they register names, so that every use holds one lock.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import exiv2

from denoiser_app import APP_NAME, __version__
from denoiser_app.core.errors import FileMissing
from denoiser_app.core.photo import Metadata
from denoiser_app.formats.icc import identify

NAMESPACE = "urn:denoiser-app:1.0/"
"""Of the stamp. A URN, since a URL would name a host that somebody else may own; XMP wants / or # at the end."""
PREFIX = "denoiser"

_EXIV2 = threading.RLock()
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Stamp:
    """What was done to the photo, for the next program and for the photographer's own records.

    strength, color_strength: per cent; color_strength None followed strength. noise: as in ``Recipe``, None unknown.
    detail, grain: as in ``Recipe``. job: of a photo in a batch, by which its result is known again; '' otherwise.
    """

    model: str
    model_hash: str = ""
    strength: float = 100.0
    color_strength: float | None = None
    noise: float | None = None
    version: str = __version__
    detail: float = 0.0
    grain: float = 0.0
    job: str = ""


# --- what is kept -----------------------------------------------------------------------------------------------------

KEPT_OF_IFD0 = frozenset([
    "ImageDescription", "Make", "Model", "DateTime", "Artist", "Copyright", "HostComputer", "Rating",
    "RatingPercent", "XPTitle", "XPComment", "XPAuthor", "XPKeywords", "XPSubject", "XResolution", "YResolution",
    "ResolutionUnit", "TimeZoneOffset",
])  # fmt: skip
"""A list of what is kept, since IFD0 of a raw is mostly structure and DNG adds tags with every version."""
EXPOSURE_IN_IFD0 = frozenset([
    "ExposureTime", "FNumber", "ExposureProgram", "ISOSpeedRatings", "DateTimeOriginal", "ShutterSpeedValue",
    "ApertureValue", "ExposureBiasValue", "MaxApertureValue", "SubjectDistance", "MeteringMode", "LightSource",
    "Flash", "FocalLength",
])  # fmt: skip
"""TIFF/EP (ISO 12234-2) puts these into IFD0; readers of finished photos look in the Exif IFD."""
DROPPED_OF_EXIF = frozenset([
    "ColorSpace", "PixelXDimension", "PixelYDimension", "InteroperabilityTag", "ComponentsConfiguration",
    "CompressedBitsPerPixel", "CFAPattern", "RelatedSoundFile", "SpatialFrequencyResponse", "0xea1c",
])  # fmt: skip
STRUCTURE = ("Image2", "Image3", "SubImage", "SubThumb", "Thumbnail", "Iop", "MpfInfo", "PanasonicRaw", "MakerNote")
EMBEDDED_PICTURES = ("preview", "thumbnail", "jpgfromraw")
"""Parts of names of maker-note tags that hold or point to a picture of the noisy original."""

DROPPED_XMP = (
    "crs.", "crss.", "crd.", "darktable.", "denoiser.", "GCamera.", "GContainer.", "Container.", "Item.", "GDepth.",
    "GImage.", "hdrgm.", "HDRGainMap.", "apdi.", "xmpNote.", "xmp.Thumbnails", "xmpMM.DocumentID", "xmpMM.InstanceID",
    "xmpMM.History", "xmpMM.DerivedFrom", "xmpMM.Ingredients", "xmpMM.Pantry", "photoshop.DocumentAncestors",
    "photoshop.SidecarForExtension", "dc.format", "exif.PixelXDimension", "exif.PixelYDimension", "exif.ColorSpace",
    "tiff.Orientation", "tiff.ImageWidth", "tiff.ImageLength", "tiff.BitsPerSample", "tiff.Compression",
    "tiff.PhotometricInterpretation", "tiff.SamplesPerPixel", "tiff.PlanarConfiguration", "tiff.NativeDigest",
    "tiff.YCbCr", "tiff.Software", "exif.NativeDigest",
)  # fmt: skip
"""Development settings that a raw program would apply a second time, second pictures appended to a JPEG, identity and
structure of the original file."""


def _keeps_exif(key: str, *, maker_note: bool) -> bool:
    _, group, name = key.split(".", 2)
    if group == "Image":
        return name in KEPT_OF_IFD0
    if group == "Photo":
        return name not in DROPPED_OF_EXIF and (maker_note or name != "MakerNote")
    if group == "GPSInfo":
        return True
    embedded = any(part in f"{group}.{name}".lower() for part in EMBEDDED_PICTURES)
    return maker_note and not group.startswith(STRUCTURE) and not embedded


# --- writing ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Description:
    """What the metadata of an export is made from. size: (height, width) of the export in pixels."""

    source: Path | None
    metadata: Metadata
    stamp: Stamp
    size: tuple[int, int]
    icc: bytes


def described(blank: bytes, description: Description) -> bytes:
    """A JPEG, PNG or TIFF of one pixel, with the metadata of the source, the stamp and what is true of the export.

    What cannot be copied costs only itself: if the whole does not fit (a JPEG holds 64 KB of EXIF and as much XMP) the
    maker note goes first, then the source's XMP and IPTC; if exiv2 cannot read the source, what ``metadata`` knows is
    written. Raises FileMissing only: a card that was pulled out is no reason to write a photo without its metadata.
    """
    with _exiv2():
        source = _read(description.source)
        if source is None and description.source is not None and not description.source.exists():
            raise FileMissing(path=str(description.source))
        for copy in (_copy_all, _copy_without_maker_note, _copy_exif, _copy_nothing):
            try:
                return _rewritten(blank, source, copy, description)
            except _FAILURES as error:
                _LOG.warning("metadata step %s failed: %s", copy.__name__, type(error).__name__)
    return blank


def _rewritten(blank: bytes, source: Any, copy: Callable[[Any, Any], None], description: Description) -> bytes:
    target = exiv2.ImageFactory.open(blank)
    target.readMetadata()
    if source is not None:
        copy(source, target)
    _fill_gaps(target.exifData(), description.metadata)
    _set_facts(target.exifData(), description)
    _set_stamp(target.xmpData(), description.stamp)
    target.writeMetadata()
    return bytes(target.io().data())


def _copy_all(source: Any, target: Any) -> None:
    _copy_exif(source, target, maker_note=True)
    _copy_xmp_and_iptc(source, target)


def _copy_without_maker_note(source: Any, target: Any) -> None:
    _copy_exif(source, target)
    _copy_xmp_and_iptc(source, target)


def _copy_exif(source: Any, target: Any, *, maker_note: bool = False) -> None:
    found, exif = source.exifData(), target.exifData()
    for datum in found:
        key = datum.key()
        if _keeps_exif(key, maker_note=maker_note):
            _replace(exif, exiv2.ExifKey(key), datum)
    for name in EXPOSURE_IN_IFD0:
        here, there = f"Exif.Image.{name}", f"Exif.Photo.{name}"
        if here in found and there not in exif:
            _replace(exif, exiv2.ExifKey(there), found[here])


def _copy_nothing(source: Any, target: Any) -> None:
    """The last resort: only what ``Metadata`` knows."""


def _replace(exif: Any, key: Any, datum: Any) -> None:
    """One tag, instead of the blank picture's own if it has it. A tag with a broken value is left out."""
    with suppress(*_FAILURES):
        existing = exif.findKey(key)
        if existing != exif.end():
            exif.erase(existing)
        exif.add(key, datum.value())


def _copy_xmp_and_iptc(source: Any, target: Any) -> None:
    for datum in source.xmpData():
        if not datum.key().removeprefix("Xmp.").startswith(DROPPED_XMP):
            with suppress(*_FAILURES):
                target.xmpData().add(exiv2.XmpKey(datum.key()), datum.value())
    for datum in source.iptcData():
        if not datum.key().startswith("Iptc.Application2.Preview"):
            with suppress(*_FAILURES):
                target.iptcData().add(exiv2.IptcKey(datum.key()), datum.value())


def _fill_gaps(exif: Any, metadata: Metadata) -> None:
    """Tags the source did not have, or exiv2 did not find in it, from what the decoder knows."""
    texts = {
        "Exif.Image.Make": metadata.make,
        "Exif.Image.Model": metadata.model,
        "Exif.Photo.LensModel": metadata.lens or _lens_in_words(exif),
        "Exif.Photo.DateTimeOriginal": metadata.taken,
    }
    numbers = {
        "Exif.Photo.ExposureTime": metadata.shutter,
        "Exif.Photo.FNumber": metadata.aperture,
        "Exif.Photo.FocalLength": metadata.focal_length,
    }
    for key, text in texts.items():
        if text and key not in exif:
            exif[key] = exiv2.AsciiValue(text)
    for key, number in numbers.items():
        if number and number > 0 and key not in exif:
            exif[key] = exiv2.URationalValue([_rational(number)])
    if metadata.iso and metadata.iso > 0 and "Exif.Photo.ISOSpeedRatings" not in exif:
        exif["Exif.Photo.ISOSpeedRatings"] = exiv2.UShortValue(min(round(metadata.iso), 65535))


def _lens_in_words(exif: Any) -> str:
    """The lens from the maker note, for the tag where programs look for it; '' if exiv2 does not know exactly which."""
    with suppress(*_FAILURES):
        datum = exiv2.lensName(exif)
        words = "" if datum is None else str(datum.print(exif)).strip()
        known = words[:1].isalpha() and not words.startswith(("Unknown", "n/a")) and " | " not in words
        return words if known else ""
    return ""


def _rational(number: float) -> tuple[int, int]:
    """1/50 for 0.02 and 28/10 for 2.8, as cameras write them."""
    fraction = Fraction(number).limit_denominator(8000 if number < 1 else 100)
    return (fraction.numerator, fraction.denominator) if fraction else (1, round(1 / number))


def _set_facts(exif: Any, description: Description) -> None:
    """What is true of the export whatever the source said: upright, this size, this colour space, this program."""
    height, width = description.size
    exif["Exif.Image.Orientation"] = exiv2.UShortValue(1)
    exif["Exif.Image.Software"] = exiv2.AsciiValue(f"{APP_NAME} {description.stamp.version}")
    exif["Exif.Photo.PixelXDimension"] = exiv2.ULongValue(width)
    exif["Exif.Photo.PixelYDimension"] = exiv2.ULongValue(height)
    # Exif 2.32, 4.6.5: 1 is sRGB, 65535 everything else (the profile says what)
    exif["Exif.Photo.ColorSpace"] = exiv2.UShortValue(1 if identify(description.icc) == "srgb" else 65535)


def _set_stamp(xmp: Any, stamp: Stamp) -> None:
    color = stamp.strength if stamp.color_strength is None else stamp.color_strength
    values = {
        "Version": stamp.version,
        "Model": stamp.model,
        "ModelHash": stamp.model_hash,
        "Strength": f"{stamp.strength:g}",
        "ColorStrength": f"{color:g}",
        "Detail": f"{stamp.detail:g}" if stamp.detail else "",
        "Grain": f"{stamp.grain:g}" if stamp.grain else "",
        "Noise": "" if stamp.noise is None else f"{stamp.noise:.6g}",
        "Job": stamp.job,
    }
    for name, value in values.items():
        if value:
            xmp[f"Xmp.{PREFIX}.{name}"] = value


# --- reading ----------------------------------------------------------------------------------------------------------


def read_facts(path: Path) -> Metadata:
    """What a file's name can be made from: camera, ISO and date. Empty where exiv2 cannot tell; never raises."""
    with opened(path) as image:
        if image is None:
            return Metadata(path=path)
        exif = image.exifData()
        iso = _first(exif, exiv2.isoSpeed)
        taken = "Exif.Photo.DateTimeOriginal"
        return Metadata(
            path=path,
            make=_first(exif, exiv2.make),
            model=_first(exif, exiv2.model),
            iso=float(iso) if iso.isdigit() else None,
            taken=_text(exif[taken]) if taken in exif else "",
        )


def read_stamp(path: Path) -> Stamp | None:
    """The stamp in a file, so that nothing is denoised twice unnoticed; None if there is none. Never raises."""
    with opened(path) as image:
        return None if image is None else stamp_in(image)


def stamp_in(image: Any) -> Stamp | None:
    """The stamp among the XMP of an ``opened`` image; None if there is none."""
    found = {datum.key(): _text(datum) for datum in image.xmpData() if f".{PREFIX}." in datum.key()}
    value = {key.rsplit(".", 1)[1]: text for key, text in found.items()}
    if "Model" not in value:
        return None
    numbers = {name: _number(value.get(name)) for name in ("Strength", "ColorStrength", "Noise", "Detail", "Grain")}
    strength = 100.0 if numbers["Strength"] is None else numbers["Strength"]
    return Stamp(
        model=value["Model"],
        model_hash=value.get("ModelHash", ""),
        strength=strength,
        color_strength=numbers["ColorStrength"],
        noise=numbers["Noise"],
        version=value.get("Version", ""),
        detail=numbers["Detail"] or 0.0,
        grain=numbers["Grain"] or 0.0,
        job=value.get("Job", ""),
    )


def orientation_and_stamp(path: Path) -> tuple[int, bool]:
    """What a finished export is checked for: its EXIF orientation (0 without one) and whether it has the stamp."""
    with opened(path) as image:
        if image is None:
            return 0, False
        exif = image.exifData()
        key = "Exif.Image.Orientation"
        orientation = int(exif[key].toInt64()) if key in exif else 0
        return orientation, any(d.key() == f"Xmp.{PREFIX}.Model" for d in image.xmpData())


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """exiv2's image of a file with its metadata read, for this thread alone; None if exiv2 cannot read it."""
    with _exiv2():
        yield _read(path)


def _read(path: Path | None) -> Any:
    """The image with its metadata read, or None for no path or anything exiv2 cannot read."""
    if path is None:
        return None
    try:
        image = exiv2.ImageFactory.open(str(path))
        image.readMetadata()
    except _FAILURES as error:
        _LOG.warning("metadata cannot be read: %s", type(error).__name__)
        return None
    return image


def _first(exif: Any, finder: Callable[[Any], Any]) -> str:
    """The value of one of exiv2's own finders, which know where makers hide things; '' without one."""
    with suppress(*_FAILURES):
        datum = finder(exif)
        return "" if datum is None else _text(datum)
    return ""


def _text(datum: Any) -> str:
    with suppress(*_FAILURES):
        return str(datum.toString()).strip().strip("\0")
    return ""


def _number(text: str | None) -> float | None:
    try:
        return None if text is None else float(text)
    except ValueError:
        return None


# --- exiv2 ------------------------------------------------------------------------------------------------------------

_FAILURES = (
    *(exiv2.Exiv2Error, RuntimeError, ValueError, TypeError, LookupError),
    *(ArithmeticError, OSError, MemoryError, SystemError),
)
"""What exiv2 raises: its own, and what the wrapper makes of C++ exceptions and of text that is not UTF-8.

The wrapper has traps that no except catches (tried with 0.19.2): ``"not a key" in exif`` ends the process, and so does
comparing None with ``exif.end()``. Only keys that are written out in this module are looked up by ``in``; keys from a
source go through ExifKey, which raises.
"""


@contextmanager
def _exiv2() -> Iterator[None]:
    """exiv2 ready for use, by this thread alone."""
    with _EXIV2:
        _prepare()
        yield


@cache
def _prepare() -> None:
    exiv2.LogMsg.setLevel(exiv2.LogMsg.Level.mute)
    exiv2.XmpProperties.registerNs(NAMESPACE, PREFIX)
