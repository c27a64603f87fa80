"""Metadata: kept, made true of the export, stamped; no source is so bad that the photo is lost."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import exiv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from denoiser_app.core.errors import FileMissing
from denoiser_app.core.photo import Metadata
from denoiser_app.formats import jpeg, metadata, png, tiff
from denoiser_app.formats.icc import profile_bytes
from denoiser_app.formats.metadata import Description, Stamp, described, read_facts, read_stamp

SRGB = profile_bytes("srgb")
STAMP = Stamp("night-rgb-1", "0123abcd", 80.0, None, 4.25)
blanks = pytest.mark.parametrize("blank", [tiff.blank, png.blank, jpeg.blank], ids=["tiff", "png", "jpeg"])
Blank = Callable[..., bytes]


def jpeg_bytes() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (64, 48), (200, 100, 50)).save(target, "JPEG")
    return target.getvalue()


def source_with(folder: Path, fill: Callable[[Any], None]) -> Path:
    """A JPEG whose metadata ``fill(image)`` has set."""
    path = folder / "source.jpg"
    path.write_bytes(jpeg_bytes())
    image = exiv2.ImageFactory.open(str(path))
    image.readMetadata()
    fill(image)
    image.writeMetadata()
    return path


def canon(image: Any) -> None:
    """As a camera writes it, and as Lightroom and darktable left it."""
    metadata._prepare()
    exif, xmp, iptc = image.exifData(), image.xmpData(), image.iptcData()
    exif["Exif.Image.Make"], exif["Exif.Image.Model"] = "Canon", "Canon EOS 6D"
    exif["Exif.Image.Orientation"] = exiv2.UShortValue(6)
    exif["Exif.Image.Software"] = "Firmware 1.1.8"
    exif["Exif.Image.Artist"] = "Änne Müller"
    exif["Exif.Photo.ISOSpeedRatings"] = exiv2.UShortValue(12800)
    exif["Exif.Photo.ExposureTime"] = exiv2.URationalValue([(1, 50)])
    exif["Exif.Photo.DateTimeOriginal"] = "2025:01:31 23:05:09"
    exif["Exif.Photo.PixelXDimension"] = exiv2.ULongValue(5472)
    exif["Exif.CanonCs.LensType"] = exiv2.UShortValue(254)
    exif["Exif.Canon.OwnerName"] = "Somebody"
    exif["Exif.GPSInfo.GPSLatitudeRef"] = "N"
    exif["Exif.GPSInfo.GPSLatitude"] = exiv2.URationalValue([(48, 1), (30, 1), (0, 1)])
    exiv2.ExifThumb(exif).setJpegThumbnail(jpeg_bytes())
    exiv2.XmpProperties.registerNs("http://darktable.sf.net/", "darktable")
    xmp["Xmp.dc.subject"] = "night"
    xmp["Xmp.xmp.Rating"] = "4"
    xmp["Xmp.crs.Exposure2012"] = "+1.50"
    xmp["Xmp.crs.LuminanceSmoothing"] = "50"
    xmp["Xmp.darktable.xmp_version"] = "5"
    xmp["Xmp.tiff.Orientation"] = "6"
    xmp["Xmp.xmpMM.DocumentID"] = "xmp.did:original"
    iptc["Iptc.Application2.Caption"] = "Die Stadt bei Nacht"


def written(blank: Blank, source: Path | None, known: Metadata | None = None) -> dict[str, str]:
    """Key -> value of all that is in the described blank, as exiv2 reads it."""
    description = Description(source, known or Metadata(), STAMP, (48, 64), SRGB)
    image = exiv2.ImageFactory.open(described(blank(SRGB, gray=False), description))
    image.readMetadata()
    assert bytes(image.iccProfile().data()) == SRGB
    return {
        datum.key(): datum.toString()
        for data in (image.exifData(), image.xmpData(), image.iptcData())
        for datum in data
    }


# --- kept, corrected, dropped -----------------------------------------------------------------------------------------


@blanks
def test_what_the_photographer_and_the_camera_wrote_is_kept(tmp_path: Path, blank: Blank) -> None:
    found = written(blank, source_with(tmp_path, canon))
    kept = {
        "Exif.Image.Make": "Canon",
        "Exif.Image.Artist": "Änne Müller",
        "Exif.Photo.ISOSpeedRatings": "12800",
        "Exif.Photo.ExposureTime": "1/50",
        "Exif.Photo.DateTimeOriginal": "2025:01:31 23:05:09",
        "Exif.GPSInfo.GPSLatitude": "48/1 30/1 0/1",
        "Exif.GPSInfo.GPSLatitudeRef": "N",
        "Exif.Canon.OwnerName": "Somebody",
        "Exif.CanonCs.LensType": "254",
        "Xmp.dc.subject": "night",
        "Xmp.xmp.Rating": "4",
        "Iptc.Application2.Caption": "Die Stadt bei Nacht",
    }
    assert {key: found.get(key) for key in kept} == kept


@blanks
def test_what_is_no_longer_true_is_corrected(tmp_path: Path, blank: Blank) -> None:
    found = written(blank, source_with(tmp_path, canon))
    assert found["Exif.Image.Orientation"] == "1"
    assert found["Exif.Image.Software"].startswith("Denoiser ")
    assert found["Exif.Photo.PixelXDimension"] == "64"
    assert found["Exif.Photo.PixelYDimension"] == "48"
    assert found["Exif.Photo.ColorSpace"] == "1"


@blanks
def test_what_would_harm_is_dropped(tmp_path: Path, blank: Blank) -> None:
    """A noisy thumbnail, settings applied a second time, a second orientation, somebody else's identity."""
    found = written(blank, source_with(tmp_path, canon))
    harmful = ("Exif.Thumbnail", "Xmp.crs", "Xmp.darktable", "Xmp.tiff.Orientation", "Xmp.xmpMM.DocumentID")
    assert not [key for key in found if key.startswith(harmful)]


