"""The start of the window: the application object, language, theme, crash handler, then the window itself."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import cv2
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from denoiser_app import APP_NAME, __version__, paths
from denoiser_app.engine.cache import ResultCache
from denoiser_app.formats.thumbnail_cache import ThumbnailCache
from denoiser_app.formats.thumbnails import warm_up
from denoiser_app.ui import crash, i18n, preferences, theme
from denoiser_app.ui.jobs.services import Services, cache_place
from denoiser_app.ui.main_window import MainWindow
from denoiser_app.ui.platform.ending import QuitOnSignals
from denoiser_app.ui.preferences import Preferences

DESKTOP_FILE = "denoiser-app"
THUMBNAILS = 500_000_000
"""Bytes of small pictures kept on the disk: about 20,000."""


def run(arguments: Sequence[Path]) -> int:
    """Opens the window on these photos and folders; the exit status when it is closed."""
    app = make_application()
    with crash.installed(paths.logs(), app) as handler:
        chosen = preferences.load()
        i18n.install(app, chosen.language)
        theme.apply(app, chosen.theme)
        window = MainWindow(make_services(chosen), chosen, ThumbnailCache(paths.cache() / "thumbnails", THUMBNAILS))
        window.show()
        warm_up()
        crash.offer_report(window)
        if arguments:
            window.opening.open([Path(argument) for argument in arguments])
        else:
            window.denoising.release()
        endings = QuitOnSignals(app)
        try:
            status = app.exec()
        finally:
            endings.close()
        if not window.ended:  # a device that hangs: Qt would abort the process at a thread that still runs
            handler.close()
            os._exit(status)
        return status


def make_application() -> QApplication:
    """The one application object, with its names set before anything reads them."""
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
    cv2.setNumThreads(1)  # whoever paints shares the work out itself (engine/parallel.py)
    app.setApplicationName(APP_NAME)
    app.setOrganizationName(APP_NAME)
    app.setApplicationVersion(__version__)
    app.setDesktopFileName(DESKTOP_FILE)
    app.setWindowIcon(QIcon(str(paths.resources() / "icons" / "app.svg")))
    return app


def make_services(chosen: Preferences) -> Services:
    """The real engine, with the cache where the preferences want it."""
    return Services(ResultCache(*cache_place(chosen)))
