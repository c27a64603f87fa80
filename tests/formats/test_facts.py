"""Facts: what a photo says of itself is what it turns out to be when it is read; bad files are named."""

from __future__ import annotations

import itertools
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import exiv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from denoiser_app.core.cfa import bayer
from denoiser_app.core.errors import (
    Cancelled,
    DecoderDied,
    DecoderTimedOut,
    FileEmpty,
    FileIsFolder,
    FileMissing,
    FormatUnknown,
    InputError,
)
from denoiser_app.core.photo import Metadata
from denoiser_app.core.progress import CancelToken
from denoiser_app.core.recipe import ExportOptions, FileFormat
from denoiser_app.formats import decoder
from denoiser_app.formats import facts as facts_module
from denoiser_app.formats.decoder import Limits
from denoiser_app.formats.decoder_pool import DecoderPool
from denoiser_app.formats.dng import write_dng
from denoiser_app.formats.facts import Facts, facts, facts_of
from denoiser_app.formats.icc import profile_bytes
from denoiser_app.formats.metadata import Stamp
from denoiser_app.formats.read import read
from denoiser_app.formats.write import write


@pytest.fixture(scope="module")
def pool() -> Iterator[DecoderPool]:
    pool = DecoderPool(lifetime=100_000)
    yield pool
    pool.close()


def raw(path: Path, height: int = 64, width: int = 96, orientation: int = 1, iso: int = 6400) -> Path:
    mosaic = np.random.default_rng(0).integers(500, 16000, (height, width), np.uint16)
    return write_dng(path, mosaic, bayer("RGGB"), 0, 16383, orientation=orientation, iso=iso)


def picture(path: Path, height: int = 30, width: int = 40, **exif: object) -> Path:
    """A bitmap of the format that its name says, with these tags of Exif.Photo and Exif.Image."""
    Image.fromarray(np.full((height, width, 3), 90, np.uint8)).save(path)
    image = exiv2.ImageFactory.open(str(path))
    image.readMetadata()
    for key, value in exif.items():
        image.exifData()[f"Exif.{key.replace('_', '.')}"] = value
    image.writeMetadata()
    return path


def export(path: Path, kind: FileFormat, stamp: Stamp) -> Path:
    pixels = np.zeros((30, 40, 3), np.uint16)
    write(path, pixels, ExportOptions(kind), profile_bytes("srgb"), None, stamp, Metadata(make="Canon", iso=800))
    return path


# --- what is told -----------------------------------------------------------------------------------------------------


@given(
    height=st.integers(22, 60), width=st.integers(22, 60), orientation=st.sampled_from([1, 3, 6, 8]),
    iso=st.integers(1, 65534),
)  # fmt: skip
def test_a_raw_is_what_it_turns_out_to_be(
    tmp_path_factory: pytest.TempPathFactory, pool: DecoderPool, height: int, width: int, orientation: int, iso: int
) -> None:
    path = raw(tmp_path_factory.getbasetemp() / "facts.dng", 2 * height, 2 * width, orientation, iso)
    found = facts(path, pool=pool)
    shown = (2 * height, 2 * width) if orientation < 5 else (2 * width, 2 * height)
    assert (found.kind, found.size, found.stamp) == ("raw", shown, None)
    assert found.megapixels == pytest.approx(4 * height * width / 1e6)
    assert (found.metadata.iso, found.metadata.orientation) == (iso, orientation)
    assert (found.metadata.camera, found.metadata.shutter) == ("Synthetic Test camera", 1 / 125)


def test_the_samples_are_what_they_turn_out_to_be(samples: Path, pool: DecoderPool) -> None:
    for path in (samples / "night-sky-iso12800.dng", samples / "city-dusk-iso6400.jpg"):
        photo, found = read(path, demosaic=False), facts(path, pool=pool)
        assert (found.kind, found.size, found.metadata) == (photo.domain, photo.size, photo.metadata)


@pytest.mark.slow
def test_real_raws_are_what_they_turn_out_to_be(shared: Path, pool: DecoderPool) -> None:
    for path in sorted((shared / "raw/real").iterdir()):
        photo, found = read(path, demosaic=False), facts(path, pool=pool)
        assert (found.kind, found.size, found.metadata) == ("raw", photo.size, photo.metadata)


