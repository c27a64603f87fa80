"""What was opened lately, and the folder last used for each purpose. Kept in QSettings; the disk is never asked.

A file on a network disk that is gone could stop the window for seconds, so nobody checks whether files still exist:
who fails to open one calls ``forget``. settings: None takes those of the application's name.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings

MOST = 12
FILES = "recent/files"
FOLDERS = "recent/folders"


def paths(settings: QSettings | None = None) -> list[Path]:
    """At most MOST photos and folders, the latest first."""
    value = _settings(settings).value(FILES, [])
    entries = [value] if isinstance(value, str) else value if isinstance(value, list) else []
    return [Path(entry) for entry in entries if isinstance(entry, str) and entry][:MOST]


def add(path: Path, settings: QSettings | None = None) -> None:
    """``path`` comes first."""
    path = path.absolute()
    _keep([path, *(other for other in paths(settings) if other != path)], settings)


def forget(path: Path, settings: QSettings | None = None) -> None:
    """``path`` cannot be opened any more."""
    path = path.absolute()
    _keep([other for other in paths(settings) if other != path], settings)


def clear(settings: QSettings | None = None) -> None:
    """Forget all photos; last folders stay."""
    _settings(settings).remove(FILES)


def last_folder(purpose: str, settings: QSettings | None = None) -> str:
    """The folder last used for ``purpose`` ('open', 'export', ...); the home folder before that."""
    value = _settings(settings).value(f"{FOLDERS}/{purpose}", "")
    return value if isinstance(value, str) and value else str(Path.home())


def set_last_folder(purpose: str, folder: str | Path, settings: QSettings | None = None) -> None:
    """Remember ``folder`` for ``purpose``."""
    _settings(settings).setValue(f"{FOLDERS}/{purpose}", str(folder))


def _keep(kept: list[Path], settings: QSettings | None) -> None:
    _settings(settings).setValue(FILES, [str(path) for path in kept[:MOST]])


def _settings(settings: QSettings | None) -> QSettings:
    return QSettings() if settings is None else settings
