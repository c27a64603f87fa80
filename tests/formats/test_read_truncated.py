"""A file that ends early is refused, wherever it ends, in every format."""

from __future__ import annotations

import io
from contextlib import suppress
from pathlib import Path

import cv2
import numpy as np
import pytest
import tifffile
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from denoiser_app.core.cfa import bayer
from denoiser_app.core.errors import FileTruncated, FormatUnknown, InputError
from denoiser_app.formats.complete import require_complete
from denoiser_app.formats.dng import write_dng
from denoiser_app.formats.read import read
from denoiser_app.formats.sniff import sniff

KINDS = ("jpeg", "progressive", "png", "png16", "tiff", "tiff16", "packed tiff", "webp", "heic", "dng")
PIXELS = np.random.default_rng(0).integers(1, 255, (40, 56, 3), np.uint8)


def whole_file(kind: str, folder: Path) -> bytes:
    """A complete small file of that kind."""
    buffer, image = io.BytesIO(), Image.fromarray(PIXELS)
    match kind:
        case "jpeg" | "progressive":
            exif = Image.Exif()
            exif[271] = "Maker"
            image.save(buffer, "JPEG", progressive=kind == "progressive", exif=exif)
        case "png" | "webp":
            image.save(buffer, kind, lossless=True)
        case "png16":
            return cv2.imencode(".png", PIXELS.astype(np.uint16) * 257)[1].tobytes()
        case "tiff":
            image.save(buffer, "TIFF")
        case "tiff16":
            tifffile.imwrite(buffer, PIXELS.astype(np.uint16) * 257, photometric="rgb", rowsperstrip=8)
        case "packed tiff":
            tifffile.imwrite(buffer, PIXELS, photometric="rgb", compression="zlib", rowsperstrip=8)
        case "heic":
            pillow_heif = pytest.importorskip("pillow_heif")
            pillow_heif.from_pillow(image).save(buffer)
        case "dng":
            mosaic = PIXELS[..., 0].astype(np.uint16) * 60
            return write_dng(folder / "whole.dng", mosaic, bayer("RGGB"), 0, 16383).read_bytes()
    return buffer.getvalue()


@pytest.mark.parametrize("kind", KINDS)
def test_whole_files_are_read_and_cut_ones_refused(tmp_path: Path, kind: str) -> None:
    data = whole_file(kind, tmp_path)
    path = tmp_path / "photo"
    path.write_bytes(data)
    assert read(path).size == (40, 56)
    for cut in (len(data) - 1, len(data) - 40, len(data) * 2 // 3, len(data) // 3, 150, 20):
        path.write_bytes(data[:cut])
        with pytest.raises(InputError, match="photo"):
            read(path)


@pytest.mark.parametrize("kind", KINDS)
def test_every_cut_is_seen_before_decoding(tmp_path: Path, kind: str) -> None:
    data = whole_file(kind, tmp_path)
    path = tmp_path / "photo"
    require_complete(io.BytesIO(data), sniff(io.BytesIO(data), path), path)
    for cut in range(1, len(data), max(1, len(data) // 300)):
        stream = io.BytesIO(data[:cut])
        with pytest.raises((FileTruncated, FormatUnknown)):
            require_complete(stream, sniff(stream, path), path)


@given(st.sampled_from(KINDS), st.data())
@settings(max_examples=60)
def test_damage_to_the_structure_gives_a_clear_verdict(kind: str, data: st.DataObject) -> None:
    """Whatever is written over the first bytes, the checks end, with a verdict or an InputError."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        whole = bytearray(whole_file(kind, Path(folder)))
    at = data.draw(st.integers(0, min(len(whole), 1200) - 1))
    junk = data.draw(st.binary(min_size=1, max_size=12))
    whole[at : at + len(junk)] = junk
    stream, path = io.BytesIO(bytes(whole)), Path("photo")
    with suppress(InputError):
        require_complete(stream, sniff(stream, path), path)


@pytest.mark.slow
def test_truncated_camera_raws_are_refused(shared: Path, tmp_path: Path) -> None:
    for source in sorted((shared / "raw/real").iterdir()):
        data = source.read_bytes()
        for share in (0.1, 0.5, 0.9, 0.98):
            path = tmp_path / source.name
            path.write_bytes(data[: int(len(data) * share)])
            with pytest.raises(InputError, match=source.name):
                read(path)


@pytest.mark.slow
def test_mutants_are_read_or_refused(tmp_path: Path) -> None:
    """Bytes changed anywhere: an error with a name, or a photo of sane numbers, and never anything else."""
    random = np.random.default_rng(7)
    path = tmp_path / "mutant"
    for kind in KINDS:
        whole = np.frombuffer(whole_file(kind, tmp_path), np.uint8)
        for reach in (64, 400, 400, len(whole), len(whole)):
            mutant = whole.copy()
            mutant[random.integers(0, min(reach, len(whole)), 4)] = random.integers(0, 256, 4)
            path.write_bytes(mutant.tobytes())
            with suppress(InputError):
                photo = read(path)
                pixels = photo.mosaic if photo.domain == "raw" else photo.rgb
                assert np.isfinite(pixels).all()