@blanks
def test_the_stamp_is_there(tmp_path: Path, blank: Blank) -> None:
    found = written(blank, source_with(tmp_path, canon))
    stamp = {key.removeprefix("Xmp.denoiser."): value for key, value in found.items() if "Xmp.denoiser." in key}
    assert stamp == {
        "Version": STAMP.version,
        "Model": "night-rgb-1",
        "ModelHash": "0123abcd",
        "Strength": "80",
        "ColorStrength": "80",
        "Noise": "4.25",
    }


def test_a_new_stamp_replaces_the_old_one(tmp_path: Path) -> None:
    def stamped(image: Any) -> None:
        metadata._prepare()
        image.xmpData()["Xmp.denoiser.Model"] = "older"
        image.xmpData()["Xmp.denoiser.Forgotten"] = "field"

    found = written(jpeg.blank, source_with(tmp_path, stamped))
    assert found["Xmp.denoiser.Model"] == "night-rgb-1"
    assert "Xmp.denoiser.Forgotten" not in found


def test_the_stamp_of_a_batch_carries_the_job(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    stamp = Stamp("night-rgb-1", job="6f1c2ab4")
    path.write_bytes(described(jpeg.blank(SRGB, gray=False), Description(None, Metadata(), stamp, (1, 1), SRGB)))
    found = read_stamp(path)
    assert found is not None
    assert found.job == "6f1c2ab4"
    again = Description(path, Metadata(), STAMP, (1, 1), SRGB)
    path.write_bytes(described(jpeg.blank(SRGB, gray=False), again))
    found = read_stamp(path)
    assert found is not None
    assert found.job == ""  # the job of the photo that was denoised a second time is not this one's


def test_other_programs_can_read_the_stamp(tmp_path: Path) -> None:
    header = described(jpeg.blank(SRGB, gray=False), Description(None, Metadata(), STAMP, (48, 64), SRGB))
    packet = Image.open(io.BytesIO(header)).info["xmp"].decode()
    assert 'xmlns:denoiser="urn:denoiser-app:1.0/"' in packet
    assert 'denoiser:Model="night-rgb-1"' in packet


def test_the_stamp_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(described(png.blank(SRGB, gray=False), Description(None, Metadata(), STAMP, (1, 1), SRGB)))
    assert read_stamp(path) == Stamp("night-rgb-1", "0123abcd", 80.0, 80.0, 4.25)
    path.write_bytes(png.blank(SRGB, gray=False))
    assert read_stamp(path) is None
    assert read_stamp(tmp_path / "missing") is None


@blanks
def test_of_a_raw_the_exposure_is_kept_and_the_structure_is_not(samples: Path, blank: Blank) -> None:
    found = written(blank, samples / "night-sky-iso12800.dng")
    assert found["Exif.Photo.ISOSpeedRatings"] == "12800"
    assert found["Exif.Photo.ExposureTime"] == "1/1024"
    assert found["Exif.Image.Model"] == "Canon_EOS_6D_like"
    raw = (
        "DNG",
        "CFA",
        "BlackLevel",
        "WhiteLevel",
        "ColorMatrix",
        "AsShotNeutral",
        "NoiseProfile",
        "SubImage",
        "Unique",
    )
    assert not [key for key in found if any(name in key for name in raw)]


def test_exposure_in_the_first_directory_moves_where_programs_look(tmp_path: Path) -> None:
    """TIFF/EP, as Nikon and some DNG converters write it."""

    def tiff_ep(image: Any) -> None:
        image.exifData()["Exif.Image.ExposureTime"] = exiv2.URationalValue([(1, 30)])
        image.exifData()["Exif.Image.ISOSpeedRatings"] = exiv2.UShortValue(3200)

    found = written(png.blank, source_with(tmp_path, tiff_ep))
    assert found["Exif.Photo.ExposureTime"] == "1/30"
    assert found["Exif.Photo.ISOSpeedRatings"] == "3200"


@pytest.mark.parametrize(
    ("make", "key", "value", "expected"),
    [
        ("Panasonic", "Exif.Panasonic.LensType", "LUMIX G 20/F1.7 II", "LUMIX G 20/F1.7 II"),
        ("PENTAX", "Exif.Pentax.LensType", "3 25", "smc PENTAX-F 35-105mm F4-5.6"),
        ("SONY", "Exif.Sony2.LensID", "28", None),  # one of three lenses
    ],
)
def test_a_lens_that_only_the_maker_note_knows_gets_its_name(
    tmp_path: Path, make: str, key: str, value: str, expected: str | None
) -> None:
    def lens(image: Any) -> None:
        image.exifData()["Exif.Image.Make"] = make
        image.exifData()[key] = value

    assert written(png.blank, source_with(tmp_path, lens)).get("Exif.Photo.LensModel") == expected


@blanks
def test_gaps_are_filled_from_what_the_decoder_knows(blank: Blank) -> None:
    known = Metadata(
        make="SONY", model="ILCE-7S", lens="FE 35mm F1.8", iso=409600.0, shutter=1 / 30, aperture=2.8,
        focal_length=35.0, taken="2025:01:31 23:05:09",
    )  # fmt: skip
    found = written(blank, None, known)
    assert found["Exif.Image.Make"] == "SONY"
    assert found["Exif.Photo.ExposureTime"] == "1/30"
    assert found["Exif.Photo.FNumber"] == "14/5"
    assert found["Exif.Photo.FocalLength"] == "35/1"
    assert found["Exif.Photo.LensModel"] == "FE 35mm F1.8"
    assert found["Exif.Photo.ISOSpeedRatings"] == "65535"  # Exif 2.3, 4.6.5: the largest that fits


@given(st.floats(1e-7, 1e6))
def test_any_exposure_is_a_positive_rational(seconds: float) -> None:
    over, under = metadata._rational(seconds)
    assert over > 0
    assert under > 0
    assert over / under == pytest.approx(seconds, rel=0.02, abs=1 / 8000)


def test_a_profile_that_is_not_srgb_is_not_called_srgb() -> None:
    description = Description(None, Metadata(), STAMP, (1, 1), profile_bytes("adobe-rgb"))
    image = exiv2.ImageFactory.open(described(jpeg.blank(profile_bytes("adobe-rgb"), gray=False), description))
    image.readMetadata()
    assert image.exifData()["Exif.Photo.ColorSpace"].toString() == "65535"


# --- bad sources ------------------------------------------------------------------------------------------------------


def test_too_large_a_maker_note_for_a_jpeg_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "source.tif"
    path.write_bytes(tiff.blank(SRGB, gray=False))
    image = exiv2.ImageFactory.open(str(path))
    image.readMetadata()
    image.exifData()["Exif.Photo.ISOSpeedRatings"] = exiv2.UShortValue(6400)
    image.exifData()["Exif.Photo.MakerNote"] = exiv2.DataValue(bytes(range(256)) * 280)
    image.xmpData()["Xmp.dc.subject"] = "night"
    image.writeMetadata()
    found = written(jpeg.blank, path)
    assert found["Exif.Photo.ISOSpeedRatings"] == "6400"
    assert found["Xmp.dc.subject"] == "night"
    assert "Exif.Photo.MakerNote" not in found
    assert "Exif.Photo.MakerNote" in written(tiff.blank, path)


def test_too_large_an_xmp_for_a_jpeg_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "source.tif"
    path.write_bytes(tiff.blank(SRGB, gray=False))
    image = exiv2.ImageFactory.open(str(path))
    image.readMetadata()
    image.exifData()["Exif.Photo.ISOSpeedRatings"] = exiv2.UShortValue(6400)
    image.xmpData()["Xmp.photoshop.History"] = "x" * 100_000
    image.writeMetadata()
    found = written(jpeg.blank, path)
    assert found["Exif.Photo.ISOSpeedRatings"] == "6400"
    assert found["Xmp.denoiser.Model"] == "night-rgb-1"
    assert "Xmp.photoshop.History" not in found


@blanks
@pytest.mark.parametrize("content", [b"", b"garbage" * 100, b"\xff\xd8\xff\xe1\x00", b"II*\0\xff\xff\xff\xff"])
def test_a_source_that_exiv2_cannot_read_does_not_lose_the_photo(tmp_path: Path, blank: Blank, content: bytes) -> None:
    source = tmp_path / "bad.cr2"
    source.write_bytes(content)
    found = written(blank, source, Metadata(make="Canon", model="EOS 6D", iso=6400))
    assert found["Exif.Image.Model"] == "EOS 6D"
    assert found["Exif.Photo.ISOSpeedRatings"] == "6400"
    assert found["Xmp.denoiser.Model"] == "night-rgb-1"
    assert read_facts(source) == Metadata(path=source)


@blanks
def test_no_photo_is_written_without_its_metadata_because_a_card_was_pulled_out(tmp_path: Path, blank: Blank) -> None:
    with pytest.raises(FileMissing, match=r"gone\.cr2"):
        written(blank, tmp_path / "gone.cr2", Metadata(make="Canon"))


def test_text_that_is_not_utf_8_does_no_harm(tmp_path: Path) -> None:
    def latin(image: Any) -> None:
        image.exifData()["Exif.Image.Artist"] = "AAAA"
        image.exifData()["Exif.Image.Model"] = "BBBB"
        image.exifData()["Exif.Photo.ISOSpeedRatings"] = exiv2.UShortValue(800)

    source = source_with(tmp_path, latin)
    source.write_bytes(source.read_bytes().replace(b"AAAA", b"\xc4\xd6\xdc\xff").replace(b"BBBB", b"\xc4\xd6\xdc\xfe"))
    assert read_facts(source).iso == 800
    description = Description(source, Metadata(), STAMP, (48, 64), SRGB)
    header = described(png.blank(SRGB, gray=False), description)
    assert b"\xc4\xd6\xdc\xff" in header


@given(seed=st.integers(0, 2**32))
def test_no_damaged_source_does_harm(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    source = source_with(folder, canon)
    data = bytearray(source.read_bytes())
    generator = np.random.default_rng(seed)
    for position in generator.integers(2, min(len(data), 2000), 20):
        data[position] = generator.integers(256)
    source.write_bytes(data[: generator.integers(1, len(data))])
    read_facts(source)
    found = written(tiff.blank, source)
    assert found["Exif.Image.Orientation"] == "1"
    assert found["Xmp.denoiser.Model"] == "night-rgb-1"


def test_threads_do_not_disturb_each_other(tmp_path: Path) -> None:
    source = source_with(tmp_path, canon)
    results: list[dict[str, str]] = []
    threads = [threading.Thread(target=lambda: results.append(written(png.blank, source))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 8
    assert all(result == results[0] for result in results)


def test_the_source_is_not_touched(tmp_path: Path) -> None:
    source = source_with(tmp_path, canon)
    before = source.read_bytes(), source.stat().st_mtime_ns
    written(tiff.blank, source)
    read_facts(source)
    assert (source.read_bytes(), source.stat().st_mtime_ns) == before
