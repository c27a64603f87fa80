"""Children that stay: reused when all is well, killed when they hang, replaced when they die, believed in nothing."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from denoiser_app.core.errors import Cancelled, DecoderDied, DecoderTimedOut, FormatUnknown
from denoiser_app.core.progress import CancelToken
from denoiser_app.formats import decoder
from denoiser_app.formats.decoder_pool import DecoderPool
from denoiser_app.formats.thumbnails import Limits, preview

Child = subprocess.Popen[bytes]
OK_VALUES = '{"size": [30, 40], "metadata": {}}'


@pytest.fixture
def pool() -> Iterator[DecoderPool]:
    pool = DecoderPool()
    yield pool
    pool.close()


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "photo.png"
    Image.fromarray(np.full((30, 40, 3), 90, np.uint8)).save(path)
    return path


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Child]:
    """All children that are started."""
    children: list[Child] = []
    original = decoder.start

    def start() -> Child:
        children.append(original())
        return children[-1]

    monkeypatch.setattr(decoder, "start", start)
    return children


def child_that(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Put a few lines of Python in the place of the decoder."""
    monkeypatch.setattr(decoder, "_command", lambda: [sys.executable, "-c", code])


def test_one_child_answers_one_after_the_other_and_survives_a_bad_file(
    pool: DecoderPool, photo: Path, started: list[Child]
) -> None:
    bad = photo.with_name("bad.jpg")
    bad.write_bytes(b"hello")
    pool.warm_up()
    pool.warm_up()
    for _ in range(3):
        assert preview(photo, 20, pool=pool).pixels.shape == (15, 20, 3)
        with pytest.raises(FormatUnknown):
            preview(bad, 20, pool=pool)
    assert len(started) == 1
    pool.close()
    assert started[0].poll() is not None


def test_a_child_is_replaced_after_its_lifetime(photo: Path, started: list[Child]) -> None:
    pool = DecoderPool(lifetime=2)
    for _ in range(4):
        preview(photo, 20, pool=pool)
    assert len(started) == 2
    pool.close()
    assert all(child.poll() is not None for child in started)


def test_a_child_that_hangs_is_killed(
    pool: DecoderPool, photo: Path, started: list[Child], monkeypatch: pytest.MonkeyPatch
) -> None:
    child_that(monkeypatch, "import time; time.sleep(600)")
    with pytest.raises(DecoderTimedOut):
        preview(photo, 20, limits=Limits(seconds=0.2), pool=pool)
    assert started[0].poll() is not None
    monkeypatch.undo()
    assert preview(photo, 20, pool=pool).size == (30, 40)


def test_cancelling_kills_it_too(
    pool: DecoderPool, photo: Path, started: list[Child], monkeypatch: pytest.MonkeyPatch
) -> None:
    child_that(monkeypatch, "import time; time.sleep(600)")
    token = CancelToken()
    timer = threading.Timer(0.2, token.cancel)
    timer.start()
    with pytest.raises(Cancelled):
        preview(photo, 20, token, pool=pool)
    timer.join()
    assert started[0].poll() is not None


def test_a_child_that_was_killed_while_idle_costs_no_photo(
    pool: DecoderPool, photo: Path, started: list[Child]
) -> None:
    preview(photo, 20, pool=pool)
    started[0].kill()
    started[0].wait()
    assert preview(photo, 20, pool=pool).size == (30, 40)
    assert len(started) == 2


def test_nobody_waits_for_another_preview(
    pool: DecoderPool, photo: Path, started: list[Child], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One child hangs on its file; the next question goes to another."""
    child_that(monkeypatch, "import time; time.sleep(600)")
    token = CancelToken()
    failed: list[BaseException] = []

    def ask() -> None:
        try:
            preview(photo, 20, token, pool=pool)
        except Cancelled as error:
            failed.append(error)

    hanging = threading.Thread(target=ask)
    hanging.start()
    while not started:
        hanging.join(0.01)
    monkeypatch.setattr(decoder, "_command", lambda: [sys.executable, "-m", "denoiser_app.formats.decode_child"])
    assert preview(photo, 20, pool=pool).size == (30, 40)
    assert hanging.is_alive()
    token.cancel()
    hanging.join(5)
    assert len(failed) == 1


def offer(name: str, shape: str, dtype: str, values: str = OK_VALUES) -> str:
    """Code of a child that announces a photo of 30 x 40 and then offers an array of zeros, and enough of it."""
    array = f'{{"name": "{name}", "shape": {shape}, "dtype": "{dtype}"}}'
    answer = f'print(json.dumps({{"values": {values}, "arrays": [{array}]}}), flush=True)'
    return f'print(json.dumps({{"size": [30, 40]}})); {answer}; sys.stdout.buffer.write(bytes(10000))'


@pytest.mark.parametrize(
    "code",
    [
        "os.abort()",
        "print('hello')",
        offer("preview", "[30, 40, 3]", "uint8"),
        offer("preview", "[15, 20]", "uint8"),
        offer("preview", "[15, 20, 3]", "uint16"),
        offer("pixels", "[15, 20, 3]", "uint8"),
        offer("preview", "[15, 20, 3]", "uint8", '{"size": [30, 40], "metadata": {"no such field": 1}}'),
        offer("preview", "[15, 20, 3]", "uint8", '{"size": [30, 40], "metadata": {"make": 7}}'),
        offer("preview", "[15, 20, 3]", "uint8", '{"size": [0, 40], "metadata": {}}'),
        offer("preview", "[15, 20, 3]", "uint8", "{}"),
    ],
)
def test_a_child_that_crashes_or_lies(
    pool: DecoderPool, photo: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    child_that(monkeypatch, f"import json, os, sys; sys.stdin.readline(); {code}")
    with pytest.raises(DecoderDied):
        preview(photo, 20, pool=pool)


def test_the_offers_above_fail_for_what_they_say(
    pool: DecoderPool, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = offer("preview", "[15, 20, 3]", "uint8")
    child_that(monkeypatch, f"import json, os, sys; sys.stdin.readline(); {code}; sys.stdout.flush()")
    assert preview(photo, 20, pool=pool).pixels.max() == 0


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="counts descriptors in /proc")
def test_closing_leaves_nothing_behind(photo: Path, started: list[Child]) -> None:
    def left() -> tuple[int, int]:
        return len(list(Path("/proc/self/fd").iterdir())), threading.active_count()

    before = left()
    pool = DecoderPool()
    pool.warm_up()
    preview(photo, 20, pool=pool)
    pool.close()
    preview(photo, 20, pool=pool)
    assert left() == before
    assert all(child.poll() is not None for child in started)