@pytest.mark.parametrize("ending", ["jpg", "png", "tif", "webp"])
def test_a_picture_says_how_it_was_taken_and_how_it_lies(tmp_path: Path, pool: DecoderPool, ending: str) -> None:
    path = picture(
        tmp_path / f"a.{ending}", Image_Make="Canon", Image_Model="Canon EOS 6D", Photo_LensModel="EF35mm f/2",
        Photo_ISOSpeedRatings=exiv2.UShortValue(3200), Photo_ExposureTime=exiv2.URationalValue([(1, 50)]),
        Photo_FNumber=exiv2.URationalValue([(28, 10)]), Photo_FocalLength=exiv2.URationalValue([(35, 1)]),
        Photo_DateTimeOriginal="2025:01:31 23:05:09", Image_Orientation=exiv2.UShortValue(6),
    )  # fmt: skip
    found = facts(path, pool=pool)
    assert found.metadata == Metadata(
        path, "Canon", "Canon EOS 6D", "EF35mm f/2", 3200.0, 1 / 50, 2.8, 35.0, "2025:01:31 23:05:09", 6
    )
    assert (found.kind, found.size, found.megapixels) == ("rgb", (40, 30), pytest.approx(0.0012))
    assert found.size == read(path).size


@pytest.mark.parametrize("ending", ["jpg", "png", "tif", "webp"])
def test_a_picture_that_says_nothing_is_no_error(tmp_path: Path, pool: DecoderPool, ending: str) -> None:
    path = tmp_path / f"a.{ending}"
    Image.fromarray(np.full((30, 40, 3), 90, np.uint8)).save(path)
    assert facts(path, pool=pool) == Facts(Metadata(path=path), "rgb", pytest.approx(0.0012), None, (30, 40))


def test_heic_has_its_size(tmp_path: Path, pool: DecoderPool) -> None:
    pillow_heif = pytest.importorskip("pillow_heif")
    path = tmp_path / "a.heic"
    pillow_heif.from_pillow(Image.fromarray(np.full((300, 400, 3), 90, np.uint8))).save(path)
    assert (facts(path, pool=pool).kind, facts(path, pool=pool).size) == ("rgb", (300, 400))


@pytest.mark.parametrize("kind", ["tiff", "png", "jpeg"])
def test_an_export_of_ours_is_known_by_its_stamp(tmp_path: Path, pool: DecoderPool, kind: FileFormat) -> None:
    stamp = Stamp("night-rgb-1", "0123abcd", 80.0, 60.0, 4.25, detail=10.0, grain=5.0, job="6f1c2ab4")
    found = facts(export(tmp_path / "a", kind, stamp), pool=pool)
    assert found.stamp == stamp
    assert (found.kind, found.size, found.metadata.iso) == ("rgb", (30, 40), 800.0)


def test_what_is_missing_at_the_end_is_not_looked_for(tmp_path: Path, pool: DecoderPool) -> None:
    """Reading will tell; finding out would take as long for 1,000 photos on a card."""
    path = picture(tmp_path / "a.jpg", 300, 400, Image_Make="Canon")
    path.write_bytes(path.read_bytes()[:-200])
    found = facts(path, pool=pool)
    assert (found.metadata.make, found.size) == ("Canon", (300, 400))


@given(seed=st.integers(0, 2**32))
def test_damage_leaves_facts_out_or_names_the_file(
    tmp_path_factory: pytest.TempPathFactory, pool: DecoderPool, seed: int
) -> None:
    path = tmp_path_factory.getbasetemp() / "damaged"
    random = np.random.default_rng(seed)
    if seed % 2:
        raw(path)
    else:
        picture(path.with_suffix(".jpg"), Image_Make="Canon").replace(path)
    data = bytearray(path.read_bytes())
    for position in random.integers(0, min(len(data), 1000), 10):
        data[position] = random.integers(256)
    path.write_bytes(data[: random.integers(1, len(data))])
    ((_, found),) = facts_of([path], pool=pool)
    assert isinstance(found, Facts) or found.parameters["path"] == str(path)


# --- bad files and bad children ---------------------------------------------------------------------------------------


def test_what_is_no_photo_is_named(tmp_path: Path, pool: DecoderPool) -> None:
    (tmp_path / "empty.nef").touch()
    (tmp_path / "text.jpg").write_text("hello")
    cases = {"gone.nef": FileMissing, "empty.nef": FileEmpty, "text.jpg": FormatUnknown, ".": FileIsFolder}
    for name, expected in cases.items():
        with pytest.raises(expected):
            facts(tmp_path / name, pool=pool)


