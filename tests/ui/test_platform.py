from __future__ import annotations

import configparser
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton, QWidget

from denoiser_app.formats.sniff import RAW_SUFFIXES
from denoiser_app.ui.platform import reveal, taskbar
from denoiser_app.ui.platform.taskbar import TaskbarProgress, window_of

ROOT = Path(__file__).resolve().parents[2]
DESKTOP = ROOT / "packaging" / "linux" / "denoiser-app.desktop"
needs_bus = pytest.mark.skipif(
    not (sys.platform == "linux" and shutil.which("dbus-run-session") and shutil.which("dbus-monitor")),
    reason="needs a D-Bus of its own",
)

PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtGui import QDesktopServices, QGuiApplication
from denoiser_app.ui.platform import reveal
from denoiser_app.ui.platform.taskbar import TaskbarProgress
app = QGuiApplication([])
QDesktopServices.openUrl = lambda url: (print("opened", url.toString()), app.quit())
bar = TaskbarProgress()
for value in (0.25, 0.2501, None):
    bar.set(value)
reveal.show_in_folder(Path("/photos/a b/夜.tif"))
QTimer.singleShot(5000, app.quit)
app.exec()
"""


class Recorder:
    """A task bar that notes what it is asked to show."""

    def __init__(self, problem: Exception | None = None) -> None:
        self.shown: list[float | None] = []
        self.problem = problem

    def show(self, fraction: float | None) -> None:
        self.shown.append(fraction)
        if self.problem:
            raise self.problem


def progress(monkeypatch: pytest.MonkeyPatch, recorder: Recorder) -> TaskbarProgress:
    monkeypatch.setattr(taskbar, "LauncherEntry", lambda: recorder)
    monkeypatch.setattr(sys, "platform", "linux")
    return TaskbarProgress()


def test_the_task_bar_gets_what_can_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    recorder = Recorder()
    bar = progress(monkeypatch, recorder)
    for value in (None, 0.0, 0.001, 0.5, 0.502, 0.998, 1.0, 7.0, None, None, 0.0):
        bar.set(value)
    assert recorder.shown == [0.0, 0.5, 0.998, 1.0, None, 0.0]


def test_a_task_bar_that_fails_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    recorder = Recorder(OSError("no bus"))
    bar = progress(monkeypatch, recorder)
    for value in (0.1, 0.2, None):
        bar.set(value)
    assert recorder.shown == [0.1]


def test_the_window_is_found_from_whatever_belongs_to_it(qtbot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    assert window_of(QObject(QPushButton(QWidget(window)))) is window
    assert window_of(QObject()) is None
    assert window_of(None) is None


@needs_bus
def test_the_desktop_hears_of_progress_and_is_asked_for_the_file(tmp_path: Path) -> None:
    """On a bus of its own, where no file manager answers: so the folder is opened instead."""
    script = tmp_path / "program.py"
    script.write_text(PROGRAM, encoding="utf-8")
    heard = tmp_path / "heard.txt"
    shell = 'dbus-monitor --session > "$1" & watcher=$!; sleep 0.4; "$2" "$3"; sleep 0.1; kill $watcher'
    result = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", shell, "sh", str(heard), sys.executable, str(script)],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert "opened file:///photos/a b" in result.stdout, result.stderr
    text = heard.read_text(encoding="utf-8")
    assert text.count("member=Update") == 2
    assert 'string "application://denoiser-app.desktop"' in text
    assert "double 0.25" in text
    assert "member=ShowItems" in text
    assert 'string "file:///photos/a%20b/%E5%A4%9C.tif"' in text


def test_without_a_bus_the_folder_is_opened(qapp, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: bool(opened.append(url.toLocalFile())) or True)
    monkeypatch.setattr(reveal, "_FileManager", lambda files: (_ for _ in ()).throw(ImportError("no QtDBus")))
    monkeypatch.setattr(sys, "platform", "linux")
    reveal.show_in_folder()
    reveal.show_in_folder(tmp_path / "a.tif", tmp_path / "b.tif")
    assert [Path(path) for path in opened] == [tmp_path]


@pytest.mark.skipif(os.name == "nt", reason="Windows ends programs in another way")
def test_a_signal_ends_the_program_as_quit_does() -> None:
    body = (
        "from PySide6.QtCore import QCoreApplication\n"
        "from denoiser_app.ui.platform.ending import QuitOnSignals\n"
        "app = QCoreApplication([]); keep = QuitOnSignals(app)\n"
        "app.aboutToQuit.connect(lambda: print('saved'))\n"
        "print('up', flush=True); app.exec(); keep.close(); print('ended')\n"
    )
    with subprocess.Popen([sys.executable, "-c", body], cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            assert process.stdout.readline() == "up\n"
            process.send_signal(signal.SIGTERM)  # perhaps even before exec()
            out, _ = process.communicate(timeout=20)
        finally:
            process.kill()
    assert (out, process.returncode) == ("saved\nended\n", 0)


def test_the_desktop_file_fits_the_program() -> None:
    parser = configparser.ConfigParser(interpolation=None, delimiters=("=",), comment_prefixes=("#",))
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(DESKTOP, encoding="utf-8")
    entry = parser["Desktop Entry"]
    assert DESKTOP.stem == taskbar.DESKTOP_FILE
    assert entry["Exec"].split() == ["denoiser-app", "%F"]
    assert entry["Terminal"] == "false"
    types = set(entry["MimeType"].strip(";").split(";"))
    assert {
        "image/x-adobe-dng",
        "image/x-nikon-nef",
        "image/jpeg",
        "image/tiff",
        "image/png",
        "inode/directory",
    } <= types
    assert len(RAW_SUFFIXES) > 10
    for language in ("", "[zh_CN]"):
        assert all(entry[f"{key}{language}"].strip() for key in ("GenericName", "Comment", "Keywords"))
