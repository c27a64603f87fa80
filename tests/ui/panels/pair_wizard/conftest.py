"""A small simulated session, the window over it, nothing of the user's, no thread left behind."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from denoiser_app.pairs.simulation.simulate import Options, simulate
from denoiser_app.ui import i18n, icons
from denoiser_app.ui.jobs import pair_work
from denoiser_app.ui.panels.pair_wizard.capture import CapturePage
from denoiser_app.ui.panels.pair_wizard.check import CheckPage
from denoiser_app.ui.panels.pair_wizard.plan import PlanPage
from denoiser_app.ui.panels.pair_wizard.window import PairWizard
from tests.ui.panels.pair_wizard.checking import Checking

SMALL = Options(seed=7, size=(64, 96), scenes=3, low_frames=2, high_frames=1)
"""Nine frames of 12 kB; the last scene is held out."""
PATIENCE = 30.0


@pytest.fixture(scope="session")
def _master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sessions") / "evening"
    for _ in simulate(folder, SMALL):
        pass
    return folder


@pytest.fixture
def evening(_master: Path, tmp_path: Path) -> Path:
    """The folder of a session with three scenes of three frames, none checked."""
    return Path(shutil.copytree(_master, tmp_path / "evening"))


@pytest.fixture(scope="module", autouse=True)
def _quick_drawings() -> Iterator[None]:
    """A window has hundreds of drawings; each is made once."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(icons, "pixmap", kept_pixmaps(icons.pixmap))
        yield


def kept_pixmaps(pixmap: Callable[[str, int, QColor], QPixmap]) -> Callable[[str, int, QColor], QPixmap]:
    known: dict[tuple[str, int, str], QPixmap] = {}

    def get(name: str, size: int, color: QColor) -> QPixmap:
        key = (name, size, color.name())
        if key not in known:
            known[key] = pixmap(name, size, color)
        return QPixmap(known[key])

    return get


@pytest.fixture(autouse=True)
def _nothing_of_the_user(tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("DENOISER_DATA", str(tmp_path / "user"))
    names = qapp.applicationName(), qapp.organizationName()
    qapp.setApplicationName("denoiser-test")
    qapp.setOrganizationName("denoiser-test")
    for scope in (QSettings.Scope.UserScope, QSettings.Scope.SystemScope):
        QSettings.setPath(QSettings.Format.NativeFormat, scope, str(tmp_path / "settings"))
    i18n.install(qapp, "en")
    yield
    qapp.setApplicationName(names[0])
    qapp.setOrganizationName(names[1])


def _threads() -> set[tuple[str, str]]:
    """(name, number) of the threads of these pages, where the system tells (Linux)."""
    found = set()
    for task in Path("/proc/self/task").iterdir() if Path("/proc/self/task").is_dir() else ():
        try:
            name = (task / "comm").read_text().strip()
        except OSError:  # it has just ended
            continue
        if name.startswith("pair "):
            found.add((name, task.name))
    return found


@pytest.fixture(autouse=True)
def _no_thread_is_left() -> Iterator[None]:
    before = _threads()
    yield
    deadline = time.monotonic() + 5.0
    while left := _threads() - before:
        assert time.monotonic() < deadline, f"threads left behind: {left}"
        time.sleep(0.005)


@pytest.fixture
def checking(monkeypatch: pytest.MonkeyPatch) -> Checking:
    """In the place of the real check: quick, and it finds what it is told to."""
    made = Checking()
    monkeypatch.setattr(pair_work, "checking", made)
    return made


@pytest.fixture
def until() -> Callable[[Callable[[], object]], None]:
    """Lets the window live until something is so."""

    def wait(there: Callable[[], object]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not there():
            assert time.monotonic() < deadline, "it did not come about"
            QCoreApplication.processEvents()
            time.sleep(0.002)

    return wait


@pytest.fixture
def make_wizard(qtbot: QtBot, checking: Checking) -> Iterator[Callable[[], PairWizard]]:
    """Opens windows of the first three steps; all are ended."""
    made: list[PairWizard] = []

    def make() -> PairWizard:
        wizard = PairWizard([PlanPage(), CapturePage(), CheckPage()])
        made.append(wizard)
        wizard.show()
        qtbot.waitExposed(wizard)
        return wizard

    yield make
    for wizard in made:
        end(wizard)


@pytest.fixture
def wizard(
    make_wizard: Callable[[], PairWizard], evening: Path, until: Callable[[Callable[[], object]], None]
) -> PairWizard:
    """The window with the session open."""
    wizard = make_wizard()
    wizard.open(evening)
    until(lambda: wizard.session is not None)
    return wizard


def end(wizard: PairWizard) -> None:
    """As the main window does it when it closes."""
    assert wizard.end()
    wizard.close()
    wizard.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
