"""A batch from the window: it goes on beside the editing, survives a closed window, and is told of at its end."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QMessageBox

from denoiser_app.core.errors import DiskFull, FileMissing, ModelUnknown
from denoiser_app.core.progress import CancelToken, Progress
from denoiser_app.core.recipe import ExportOptions, Recipe
from denoiser_app.engine import awake
from denoiser_app.engine.batch import planning, run
from denoiser_app.engine.batch.events import BatchStarted, Event, Waiting
from denoiser_app.engine.batch.items import BatchState, Item, NewItem, Plan, State
from denoiser_app.engine.batch.journal import Journal, default_path
from denoiser_app.engine.batch.lease import held
from denoiser_app.ui.control import batching as control
from denoiser_app.ui.export_plan import ExportRequest
from denoiser_app.ui.filmstrip_model import PhotoState
from denoiser_app.ui.jobs import batching as jobs
from denoiser_app.ui.panels.batch.window import BatchWindow
from denoiser_app.ui.panels.batch_dialog import BatchDialog
from denoiser_app.ui.preferences import ExportDefaults, Preferences
from tests.ui.window import pictures
from tests.ui.window.network import Network
from tests.ui.window.studio import Studio, differ

SIZE = (96, 96)
"""Of the photos: four tiles."""


class Night:
    """What the desktop was told."""

    def __init__(self) -> None:
        self.said: list[tuple[str, str]] = []
        self.awake: list[str] = []

    def notifier(self, _parent: object) -> Night:
        return self

    def say(self, title: str, body: str) -> None:
        self.said.append((title, body))

    @contextmanager
    def keep_awake(self, reason: str) -> Iterator[None]:
        self.awake.append("begun")
        yield
        self.awake.append("ended")


@pytest.fixture(autouse=True)
def night(monkeypatch: pytest.MonkeyPatch) -> Night:
    found = Night()
    monkeypatch.setattr(control, "Notifier", found.notifier)
    monkeypatch.setattr(awake, "keep_awake", found.keep_awake)
    monkeypatch.setattr(jobs, "SOON", 10)
    return found


class Gate:
    """Before every tile of a batch; tiles of the window's own threads pass."""

    def __init__(self, network: Network) -> None:
        self._open = threading.Event()
        self._open.set()
        self.arrived = threading.Event()
        network.trouble = self._pass

    def hold(self) -> None:
        self.arrived.clear()
        self._open.clear()

    def release(self) -> None:
        self._open.set()

    def _pass(self) -> None:
        if threading.current_thread().name.startswith("batch"):
            self.arrived.set()
            assert self._open.wait(20.0)


@pytest.fixture
def gate(network: Network) -> Iterator[Gate]:
    found = Gate(network)
    yield found
    found.release()


@pytest.fixture
def photos(tmp_path: Path) -> list[Path]:
    return pictures.folder_of(tmp_path / "concert", 4, SIZE)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


@pytest.fixture
def room(make_studio: Callable[..., Studio], out: Path, gate: Gate) -> Iterator[Studio]:
    """A window whose exports go to ``out``. ``gate`` is let go before it closes."""
    yield make_studio(preferences=preferring(out))
    gate.release()


def preferring(out: Path) -> Preferences:
    return Preferences(export=ExportDefaults(folder=str(out)))


def asked(studio: Studio, *sources: Path) -> BatchDialog:
    """The dialog of a new batch of these, whose photos are counted."""
    studio.act("new_batch")
    dialog = studio.window.batches.new.dialog
    assert dialog is not None
    while dialog.sources.sources:
        dialog.sources.list.selectAll()
        dialog.sources._remove_selected()
    dialog.sources.add(sources)
    studio.until(dialog.start.isEnabled)
    studio.until(lambda: dialog.text[:1].isdigit())
    return dialog


def begun(studio: Studio, *sources: Path) -> int:
    """A batch of these; its number."""
    asked(studio, *sources).start.click()
    studio.until(lambda: studio.window.batches.new.dialog is None)
    studio.until(lambda: bool(batches()))
    return batches()[-1].id


def ended(studio: Studio) -> None:
    studio.until(lambda: not studio.window.batches.running)


