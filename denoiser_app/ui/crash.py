"""Faults of the program: into a local log, shown once without stopping the window, noticed again at the next start.

Exceptions in slots reach ``sys.excepthook`` and the event loop goes on; those of other threads arrive through
``threading.excepthook``; hard crashes are written by faulthandler into the marker file (crash_marker.py). Nothing is
sent anywhere, and neither log nor report names a file (crash_report.py).
"""

from __future__ import annotations

import atexit
import faulthandler
import logging
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QCoreApplication, QMessageLogContext, QObject, Qt, QtMsgType, Signal, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QWidget

from denoiser_app import paths
from denoiser_app.core.errors import Cancelled
from denoiser_app.ui.crash_dialog import CrashDialog, Occasion
from denoiser_app.ui.crash_marker import Marker, crashed
from denoiser_app.ui.crash_report import Report, ScrubbedFormatter, Scrubber, compose, tail

LOG_SIZE = 1_000_000
LOGS_KEPT = 3
LOG_NAME = "denoiser.log"
log = logging.getLogger("denoiser_app.fault")
qt_log = logging.getLogger("qt")
LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class CrashHandler(QObject):
    """Holds the hooks while the program runs. Lives in the GUI thread; faults of any thread arrive there.

    faulted(Report) is emitted in the GUI thread for every fault that was not seen before. ``previous``: the crash of
    an earlier run that nobody was told about yet.
    """

    faulted = Signal(object)
    _caught = Signal(object)

    def __init__(self, folder: Path, app: QCoreApplication, *, show: bool = True) -> None:
        super().__init__(app)
        self.folder = folder
        self._show = show
        self._seen: set[str] = set()
        self._untold: list[str] = []
        self._dialog: CrashDialog | None = None
        self.closed = False
        self.scrub = Scrubber.of(folder)
        self.previous = previous_crash(folder)
        self._caught.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        self._log = self._start_log()
        self._marker = self._start_marker()
        self._hooks = (sys.excepthook, threading.excepthook, sys.unraisablehook)
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread
        sys.unraisablehook = self._on_unraisable
        self._qt_handler = qInstallMessageHandler(self._on_message)
        # Windows may end the process at log-off before exec() returns, so the marker does not wait for that.
        app.aboutToQuit.connect(self._ended_well)
        atexit.register(self.close)

    def close(self) -> None:
        """A clean end: marker removed, hooks given back, log closed. May be called twice."""
        if self.closed:
            return
        self.closed = True
        atexit.unregister(self.close)
        self._ended_well()
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._hooks
        qInstallMessageHandler(self._qt_handler)
        if self._log is not None:
            logging.getLogger().removeHandler(self._log)
            self._log.close()

    def _ended_well(self) -> None:
        """Faults that nobody was shown, because the program ended over them, stay in the marker for the next start."""
        marker, self._marker = self._marker, None
        if marker is None:
            return
        faulthandler.disable()
        if self._untold:
            marker.keep("\n".join(self._untold))
        else:
            marker.remove()

    def _start_log(self) -> RotatingFileHandler | None:
        """A folder that cannot be written costs the log, not the start of the program."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            handler = RotatingFileHandler(
                self.folder / LOG_NAME, maxBytes=LOG_SIZE, backupCount=LOGS_KEPT, encoding="utf-8"
            )
        except OSError:
            return None
        handler.setFormatter(ScrubbedFormatter(self.scrub))
        logging.getLogger().addHandler(handler)
        logging.getLogger("denoiser_app").setLevel(logging.INFO)
        return handler

    def _start_marker(self) -> Marker | None:
        try:
            marker = Marker(self.folder)
        except OSError:
            return None
        faulthandler.enable(marker.file)
        return marker

    # --- hooks: any thread ----------------------------------------------------------------------------------------

    def _on_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QCoreApplication.quit()
        elif not issubclass(kind, Cancelled):
            self.record(error, trace)
            self._hooks[0](kind, error, trace)  # for whoever watches the terminal

    def _on_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and not issubclass(args.exc_type, (SystemExit, Cancelled)):
            self.record(args.exc_value, args.exc_traceback)
            self._hooks[1](args)

    def _on_unraisable(self, args: sys.UnraisableHookArgs) -> None:
        """Exceptions in destructors and callbacks of libraries: logged; they are not worth a dialog."""
        log.error("%s in %s: %r", args.err_msg or "Exception ignored", type(args.object).__name__, args.exc_value)
        self._hooks[2](args)

    def _on_message(self, kind: QtMsgType, context: QMessageLogContext, message: str | None) -> None:
        qt_log.log(LEVELS.get(kind, logging.WARNING), "%s: %s", context.category, message)
        if self._qt_handler is not None:
            self._qt_handler(kind, context, message or "")

    def record(self, error: BaseException, trace: TracebackType | None) -> None:
        """Log a fault and have it shown. Any thread."""
        try:
            text = "".join(traceback.format_exception(type(error), error, trace))
            log.error("Fault in thread %s\n%s", threading.current_thread().name, text)
            self._untold.append(text)
            self._caught.emit((_place(error, trace), f"{type(error).__name__}: {error}", text))
        except Exception:
            log.exception("The fault cannot be shown")  # such as after the end of the QApplication

    # --- GUI thread -----------------------------------------------------------------------------------------------

    def _tell(self, fault: tuple[str, str, str]) -> None:
        """Every place in the code is shown once, and one dialog at a time; the log has them all."""
        place, title, text = fault
        self._untold.clear()
        if place in self._seen or self.closed:
            return
        self._seen.add(place)
        report = compose(title, text, tail(self.folder / LOG_NAME), self.scrub)
        self.faulted.emit(report)
        if self._show and self._dialog is None and isinstance(QCoreApplication.instance(), QApplication):
            self.open(report)

    def open(self, report: Report, occasion: Occasion = "now", parent: QWidget | None = None) -> CrashDialog:
        """Show ``report`` beside the window, without stopping it."""
        dialog = CrashDialog(report, parent or QApplication.activeWindow(), occasion)
        dialog.destroyed.connect(self._dialog_closed)
        self._dialog = dialog
        dialog.show()
        return dialog

    def _dialog_closed(self) -> None:
        self._dialog = None


def install(app: QCoreApplication, folder: Path | None = None, *, show: bool = True) -> CrashHandler:
    """Start the log, the hooks and the marker; everything ends with the process. show: whether faults open a dialog."""
    return CrashHandler(folder or paths.logs(), app, show=show)


@contextmanager
def installed(folder: Path, app: QCoreApplication, *, show: bool = True) -> Iterator[CrashHandler]:
    """The same for the time of a block. An exception that leaves the block is told at the next start."""
    handler = install(app, folder, show=show)
    try:
        yield handler
    except Exception as error:
        handler.record(error, error.__traceback__)
        raise
    finally:
        handler.close()


def offer_report(window: QWidget) -> CrashDialog | None:
    """Show the crash of an earlier run, if there was one, beside ``window``."""
    handler = _handler()
    if handler is None or handler.previous is None:
        return None
    report, handler.previous = handler.previous, None
    return handler.open(report, "previous", window)


def show_report(window: QWidget) -> CrashDialog:
    """What the log says now, for whoever asks for it in the Help menu."""
    handler = _handler()
    folder, scrub = (handler.folder, handler.scrub) if handler else (paths.logs(), Scrubber.of(paths.logs()))
    dialog = CrashDialog(compose("", "", tail(folder / LOG_NAME, 200), scrub), window, "asked")
    dialog.show()
    return dialog


def _handler() -> CrashHandler | None:
    app = QCoreApplication.instance()
    handlers = app.findChildren(CrashHandler) if app is not None else []
    return next((handler for handler in handlers if not handler.closed), None)


def previous_crash(folder: Path | None = None) -> Report | None:
    """The latest run that neither ended well nor lives; told once."""
    folder = folder or paths.logs()
    found = list(crashed(folder))
    if not found:
        return None
    scrub = Scrubber.of(folder)
    stack = found[-1].partition("\n")[2].strip()
    title = stack.splitlines()[0] if stack else "The program was ended from outside, or the computer went off"
    return compose(title, found[-1], tail(folder / LOG_NAME), scrub)


def _place(error: BaseException, trace: TracebackType | None) -> str:
    """Which fault this is: the kind and the line that raised it."""
    frames = traceback.extract_tb(trace)
    last = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__} {last}"
