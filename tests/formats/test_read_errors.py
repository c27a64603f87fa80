"""What goes wrong while reading is named, bounded, and leaves nothing behind."""

from __future__ import annotations

import json
import os
import struct
import sys
import threading
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from denoiser_app.core.cfa import bayer
from denoiser_app.core.errors import (
    Cancelled,
    DecoderDied,
    DecoderOutOfMemory,
    DecoderTimedOut,
    FileDamaged,
    FileEmpty,
    FileIsFolder,
    FileMissing,
    FileUnreadable,
    FormatUnknown,
    FormatUnsupported,
    InputError,
    PhotoTooLarge,
)
from denoiser_app.core.progress import CancelToken
from denoiser_app.formats import decoder
from denoiser_app.formats.dng import write_dng
from denoiser_app.formats.read import Limits, read


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "photo.png"
    Image.fromarray(np.full((30, 40, 3), 90, np.uint8)).save(path)
    return path


def png_of_zeros(path: Path, width: int, height: int) -> Path:
    """A valid grey PNG whose pixels compress to almost nothing."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    packer, row = zlib.compressobj(9), bytes(width + 1)
    body = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b""))
    return path


def test_files_that_are_none(tmp_path: Path) -> None:
    (tmp_path / "empty.jpg").touch()
    (tmp_path / "text.jpg").write_text("This is no photo at all, whatever its name says.")
    for name, error in [
        ("missing.jpg", FileMissing), ("empty.jpg", FileEmpty), (".", FileIsFolder), ("text.jpg", FormatUnknown),
        ("nul\0.jpg", FileMissing),
    ]:  # fmt: skip
        with pytest.raises(error) as caught:
            read(tmp_path / name)
        assert str(tmp_path) in str(caught.value)
        assert json.dumps(caught.value.parameters)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFOs here")
def test_a_pipe_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")
    with pytest.raises(FileUnreadable, match="regular"):
        read(tmp_path / "pipe.jpg")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_no_permission(photo: Path) -> None:
    photo.chmod(0)
    with pytest.raises(FileUnreadable):
        read(photo)


def test_unknown_and_foreign_contents(tmp_path: Path) -> None:
    (tmp_path / "a.avif").write_bytes(b"\0\0\0\x1cftypavif" + bytes(100))
    with pytest.raises(FormatUnsupported, match="AVIF"):
        read(tmp_path / "a.avif")
    (tmp_path / "a.nef").write_bytes(np.random.default_rng(0).bytes(5000))
    with pytest.raises(InputError, match=r"a\.nef"):
        read(tmp_path / "a.nef")


def test_a_dng_in_jpeg_xl_is_named_as_such(tmp_path: Path) -> None:
    path = write_dng(tmp_path / "a.dng", np.full((40, 40), 99, np.uint16), bayer("RGGB"))
    compression = struct.pack("<HHIHH", 259, 3, 1, 1, 0)
    path.write_bytes(path.read_bytes().replace(compression, struct.pack("<HHIHH", 259, 3, 1, 52546, 0)))
    with pytest.raises(FormatUnsupported, match="compression of this DNG"):
        read(path)


def test_a_flipped_bit_in_a_png_is_found(photo: Path) -> None:
    data = bytearray(photo.read_bytes())
    data[data.index(b"IDAT") + 8] ^= 1
    photo.write_bytes(bytes(data))
    with pytest.raises(FileDamaged):
        read(photo)


@pytest.mark.parametrize("kind", ["png", "dng"])
def test_the_size_limit(tmp_path: Path, kind: str) -> None:
    if kind == "png":
        path = png_of_zeros(tmp_path / "a.png", 1000, 500)
    else:
        path = write_dng(tmp_path / "a.dng", np.full((500, 1000), 99, np.uint16), bayer("RGGB"))
    with pytest.raises(PhotoTooLarge) as caught:
        read(path, limits=Limits(megapixels=0.4))
    assert caught.value.parameters["megapixels"] == 0.5


def test_a_header_that_promises_too_much_costs_nothing(tmp_path: Path) -> None:
    """The 16-bit PNG of a few bytes that made OpenCV allocate 4 GB."""
    path = png_of_zeros(tmp_path / "a.png", 8, 8)
    data = bytearray(path.read_bytes())
    data[16:29] = struct.pack(">IIBBBBB", 60000, 60000, 16, 2, 0, 0, 0)
    data[29:33] = struct.pack(">I", zlib.crc32(data[12:29]))
    path.write_bytes(bytes(data))
    with pytest.raises(PhotoTooLarge):
        read(path)


@pytest.mark.skipif(sys.platform != "linux", reason="the memory limit exists on Linux only")
def test_the_memory_limit(tmp_path: Path) -> None:
    path = png_of_zeros(tmp_path / "a.png", 12000, 12000)
    with pytest.raises((DecoderOutOfMemory, DecoderDied)):
        read(path, limits=Limits(memory_gb=0.45))


def child_that(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Put a few lines of Python in the place of the decoder."""
    monkeypatch.setattr(decoder, "_command", lambda: [sys.executable, "-c", code])


