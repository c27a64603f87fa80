"""The window: where everything is, and who hears whom. What is done is in ``control``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEvent, QSettings, QSize, Qt, Slot
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtWidgets import (
    QMainWindow,
    QMenu,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from denoiser_app.formats.thumbnail_cache import ThumbnailCache
from denoiser_app.ui import messages, recent
from denoiser_app.ui.actions import Actions
from denoiser_app.ui.control.batching import BatchControl
from denoiser_app.ui.control.closing import may_close
from denoiser_app.ui.control.current import Current
from denoiser_app.ui.control.editing import Editing
from denoiser_app.ui.control.exporting import ExportControl
from denoiser_app.ui.control.helping import Helping
from denoiser_app.ui.control.opening import Opening
from denoiser_app.ui.control.pairing import PairControl
from denoiser_app.ui.control.preferring import Preferring
from denoiser_app.ui.control.remembering import Remembering
from denoiser_app.ui.control.viewing import Viewing
from denoiser_app.ui.dropping import local_paths
from denoiser_app.ui.filmstrip import Filmstrip
from denoiser_app.ui.filmstrip_model import PhotoState
from denoiser_app.ui.history import History
from denoiser_app.ui.jobs.batching import Batching
from denoiser_app.ui.jobs.denoising import Denoising
from denoiser_app.ui.jobs.exporting import Exporting
from denoiser_app.ui.jobs.previews import Previews
from denoiser_app.ui.jobs.services import Compute, Services
from denoiser_app.ui.panels.adjust import AdjustPanel
from denoiser_app.ui.panels.batch_bar import BatchBar
from denoiser_app.ui.panels.empty import EmptyPage
from denoiser_app.ui.panels.job_bar import JobBar
from denoiser_app.ui.panels.side import Side
from denoiser_app.ui.panels.status import Status
from denoiser_app.ui.panels.tool_bar import ToolBar
from denoiser_app.ui.preferences import ExportDefaults, Preferences
from denoiser_app.ui.presets import Presets
from denoiser_app.ui.session import Document, Session
from denoiser_app.ui.view.navigator import Navigator
from denoiser_app.ui.view.photo_view import PhotoView

_PANEL_WIDTH = 320


class MainWindow(QMainWindow):
    """services: what denoises; thumbnails: where small pictures are kept, None keeps none."""

    def __init__(self, services: Services, preferences: Preferences, thumbnails: ThumbnailCache | None = None) -> None:
        super().__init__()
        self.services, self.preferences = services, preferences
        self.session, self.presets = Session(self), Presets()
        self.denoising = Denoising(services, compute_of(preferences), self)
        self.previews = Previews(thumbnails, self)
        self.exporting = Exporting(services, lambda: self.denoising.computing, self)
        self.batching = Batching(services, lambda: compute_of(self.preferences), lambda: self.denoising.computing, self)
        self._make_widgets()
        self._make_controllers(thumbnails)
        self._arrange()
        self._connect()
        self.retranslate()
        self._restore()
        self._show_current(None)
        self.batches.begin()
        self.ended = True
        """Whether all threads came to their end when the window closed."""

    # --- what there is ----------------------------------------------------------------------------------------------

    def _make_widgets(self) -> None:
        self.view, self.navigator = PhotoView(), Navigator()
        self.panel = AdjustPanel(self.presets)
        self.strip, self.job_bar, self.empty = Filmstrip(), JobBar(), EmptyPage()
        self.batch_bar = BatchBar()
        self.status = Status()
        self.actions_by_name = Actions(self)
        self.job_bar.hide()

    def _make_controllers(self, thumbnails: ThumbnailCache | None) -> None:
        selection = self.strip.selected
        self.current = Current(self.session, self.denoising, self.previews, self.presets, self.view, self.navigator)
        self.editing = Editing(self.session, self.panel, selection, self)
        self.memory = Remembering(History(), self)
        self.opening = Opening(self.session, self.strip, self.previews, self.memory, self)
        self.viewing = Viewing(self.view, self.navigator, self.status, self.actions_by_name)
        self.export = ExportControl(
            self.session,
            self.exporting,
            self.job_bar,
            selection,
            lambda: compute_of(self.preferences),
            lambda: self.preferences.export,
            self,
        )
        self.batches = BatchControl(self.batching, self.batch_bar, self, thumbnails)
        self.pairs = PairControl(self, thumbnails)
        self.preferring = Preferring(self)
        self.helping = Helping(self, self.actions_by_name)

    def _arrange(self) -> None:
        self.stack = QStackedWidget()
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.view)
        self.side = Side(self.navigator, self.panel)
        self.side.setObjectName("side")
        self.side.setMinimumWidth(_PANEL_WIDTH)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(self.stack)
        self.splitter.addWidget(self.side)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setCollapsible(0, False)
        self.splitter.setChildrenCollapsible(False)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.splitter, 1)
        column.addWidget(self.batch_bar)
        column.addWidget(self.job_bar)
        column.addWidget(self.strip)
        self.setCentralWidget(whole)
        room = self.status.stop.sizePolicy()
        room.setRetainSizeWhenHidden(True)  # the photo must not move when the work begins and ends
        self.status.stop.setSizePolicy(room)
        self.statusBar().addWidget(self.status, 1)
        self.statusBar().setSizeGripEnabled(False)
        self.setAcceptDrops(True)
        self.setMinimumSize(QSize(960, 600))
        self.tool_bar = ToolBar(self.actions_by_name)
        self.addToolBar(self.tool_bar)

    # --- who hears whom ---------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.session.current_changed.connect(self._show_current)
        self.current.state.connect(self._show_state)
        self.current.status.connect(self.status.show_work)
        self.current.facts.connect(self.editing.set_facts)
        self.current.facts.connect(self.status.show_facts)
        self.current.models.connect(self.editing.set_models)
        self.export.state.connect(self._show_exported)
        self.batches.state.connect(self._show_exported)
        self.export.defaults.connect(self._keep_export_defaults)
        self.opening.said.connect(self._say)
        self.opening.changed.connect(self._fill_recent)
        self.view.files_dropped.connect(self.opening.open)
        self.empty.files_dropped.connect(self.opening.open)
        self.empty.open_photos.connect(self.opening.ask_photos)
        self.empty.open_folder.connect(self.opening.ask_folder)
        self.empty.open_samples.connect(self.opening.open_samples)
        self.empty.open_recent.connect(self._open_recent)
        self.panel.lift_changed.connect(self.view.set_lift)
        self.panel.preset_failed.connect(self._say_error)
        self.status.stop_requested.connect(self.current.stop)
        self._connect_actions()

    def _connect_actions(self) -> None:
        for name, slot in {
            "open": self.opening.ask_photos,
            "open_folder": self.opening.ask_folder,
            "samples": self.opening.open_samples,
            "export": self.export.ask,
            "new_batch": self.batches.new.ask,
            "batches": self.batches.show,
            "pairs": self.pairs.show,
            "show_in_folder": self._show_in_folder,
            "close_photo": self._close_photo,
            "close_all": self._close_all,
            "preferences": self.preferring.ask,
            "quit": self.close,
            "copy_settings": self.editing.copy,
            "paste_settings": self.editing.paste,
            "reset": self.editing.reset,
            "panels": self.side.setVisible,
            "filmstrip": self._show_strip,
            "full_screen": self._full_screen,
            "next": self.strip.next,
            "previous": self.strip.previous,
            "denoise": self.current.denoise_again,
            "stop": self._stop,
            "keys": self.helping.keys,
            "copy_report": self.helping.copy_report,
            "about": self.helping.about,
        }.items():
            action = self.actions_by_name[name]
            (action.toggled if action.isCheckable() else action.triggered).connect(slot)
        self.editing.can_paste.connect(self.actions_by_name["paste_settings"].setEnabled)
        self.actions_by_name["paste_settings"].setEnabled(False)
        for action in self.actions_by_name.in_view():
            self.view.addAction(action)
        for name in ("panels", "filmstrip"):
            self.actions_by_name[name].setChecked(True)

    def _make_menus(self) -> None:
        bar = self.menuBar()
        for old in bar.actions():  # clear() alone would keep the menus themselves
            old.menu().deleteLater()
        bar.clear()
        for number, (title, actions) in enumerate(self.actions_by_name.menus()):
            menu = bar.addMenu(title)
            if number == 1:
                self._add_undo(menu)
            for action in actions:
                menu.addAction(action) if action else menu.addSeparator()
                if action is self.actions_by_name["open_folder"]:
                    self.recent_menu = menu.addMenu(self.tr("Open &recent"))
            if number == 1:
                menu.addMenu(self.panel.presets_menu)
        self._fill_recent()

    def _add_undo(self, menu: QMenu) -> None:
        group = self.session.undo_group
        if not hasattr(self, "undo"):
            self.undo, self.redo = group.createUndoAction(self), group.createRedoAction(self)
            self.undo.setShortcut(QKeySequence("Ctrl+Z"))
            self.redo.setShortcut(QKeySequence("Ctrl+Shift+Z"))
        menu.addActions([self.undo, self.redo])
        menu.addSeparator()

    def retranslate(self) -> None:
        """All words of the window itself in the current language; widgets see to their own."""
        self.actions_by_name.retranslate()
        self._make_menus()
        self.tool_bar.setWindowTitle(self.tr("Tools"))
        self._title()

    # --- what happens -----------------------------------------------------------------------------------------------

    @Slot(object)
    def _show_current(self, document: Document | None) -> None:
        there = document is not None
        self.stack.setCurrentWidget(self.view if there else self.empty)
        self.side.setVisible(there and self.actions_by_name["panels"].isChecked())
        self._show_strip(self.actions_by_name["filmstrip"].isChecked())
        self.actions_by_name.set_photo(there)
        if document is not None:
            self.strip.select(document.path)
            self.view.setFocus()
        self._title()

    def _title(self) -> None:
        document = self.session.current
        self.setWindowFilePath(str(document.path) if document else "")
        self.setWindowTitle(f"{document.path.name} – Denoiser" if document else "Denoiser")

    @Slot(object, object, str)
    def _show_state(self, document: Document, state: PhotoState, reason: str) -> None:
        finished = state in (PhotoState.NEW, PhotoState.DENOISED) and self.memory.was_exported(document.path)
        self._show_path_state(document.path, PhotoState.EXPORTED if finished else state, reason)

    @Slot(object, object, str)
    def _show_path_state(self, path: Path, state: PhotoState, reason: str) -> None:
        self.strip.update_entry(path, state=state, reason=reason)

    @Slot(object, object, str)
    def _show_exported(self, path: Path, state: PhotoState, reason: str) -> None:
        if path in self.session.paths:
            self._show_path_state(path, state, reason)
            if state is PhotoState.EXPORTED:
                self.memory.exported(self.session.document(path))

    @Slot(bool)
    def _show_strip(self, wanted: bool) -> None:
        self.strip.setVisible(wanted and self.session.current is not None)

    @Slot(bool)
    def _full_screen(self, wanted: bool) -> None:
        self.showFullScreen() if wanted else self.showNormal()

    @Slot()
    def _stop(self) -> None:
        """Escape: out of full screen first, then the work."""
        if self.isFullScreen():
            self.actions_by_name["full_screen"].setChecked(False)
        else:
            self.current.stop()

    @Slot()
    def _show_in_folder(self) -> None:
        from denoiser_app.ui.platform import reveal

        if self.session.current is not None:
            reveal.show_in_folder(self.session.current.path)

    @Slot()
    def _close_photo(self) -> None:
        """Its neighbour in the strip takes its place."""
        closing = self.session.current
        if closing is not None:
            if not self.strip.next():
                self.strip.previous()
            self.session.close([closing.path])

    @Slot()
    def _close_all(self) -> None:
        self.session.close(self.session.paths)

    @Slot(str)
    def _say(self, text: str) -> None:
        self.status.say(text)
        self.empty.say(text)

    @Slot(object)
    def _say_error(self, error: BaseException) -> None:
        self._say(messages.sentence(error))

    @Slot(object)
    def _keep_export_defaults(self, defaults: ExportDefaults) -> None:
        self.preferences = replace(self.preferences, export=defaults)
        self.preferring.save()

    @Slot()
    def _fill_recent(self) -> None:
        self.recent_menu.clear()
        for path in recent.paths():
            action = QAction(str(path), self.recent_menu)
            action.setData(str(path))
            action.triggered.connect(self._open_recent_action)
            self.recent_menu.addAction(action)
        self.recent_menu.setEnabled(not self.recent_menu.isEmpty())
        self.empty.set_recent(recent.paths())

    @Slot()
    def _open_recent_action(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.opening.open([Path(action.data())])

    @Slot(object)
    def _open_recent(self, path: Path) -> None:
        self.opening.open([path])

    # --- beginning and end ------------------------------------------------------------------------------------------

    def _restore(self) -> None:
        settings = QSettings()
        self.resize(1360, 860)
        geometry, sizes = settings.value("window/geometry"), settings.value("window/splitter")
        if geometry is not None:
            self.restoreGeometry(geometry)
        if sizes is not None:
            self.splitter.restoreState(sizes)
        else:
            self.splitter.setSizes([1360 - _PANEL_WIDTH, _PANEL_WIDTH])

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        if local_paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        event.acceptProposedAction()
        self.opening.open(local_paths(event.mimeData()))

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        if (self.export.running or self.batches.running or self.pairs.running) and not self._really_close():
            event.ignore()
            return
        settings = QSettings()
        settings.setValue("window/geometry", self.saveGeometry())
        settings.setValue("window/splitter", self.splitter.saveState())
        self.hide()
        works = (
            self.pairs,
            self.batches,
            self.exporting,
            self.denoising,
            self.previews,
            self.opening,
            self.preferring,
            self.memory,
        )
        ended = [work.close() for work in works]  # every one, whatever the others say
        self.ended = all(ended)
        event.accept()

    def _really_close(self) -> bool:
        return may_close(self, exporting=self.export.running, batch=self.batches.running, training=self.pairs.running)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.LanguageChange and hasattr(self, "tool_bar"):
            self.retranslate()
        super().changeEvent(event)


def compute_of(preferences: Preferences) -> Compute:
    """Where the network runs, as preferred."""
    return Compute(preferences.device, preferences.threads, preferences.display)
