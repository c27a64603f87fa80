"""What the window writes is what the command line writes; one photo's trouble is its own."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import tifffile
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QPushButton

from denoiser_app.cli import main as cli
from denoiser_app.core.errors import DiskFull
from denoiser_app.core.recipe import ExportOptions, Recipe
from denoiser_app.engine import job
from denoiser_app.engine.cache import ResultCache
from denoiser_app.formats.metadata import read_facts, read_stamp
from denoiser_app.ui.export_plan import ExportRequest
from denoiser_app.ui.filmstrip_model import PhotoState
from denoiser_app.ui.panels.export_dialog import ExportDialog
from tests.ui.window import pictures
from tests.ui.window.network import FakeWorker, Network
from tests.ui.window.studio import Studio

FORMATS = {
    "tiff": (ExportOptions(), []),
    "tiff 8": (ExportOptions("tiff", 8, "display-p3"), ["--bit-depth", "8", "--color-space", "display-p3"]),
    "png": (ExportOptions("png", 16, "srgb"), ["--format", "png", "--color-space", "srgb"]),
    "jpeg": (ExportOptions("jpeg", quality=90), ["--format", "jpeg", "--quality", "90"]),
}
RECIPE = Recipe("auto", 20.0, 70.0, 90.0, 40.0, 20.0)
RECIPE_ARGUMENTS = "--noise 20 --strength 70 --color-strength 90 --detail 40 --grain 20".split()


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


@pytest.fixture
def photos(tmp_path: Path) -> list[Path]:
    return pictures.folder_of(tmp_path / "photos", 3)


def export(studio: Studio, request: ExportRequest, wait: bool = True) -> None:
    studio.window.export.start(request)
    if wait:
        exported(studio)


def exported(studio: Studio) -> None:
    studio.until(lambda: not studio.window.export.running)


def by_command_line(network: Network, monkeypatch: pytest.MonkeyPatch, *arguments: object) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(job, "Worker", partial(FakeWorker, network))
        assert cli.main(["denoise", *map(str, arguments)]) == 0


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


# --- equal to the command line ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("suffix", "kind"), [("jpg", "tiff"), ("jpg", "tiff 8"), ("jpg", "png"), ("dng", "tiff"), ("dng", "jpeg")]
)
def test_an_export_is_the_very_file_of_the_command_line(
    studio: Studio, tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch, kind: str, suffix: str
) -> None:
    photo, (options, arguments) = tmp_path / f"a.{suffix}", FORMATS[kind]
    if suffix == "dng":
        pictures.raw(photo, orientation=6)
    else:
        pictures.bitmap(photo)
    studio.denoised(photo)
    studio.document.edit(RECIPE, "preset")
    export(studio, ExportRequest("photo", options, out))
    (written,) = out.iterdir()
    by_command_line(studio.network, monkeypatch, photo, "-o", f"{tmp_path}/cli/", *RECIPE_ARGUMENTS, *arguments)
    expected = tmp_path / "cli" / written.name
    assert read_facts(written) == replace(read_facts(expected), path=written)
    assert read_stamp(written) == read_stamp(expected)
    assert digest(written) == digest(expected)


def test_metadata_of_the_photo_is_in_the_export(studio: Studio, tmp_path: Path, out: Path) -> None:
    studio.denoised(pictures.bitmap(tmp_path / "a.jpg", iso=6400))
    studio.document.edit(RECIPE, "preset")
    export(studio, ExportRequest("photo", ExportOptions("jpeg"), out))
    facts, stamp = read_facts(out / "a-denoised.jpg"), read_stamp(out / "a-denoised.jpg")
    assert (facts.iso, facts.camera) == (6400, "Nikon Z6")
    assert stamp is not None
    assert (stamp.strength, stamp.color_strength, stamp.detail, stamp.grain) == (70.0, 90.0, 40.0, 20.0)


@pytest.mark.parametrize("suffix", ["jpg", "dng"])
def test_a_result_from_the_cache_gives_the_same_file_and_runs_nothing(
    make_studio: Callable[..., Studio], cache: ResultCache, tmp_path: Path, out: Path, suffix: str
) -> None:
    photo = tmp_path / f"a.{suffix}"
    (pictures.raw if suffix == "dng" else pictures.bitmap)(photo)
    plain, kept = make_studio(), make_studio(cache=cache)
    for studio, folder in ((plain, out / "1"), (kept, out / "2")):
        studio.denoised(photo)
        runs = len(studio.network.runs)
        export(studio, ExportRequest("photo", ExportOptions(), folder))
        assert len(studio.network.runs) == runs + (studio is plain)
    (first,), (second,) = (list((out / n).iterdir()) for n in "12")
    assert digest(first) == digest(second)


def test_a_raw_denoised_before_its_demosaic_came_is_exported_as_by_the_command_line(
    make_studio: Callable[..., Studio], cache: ResultCache, tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = pictures.raw(tmp_path / "a.dng")
    studio = make_studio(cache=cache)
    studio.decoding.demosaics.clear()
    studio.open(photo)
    studio.until(lambda: bool(studio.network.runs) and len(studio.network.runs[0].done) == pictures.TILES)
    studio.decoding.release()
    studio.ready()
    export(studio, ExportRequest("photo", ExportOptions(), out))
    by_command_line(studio.network, monkeypatch, photo, "-o", f"{tmp_path}/cli/")
    assert len(studio.network.runs) == 2  # the window's result was used
    np.testing.assert_array_equal(*(tifffile.imread(folder / "a-denoised.tif") for folder in (out, tmp_path / "cli")))


# --- which photos, which names ----------------------------------------------------------------------------------------


def test_photo_selection_and_all(studio: Studio, photos: list[Path], out: Path) -> None:
    studio.denoised(*photos)
    export(studio, ExportRequest("photo", ExportOptions(), out / "photo"))
    assert names(out / "photo") == ["IMG_0000-denoised.tif"]
    strip = studio.window.strip.view
    place = strip.visualRect(strip.model().index(1, 0)).center()
    studio.qtbot.mouseClick(strip.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier, place)
    export(studio, ExportRequest("selection", ExportOptions(), out / "selection"))
    assert names(out / "selection") == ["IMG_0000-denoised.tif", "IMG_0001-denoised.tif"]
    export(studio, ExportRequest("all", ExportOptions(), out / "all"))
    assert len(names(out / "all")) == 3
    assert [studio.state(path) for path in photos] == [PhotoState.EXPORTED] * 3
    assert "3" in studio.window.job_bar.text


def test_each_photo_is_exported_with_its_own_settings(studio: Studio, photos: list[Path], out: Path) -> None:
    studio.denoised(*photos)
    for path, strength in zip(photos, (10.0, 50.0, 90.0), strict=True):
        studio.window.session.document(path).edit(Recipe(strength=strength), "strength")
    export(studio, ExportRequest("all", ExportOptions(), out))
    stamps = [read_stamp(out / f"{path.stem}-denoised.tif") for path in photos]
    assert [stamp and stamp.strength for stamp in stamps] == [10.0, 50.0, 90.0]


def test_the_settings_at_the_start_count(studio: Studio, photos: list[Path], out: Path) -> None:
    studio.denoised(*photos)
    studio.network.hold()
    export(studio, ExportRequest("all", ExportOptions(), out), wait=False)
    studio.until(lambda: len(studio.network.runs) == 2)
    for path in photos:
        studio.window.session.document(path).edit(Recipe(strength=5.0), "strength")
    studio.network.release()
    exported(studio)
    stamps = [read_stamp(out / f"{path.stem}-denoised.tif") for path in photos]
    assert [stamp and stamp.strength for stamp in stamps] == [100.0] * 3


@pytest.mark.parametrize("if_exists", ["rename", "skip", "overwrite"])
def test_files_that_exist(studio: Studio, photos: list[Path], out: Path, if_exists: str) -> None:
    studio.denoised(*photos)
    out.mkdir()
    there = out / "IMG_0001-denoised.tif"
    there.write_bytes(b"mine")
    export(studio, ExportRequest("all", ExportOptions(), out, if_exists))  # type: ignore[arg-type]
    expected = [f"IMG_000{n}-denoised.tif" for n in range(3)]
    if if_exists == "rename":
        expected.insert(1, "IMG_0001-denoised-2.tif")
    assert sorted(names(out)) == sorted(expected)
    assert (there.read_bytes() == b"mine") == (if_exists != "overwrite")
    states = [studio.state(path) for path in photos]
    assert (states[1] is PhotoState.EXPORTED) == (if_exists != "skip")
    assert states[0] is states[2] is PhotoState.EXPORTED
    assert ("skipped" in studio.window.job_bar.text) == (if_exists == "skip")


def test_an_original_is_never_replaced(studio: Studio, photos: list[Path]) -> None:
    before = [digest(path) for path in photos]
    studio.denoised(*photos)
    options = ExportOptions("jpeg", name="{stem}{ext}")
    export(studio, ExportRequest("all", options, None, "overwrite"))
    assert [digest(path) for path in photos] == before
    assert "original" in studio.window.job_bar.failures


# --- trouble ----------------------------------------------------------------------------------------------------------


def test_one_broken_file_among_good_ones(studio: Studio, photos: list[Path], out: Path) -> None:
    photos[1].write_bytes(photos[1].read_bytes()[:2000])
    gone = photos[0].with_name("IMG_0000b.jpg")
    pictures.bitmap(gone)
    studio.denoised(photos[0], gone, *photos[1:])
    gone.unlink()
    export(studio, ExportRequest("all", ExportOptions(), out))
    assert names(out) == ["IMG_0000-denoised.tif", "IMG_0002-denoised.tif"]
    assert studio.state(photos[1]) is studio.state(gone) is PhotoState.FAILED
    assert "too early" in studio.entry(photos[1]).reason or "damaged" in studio.entry(photos[1]).reason
    assert "no such file" in studio.entry(gone).reason
    assert {line.split(":")[0] for line in studio.window.job_bar.failures.splitlines()} == {photos[1].name, gone.name}
    assert "2" in studio.window.job_bar.text


def test_cancel_in_the_middle_leaves_whole_files_only(studio: Studio, photos: list[Path], out: Path) -> None:
    studio.denoised(*photos)
    done = studio.network.tiles
    per_photo = done
    studio.network.hold(after=per_photo + 3)
    export(studio, ExportRequest("all", ExportOptions(), out), wait=False)
    studio.until(lambda: studio.network.tiles == done + per_photo + 3)
    studio.window.job_bar._cancel.click()
    assert studio.window.export.running  # the tile in hand is still held
    assert "ancel" in studio.window.job_bar.text
    studio.network.release()
    exported(studio)
    assert names(out) == ["IMG_0000-denoised.tif"]
    tifffile.imread(out / "IMG_0000-denoised.tif")
    assert len(studio.network.runs) == 3
    assert [studio.state(path) for path in photos] == [PhotoState.EXPORTED, PhotoState.NEW, PhotoState.NEW]
    text = studio.window.job_bar.text
    assert "cancelled" in text
    assert "2" in text


def test_another_export_can_follow_a_cancelled_one(studio: Studio, photos: list[Path], out: Path) -> None:
    studio.denoised(*photos)
    studio.network.hold(after=1)
    export(studio, ExportRequest("all", ExportOptions(), out), wait=False)
    studio.until(lambda: len(studio.network.runs) == 2)
    studio.window.exporting.cancel()
    studio.network.release()
    exported(studio)
    export(studio, ExportRequest("all", ExportOptions(), out))
    assert len(names(out)) == 3


def test_a_full_disk_fails_the_photo_with_its_sentence(
    studio: Studio, photos: list[Path], out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio.denoised(*photos)
    real, calls = job.write, []

    def full(target: Path, *arguments: object, **options: object) -> object:
        calls.append(target)
        if len(calls) == 2:
            raise DiskFull(path=str(target), needed_mb=12.0)
        return real(target, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(job, "write", full)
    export(studio, ExportRequest("all", ExportOptions(), out))
    assert studio.state(photos[1]) is PhotoState.FAILED
    assert "disk is full" in studio.entry(photos[1]).reason
    assert "disk is full" in studio.window.job_bar.failures
    assert names(out) == ["IMG_0000-denoised.tif", "IMG_0002-denoised.tif"]


def test_a_fault_of_the_program_fails_only_its_photo(
    studio: Studio, photos: list[Path], out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio.denoised(*photos)
    real = job.finish

    def faulty(photo: object, *arguments: object) -> object:
        if photo.metadata.path == photos[1]:  # type: ignore[attr-defined]
            raise ZeroDivisionError("a fault of ours")
        return real(photo, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(job, "finish", faulty)
    export(studio, ExportRequest("all", ExportOptions(), out))
    assert len(names(out)) == 2
    assert "fault of the program" in studio.entry(photos[1]).reason


def test_a_folder_that_cannot_be_made_fails_every_photo(studio: Studio, photos: list[Path], tmp_path: Path) -> None:
    studio.denoised(*photos)
    (tmp_path / "file").write_text("in the way")
    export(studio, ExportRequest("all", ExportOptions(), tmp_path / "file" / "below"))
    assert [studio.state(path) for path in photos] == [PhotoState.FAILED] * 3
    assert len(studio.window.job_bar.failures.splitlines()) == 3


def test_an_unusable_name_template_fails_every_photo(studio: Studio, photos: list[Path], out: Path) -> None:
    studio.denoised(*photos)
    export(studio, ExportRequest("all", ExportOptions(name="{nothing}"), out))
    assert [studio.state(path) for path in photos] == [PhotoState.FAILED] * 3
    assert not out.exists()


# --- beside the work in the view --------------------------------------------------------------------------------------


def test_a_finished_export_does_not_change_which_photo_is_open(studio: Studio, photos: list[Path], out: Path) -> None:
    studio.denoised(*photos)
    studio.network.hold(after=3)
    export(studio, ExportRequest("all", ExportOptions(), out), wait=False)
    studio.until(lambda: len(studio.network.runs) == 2)
    studio.act("next")
    studio.network.release()
    studio.ready()
    before = studio.shown()
    exported(studio)
    studio.turn(50)
    assert studio.document.path == studio.window.strip.current == photos[1]
    assert studio.window.strip.selected() == [photos[1]]
    np.testing.assert_array_equal(studio.shown().shape[1:], before.shape[1:])
    assert studio.window.view.message == ""
    assert len(names(out)) == 3


def test_what_is_looked_at_comes_before_the_export(studio: Studio, photos: list[Path], out: Path) -> None:
    studio.denoised(*photos)
    studio.network.hold(after=2)
    export(studio, ExportRequest("all", ExportOptions(), out), wait=False)
    studio.until(lambda: len(studio.network.runs) == 2 and len(studio.network.runs[1].begun) == 3)
    studio.act("next")
    studio.until(lambda: len(studio.network.runs) == 3)
    before = studio.network.tiles
    for done in range(1, 9):
        studio.network.hold(after=1)
        studio.until(lambda done=done: studio.network.tiles == before + done)
    assert studio.network.order[before:].count(photos[0]) <= 1  # the tile in hand
    studio.network.release()
    studio.ready()
    exported(studio)
    assert len(names(out)) == 3


def test_photos_closed_while_they_are_exported_are_written_all_the_same(
    studio: Studio, photos: list[Path], out: Path
) -> None:
    studio.denoised(*photos)
    studio.network.hold(after=3)
    export(studio, ExportRequest("all", ExportOptions(), out), wait=False)
    studio.until(lambda: len(studio.network.runs) == 2)
    studio.act("close_all")
    studio.network.release()
    exported(studio)
    assert len(names(out)) == 3
    assert studio.current is None


def test_a_second_export_waits_for_the_first(studio: Studio, photos: list[Path], out: Path) -> None:
    studio.denoised(*photos)
    studio.network.hold(after=3)
    export(studio, ExportRequest("all", ExportOptions(), out), wait=False)
    studio.act("export")
    box = QApplication.activeModalWidget()
    assert isinstance(box, QMessageBox)
    assert "still being exported" in box.text()
    box.close()
    studio.network.release()
    exported(studio)


# --- the dialog -------------------------------------------------------------------------------------------------------


def answer(studio: Studio, kind: type[QDialog], what: Callable[[QDialog], None]) -> None:
    """Do something to the modal dialog that is going to open."""

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, kind):
            what(dialog)
        else:
            QTimer.singleShot(5, studio.window, look)

    QTimer.singleShot(5, studio.window, look)


def press_export(dialog: QDialog) -> None:
    assert isinstance(dialog, ExportDialog)
    dialog.export_button.click()


def test_the_key_the_dialog_and_the_button(studio: Studio, photos: list[Path]) -> None:
    studio.denoised(*photos)
    answer(studio, ExportDialog, press_export)
    studio.press(Qt.Key.Key_E, studio.window, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    exported(studio)
    assert (photos[0].parent / "IMG_0000-denoised.tif").is_file()
    assert studio.state(photos[0]) is PhotoState.EXPORTED
    assert studio.window.job_bar.isVisible()


def test_the_dialog_closed_exports_nothing(studio: Studio, photos: list[Path]) -> None:
    studio.denoised(*photos)
    answer(studio, ExportDialog, lambda dialog: dialog.reject())
    studio.act("export")
    assert not studio.window.export.running
    assert len(names(photos[0].parent)) == 3


def test_settings_kept_as_default_come_back(make_studio: Callable[..., Studio], photos: list[Path], out: Path) -> None:
    from denoiser_app.ui import preferences

    studio = make_studio()
    studio.denoised(*photos)

    def keep(dialog: QDialog) -> None:
        assert isinstance(dialog, ExportDialog)
        kept = replace(dialog.fields.defaults, options=ExportOptions("png", 8), if_exists="skip")
        dialog.fields.set_defaults(kept)
        dialog._keep.setChecked(True)
        dialog.export_button.click()

    answer(studio, ExportDialog, keep)
    studio.act("export")
    exported(studio)
    assert (photos[0].parent / "IMG_0000-denoised.png").is_file()
    saved = preferences.load().export
    assert saved == studio.window.preferences.export
    assert (saved.options.format, saved.options.bits, saved.if_exists) == ("png", 8, "skip")


# --- closing ----------------------------------------------------------------------------------------------------------


def click(role: QMessageBox.ButtonRole) -> Callable[[QDialog], None]:
    def press(box: QDialog) -> None:
        assert isinstance(box, QMessageBox)
        button = next(button for button in box.buttons() if box.buttonRole(button) == role)
        assert isinstance(button, QPushButton)
        button.click()

    return press


@pytest.mark.parametrize("stop", [True, False], ids=["stop", "go on"])
def test_closing_the_window_while_exporting_asks(studio: Studio, photos: list[Path], out: Path, stop: bool) -> None:
    studio.denoised(*photos)
    per_photo = studio.network.tiles
    studio.network.hold(after=per_photo + 2)
    export(studio, ExportRequest("all", ExportOptions(), out), wait=False)
    studio.until(lambda: len(studio.network.runs) == 3 and len(studio.network.runs[2].begun) == 3)
    role = QMessageBox.ButtonRole.DestructiveRole if stop else QMessageBox.ButtonRole.RejectRole

    def choose(box: QDialog) -> None:
        studio.network.release() if stop else None
        click(role)(box)

    answer(studio, QMessageBox, choose)
    closed = studio.window.close()
    assert closed == stop
    if stop:
        studio.closed = True
        assert names(out) in (["IMG_0000-denoised.tif"], ["IMG_0000-denoised.tif", "IMG_0001-denoised.tif"])
    else:
        assert studio.window.isVisible()
        studio.network.release()
        exported(studio)
        assert len(names(out)) == 3
    for name in names(out):
        tifffile.imread(out / name)


def test_closing_without_an_export_does_not_ask(studio: Studio, photos: list[Path]) -> None:
    studio.network.hold(after=2)
    studio.open(*photos)
    studio.until(lambda: studio.network.tiles == 2)
    assert studio.close()