GOOD = '{"kind": "raw", "metadata": {}, "size": null, "stamp": null}'


@pytest.mark.parametrize(
    "values",
    [
        "{}",
        '{"kind": "gif", "metadata": {}, "size": null, "stamp": null}',
        '{"kind": "raw", "metadata": {"make": 7}, "size": null, "stamp": null}',
        '{"kind": "raw", "metadata": {"iso": "many"}, "size": null, "stamp": null}',
        '{"kind": "raw", "metadata": {"orientation": 9}, "size": null, "stamp": null}',
        '{"kind": "raw", "metadata": {"camera": "a property"}, "size": null, "stamp": null}',
        '{"kind": "raw", "metadata": {"path": null}, "size": null, "stamp": null}',
        '{"kind": "raw", "metadata": null, "size": null, "stamp": null}',
        '{"kind": "raw", "metadata": {}, "size": [0, 40], "stamp": null}',
        '{"kind": "raw", "metadata": {}, "size": [40], "stamp": null}',
        '{"kind": "raw", "metadata": {}, "size": null, "stamp": {}}',
        '{"kind": "raw", "metadata": {}, "size": null, "stamp": {"model": "m", "strength": null}}',
    ],
)
def test_a_child_that_makes_no_sense_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, values: str
) -> None:
    path, pool = picture(tmp_path / "a.jpg"), DecoderPool()
    for answer, believed in ((GOOD, True), (values, False)):
        line = f'{{"values": {answer}, "arrays": []}}'
        code = f"import sys; sys.stdin.readline(); print({line!r}, flush=True); sys.stdin.readline()"
        monkeypatch.setattr(decoder, "_command", lambda code=code: [sys.executable, "-S", "-c", code])
        if believed:
            assert facts(path, pool=pool) == Facts(Metadata(path=path), "raw")
        else:
            with pytest.raises(DecoderDied):
                facts(path, pool=pool)
        pool.close()
        pool = DecoderPool()


@pytest.mark.parametrize(
    ("code", "expected"),
    [("import os; os.abort()", DecoderDied), ("import time; time.sleep(600)", DecoderTimedOut)],
)
def test_a_file_that_crashes_or_hangs_the_child_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, expected: type[InputError]
) -> None:
    pool = DecoderPool()
    monkeypatch.setattr(facts_module, "_LIMITS", Limits(seconds=0.3))
    monkeypatch.setattr(decoder, "_command", lambda: [sys.executable, "-S", "-c", code])
    with pytest.raises(expected):
        facts(picture(tmp_path / "a.jpg"), pool=pool)
    pool.close()


# --- many -------------------------------------------------------------------------------------------------------------


def test_many_come_in_their_order_each_with_its_facts_or_its_error(tmp_path: Path, pool: DecoderPool) -> None:
    bad = tmp_path / "bad.jpg"
    bad.write_text("hello")
    paths = [bad if index % 10 == 3 else raw(tmp_path / f"{index}.dng", iso=index + 1) for index in range(60)]
    answers = list(facts_of(paths, pool=pool))
    assert [path for path, _ in answers] == paths
    for index, (_, found) in enumerate(answers):
        if index % 10 == 3:
            assert isinstance(found, FormatUnknown)
        else:
            assert isinstance(found, Facts)
            assert found.metadata.iso == index + 1


def test_there_may_be_any_number_of_them_and_who_stops_leaves_nothing_behind(tmp_path: Path, pool: DecoderPool) -> None:
    threads = threading.active_count()
    path = raw(tmp_path / "a.dng")
    endless = facts_of(itertools.repeat(path), pool=pool)
    assert len(list(itertools.islice(endless, 40))) == 40
    endless.close()  # type: ignore[attr-defined]
    assert threading.active_count() == threads
    assert list(facts_of([], pool=pool)) == []


def test_cancelling_ends_it(tmp_path: Path, pool: DecoderPool) -> None:
    threads = threading.active_count()
    token = CancelToken()
    answers = facts_of(itertools.repeat(raw(tmp_path / "a.dng")), token, pool)
    next(answers)
    token.cancel()
    with pytest.raises(Cancelled):
        list(answers)
    assert threading.active_count() == threads
