"""The whole window, offscreen: a blur in the place of the network, photos of 0.04 megapixels, nothing of the user's."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from denoiser_app import paths
from denoiser_app.engine import bias
from denoiser_app.engine.cache import ResultCache
from denoiser_app.ui import i18n, icons, theme
from denoiser_app.ui.control import current
from denoiser_app.ui.jobs import open_photo
from tests.ui.window.decoding import Decoding
from tests.ui.window.network import Network, write_models
from tests.ui.window.studio import Studio

QT_THREADS = ("denoising", "exporting", "devices", "batch")
"""Names of the threads that a window starts; those of its pools have the same name as Qt's own."""
LASTING = ("denoiser-paint",)
"""Threads of the process, not of a window (engine/parallel.py)."""


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the fake models."""
    return write_models(tmp_path_factory.mktemp("models"))


@pytest.fixture(scope="module", autouse=True)
def _looks(qapp: QApplication) -> Iterator[None]:
    """The program's colours, in English. Without its style sheet, with which a window takes twice as long (``styled``);
    the tests of other folders want none of it."""
    palette = qapp.palette()
    ours = theme.apply(qapp, "dark")
    qapp.setStyleSheet("")
    i18n.install(qapp, "en")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(icons, "pixmap", _kept(icons.pixmap))
        yield
    ours.setParent(None)
    ours.deleteLater()
    qapp.setPalette(palette)


@pytest.fixture
def styled(qapp: QApplication) -> Iterator[None]:
    """The window as it really looks."""
    theme.apply(qapp, "dark")
    yield
    qapp.setStyleSheet("")


def _kept(pixmap: Callable[[str, int, QColor], QPixmap]) -> Callable[[str, int, QColor], QPixmap]:
    """A window has 600 drawings, a twentieth of a second of them."""
    known: dict[tuple[str, int, str], QPixmap] = {}

    def get(name: str, size: int, color: QColor) -> QPixmap:
        key = (name, size, color.name())
        if key not in known:
            known[key] = pixmap(name, size, color)
        return QPixmap(known[key])

    return get


@pytest.fixture(autouse=True)
def _nothing_of_the_user(tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Settings, history, presets and caches of every test are its own."""
    monkeypatch.setenv("DENOISER_DATA", str(tmp_path / "user"))
    monkeypatch.delenv("DENOISER_CACHE", raising=False)
    names = qapp.applicationName(), qapp.organizationName()
    qapp.setApplicationName("denoiser-test")
    qapp.setOrganizationName("denoiser-test")
    for scope in (QSettings.Scope.UserScope, QSettings.Scope.SystemScope):
        QSettings.setPath(QSettings.Format.NativeFormat, scope, str(tmp_path / "settings"))
    yield
    qapp.setApplicationName(names[0])
    qapp.setOrganizationName(names[1])


@pytest.fixture(autouse=True)
def _no_thread_is_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails a test that leaves a thread behind: its window was closed by then."""
    before = _threads()
    yield
    # The threads of torch's own pool live on, under the name of the thread that first needed them.
    torch_ran = "real" in request.fixturenames
    deadline = time.monotonic() + 5.0
    while left := sorted((_threads() - before) - (_qt_threads() if torch_ran else set())):
        assert time.monotonic() < deadline, f"threads left behind: {left}"
        time.sleep(0.005)


def _threads() -> set[tuple[str, int]]:
    """(name, number) of Python's threads and of those that Qt started for a window."""
    python = {
        (thread.name, thread.ident or 0)
        for thread in threading.enumerate()
        if not isinstance(thread, threading._DummyThread) and not thread.name.startswith(LASTING)
    }
    return python | _qt_threads()


def _qt_threads() -> set[tuple[str, int]]:
    """Where the system tells (Linux)."""
    found = set()
    for task in Path("/proc/self/task").iterdir() if Path("/proc/self/task").is_dir() else ():
        try:
            name = (task / "comm").read_text().strip()
        except OSError:  # it has just ended
            continue
        if name.startswith(QT_THREADS):
            found.add((name, int(task.name)))
    return found


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Arrow keys are slower than this, and a test that is about the real pauses puts them back."""
    monkeypatch.setattr(current, "SETTLE", 4)
    monkeypatch.setattr(current, "DEBOUNCE", 15)


@pytest.fixture
def network(models: Path, monkeypatch: pytest.MonkeyPatch) -> Network:
    """What runs in the place of trained networks."""
    monkeypatch.setattr(paths, "models", lambda: models)
    monkeypatch.setattr(bias, "_SIDE", 48)  # of the flat fields that take longer than all tiles of a small raw
    monkeypatch.setattr(open_photo, "_POLL", 0.002)
    return Network()


@pytest.fixture
def decoding(monkeypatch: pytest.MonkeyPatch) -> Decoding:
    """Decodes in this process."""
    found = Decoding()
    found.install(monkeypatch)
    return found


@pytest.fixture
def make_studio(qtbot: QtBot, network: Network, decoding: Decoding) -> Iterator[Callable[..., Studio]]:
    """Opens windows, one after the other or several; all are closed in the end."""
    studios: list[Studio] = []

    def make(**options: object) -> Studio:
        studios.append(Studio(qtbot, network, decoding, **options))  # type: ignore[arg-type]
        return studios[-1]

    yield make
    network.release()
    decoding.release()
    for studio in studios:
        studio.end()
    assert not [box for box in QApplication.topLevelWidgets() if isinstance(box, QMessageBox) and box.isVisible()]


@pytest.fixture
def studio(make_studio: Callable[..., Studio]) -> Studio:
    """A window without a cache: every photo runs through the network."""
    return make_studio()


@pytest.fixture
def cache(tmp_path: Path) -> ResultCache:
    """For results."""
    return ResultCache(tmp_path / "results", 200_000_000)