def shown(studio: Studio) -> BatchWindow:
    window = studio.window.batches.shown
    assert window is not None
    return window


def batches() -> list:  # type: ignore[type-arg]
    with Journal() as journal:
        return journal.batches()


def items(batch: int) -> list[Item]:
    with Journal() as journal:
        return journal.items(batch)


def states(batch: int) -> list[str]:
    return [item.state.value for item in items(batch)]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def digests(paths: list[Path]) -> list[str]:
    return [hashlib.sha256(path.read_bytes()).hexdigest() for path in paths]


def rows(studio: Studio) -> list[str]:
    """What the table of photos says in its column of states."""
    return [item.state.value for item in shown(studio).table.table._items.values()]


# --- a whole night ----------------------------------------------------------------------------------------------------


def test_a_folder_is_done_and_every_photo_is_accounted_for(
    room: Studio, photos: list[Path], out: Path, night: Night
) -> None:
    bad = photos[0].parent / "IMG_9999.jpg"
    bad.write_bytes(photos[0].read_bytes()[:2000])
    before = digests([*photos, bad])
    room.denoised(*photos[:2])
    batch = begun(room, photos[0].parent)
    ended(room)
    assert names(out) == [f"{photo.stem}-denoised.tif" for photo in photos]
    assert states(batch) == ["done"] * 4 + ["failed"]
    assert batches()[0].state is BatchState.FINISHED
    assert digests([*photos, bad]) == before
    room.until(lambda: "finished" in room.window.batch_bar.text)
    assert "4 done" in room.window.batch_bar.text
    assert "1 failed" in room.window.batch_bar.text
    assert [title for title, _ in night.said] == ["The batch 'concert' is finished"]
    assert night.awake == ["begun", "ended"]
    assert room.state(photos[1]) is PhotoState.EXPORTED
    room.until(lambda: rows(room) == ["done"] * 4 + ["failed"])


def test_edited_photos_keep_their_settings_and_the_others_get_those_of_the_batch(
    room: Studio, photos: list[Path]
) -> None:
    room.denoised(*photos)
    room.document.edit(Recipe(noise=20.0, strength=70.0), "strength")
    room.ready()
    own = room.document.path
    dialog = asked(room, photos[0].parent)
    dialog.settings.combo.setCurrentIndex(1)  # the standard ones
    dialog.start.click()
    room.until(lambda: room.window.batches.running)
    ended(room)
    given = {item.source: item.recipe for item in items(batches()[-1].id)}
    assert given == {path: Recipe(noise=20.0, strength=70.0) if path == own else Recipe() for path in photos}


def test_the_selection_becomes_a_batch(room: Studio, photos: list[Path]) -> None:
    room.denoised(*photos)
    model = room.window.strip.view.model()
    for row in (1, 3):
        room.window.strip.view.selectionModel().select(
            model.index(row, 0), room.window.strip.view.selectionModel().SelectionFlag.Select
        )
    chosen = room.window.strip.selected()
    assert len(chosen) > 1
    room.act("new_batch")
    dialog = room.window.batches.new.dialog
    assert dialog is not None
    assert list(dialog.plan.sources) == chosen
    dialog.reject()


# --- editing goes on --------------------------------------------------------------------------------------------------


def test_sliders_opening_and_exporting_work_while_a_batch_runs(
    room: Studio, photos: list[Path], tmp_path: Path, gate: Gate
) -> None:
    others = [pictures.bitmap(tmp_path / name, 9) for name in ("a.jpg", "b.jpg")]
    room.denoised(others[0])
    gate.hold()
    begun(room, photos[0].parent)
    room.until(gate.arrived.is_set)
    full = room.shown()
    room.drag(room.window.panel.strength.slider, 1.0, 0.5, 0.1)
    assert room.recipe.strength < 30
    assert differ(room.shown(), full)
    room.denoised(others[1])  # another photo, through the network
    assert room.state(others[1]) is PhotoState.DENOISED
    room.window.export.start(ExportRequest("photo", ExportOptions(), tmp_path / "exported"))
    room.until(lambda: not room.window.export.running)
    assert names(tmp_path / "exported") == ["b-denoised.tif"]
    assert room.window.batches.running
    gate.release()
    ended(room)
    assert set(states(1)) == {"done"}


