"""What was chosen for each photo, and whether it was exported: remembered from one day to the next.

One small SQLite file in the user's data folder; several windows may share it. A photo is known by its path, size and
time of change, so that another picture of the same name starts fresh. Losing this file loses no photo: whatever is
wrong with it, the program goes on without.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from denoiser_app import paths
from denoiser_app.core.recipe import Recipe

_SCHEMA = """CREATE TABLE IF NOT EXISTS photos
    (path TEXT PRIMARY KEY, size INTEGER, mtime INTEGER, recipe TEXT, exported INTEGER)"""


@dataclass(frozen=True)
class Remembered:
    """What is known of a photo from before."""

    recipe: Recipe
    exported: bool


class History:
    """path: the file; None takes the usual place."""

    def __init__(self, path: Path | None = None) -> None:
        path = path or paths.user_data() / "history.sqlite"
        self._connection: sqlite3.Connection | None = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(path, timeout=0.2)
            self._connection.execute("PRAGMA journal_mode=WAL")
            self._connection.execute("PRAGMA synchronous=NORMAL")
            self._connection.execute(_SCHEMA)
        except (OSError, sqlite3.Error):
            self._connection = None

    def recall(self, path: Path) -> Remembered | None:
        """What was chosen for this very photo; None if nothing is known."""
        try:
            row = self._one("SELECT recipe, exported FROM photos WHERE path=? AND size=? AND mtime=?", _identity(path))
            return Remembered(Recipe.from_json(row[0]), bool(row[1])) if row else None
        except (OSError, ValueError, TypeError, AttributeError, sqlite3.Error):
            return None

    def remember(self, path: Path, recipe: Recipe, exported: bool) -> None:
        """Keep it for the next time."""
        if self._connection is None:
            return
        try:
            with self._connection:
                self._connection.execute(
                    "INSERT OR REPLACE INTO photos VALUES (?, ?, ?, ?, ?)",
                    (*_identity(path), recipe.to_json(), int(exported)),
                )
        except (OSError, sqlite3.Error):
            return

    def close(self) -> None:
        """Lets go of the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _one(self, query: str, values: tuple[object, ...]) -> tuple[str, int] | None:
        if self._connection is None:
            return None
        row: tuple[str, int] | None = self._connection.execute(query, values).fetchone()
        return row


def _identity(path: Path) -> tuple[str, int, int]:
    stat = path.stat()
    return str(path.absolute()), stat.st_size, stat.st_mtime_ns
