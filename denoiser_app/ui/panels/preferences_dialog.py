"""The preferences dialog: general, performance, display."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFrame, QScrollArea, QTabWidget, QVBoxLayout, QWidget

from denoiser_app.ui import words
from denoiser_app.ui.panels.notice import Notice
from denoiser_app.ui.panels.preferences_pages import DeviceRow, DisplayPage, GeneralPage, PerformancePage
from denoiser_app.ui.preferences import Preferences
from denoiser_app.ui.stylesheet import role

__all__ = ["DeviceRow", "PreferencesDialog"]


class PreferencesDialog(QDialog):
    """Edits a ``Preferences``; nothing changes before Apply or OK.

    applied: the new preferences, for the program to use and save. clear_cache: delete all kept results, then call
    ``set_cache_size``. devices_wanted: the page with the devices is looked at for the first time; answer with
    ``set_devices``. check_display: why a file is no usable monitor profile, '' if it is one.
    """

    applied = Signal(object)
    clear_cache = Signal()
    devices_wanted = Signal()

    def __init__(
        self,
        preferences: Preferences,
        parent: QWidget | None = None,
        *,
        check_display: Callable[[str], str] | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Preferences"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._applied = preferences
        self.general = GeneralPage(preferences)
        self.performance = PerformancePage(preferences)
        self.display = DisplayPage(preferences, check_display)
        self._pages: dict[str, GeneralPage | PerformancePage | DisplayPage] = {
            "general": self.general,
            "performance": self.performance,
            "display": self.display,
        }
        self._build_tabs()
        self._asked, self._notice = False, Notice()
        self._build_buttons()
        layout = QVBoxLayout(self)
        layout.addWidget(self._tabs)
        layout.addWidget(self._notice)
        layout.addWidget(self._buttons)
        self._ok.setDefault(True)
        metrics = self.fontMetrics()
        self.setMinimumWidth(84 * metrics.averageCharWidth())
        self.resize(self.minimumWidth(), 23 * metrics.height())
        self._tabs.currentChanged.connect(self._page_changed)
        self.performance.clear_cache.connect(self.clear_cache)
        for page in self._pages.values():
            page.changed.connect(self._update)
        self._update()

    @property
    def preferences(self) -> Preferences:
        """What is set in the dialog now."""
        changes = {name: value for page in self._pages.values() for name, value in page.values().items()}
        return replace(self._applied, **changes)

    def set_devices(self, rows: Sequence[DeviceRow], *, testing: bool = False) -> None:
        """The devices of this machine and how they did; ``testing`` while more are to come."""
        self.performance.set_devices(rows, testing=testing)

    def set_cache_size(self, size: int | None) -> None:
        """Bytes that the kept results take now; None while it is not known."""
        self.performance.set_cache_size(size)

    def show_page(self, name: str) -> None:
        """'general', 'performance' or 'display'."""
        self._tabs.setCurrentIndex(list(self._pages).index(name))

    def _build_tabs(self) -> None:
        """Pages scroll, so that large fonts and long reasons have room."""
        self._tabs = QTabWidget()
        titles = (self.tr("&General"), self.tr("&Performance"), self.tr("&Display"))
        for page, title in zip(self._pages.values(), titles, strict=True):
            area = QScrollArea()
            area.setFrameShape(QFrame.Shape.NoFrame)
            area.setWidgetResizable(True)
            area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            area.setWidget(page)
            area.viewport().setAutoFillBackground(False)
            page.setAutoFillBackground(False)
            self._tabs.addTab(area, title)

    def _build_buttons(self) -> None:
        kinds = QDialogButtonBox.StandardButton
        self._buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel | kinds.Apply)
        self._ok, self._apply = self._buttons.button(kinds.Ok), self._buttons.button(kinds.Apply)
        role(self._ok, "primary")
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self._apply.clicked.connect(self.apply)

    @Slot()
    def apply(self) -> None:
        """Says what was set, if it differs from what is in use."""
        wanted = self.preferences
        if wanted != self._applied:
            self._applied = wanted
            self.applied.emit(wanted)
        self._update()

    def accept(self) -> None:
        """OK."""
        self.apply()
        super().accept()

    @Slot()
    def _update(self) -> None:
        problems = {place: page.problem for place, page in enumerate(self._pages.values()) if page.problem}
        elsewhere = {place: problem for place, problem in problems.items() if place != self._tabs.currentIndex()}
        self._notice.say("\n".join(f"{self._title(place)}: {text}" for place, text in elsewhere.items()), "error")
        problem = next(iter(problems.values()), "")
        for button in (self._ok, self._apply):
            button.setToolTip(problem)
        self._ok.setEnabled(not problem)
        self._apply.setEnabled(not problem and self.preferences != self._applied)

    def _title(self, place: int) -> str:
        return words.unmarked(self._tabs.tabText(place))

    @Slot(int)
    def _page_changed(self, page: int) -> None:
        self._update()
        if list(self._pages)[page] == "performance" and not self._asked:
            self._asked = True
            self.devices_wanted.emit()
