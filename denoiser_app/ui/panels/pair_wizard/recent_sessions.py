"""Which sessions were open lately, and where in the last one the photographer was. Kept in QSettings; paths only."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings

MOST = 8
FOLDERS, PAGE, OPEN = "pairs/sessions", "pairs/page", "pairs/open"


def folders() -> list[Path]:
    """The latest first."""
    value = QSettings().value(FOLDERS, [])
    entries = [value] if isinstance(value, str) else value if isinstance(value, list) else []
    return [Path(entry) for entry in entries if isinstance(entry, str) and entry][:MOST]


def add(folder: Path) -> None:
    """This one is open now."""
    folder = folder.absolute()
    kept = [folder, *(other for other in folders() if other != folder)][:MOST]
    QSettings().setValue(FOLDERS, [str(one) for one in kept])
    QSettings().setValue(OPEN, str(folder))


def last() -> Path | None:
    """The session to open again."""
    value = QSettings().value(OPEN, "")
    return Path(value) if isinstance(value, str) and value else None


def page() -> int:
    """The page to show again, from 0."""
    value = QSettings().value(PAGE, 0)
    return int(value) if isinstance(value, int | str) and str(value).isdecimal() else 0


def set_page(number: int) -> None:
    """The page that is shown now."""
    QSettings().setValue(PAGE, number)