def test_the_time_limit(photo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    child_that(monkeypatch, "import time; time.sleep(600)")
    with pytest.raises(DecoderTimedOut, match="0 s"):
        read(photo, limits=Limits(seconds=0.2))


def test_cancelling(photo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    child_that(monkeypatch, "import time; time.sleep(600)")
    token = CancelToken()
    timer = threading.Timer(0.2, token.cancel)
    timer.start()
    with pytest.raises(Cancelled):
        read(photo, token=token)
    timer.join()
    with pytest.raises(Cancelled):
        read(photo, token=token)


def offer(name: str, shape: str, dtype: str) -> str:
    """Code of a child that announces a photo of 30 x 40 and then offers an array."""
    array = f'{{"name": "{name}", "shape": {shape}, "dtype": "{dtype}"}}'
    return f'print(json.dumps({{"size": [30, 40]}})); print(json.dumps({{"values": {{}}, "arrays": [{array}]}}))'


@pytest.mark.parametrize(
    "code",
    [
        "",
        "import os; os.abort()",
        "print('hello')",
        "print('[1, 2]')",
        "print('x' * 100)",
        'print(json.dumps({"error": "SystemExit", "parameters": {}}))',
        'print(json.dumps({"error": "FileTruncated"}))',
        'print(json.dumps({"size": "large"}))',
        offer("pixels", "[30, 40, 3]", "uint8"),
        offer("pixels", "[30, 41]", "uint8"),
        offer("pixels", "[30, 40, 9]", "uint8"),
        offer("pixels", "[30, 40]", "object"),
        offer("evil", "[30, 40]", "uint8"),
    ],
)
def test_a_child_that_crashes_or_lies(photo: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    child_that(monkeypatch, f"import json; {code}")
    with pytest.raises(DecoderDied):
        read(photo)


def test_the_parent_checks_the_size_itself(photo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    child_that(monkeypatch, 'import json; print(json.dumps({"size": [100000, 100000]}))')
    with pytest.raises(PhotoTooLarge):
        read(photo)


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="counts descriptors in /proc")
def test_nothing_is_left_behind(photo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bad.png").write_bytes(photo.read_bytes()[:60])

    def left() -> tuple[int, int, set[str]]:
        segments = {entry.name for entry in Path("/dev/shm").iterdir()}
        return len(list(Path("/proc/self/fd").iterdir())), threading.active_count(), segments

    read(photo)
    before = left()
    for _ in range(3):
        pixels = read(photo)
        with pytest.raises(InputError):
            read(tmp_path / "bad.png")
    child_that(monkeypatch, "import time; time.sleep(600)")
    with pytest.raises(DecoderTimedOut):
        read(photo, limits=Limits(seconds=0.1))
    assert left() == before
    assert pixels.size == (30, 40)


def test_it_works_from_any_folder(photo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Relative names hold, and a stray numpy.py beside the photos is not imported."""
    (tmp_path / "numpy.py").write_text("raise SystemExit")
    monkeypatch.chdir(tmp_path)
    assert read(Path(photo.name)).size == (30, 40)


def test_a_file_that_vanishes_while_it_is_decoded_is_missing_and_not_damaged(
    photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pulled_out(path: Path, *_: object) -> None:
        path.unlink()
        raise FileDamaged(path=str(path), reason="it ends here")

    monkeypatch.setattr("denoiser_app.formats.read.decode", pulled_out)
    with pytest.raises(FileMissing):
        read(photo)
