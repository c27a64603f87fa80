"""Tests the devices for the preferences dialog, in a thread of its own."""

from __future__ import annotations

from PySide6.QtCore import QObject, QThread, Signal


class DeviceSurvey(QThread):
    """Tells of each device as it is tested: ``found`` carries an ``engine.estimate.DeviceReport``."""

    found = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("devices")

    def run(self) -> None:
        from denoiser_app.engine.preload import preload_torch

        preload_torch()
        try:
            from denoiser_app.engine.estimate import survey

            for report in survey():
                if self.isInterruptionRequested():
                    return
                self.found.emit(report)
        except Exception as error:  # noqa: BLE001 - told to the window
            self.failed.emit(error)