def test_the_photo_in_view_comes_first(room: Studio, photos: list[Path], tmp_path: Path, gate: Gate) -> None:
    other = pictures.bitmap(tmp_path / "a.jpg", 9)
    gate.hold()
    begun(room, photos[0].parent)
    room.until(gate.arrived.is_set)
    room.network.hold(after=0)  # nobody gets a tile any more
    room.open(other)
    room.until(lambda: room.window.denoising.computing)
    gate.release()
    room.network.release()
    room.ready()
    ended(room)
    order = room.network.order
    first, last = order.index(other), len(order) - 1 - order[::-1].index(other)
    between = [path for path in order[first:last] if path != other]
    assert len(between) <= 2  # the tile in hand
    assert set(states(1)) == {"done"}


# --- pause, close, go on ----------------------------------------------------------------------------------------------


def test_pause_gives_back_what_is_in_flight_and_resume_does_the_rest(
    room: Studio, photos: list[Path], out: Path, gate: Gate
) -> None:
    gate.hold()
    batch = begun(room, photos[0].parent)
    room.until(gate.arrived.is_set)
    shown(room).pause.emit(batch)
    room.until(lambda: batches()[0].state is BatchState.PAUSED)
    room.turn(600)  # a wish is looked for every 0.3 s
    gate.release()
    ended(room)
    assert "running" not in states(batch)
    assert states(batch).count("waiting") >= 3
    shown(room).resume.emit(batch)
    room.until(lambda: batches()[0].state is BatchState.FINISHED)
    ended(room)
    assert states(batch) == ["done"] * 4
    assert len(names(out)) == 4


def test_a_closed_window_leaves_nothing_half_done_and_the_next_one_offers_the_rest(
    make_studio: Callable[..., Studio], photos: list[Path], out: Path, gate: Gate
) -> None:
    first = make_studio(preferences=preferring(out))
    gate.hold()
    batch = begun(first, photos[0].parent)
    first.until(gate.arrived.is_set)
    QTimer.singleShot(100, gate.release)  # the tile in hand
    first.window._really_close = lambda: (gate.release(), True)[1]  # type: ignore[method-assign]
    assert first.window.close()
    first.closed = True
    assert first.window.ended
    assert "running" not in states(batch)
    assert batches()[0].state is BatchState.ACTIVE
    assert all(name.endswith("-denoised.tif") for name in names(out))
    left = states(batch).count("waiting")
    assert left >= 2

    second = make_studio(preferences=preferring(out))
    bar = second.window.batch_bar
    second.until(lambda: bar.offers)
    assert bar.text.startswith(f"{left} photo")
    assert "'concert'" in bar.text
    second.turn(50)
    assert not second.window.batches.running  # nothing begins by itself
    assert states(batch).count("waiting") == left
    bar._resume.click()
    second.until(lambda: batches()[0].state is BatchState.FINISHED)
    ended(second)
    assert states(batch) == ["done"] * 4
    assert names(out) == [f"{photo.stem}-denoised.tif" for photo in photos]


def test_later_means_later(make_studio: Callable[..., Studio], photos: list[Path], out: Path) -> None:
    with Journal() as journal:
        journal.create(Plan((photos[0].parent,), out, name="concert"), [new(photos[0], out)])
    studio = make_studio(preferences=preferring(out))
    studio.until(lambda: studio.window.batch_bar.offers)
    studio.window.batch_bar._later.click()
    assert not studio.window.batch_bar.isVisible()
    assert not studio.window.batches.running
    assert states(1) == ["waiting"]


def test_a_program_without_batches_makes_no_journal(studio: Studio) -> None:
    studio.turn(50)
    assert not default_path().exists()
    assert not studio.window.batch_bar.isVisible()


