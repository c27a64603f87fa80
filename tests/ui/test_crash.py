from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QTimer, qWarning
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QWidget

from denoiser_app.core.errors import Cancelled, FileDamaged
from denoiser_app.ui import crash
from denoiser_app.ui.crash import CrashHandler
from denoiser_app.ui.crash_dialog import CrashDialog
from denoiser_app.ui.crash_report import Scrubber

ROOT = Path(__file__).resolve().parents[2]
START = """
import faulthandler, os, signal, sys, threading
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QTimer
from denoiser_app.ui import crash
app = QCoreApplication([])
"""
INSTALL = "handler = crash.install(app, Path(sys.argv[1]))\n"


def program(folder: Path, body: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", START + body, str(folder)]
    return subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def run(folder: Path, body: str) -> subprocess.CompletedProcess[str]:
    process = program(folder, body)
    out, err = process.communicate(timeout=60)
    return subprocess.CompletedProcess(body, process.returncode, out, err)


def log_text(folder: Path) -> str:
    return (folder / crash.LOG_NAME).read_text()


@pytest.fixture
def handler(qtbot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[CrashHandler]:
    """The handler in this process; what it passes on to earlier hooks ends here."""
    monkeypatch.setattr(sys, "excepthook", lambda *_: None)
    monkeypatch.setattr(threading, "excepthook", lambda *_: None)
    level = logging.getLogger("denoiser_app").level
    installed = crash.install(QCoreApplication.instance(), tmp_path)
    yield installed
    installed.close()
    logging.getLogger("denoiser_app").setLevel(level)
    for dialog in dialogs():
        dialog.close()


def dialogs() -> list[CrashDialog]:
    return [w for w in QGuiApplication.instance().topLevelWidgets() if isinstance(w, CrashDialog) and w.isVisible()]


def fail(text: str = "no such slider") -> None:
    raise LookupError(text)


# --- while the program runs ---------------------------------------------------------------------------------------


def test_an_exception_in_a_slot_is_shown_once_and_the_window_stays_usable(handler: CrashHandler, qtbot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    button = QPushButton("Fail", window)
    clicks: list[int] = []
    button.clicked.connect(lambda: fail())
    button.clicked.connect(lambda: clicks.append(1))
    for _ in range(30):
        button.click()
    qtbot.waitUntil(lambda: len(dialogs()) == 1)
    assert not dialogs()[0].isModal()
    assert len(clicks) == 30
    assert log_text(handler.folder).count("LookupError: no such slider") == 30
    dialogs()[0].close()
    button.click()
    qtbot.wait(50)
    assert not dialogs()


def test_another_fault_is_shown_after_the_first_was_closed(handler: CrashHandler, qtbot) -> None:
    told = []
    handler.faulted.connect(told.append)
    QTimer.singleShot(0, lambda: fail())
    qtbot.waitUntil(lambda: len(dialogs()) == 1)
    dialogs()[0].close()
    qtbot.waitUntil(lambda: not dialogs())
    QTimer.singleShot(0, lambda: list[int]().pop())
    qtbot.waitUntil(lambda: len(dialogs()) == 1)
    assert [report.summary for report in told] == ["LookupError: no such slider", "IndexError: pop from empty list"]


def test_a_fault_of_another_thread_arrives_in_the_gui_thread(handler: CrashHandler, qtbot) -> None:
    threads: list[threading.Thread] = []
    handler.faulted.connect(lambda _: threads.append(threading.current_thread()))
    worker = threading.Thread(target=fail, name="decoder")
    worker.start()
    worker.join()
    qtbot.waitUntil(lambda: len(threads) == 1)
    assert threads == [threading.main_thread()]
    assert "Fault in thread decoder" in log_text(handler.folder)


def test_a_stop_is_not_a_fault(handler: CrashHandler, qtbot) -> None:
    def stop() -> None:
        raise Cancelled

    QTimer.singleShot(0, stop)
    qtbot.wait(50)
    assert not dialogs()
    assert "Cancelled" not in log_text(handler.folder)


@pytest.mark.qt_log_ignore("a warning of Qt", extend=True)
def test_warnings_of_qt_go_into_the_log(handler: CrashHandler) -> None:
    qWarning("a warning of Qt")
    assert "WARNING MainThread qt: default: a warning of Qt" in log_text(handler.folder)


def test_the_report_can_be_copied(handler: CrashHandler, qtbot) -> None:
    QTimer.singleShot(0, lambda: fail())
    qtbot.waitUntil(lambda: len(dialogs()) == 1)
    dialogs()[0].copy_report()
    text = QGuiApplication.clipboard().text()
    for part in ("LookupError: no such slider", "Denoiser 0", "PySide6-Essentials", "in fail"):
        assert part in text


def test_the_help_menu_shows_the_log_without_a_fault(handler: CrashHandler, qtbot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    logging.getLogger("denoiser_app.test").warning("the device was lost")
    dialog = crash.show_report(window)
    assert "the device was lost" in dialog.report.text
    assert crash.offer_report(window) is None


def test_everything_is_given_back_at_the_end(handler: CrashHandler) -> None:
    assert sys.excepthook == handler._on_exception
    handler.close()
    assert sys.excepthook != handler._on_exception
    assert threading.excepthook != handler._on_thread
    assert not list(handler.folder.glob("running-*"))
    assert not any(getattr(h, "baseFilename", "").startswith(str(handler.folder)) for h in logging.getLogger().handlers)


def test_a_folder_that_cannot_be_written_does_not_stop_the_program(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = run(tmp_path / "file" / "logs", INSTALL + "QTimer.singleShot(0, app.quit); app.exec(); print('fine')")
    assert (result.returncode, result.stdout) == (0, "fine\n"), result.stderr


# --- the next start -----------------------------------------------------------------------------------------------


def test_a_clean_end_is_no_crash(tmp_path: Path) -> None:
    body = "QTimer.singleShot(0, lambda: 1 / 0); QTimer.singleShot(50, app.quit); app.exec(); print('went on')"
    result = run(tmp_path, INSTALL + body)
    assert (result.returncode, result.stdout) == (0, "went on\n")
    assert "ZeroDivisionError" in log_text(tmp_path)
    assert "ZeroDivisionError" in result.stderr
    assert crash.previous_crash(tmp_path) is None


def test_a_segmentation_fault_is_told_once_with_its_stack(tmp_path: Path) -> None:
    result = run(tmp_path, INSTALL + "def deep(): faulthandler._sigsegv()\ndeep()")
    assert result.returncode != 0
    report = crash.previous_crash(tmp_path)
    assert report is not None
    assert "Segmentation fault" in report.summary or "access violation" in report.summary
    assert "in deep" in report.text
    assert crash.previous_crash(tmp_path) is None


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")
def test_a_killed_program_is_noticed_and_a_running_one_is_not(tmp_path: Path) -> None:
    process = program(tmp_path, INSTALL + "print('up', flush=True); sys.stdin.read()")
    assert process.stdout is not None
    assert process.stdout.readline() == "up\n"
    assert crash.previous_crash(tmp_path) is None
    assert crash.previous_crash(tmp_path) is None
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=30)
    report = crash.previous_crash(tmp_path)
    assert report is not None
    assert f"pid {process.pid}" in report.text
    assert crash.previous_crash(tmp_path) is None


def test_a_start_that_fails_is_told_at_the_next(tmp_path: Path) -> None:
    body = "with crash.installed(Path(sys.argv[1]), app):\n    raise ImportError('libGL.so.1')"
    assert run(tmp_path, body).returncode == 1
    report = crash.previous_crash(tmp_path)
    assert report is not None
    assert "ImportError: libGL.so.1" in report.text


def test_few_old_crashes_are_kept(tmp_path: Path) -> None:
    for number in range(9):
        (tmp_path / f"running-{10_000_000 + number}.txt").write_text("version 0\n")
        assert crash.previous_crash(tmp_path) is not None
    assert len(list(tmp_path.glob("crash-*.txt"))) == 5


def test_the_previous_crash_is_offered_once(qtbot, tmp_path: Path) -> None:
    (tmp_path / "running-10000000.txt").write_text("version 0\nFatal Python error: Aborted\n")
    window = QWidget()
    qtbot.addWidget(window)
    with crash.installed(tmp_path, QCoreApplication.instance()):
        dialog = crash.offer_report(window)
        assert dialog is not None
        assert dialog.report.summary == "Fatal Python error: Aborted"
        assert crash.offer_report(window) is None
        dialog.close()


# --- what a report does not say -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "[Errno 2] No such file or directory: '/home/anna/Wedding Smith/DSC_0001.NEF'",
        str(FileDamaged(path="/home/anna/Wedding Smith/my DSC_0001.nef", reason="x")),
        r"cannot open C:\Users\anna\Wedding Smith\DSC_0001.nef now",
        r"cannot open \\nas\anna\DSC_0001.nef",
        "reading ~/Wedding/DSC_0001.dng: failed",
        "Wedding/DSC_0001.jpeg is damaged",
        "/home/anna/Wedding Smith: cannot be written",
        'File "/home/anna/denoiser/denoiser_app/ui/view.py", line 3, in DSC',
        "file:///home/anna/DSC_0001.nef",
    ],
)
def test_reports_name_no_files(text: str) -> None:
    scrub = Scrubber(b"0" * 16)
    clean = scrub(text)
    for secret in ("anna", "Wedding", "Smith", "DSC_0001", "nas"):
        assert secret not in clean
    assert scrub(clean) == clean


def test_a_file_keeps_its_id_within_one_installation_only(tmp_path: Path) -> None:
    here, again, elsewhere = Scrubber.of(tmp_path / "a"), Scrubber.of(tmp_path / "a"), Scrubber.of(tmp_path / "b")
    text = here("/photos/DSC_0001.nef")
    assert text.endswith(">.nef")
    assert text == again("reading /photos/DSC_0001.nef").removeprefix("reading ")
    assert text != elsewhere("/photos/DSC_0001.nef")


def test_the_programs_own_files_stay_readable() -> None:
    scrub = Scrubber(b"0" * 16)
    line = '  File "/home/anna/venv/lib/python3.11/site-packages/PySide6/x.py", line 7, in run'
    assert scrub(line) == '  File "site-packages/PySide6/x.py", line 7, in run'
    assert scrub('File "/opt/denoiser_app/ui/app.py", line 2') == 'File "denoiser_app/ui/app.py", line 2'
    plain = "RuntimeError: shape (1, 4, 32, 32) / 2 and 1/60 s at 3 MB/s"
    assert scrub(plain) == plain


def test_neither_log_nor_report_names_the_photo(handler: CrashHandler, qtbot) -> None:
    reports = []
    handler.faulted.connect(reports.append)
    QTimer.singleShot(0, lambda: fail("/home/anna/Wedding/DSC_0001.nef: bad"))
    qtbot.waitUntil(lambda: len(reports) == 1)
    for text in (reports[0].text, log_text(handler.folder)):
        assert "LookupError: <file" in text
        # the line of code is quoted in the traceback, and it is this test's
        assert "anna" not in text
        assert "DSC_0001" not in text
