"""Whether an export is whole: any end that is missing is noticed, in every format."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import tifffile
from hypothesis import example, given
from hypothesis import strategies as st

from denoiser_app.core.errors import Cancelled, FileMissing, FileUnreadable, InputError
from denoiser_app.core.photo import Metadata
from denoiser_app.core.progress import CancelToken
from denoiser_app.core.recipe import ExportOptions, FileFormat
from denoiser_app.formats.decoder_pool import DecoderPool
from denoiser_app.formats.icc import profile_bytes
from denoiser_app.formats.whole import file_hash, require_whole
from denoiser_app.formats.write import Stamp, write

KINDS: tuple[tuple[FileFormat, int], ...] = (("tiff", 16), ("tiff", 8), ("png", 16), ("png", 8), ("jpeg", 8))
HEIGHT, WIDTH = 150, 40


@pytest.fixture(scope="module")
def pool() -> Iterator[DecoderPool]:
    pool = DecoderPool(lifetime=100_000)
    yield pool
    pool.close()


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[FileFormat, int], Path]:
    """One export of each kind, of a picture that does not compress to nothing."""
    folder = tmp_path_factory.mktemp("exports")
    pixels = np.random.default_rng(1).normal(30_000, 3_000, (HEIGHT, WIDTH, 3)).clip(0, 65535).astype(np.uint16)
    made = {}
    for kind, bits in KINDS:
        path = folder / f"{kind}{bits}"
        options = ExportOptions(kind, bit_depth=bits)
        write(path, pixels, options, profile_bytes("display-p3"), None, Stamp("m", job="6f1c"), Metadata(make="Canon"))
        made[kind, bits] = path
    return made


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_an_export_is_whole(
    exports: dict[tuple[FileFormat, int], Path], kind: tuple[FileFormat, int], pool: DecoderPool
) -> None:
    assert require_whole(exports[kind], pool=pool) == (HEIGHT, WIDTH)


@given(kind=st.sampled_from(KINDS), share=st.floats(0, 1), last=st.booleans())
def test_no_cut_export_is_whole(
    exports: dict[tuple[FileFormat, int], Path],
    pool: DecoderPool,
    kind: tuple[FileFormat, int],
    share: float,
    last: bool,
) -> None:
    """Cut anywhere, and often in its last bytes, where a cut is easiest to miss."""
    data = exports[kind].read_bytes()
    cut = len(data) - 1 - int(share * 64) if last else int(share * (len(data) - 1))
    path = exports[kind].with_name("cut.tif")
    path.write_bytes(data[:cut])
    with pytest.raises(InputError, match="cut"):
        require_whole(path, pool=pool)


@given(kind=st.sampled_from(KINDS), start=st.floats(0, 1), length=st.integers(64, 5000))
@example(kind=("tiff", 16), start=1.0, length=64)
def test_an_export_whose_blocks_never_reached_the_disk_is_not_whole(
    exports: dict[tuple[FileFormat, int], Path],
    pool: DecoderPool,
    kind: tuple[FileFormat, int],
    start: float,
    length: int,
) -> None:
    """After a power cut the length may be right and the end zeros."""
    data = bytearray(exports[kind].read_bytes())
    begin = int(start * (len(data) - length))
    data[begin:] = bytes(len(data) - begin)
    path = exports[kind].with_name("zeros.tif")
    path.write_bytes(data)
    with pytest.raises(InputError, match="zeros"):
        require_whole(path, pool=pool)


def among_the_pixels(path: Path, share: float) -> int:
    """A position among the compressed pixels of a TIFF or PNG."""
    if path.name.startswith("png"):
        data = path.read_bytes()
        return int(data.index(b"IDAT") + 4 + share * (len(data) - data.index(b"IDAT") - 25))
    with tifffile.TiffFile(path) as file:
        page = file.pages.first
        strip = int(share * (len(page.dataoffsets) - 1))
        return int(page.dataoffsets[strip] + share * (page.databytecounts[strip] - 1))


@given(kind=st.sampled_from(KINDS[:4]), share=st.floats(0, 1), bit=st.integers(0, 7))
def test_a_changed_bit_among_the_pixels_is_noticed_where_there_are_checksums(
    exports: dict[tuple[FileFormat, int], Path],
    pool: DecoderPool,
    kind: tuple[FileFormat, int],
    share: float,
    bit: int,
) -> None:
    data = bytearray(exports[kind].read_bytes())
    data[among_the_pixels(exports[kind], share)] ^= 1 << bit
    path = exports[kind].with_name("flipped.tif")
    path.write_bytes(data)
    with pytest.raises(InputError, match="flipped"):
        require_whole(path, pool=pool)


def test_no_pixel_travels_between_the_processes(
    exports: dict[tuple[FileFormat, int], Path], pool: DecoderPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("denoiser_app.formats.decoder._Conversation._array", None)
    assert require_whole(exports["tiff", 16], pool=pool) == (HEIGHT, WIDTH)


def test_what_is_no_file_is_named(tmp_path: Path, pool: DecoderPool) -> None:
    (tmp_path / "text.tif").write_text("hello")
    (tmp_path / "empty.tif").touch()
    for name in ("text.tif", "empty.tif", "gone.tif", "."):
        with pytest.raises(InputError, match=str(tmp_path / name)):
            require_whole(tmp_path / name, pool=pool)


def test_cancelling_is_heard(exports: dict[tuple[FileFormat, int], Path], pool: DecoderPool) -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        require_whole(exports["png", 8], token, pool)


# --- hashes -----------------------------------------------------------------------------------------------------------


@given(st.binary(max_size=5000), st.integers(0, 600))
def test_a_hash_is_that_of_all_bytes(tmp_path_factory: pytest.TempPathFactory, part: bytes, times: int) -> None:
    path = tmp_path_factory.getbasetemp() / "hashed"
    path.write_bytes(part * times)
    assert file_hash(path) == hashlib.sha256(part * times).hexdigest()


def test_a_hash_of_nothing_says_why(tmp_path: Path) -> None:
    with pytest.raises(FileMissing):
        file_hash(tmp_path / "gone")
    with pytest.raises(FileUnreadable):
        file_hash(tmp_path)