@pytest.mark.parametrize("stop", [True, False], ids=["pause and close", "keep running"])
def test_closing_while_a_batch_runs_asks(room: Studio, photos: list[Path], gate: Gate, stop: bool) -> None:
    gate.hold()
    batch = begun(room, photos[0].parent)
    room.until(gate.arrived.is_set)
    said: list[str] = []

    def answer() -> None:
        boxes = [box for box in QApplication.topLevelWidgets() if isinstance(box, QMessageBox) and box.isVisible()]
        if not boxes:
            QTimer.singleShot(10, answer)
            return
        said.append(boxes[0].text())
        role = QMessageBox.ButtonRole.DestructiveRole if stop else QMessageBox.ButtonRole.RejectRole
        next(button for button in boxes[0].buttons() if boxes[0].buttonRole(button) == role).click()
        gate.release()

    QTimer.singleShot(0, answer)
    assert room.window.close() == stop
    room.closed = stop
    assert "batch" in said[0]
    if stop:
        assert "running" not in states(batch)
    else:
        assert room.window.isVisible()
        ended(room)
        assert states(batch) == ["done"] * 4


# --- when something is wrong ------------------------------------------------------------------------------------------


def test_a_batch_that_cannot_be_worked_on_is_said_and_the_next_one_is_done(
    room: Studio, photos: list[Path], out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = run.run

    def fails(journal: Journal, batch: int, settings: run.RunSettings, token: CancelToken) -> Iterator[Event]:
        if batch == 1:
            raise ModelUnknown(name="gone", known="others")
        yield from real(journal, batch, settings, token)

    monkeypatch.setattr(run, "run", fails)
    said: list[BaseException] = []
    room.window.batching.stopped.connect(lambda _batch, error: said.append(error))
    with Journal() as journal:
        for photo in photos[:2]:
            journal.create(Plan((photo,), out), [new(photo, out)])
    room.window.batching.start([1, 2])
    ended(room)
    assert [type(error) for error in said] == [ModelUnknown]
    assert (states(1), states(2)) == (["waiting"], ["done"])


def test_what_came_into_a_watched_folder_is_done_once_and_not_watched(
    room: Studio, photos: list[Path], out: Path
) -> None:
    with Journal() as journal:
        journal.create(Plan((photos[0].parent,), out, kind="watch"), [new(photos[0], out)])
    room.window.batching.start([1])
    ended(room)
    assert (states(1), batches()[0].state) == (["done"], BatchState.ACTIVE)


def test_what_goes_wrong_is_said_where_somebody_looks(
    room: Studio, photos: list[Path], out: Path, night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    def waits(journal: Journal, batch: int, *_: object) -> Iterator[Event]:
        yield BatchStarted(journal.batch(batch))
        yield Waiting(DiskFull(path=str(out), needed_mb=10))
        raise ModelUnknown(name="gone", known="others")

    monkeypatch.setattr(run, "run", waits)
    room.act("batches")
    with Journal() as journal:
        journal.create(Plan((photos[0],), out), [new(photos[0], out)])
    room.window.batching.start([1])
    ended(room)
    assert [title for title, _ in night.said] == ["The batch waits", "The batch stopped"]
    (box,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox) and w.isVisible()]
    assert "gone" in box.text()
    assert box.text() == room.window.batch_bar.text
    box.close()


def test_a_journal_that_is_no_journal_is_said(make_studio: Callable[..., Studio]) -> None:
    default_path().parent.mkdir(parents=True)
    default_path().write_bytes(b"no database, " * 1000)
    studio = make_studio()
    studio.until(lambda: "batches.sqlite" in studio.window.batch_bar.text)
    studio.act("batches")
    studio.turn(50)
    assert shown(studio).isVisible()


def test_a_plan_that_is_given_up_leaves_no_batch(
    room: Studio, photos: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    looking = threading.Event()

    def slow(_journal: Journal, _plan: Plan, token: CancelToken, **_: object) -> Iterator[Progress | int]:
        for number in range(2000):
            looking.set()
            token.check()
            yield Progress("plan", number, 2000)
            threading.Event().wait(0.005)
        raise AssertionError("never cancelled")

    monkeypatch.setattr(planning, "create", slow)
    dialog = asked(room, photos[0].parent)
    dialog.start.click()
    room.until(looking.is_set)
    room.until(lambda: "2000" in dialog.text)
    dialog.reject()
    room.turn(50)
    assert batches() == []
    assert not room.window.batches.running


def test_why_a_batch_waits_is_said(room: Studio, photos: list[Path], out: Path) -> None:
    room.act("batches")
    with Journal() as journal:
        batch = journal.create(Plan((photos[0],), out), [new(photos[0], out)])
        with held(journal, batch) as lease:
            lease.waits_for(DiskFull(path=str(out), needed_mb=10, free_mb=1))
            room.window.batching.look()
            head = shown(room).head
            room.until(lambda: any("Waiting" in label.text() for label in head.findChildren(QLabel)))


# --- the window of batches --------------------------------------------------------------------------------------------


def test_what_another_program_does_is_seen(
    make_studio: Callable[..., Studio], photos: list[Path], out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "POLL", 30)
    studio = make_studio()
    studio.act("batches")
    with Journal() as journal:
        batch = journal.create(Plan((photos[0].parent,), out), [new(photo, out) for photo in photos])
        studio.until(lambda: shown(studio).current_batch == batch)
        studio.until(lambda: rows(studio) == ["waiting"] * 4)
        with held(journal, batch) as lease:
            item = lease.next()
            assert item is not None
            lease.claim(item.id)
            studio.until(lambda: "running" in rows(studio))
            lease.failed(item.id, FileMissing(path=str(item.source)))
            studio.until(lambda: "failed" in rows(studio))
    assert not studio.window.batches.running
    shown(studio).close()
    studio.until(lambda: not studio.window.batching._poll.isActive())


def test_wishes_reach_the_journal(room: Studio, photos: list[Path], out: Path, gate: Gate) -> None:
    with Journal() as journal:
        for name in ("one", "two"):
            journal.create(Plan((photos[0].parent,), out, name=name), [new(photo, out) for photo in photos])
        with held(journal, 1) as lease:
            lease.failed(1, FileMissing(path="x"))
    room.act("batches")
    window = shown(room)
    window.reorder.emit([2, 1])
    room.until(lambda: [batch.id for batch in batches()] == [2, 1])
    window.first.emit(1, [4])
    gate.hold()
    window.retry.emit(1, [1])
    room.until(gate.arrived.is_set)
    assert State.FAILED not in {item.state for item in items(1)}
    assert items(1)[3].state is State.RUNNING  # the one that was to be first
    window.pause.emit(1)
    room.until(lambda: batches()[1].state is BatchState.PAUSED)
    gate.release()
    ended(room)
    window.forget.emit(2)
    room.until(lambda: [batch.id for batch in batches()] == [1])


@pytest.mark.parametrize("really", [True, False])
def test_a_batch_is_cancelled_only_when_that_is_meant(
    room: Studio, photos: list[Path], out: Path, really: bool
) -> None:
    with Journal() as journal:
        journal.create(Plan((photos[0],), out), [new(photos[0], out)])
    room.act("batches")
    room.until(lambda: shown(room).current_batch == 1)
    shown(room).cancel.emit(1)
    (box,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox) and w.isVisible()]
    role = QMessageBox.ButtonRole.DestructiveRole if really else QMessageBox.ButtonRole.RejectRole
    next(button for button in box.buttons() if box.buttonRole(button) == role).click()
    room.turn(50)
    assert batches()[0].state is (BatchState.CANCELLED if really else BatchState.ACTIVE)


def test_a_result_opens_in_the_split_view_and_a_report_in_the_browser(
    room: Studio, photos: list[Path], out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = begun(room, *photos[:1])
    ended(room)
    shown(room).open_result.emit(out / names(out)[0])
    room.until(lambda: room.current is not None and room.current.path.parent == out)
    room.ready()
    opened: list[Path] = []
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "report"))
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(Path(url.toLocalFile())) or True)
    shown(room).report.emit(batch)
    room.until(lambda: bool(opened))
    assert "IMG_0000" in opened[0].read_text(encoding="utf-8")


def new(photo: Path, out: Path) -> NewItem:
    status = photo.stat()
    item = NewItem(photo, out / f"{photo.stem}.tif", photo.parent, status.st_size, status.st_mtime_ns)
    return replace(item, megapixels=0.01)
