from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from denoiser_app.ui import recent


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


def reopened(settings: QSettings) -> QSettings:
    settings.sync()
    return QSettings(settings.fileName(), QSettings.Format.IniFormat)


@pytest.mark.parametrize("count", [0, 1, 2, 12, 15])
def test_the_latest_come_first_and_survive_a_restart(settings: QSettings, count: int) -> None:
    opened = [Path(f"/photos/夜, {number}.nef") for number in range(count)]
    for path in opened:
        recent.add(path, settings)
    assert recent.paths(reopened(settings)) == opened[::-1][: recent.MOST]


def test_a_photo_is_listed_once(settings: QSettings) -> None:
    for name in ("a", "b", "a"):
        recent.add(Path("/photos") / name, settings)
    assert recent.paths(settings) == [Path("/photos/a"), Path("/photos/b")]


def test_what_cannot_be_opened_is_forgotten(settings: QSettings) -> None:
    recent.add(Path("/photos/a"), settings)
    recent.add(Path("/photos/b"), settings)
    recent.forget(Path("/photos/b"), settings)
    recent.forget(Path("/photos/never there"), settings)
    assert recent.paths(reopened(settings)) == [Path("/photos/a")]
    recent.clear(settings)
    assert recent.paths(reopened(settings)) == []


def test_folders_are_kept_by_purpose(settings: QSettings) -> None:
    assert recent.last_folder("open", settings) == str(Path.home())
    recent.set_last_folder("open", "/photos", settings)
    recent.set_last_folder("export", Path("/done"), settings)
    recent.clear(settings)
    again = reopened(settings)
    assert (recent.last_folder("open", again), recent.last_folder("export", again)) == ("/photos", "/done")


@pytest.mark.parametrize("value", [3, {"a": 1}, [3, None, ""], "/photos/a"])
def test_settings_of_another_kind_do_no_harm(settings: QSettings, value: object) -> None:
    settings.setValue(recent.FILES, value)
    settings.setValue(f"{recent.FOLDERS}/open", [1])
    assert recent.paths(settings) in ([], [Path("/photos/a")], [Path("3")])
    assert recent.last_folder("open", settings)
    recent.add(Path("/photos/b"), settings)
    assert recent.paths(settings)[0] == Path("/photos/b")
