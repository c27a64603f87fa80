"""Preferences: the dialog, the test of the devices, and what follows from a change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication

from denoiser_app.core.errors import DenoiserError
from denoiser_app.engine.display import open_display
from denoiser_app.ui import messages, preferences, theme, words
from denoiser_app.ui.jobs.devices import DeviceSurvey
from denoiser_app.ui.jobs.services import Compute, cache_place
from denoiser_app.ui.panels.preferences_dialog import PreferencesDialog
from denoiser_app.ui.panels.preferences_pages import DeviceRow
from denoiser_app.ui.preferences import Preferences

if TYPE_CHECKING:
    from denoiser_app.engine.estimate import DeviceReport
    from denoiser_app.ui.main_window import MainWindow


class Preferring(QObject):
    """What the photographer set for the whole program."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._survey: DeviceSurvey | None = None
        self._dialog: PreferencesDialog | None = None
        self._rows: list[DeviceRow] = []

    @Slot()
    def ask(self) -> None:
        """The dialog; devices are tested while it is open."""
        cache = self._window.services.cache
        dialog = self._dialog = PreferencesDialog(self._window.preferences, self._window, check_display=_check_display)
        dialog.applied.connect(self.apply)
        dialog.clear_cache.connect(self._clear_cache)
        dialog.devices_wanted.connect(self._test_devices)
        dialog.set_cache_size(cache.size() if cache else 0)
        dialog.finished.connect(self._closed)
        dialog.open()

    @Slot()
    def _test_devices(self) -> None:
        if self._survey is None and not self._rows:
            self._survey = DeviceSurvey(self)
            self._survey.found.connect(self._found)
            self._survey.finished.connect(self._tested)
            self._survey.start()
        self._show_devices()

    def _show_devices(self) -> None:
        if self._dialog is not None:
            self._dialog.set_devices(self._rows, testing=self._survey is not None)

    @Slot(object)
    def apply(self, wanted: Preferences) -> None:
        """Keeps them, and does at once what can be done at once: all but the language, which the dialog says."""
        before, self._window.preferences = self._window.preferences, wanted
        self.save()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        if wanted.theme != before.theme:
            theme.apply(app, wanted.theme)
        cache = self._window.services.cache
        if cache is not None:
            cache.settle(*cache_place(wanted))
        denoising = self._window.denoising
        compute = Compute(wanted.device, wanted.threads, wanted.display)
        if compute != denoising.compute:
            denoising.compute = compute
            self._window.current.denoise()

    def save(self) -> None:
        """To the disk."""
        try:
            preferences.save(self._window.preferences)
        except DenoiserError as error:
            self._window.status.say(messages.sentence(error))

    def close(self) -> bool:
        """Ends the thread."""
        if self._survey is None:
            return True
        self._survey.requestInterruption()
        return self._survey.wait(30_000)

    @Slot(object)
    def _found(self, report: DeviceReport) -> None:
        if not report.passed and report.label == report.name and report.name != self._window.preferences.device:
            return  # this machine has no such device, and nobody asked for it
        pace = report.seconds_per_megapixel
        speed = self.tr("about {time} a megapixel").format(time=words.duration(pace)) if pace else ""
        self._rows.append(DeviceRow(report.name, report.label, report.passed, messages.reason(report.reason), speed))
        self._show_devices()

    @Slot()
    def _tested(self) -> None:
        self._survey = None
        self._show_devices()

    @Slot()
    def _closed(self) -> None:
        self._dialog = None

    @Slot()
    def _clear_cache(self) -> None:
        cache = self._window.services.cache
        if cache is not None:
            cache.clear()
            if self._dialog is not None:
                self._dialog.set_cache_size(cache.size())


def _check_display(name: str) -> str:
    """What is wrong with a display profile, in words; '' if nothing is."""
    try:
        open_display(name)
    except DenoiserError as error:
        return messages.sentence(error)
    return ""
