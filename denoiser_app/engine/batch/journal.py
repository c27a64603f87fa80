"""What is to be done and what was done, on the disk: every change of state is one committed transaction.

SQLite in WAL mode with synchronous=FULL: a commit that returned survives a power cut. Any number of programs may read
and add; the states of a batch's photos are changed only by the one that holds its lease (lease.py).
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Self

from denoiser_app import paths
from denoiser_app.core.errors import BatchBusy, BatchUnknown, DenoiserError, JournalDamaged, JournalNotWritable
from denoiser_app.engine.batch import owner, schema
from denoiser_app.engine.batch.items import Batch, BatchState, Counts, Item, NewItem, Plan, State

PATIENCE = 30.0
"""Seconds to wait for another program's transaction; each takes milliseconds."""


def default_path() -> Path:
    """The journal of this user."""
    return paths.user_data() / "batches.sqlite"


class Journal:
    """An open journal. May be used from several threads; ``close`` it, or use it as a context manager."""

    def __init__(self, path: Path | None = None) -> None:
        """path: by default the user's; made if it is not there. JournalDamaged, JournalNotWritable."""
        self.path = path or default_path()
        self._lock = threading.RLock()
        self._db = _opened(self.path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """After this nothing works any more."""
        with self._lock:
            self._db.close()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: committed, to the disk itself, when the block ends well, else undone."""
        with self._lock:
            try:
                self._db.execute("BEGIN IMMEDIATE")
                self._db.execute("UPDATE clock SET tick = tick + 1")
                yield self._db
                self._db.execute("COMMIT")
            except BaseException as error:
                with suppress(sqlite3.Error):
                    self._db.execute("ROLLBACK")
                if isinstance(error, sqlite3.OperationalError):
                    raise JournalNotWritable(path=str(self.path), reason=str(error)) from error
                raise

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The connection, for this thread alone."""
        with self._lock:
            yield self._db

    # --- what there is ------------------------------------------------------------------------------------------------

    def batches(self) -> list[Batch]:
        """All batches in the order in which they are worked on."""
        with self.reading() as db:
            return [self._batch(row) for row in db.execute("SELECT * FROM batches ORDER BY turn, id").fetchall()]

    def batch(self, which: int | str) -> Batch:
        """By number, or by name (the newest of that name). BatchUnknown."""
        with self.reading() as db:
            rows = db.execute("SELECT * FROM batches ORDER BY id DESC").fetchall()
            found = [row for row in rows if str(row["id"]) == str(which)]
            found = found or [row for row in rows if schema.plan_of(row["plan"]).name == which]
            if not found:
                raise BatchUnknown(name=str(which), known=", ".join(str(row["id"]) for row in reversed(rows)) or "none")
            return self._batch(found[0])

    def items(
        self, batch: int, *, states: Collection[State] = (), offset: int = 0, limit: int = -1, since: int = -1
    ) -> list[Item]:
        """Photos of a batch in the order of display. states: only these; since: only those changed after that tick."""
        marks = ", ".join("?" for _ in states)
        only = f"AND state IN ({marks})" if states else ""
        query = f"SELECT * FROM items WHERE batch = ? AND changed > ? {only} ORDER BY position LIMIT ? OFFSET ?"
        with self.reading() as db:
            rows = db.execute(query, (batch, since, *(state.value for state in states), limit, offset))
            return [schema.item_of(row) for row in rows]

    def item(self, number: int) -> Item:
        """One photo. KeyError if there is none."""
        with self.reading() as db:
            row = db.execute("SELECT * FROM items WHERE id = ?", (number,)).fetchone()
        if row is None:
            raise KeyError(number)
        return schema.item_of(row)

    def counts(self, batch: int) -> Counts:
        """How many photos of a batch stand where."""
        with self.reading() as db:
            rows = db.execute("SELECT state, COUNT(*) FROM items WHERE batch = ? GROUP BY state", (batch,))
            return Counts(**{str(state): number for state, number in rows})

    def tick(self) -> int:
        """A number that grows with every change; see ``Item.changed``."""
        with self.reading() as db:
            return int(db.execute("SELECT tick FROM clock").fetchone()[0])

    def targets(self, batch: int) -> list[Path]:
        """Names that are promised or given in a batch."""
        with self.reading() as db:
            rows = db.execute("SELECT target FROM items WHERE batch = ? AND target IS NOT NULL", (batch,))
            return [schema.path_of(row[0]) for row in rows]

    def known(self, batch: int) -> set[tuple[Path, int, int]]:
        """(source, size, mtime_ns) of all photos of a batch: what a watched folder need not take again."""
        with self.reading() as db:
            rows = db.execute("SELECT source, size, mtime_ns FROM items WHERE batch = ?", (batch,))
            return {(schema.path_of(source), size, mtime) for source, size, mtime in rows}

    # --- what is wanted -----------------------------------------------------------------------------------------------

    def create(self, plan: Plan, items: Sequence[NewItem] = ()) -> int:
        """A new batch, behind all others, with all of its photos or not at all. Its number."""
        with self.writing() as db:
            values = (schema.plan_text(plan), BatchState.ACTIVE.value, time.time())
            turn = "(SELECT COALESCE(MAX(turn), 0) + 1 FROM batches)"
            query = f"INSERT INTO batches (turn, plan, state, created) VALUES ({turn}, ?, ?, ?)"
            number = db.execute(query, values).lastrowid
            assert number is not None
            self._insert(db, number, items)
        return number

    def append(self, batch: int, items: Sequence[NewItem]) -> None:
        """More photos for a batch; a finished one is active again."""
        with self.writing() as db:
            self._insert(db, batch, items)
            query = "UPDATE batches SET state = ?, ended = NULL WHERE id = ? AND state = ?"
            db.execute(query, (BatchState.ACTIVE.value, batch, BatchState.FINISHED.value))

    def plan_anew(self, batch: int, plan: Plan) -> None:
        """A watched folder goes on by another plan."""
        with self.writing() as db:
            values = (schema.plan_text(plan), BatchState.ACTIVE.value, batch)
            db.execute(f"UPDATE batches SET plan = ?, state = ?, ended = NULL, changed = {_TICK} WHERE id = ?", values)

    def replace(self, item: Item, now: NewItem) -> None:
        """A photo as it is planned now, in its old place and with its old job id: its file has changed."""
        row = schema.new_row(item.batch, item.position, now)
        values = {name: value for name, value in row.items() if name not in ("batch", "position", "turn", "job")}
        values |= {"attempts": 0, "crashes": 0, "faults": 0, "started": None, "ended": None, "source_sha256": ""}
        parts = ", ".join(f"{name} = :{name}" for name in values)
        with self.writing() as db:
            db.execute(f"UPDATE items SET {parts}, changed = {_TICK} WHERE id = :id", {**values, "id": item.id})

    def wish(self, batch: int, state: BatchState) -> None:
        """Pause, cancel or go on. Whoever works on the batch hears of it within a second."""
        with self.writing() as db:
            query = f"UPDATE batches SET state = ?, waiting_for = NULL, changed = {_TICK} WHERE id = ?"
            db.execute(query, (state.value, batch))

    def retry(self, batch: int, items: Collection[int] = ()) -> int:
        """Failed and quarantined photos wait again, all or only these; the batch is active. How many there were.

        Photos that were refused a name when they were planned stay as they are.
        """
        marks = ", ".join("?" for _ in items)
        only = f"AND id IN ({marks})" if items else ""
        query = (
            f"UPDATE items SET state = 'waiting', attempts = 0, crashes = 0, faults = 0, error = NULL, ended = NULL,"
            f" changed = {_TICK} WHERE batch = ? AND state IN ('failed', 'quarantined') AND target IS NOT NULL {only}"
        )
        with self.writing() as db:
            number = db.execute(query, (batch, *items)).rowcount
            if number:
                query = "UPDATE batches SET state = ?, ended = NULL WHERE id = ?"
                db.execute(query, (BatchState.ACTIVE.value, batch))
        return number

    def forget(self, batch: int) -> None:
        """The batch out of the journal; no file is touched. BatchBusy while somebody works on it."""
        with self.writing() as db:
            row = db.execute("SELECT * FROM batches WHERE id = ?", (batch,)).fetchone()
            holder = "" if row is None else owner.holder(row["owner"], row["lease_until"])
            if holder:
                raise BatchBusy(name=str(batch), holder=holder)
            db.execute("DELETE FROM batches WHERE id = ?", (batch,))

    def first(self, batch: int, items: Sequence[int]) -> None:
        """These photos are worked on before all others that wait, in this order."""
        with self.writing() as db:
            row = db.execute("SELECT MIN(turn) FROM items WHERE batch = ?", (batch,)).fetchone()
            turn = (row[0] or 0.0) - len(items)
            query = f"UPDATE items SET turn = ?, changed = {_TICK} WHERE id = ? AND batch = ?"
            db.executemany(query, [(turn + number, item, batch) for number, item in enumerate(items)])

    def reorder(self, batches: Sequence[int]) -> None:
        """The batches are worked on in this order."""
        with self.writing() as db:
            query = "UPDATE batches SET turn = ? WHERE id = ?"
            db.executemany(query, [(float(turn), batch) for turn, batch in enumerate(batches, 1)])

    # --- rows ---------------------------------------------------------------------------------------------------------

    def _batch(self, row: sqlite3.Row) -> Batch:
        return schema.batch_of(row, self.counts(row["id"]), owner.holder(row["owner"], row["lease_until"]))

    def _insert(self, db: sqlite3.Connection, batch: int, items: Sequence[NewItem]) -> None:
        row = db.execute("SELECT COALESCE(MAX(position), 0) FROM items WHERE batch = ?", (batch,)).fetchone()
        rows = [schema.new_row(batch, row[0] + number, item) for number, item in enumerate(items, 1)]
        if rows:
            names = ", ".join(rows[0])
            values = ", ".join(f":{name}" for name in rows[0])
            db.executemany(f"INSERT INTO items ({names}, changed) VALUES ({values}, {_TICK})", rows)


_TICK = "(SELECT tick FROM clock)"


def _opened(path: Path) -> sqlite3.Connection:
    """A connection to a journal of this version, made if there is none; a damaged file is moved aside."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return _connected(path)
    except sqlite3.OperationalError as error:
        raise JournalNotWritable(path=str(path), reason=str(error)) from error
    except sqlite3.DatabaseError as error:
        aside = _moved_aside(path)
        raise JournalDamaged(path=str(path), aside=str(aside), reason=str(error)) from error
    except OSError as error:
        raise JournalNotWritable(path=str(path), reason=error.strerror or str(error)) from error


def _connected(path: Path) -> sqlite3.Connection:
    # isolation_level None: transactions begin and end where this module says so
    db = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
    try:
        db.row_factory = sqlite3.Row
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
        db.execute("PRAGMA foreign_keys = ON")
        _require_version(db, path)
    except BaseException:
        db.close()
        raise
    return db


def _require_version(db: sqlite3.Connection, path: Path) -> None:
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if version > schema.VERSION:
        raise _too_new(path)
    if version == 0:
        db.execute("BEGIN IMMEDIATE")  # two programs may start at the same moment
        if db.execute("PRAGMA user_version").fetchone()[0] == 0:
            for statement in schema.TABLES.split(";\n"):
                if statement.strip():
                    db.execute(statement)
            db.execute(f"PRAGMA user_version = {schema.VERSION}")
        db.execute("COMMIT")


def _too_new(path: Path) -> DenoiserError:
    return JournalNotWritable(path=str(path), reason="a newer version of the program made it")


def _moved_aside(path: Path) -> Path:
    """Where a damaged journal went: nothing is thrown away that somebody might still read."""
    aside = path.with_name(f"{path.name}.damaged-{time.strftime('%Y%m%d-%H%M%S')}")
    for suffix in ("", "-wal", "-shm"):
        with suppress(OSError):
            os.replace(f"{path}{suffix}", f"{aside}{suffix}")
    return aside
