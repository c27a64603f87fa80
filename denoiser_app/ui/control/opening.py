"""Opening photos and folders, the strip below the photo, and its small pictures."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from denoiser_app import paths as places
from denoiser_app.core.errors import DenoiserError, FileMissing
from denoiser_app.formats.listing import photos_in
from denoiser_app.formats.sniff import BITMAP_SUFFIXES, RAW_SUFFIXES
from denoiser_app.ui import messages, recent
from denoiser_app.ui.control.remembering import Remembering
from denoiser_app.ui.filmstrip import Filmstrip
from denoiser_app.ui.filmstrip_model import FilmEntry, PhotoState
from denoiser_app.ui.jobs.previews import Known, NoPreview, Previews, Small
from denoiser_app.ui.session import Session


class Opening(QObject):
    """What is dropped, chosen or named on the command line becomes photos in the strip.

    said: something to show for a moment (nothing found, a folder that cannot be read). changed: recent files.
    """

    said = Signal(str)
    changed = Signal()
    _listed = Signal(object, object)

    def __init__(
        self, session: Session, strip: Filmstrip, previews: Previews, memory: Remembering, window: QWidget
    ) -> None:
        super().__init__(window)
        self._session, self._strip, self._previews, self._window = session, strip, previews, window
        self._memory = memory
        self._pool = QThreadPool(self)
        self._listed.connect(self._show)
        strip.activated.connect(session.make_current)
        strip.thumbnails_wanted.connect(previews.want_thumbnails)
        strip.facts_wanted.connect(previews.want_facts)
        previews.thumbnail.connect(self._small)
        previews.facts.connect(self._known)
        session.photos_changed.connect(self._fill)

    @Slot()
    def ask_photos(self) -> None:
        """The dialog for photos."""
        suffixes = " ".join(f"*{suffix}" for suffix in sorted(RAW_SUFFIXES | BITMAP_SUFFIXES))
        kinds = self.tr("Photos ({suffixes});;All files (*)").format(suffixes=suffixes)
        names, _ = QFileDialog.getOpenFileNames(self._window, self.tr("Open photos"), recent.last_folder("open"), kinds)
        if names:
            recent.set_last_folder("open", str(Path(names[0]).parent))
            self.open([Path(name) for name in names])

    @Slot()
    def ask_folder(self) -> None:
        """The dialog for a folder."""
        name = QFileDialog.getExistingDirectory(self._window, self.tr("Open folder"), recent.last_folder("open"))
        if name:
            recent.set_last_folder("open", name)
            self.open([Path(name)])

    @Slot()
    def open_samples(self) -> None:
        """The photos that come with the program."""
        self.open([places.resources() / "samples"])

    @Slot(list)
    def open(self, dropped: Sequence[Path]) -> None:
        """Photos and folders, looked through in a thread: a sleeping disk must not stop the window."""
        absolute = [Path(path).absolute() for path in dropped]
        self._pool.start(_Listing(self, absolute))

    def close(self) -> bool:
        """Ends the thread."""
        return self._pool.waitForDone(10_000)

    def look_through(self, dropped: Sequence[Path]) -> None:
        """In the pool's thread."""
        found: list[Path] = []
        problems: list[BaseException] = []
        for path in dropped:
            try:
                found += photos_in(path) if path.is_dir() else [path]
            except (DenoiserError, OSError) as error:
                problems.append(error)
        if not any(path.exists() for path in found):  # one that is gone among others is shown as failed
            problems += [FileMissing(path=str(path)) for path in found]
            found = []
        self._listed.emit((list(dropped), found), problems)

    @Slot(object, object)
    def _show(self, result: tuple[list[Path], list[Path]], problems: list[BaseException]) -> None:
        dropped, found = result
        if problems:
            self.said.emit(messages.sentence(problems[0]))
            self._forget(problems)
        elif not found:
            self.said.emit(self.tr("There are no photos in {folder}.").format(folder=dropped[0]))
        if not found:
            return
        recent.add(dropped[0])
        self.changed.emit()
        fresh = Path(found[0]) not in self._session.paths
        self._session.add(self._memory.document(path) for path in found)
        if fresh or self._session.current is None or len(found) == 1:
            self._strip.select(found[0])
            self._session.make_current(found[0])

    def _forget(self, problems: Sequence[BaseException]) -> None:
        for error in problems:
            if isinstance(error, FileMissing):
                recent.forget(Path(error.parameters["path"]))
        self.changed.emit()

    @Slot()
    def _fill(self) -> None:
        known = {entry.path: entry for entry in self._strip.entries()}
        paths = self._session.paths
        self._strip.set_entries([known.get(path) or self._entry(path) for path in paths])
        if self._session.current is not None:
            self._strip.select(self._session.current.path)

    def _entry(self, path: Path) -> FilmEntry:
        exported = self._memory.was_exported(path)
        return FilmEntry(path, state=PhotoState.EXPORTED if exported else PhotoState.NEW)

    @Slot(object)
    def _small(self, result: Small | NoPreview) -> None:
        if isinstance(result, NoPreview):
            self._without_picture(result)
            return
        facts = result.metadata
        self._strip.update_entry(
            result.path, thumbnail=result.image, taken=facts.taken, iso=facts.iso, camera=facts.camera
        )

    @Slot(object)
    def _known(self, result: Known) -> None:
        facts = result.metadata
        self._strip.update_entry(result.path, taken=facts.taken, iso=facts.iso, camera=facts.camera)

    def _without_picture(self, result: NoPreview) -> None:
        self._strip.update_entry(result.path, thumbnail=QImage())
        row = self._strip.model.row(result.path)
        if row >= 0 and self._strip.model.entry(row).state is PhotoState.NEW:  # else more is known of the photo itself
            reason = messages.sentence(result.error, short=True)
            self._strip.update_entry(result.path, state=PhotoState.FAILED, reason=reason)


class _Listing(QRunnable):
    def __init__(self, opening: Opening, dropped: Sequence[Path]) -> None:
        super().__init__()
        self._opening, self._dropped = opening, dropped

    def run(self) -> None:
        self._opening.look_through(self._dropped)
