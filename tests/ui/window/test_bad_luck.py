"""Files, disks, models and devices that fail: the window says so in words, stays usable, and keeps what was done."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from denoiser_app import paths
from denoiser_app.core.errors import DecoderDied, DecoderTimedOut
from denoiser_app.core.recipe import ExportOptions, Recipe
from denoiser_app.engine.backend import OutOfMemory
from denoiser_app.engine.cache import ResultCache
from denoiser_app.engine.picture import Picture
from denoiser_app.formats import decoder, decoder_pool, read, thumbnails
from denoiser_app.formats.decoder import Limits, Question
from denoiser_app.ui import crash, recent, stored
from denoiser_app.ui.export_plan import ExportRequest
from denoiser_app.ui.filmstrip_model import PhotoState
from denoiser_app.ui.jobs.services import Services
from denoiser_app.ui.preferences import Preferences
from tests.ui.window import pictures
from tests.ui.window.studio import Studio, differ

MakeStudio = Callable[..., Studio]


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """Comes last in the strip."""
    return pictures.bitmap(tmp_path / "z.jpg")


def assert_failed(studio: Studio, path: Path, words: str) -> None:
    """The view and the badge say why."""
    assert studio.document.path == path
    assert words in studio.window.view.message
    assert studio.state(path) is PhotoState.FAILED
    assert words in studio.entry(path).reason
    assert not studio.window.status.bar.isVisible()
    assert studio.window.view.progress is None


def assert_usable(studio: Studio, good: Path) -> None:
    """Another photo can be denoised."""
    studio.window.strip.select(good)
    studio.ready()
    assert studio.document.path == good
    assert studio.state(good) is PhotoState.DENOISED
    assert studio.window.view.message == ""
    assert studio.window.view.picture is not None


# --- files ------------------------------------------------------------------------------------------------------------


BAD: dict[str, tuple[str, Callable[[Path], object]]] = {
    "gone": ("no such file", lambda path: None),
    "empty": ("is empty", lambda path: path.touch()),
    "cut": ("too early", lambda path: path.write_bytes(pictures.bitmap(path).read_bytes()[:4000])),
    "text": ("not a photo", lambda path: path.write_text("a poem")),
    "noise": ("not a photo", lambda path: path.write_bytes(os.urandom(5000))),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_says_why_and_the_next_photo_works(studio: Studio, tmp_path: Path, good: Path, kind: str) -> None:
    words, make = BAD[kind]
    bad = tmp_path / "a.jpg"
    make(bad)
    studio.open(bad, good)
    studio.ready()
    assert_failed(studio, bad, words)
    assert_usable(studio, good)
    assert studio.state(bad) is PhotoState.FAILED
    studio.act("previous")
    studio.ready()
    assert_failed(studio, bad, words)


def test_a_cut_raw_is_refused(studio: Studio, tmp_path: Path, good: Path) -> None:
    bad = pictures.raw(tmp_path / "a.dng")
    bad.write_bytes(bad.read_bytes()[:-30_000])
    studio.open(bad, good)
    studio.ready()
    assert studio.state(bad) is PhotoState.FAILED
    assert studio.window.view.message
    assert_usable(studio, good)


def test_a_file_that_comes_back_is_read_on_demand(studio: Studio, tmp_path: Path) -> None:
    photo = tmp_path / "a.jpg"
    studio.open(photo, pictures.bitmap(tmp_path / "b.jpg"))
    studio.ready()
    assert_failed(studio, photo, "no such file")
    pictures.bitmap(photo)
    studio.act("denoise")
    studio.ready()
    assert studio.state() is PhotoState.DENOISED
    assert studio.window.view.message == ""


@pytest.mark.parametrize("suffix", ["jpg", "dng"])
def test_a_card_pulled_out_takes_nothing_away_that_was_read(studio: Studio, tmp_path: Path, suffix: str) -> None:
    photo = tmp_path / f"a.{suffix}"
    (pictures.raw if suffix == "dng" else pictures.bitmap)(photo)
    studio.denoised(photo)
    studio.act("after")
    before = studio.shown()
    photo.unlink()
    studio.document.edit(replace(studio.recipe, strength=30.0), "strength")
    assert differ(before, studio.shown())
    studio.document.edit(replace(studio.recipe, noise=60.0), "noise")
    studio.ready()
    assert studio.state() is PhotoState.DENOISED
    assert len(studio.network.runs) == 2
    studio.window.export.start(ExportRequest("photo", ExportOptions(), tmp_path / "out"))
    studio.until(lambda: not studio.window.export.running)
    assert "no such file" in studio.window.job_bar.failures
    assert studio.window.view.message == ""


def test_a_card_pulled_out_before_the_demosaic_came_leaves_what_is_there(studio: Studio, tmp_path: Path) -> None:
    photo = pictures.raw(tmp_path / "a.dng")
    studio.decoding.demosaics.clear()
    studio.open(photo)
    studio.until(lambda: bool(studio.network.runs) and len(studio.network.runs[0].done) == pictures.TILES)
    studio.act("after")
    before = studio.shown()
    photo.unlink()
    studio.decoding.release()
    studio.ready()
    assert_failed(studio, photo, "such file")
    studio.window.view.set_message(None)
    studio.window.view.set_progress(None)
    assert studio.shown().shape == before.shape
    assert studio.window.view.picture is not None
    assert studio.window.view.picture.complete


def test_a_file_that_vanishes_between_strip_and_view(studio: Studio, tmp_path: Path, good: Path) -> None:
    photo = pictures.bitmap(tmp_path / "y.jpg")
    studio.denoised(photo, good)
    photo.unlink()
    studio.act("next")
    studio.ready()
    assert studio.document.path == good
    studio.act("previous")
    studio.ready()
    assert_failed(studio, photo, "no such file")
    assert_usable(studio, good)


def test_a_thumbnail_that_fails_takes_nothing_from_a_photo_that_is_denoised(
    studio: Studio, good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio.decoding.previews.clear()
    studio.denoised(good)

    def fail(question: Question, token: object) -> None:
        raise DecoderDied(path=str(question.path))

    monkeypatch.setattr(studio.decoding, "ask", fail)
    studio.window.previews.want_thumbnails([])
    studio.window.previews.want_thumbnails([good])
    studio.decoding.release()
    studio.until(lambda: studio.entry(good).thumbnail is not None)
    assert studio.state(good) is PhotoState.DENOISED


def test_a_folder_that_is_removed(studio: Studio, tmp_path: Path, good: Path) -> None:
    photos = pictures.folder_of(tmp_path / "card", 6)
    studio.window.opening.open([tmp_path / "card"])
    studio.until(lambda: studio.current is not None)
    shutil.rmtree(tmp_path / "card")
    studio.ready()
    for _ in photos:
        studio.act("next")
        studio.ready()
    assert_failed(studio, photos[-1], "no such file")
    studio.window.export.start(ExportRequest("all", ExportOptions(), tmp_path / "out"))
    studio.until(lambda: not studio.window.export.running)
    assert len(studio.window.job_bar.failures.splitlines()) == 6
    studio.window.opening.open([good])
    studio.until(lambda: studio.document.path == good)
    assert_usable(studio, good)


@pytest.mark.parametrize("dropped", ["empty", "gone", "text"])
def test_folders_without_photos_are_named(studio: Studio, tmp_path: Path, dropped: str) -> None:
    folder = tmp_path / dropped
    if dropped != "gone":
        folder.mkdir()
    if dropped == "text":
        (folder / "notes.txt").write_text("no photo")
    recent.add(folder)
    studio.window.opening.open([folder])
    studio.until(lambda: str(folder) in studio.work())
    assert studio.current is None
    assert (folder in recent.paths()) == (dropped != "gone")  # what is gone is not offered again


def test_the_decoder_that_hangs_is_killed(
    studio: Studio, tmp_path: Path, good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as hanging:
        hanging.setattr(decoder, "_command", lambda: [sys.executable, "-c", "import time; time.sleep(60)"])
        hanging.setattr(
            read, "decode", lambda path, demosaic, _, token: decoder.decode(path, demosaic, Limits(seconds=0.4), token)
        )
        photo = pictures.bitmap(tmp_path / "a.jpg")
        studio.open(photo, good)
        studio.ready()
        assert_failed(studio, photo, DecoderTimedOut.sentence.split("{seconds")[0].split(": ")[1])
    assert_usable(studio, good)


def test_escape_kills_the_decoder_that_hangs(studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoder, "_command", lambda: [sys.executable, "-c", "import time; time.sleep(60)"])
    monkeypatch.setattr(read, "decode", decoder.decode)
    studio.open(pictures.bitmap(tmp_path / "a.jpg"))
    studio.until(lambda: studio.window.denoising.computing)
    studio.turn(50)
    studio.window.current.stop()
    studio.until(lambda: not studio.window.denoising.computing, 2000)


def test_the_decoder_that_dies_is_named(
    studio: Studio, tmp_path: Path, good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as dying:
        dying.setattr(decoder, "_command", lambda: [sys.executable, "-c", "import os; os.abort()"])
        dying.setattr(read, "decode", decoder.decode)
        pool = decoder_pool.DecoderPool()
        dying.setattr(thumbnails, "shared_pool", lambda: pool)
        photo = pictures.bitmap(tmp_path / "a.jpg")
        studio.open(photo, good)
        studio.ready()
        assert_failed(studio, photo, "crashed")
        pool.close()
    assert_usable(studio, good)


# --- models and devices -----------------------------------------------------------------------------------------------


def test_a_damaged_model_is_named(
    make_studio: MakeStudio, tmp_path: Path, good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped, copy = Path(__file__).parents[3] / "models", tmp_path / "models"
    copy.mkdir()
    for file in shipped.glob("rgb-balanced.*"):
        data = file.read_bytes()
        (copy / file.name).write_bytes(data[:-7] + b"damaged" if file.suffix == ".safetensors" else data)
    monkeypatch.setattr(paths, "models", lambda: copy)
    studio = make_studio(services=Services())
    studio.open(good)
    studio.ready()
    assert_failed(studio, good, "rgb-balanced.safetensors")
    assert studio.window.view.picture is not None  # the photo itself can be looked at


def test_no_model_at_all_is_named(studio: Studio, tmp_path: Path, good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as without:
        without.setattr(paths, "models", lambda: tmp_path / "nothing")
        studio.open(good)
        studio.ready()
        assert_failed(studio, good, "no model")
    studio.act("denoise")
    studio.ready()
    assert studio.state() is PhotoState.DENOISED


def test_a_model_that_is_not_installed_is_named_and_another_can_be_chosen(studio: Studio, good: Path) -> None:
    studio.denoised(good)
    studio.document.edit(Recipe("best-of-all"), "model")
    studio.ready()
    assert_failed(studio, good, "best-of-all")
    studio.document.edit(Recipe("rgb-other"), "model")
    studio.ready()
    assert studio.state() is PhotoState.DENOISED
    assert studio.window.view.message == ""


def test_a_torch_that_cannot_be_imported_is_said_in_the_view_and_nowhere_else(
    make_studio: MakeStudio, good: Path
) -> None:
    def broken(*_: object) -> None:
        raise ImportError("libtorch_cpu.so: cannot open shared object file")

    studio = make_studio(services=Services(None, broken, broken))
    studio.open(good)
    studio.ready()
    assert_failed(studio, good, "libtorch_cpu.so")


def failing(error: BaseException, after: int) -> Callable[[], None]:
    """Raises from the tile ``after`` on."""
    done = [0]

    def trouble() -> None:
        done[0] += 1
        if done[0] > after:
            raise error

    return trouble


@pytest.fixture
def studio_on_gpu(make_studio: MakeStudio) -> Studio:
    studio = make_studio()
    studio.network.label = "fake GPU"
    return studio


def test_a_gpu_that_fails_half_way_hands_over_to_the_cpu(studio_on_gpu: Studio, good: Path) -> None:
    studio, notes = studio_on_gpu, []
    studio.window.current.status.connect(lambda text, _: notes.append(text))
    studio.network.trouble = failing(RuntimeError("the driver is gone"), 8)
    studio.denoised(good)
    assert studio.state() is PhotoState.DENOISED
    assert any("the driver is gone" in note and "CPU" in note for note in notes)
    picture = studio.window.view.picture
    assert picture is not None
    assert picture.complete


def test_a_cpu_that_fails_half_way_says_so_and_keeps_what_was_done(studio: Studio, good: Path) -> None:
    studio.open(good)
    studio.ready()
    studio.act("after")
    whole = studio.shown()
    studio.network.trouble = failing(RuntimeError("illegal instruction"), 4)
    studio.document.edit(Recipe(noise=80.0), "noise")
    studio.ready()
    assert_failed(studio, good, "illegal instruction")
    assert differ(whole, studio.shown())
    studio.network.trouble = None
    studio.act("denoise")
    studio.ready()
    assert studio.state() is PhotoState.DENOISED
    assert studio.window.view.message == ""


def test_out_of_memory_goes_on_with_smaller_tiles_or_on_the_cpu(studio_on_gpu: Studio, good: Path) -> None:
    studio, notes = studio_on_gpu, []
    studio.window.current.status.connect(lambda text, _: notes.append(text))
    studio.network.trouble = failing(OutOfMemory(), 8)
    studio.denoised(good)
    assert studio.state() is PhotoState.DENOISED
    assert any("memory" in note for note in notes)


def test_no_memory_even_for_the_smallest_tile_is_said(studio: Studio, good: Path) -> None:
    studio.network.trouble = failing(OutOfMemory(), 2)
    studio.open(good)
    studio.ready()
    assert_failed(studio, good, "memory")


def test_no_memory_for_the_photo_is_said(
    studio: Studio, tmp_path: Path, good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as small:

        def no_room(*_: object) -> None:
            raise MemoryError

        small.setattr(Picture, "of", no_room)
        photo = pictures.bitmap(tmp_path / "a.jpg")
        studio.open(photo, good)
        studio.ready()
        assert_failed(studio, photo, "not enough memory")
    assert_usable(studio, good)


def test_a_worker_that_cannot_be_made_is_said_and_tried_again(make_studio: MakeStudio, good: Path) -> None:
    broken = [True]

    def make(*arguments: object) -> object:
        if broken[0]:
            raise ImportError("libtorch_cpu.so: cannot open shared object file")
        return studio.network.worker(*arguments)  # type: ignore[arg-type]

    studio = make_studio(services=Services(None, make))
    studio.open(good)
    studio.ready()
    assert_failed(studio, good, "libtorch_cpu.so")
    broken[0] = False
    studio.act("denoise")
    studio.ready()
    assert studio.state() is PhotoState.DENOISED


# --- full disks -------------------------------------------------------------------------------------------------------


def test_a_cache_that_cannot_be_written_costs_nothing_but_time(
    make_studio: MakeStudio, tmp_path: Path, good: Path
) -> None:
    (tmp_path / "in the way").write_text("a file")
    studio = make_studio(cache=ResultCache(tmp_path / "in the way" / "results", 10**9))
    studio.denoised(good)
    assert studio.state() is PhotoState.DENOISED
    studio.window.export.start(ExportRequest("photo", ExportOptions(), tmp_path / "out"))
    studio.until(lambda: not studio.window.export.running)
    assert studio.state() is PhotoState.EXPORTED


def test_a_history_that_cannot_be_written_costs_only_the_history(
    studio: Studio, good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full:
        def __enter__(self) -> None:
            raise sqlite3.OperationalError("database or disk is full")

        def __exit__(self, *_: object) -> None:
            pass

        def execute(self, *_: object) -> None:
            raise sqlite3.OperationalError("disk I/O error")

        def close(self) -> None:
            pass

    history = studio.window.memory._history
    connection, history._connection = history._connection, Full()  # type: ignore[assignment]
    assert connection is not None
    connection.close()
    studio.denoised(good)
    studio.document.edit(Recipe(strength=10.0), "strength")
    studio.window.memory.flush()
    assert studio.state() is PhotoState.DENOISED


def test_preferences_that_cannot_be_saved_are_used_and_it_is_said(
    studio: Studio, good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio.denoised(good)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(stored.os, "fsync", full)
    studio.window.preferring.apply(Preferences(threads=1))
    assert studio.window.preferences.threads == 1
    assert "cannot be saved" in studio.work()
    studio.ready()
    assert studio.state() is PhotoState.DENOISED


def test_a_preset_that_cannot_be_saved_is_said(studio: Studio, good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    studio.denoised(good)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(stored.os, "fsync", full)
    studio.window.panel.presets_menu._save("Mine")
    assert "cannot be saved" in studio.work()


def test_a_display_profile_that_is_gone_is_named(make_studio: MakeStudio, tmp_path: Path, good: Path) -> None:
    studio = make_studio(preferences=Preferences(display=str(tmp_path / "monitor.icc")))
    studio.open(good)
    studio.ready()
    assert_failed(studio, good, "monitor.icc")
    studio.window.preferring.apply(Preferences())
    studio.ready()
    assert studio.state() is PhotoState.DENOISED
    assert studio.window.view.message == ""


# --- faults of the program --------------------------------------------------------------------------------------------


def test_an_exception_in_a_slot_reaches_the_crash_handler_and_the_window_goes_on(
    studio: Studio, qtbot: QtBot, qapp: QApplication, good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio.denoised(good)
    with qtbot.captureExceptions() as caught, crash.installed(tmp_path / "logs", qapp, show=False) as handler:
        reports: list[object] = []
        handler.faulted.connect(reports.append)
        with monkeypatch.context() as faulty:
            faulty.setattr(studio.window.view, "set_recipe", lambda recipe: 1 / 0)
            studio.window.panel.strength.reset()
            studio.window.panel.strength._user_set(50.0)
            studio.until(lambda: bool(reports))
        assert len(caught) == 1
        assert caught[0][0] is ZeroDivisionError
        assert "ZeroDivisionError" in (tmp_path / "logs" / crash.LOG_NAME).read_text()
    studio.window.panel.strength._user_set(30.0)
    assert studio.recipe.strength == studio.window.view.look.recipe.strength == 30.0


def test_a_fault_in_the_denoising_thread_is_said_and_the_thread_goes_on(
    studio: Studio, tmp_path: Path, good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as faulty:

        def fault(*_: object) -> None:
            raise KeyError("a fault of ours")

        faulty.setattr(Picture, "put", fault)
        photo = pictures.bitmap(tmp_path / "a.jpg")
        studio.open(photo, good)
        studio.ready()
        assert_failed(studio, photo, "fault of the program")
    assert_usable(studio, good)
