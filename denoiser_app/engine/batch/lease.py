"""The right to work on a batch, and what only its holder may write: where each photo stands.

A lease runs out by itself, so that a machine that died blocks nothing; it is renewed in a thread of its own while work
goes on. Every write asks in the same transaction whether the lease is still held: a program that slept too long stops
with LeaseLost instead of doing again what another has taken over.
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from denoiser_app.core.errors import BatchBusy, BatchUnknown, DenoiserError, LeaseLost
from denoiser_app.engine.batch import owner, schema
from denoiser_app.engine.batch.items import BatchState, Counts, Item, Outcome, SkipReason, State
from denoiser_app.engine.batch.journal import Journal
from denoiser_app.engine.batch.owner import Owner

SECONDS = 60.0
"""For which a lease is held without being renewed."""
RENEWED_EVERY = 10.0


class Lease:
    """Held on one batch. Made by ``held``; its methods raise LeaseLost when it is not held any more."""

    def __init__(self, journal: Journal, batch: int, me: Owner, before: Owner | None) -> None:
        self.journal, self.batch = journal, batch
        self._me = me
        self.before = before
        """Who held it last without giving it back: that program ended in the middle of its work."""

    # --- photos -------------------------------------------------------------------------------------------------------

    def next(self) -> Item | None:
        """The photo that is to be worked on next; None if none waits."""
        with self.journal.reading() as db:
            query = "SELECT * FROM items WHERE batch = ? AND state = 'waiting' ORDER BY turn, id LIMIT 1"
            row = db.execute(query, (self.batch,)).fetchone()
        return None if row is None else schema.item_of(row)

    def claim(self, item: int) -> Item | None:
        """A photo that waits, running from now on; None if it does not wait any more."""
        values = {"state": State.RUNNING.value, "started": time.time(), "ended": None, "error": None}
        with self._writing() as db:
            found = db.execute("SELECT 1 FROM items WHERE id = ? AND state = 'waiting'", (item,)).fetchone()
            if found is None:
                return None
            self._change(db, item, values, "attempts = attempts + 1")
        return self.journal.item(item)

    def renamed(self, item: int, target: Path) -> None:
        """Its result gets another name, known before there is a file: after a crash it is looked for there."""
        with self._writing() as db:
            self._change(db, item, {"target": os.fsencode(target)})

    def done(self, item: int, outcome: Outcome) -> Item:
        """The photo's result lies under its final name."""
        values = {name: getattr(outcome, name) for name in (
            "bytes", "sha256", "source_sha256", "model", "model_sha256", "noise",
        )}  # fmt: skip
        values |= {"target": os.fsencode(outcome.target), "seconds": json.dumps(dict(outcome.seconds))}
        values |= {"warnings": json.dumps(list(outcome.warnings)), "error": None, "skipped": ""}
        if outcome.megapixels is not None:
            values["megapixels"] = outcome.megapixels
        return self._end(item, State.DONE, values)

    def failed(self, item: int, error: DenoiserError, *, quarantined: bool = False) -> Item:
        """It could not be done; nothing of it was left behind. quarantined: it harms the program or its decoder."""
        state = State.QUARANTINED if quarantined else State.FAILED
        return self._end(item, state, {"error": schema.error_text(error)})

    def skipped(self, item: int, reason: SkipReason) -> Item:
        """Nothing has to be done."""
        return self._end(item, State.SKIPPED, {"skipped": reason})

    def put_off(self, item: int, error: DenoiserError) -> Item:
        """It waits again, behind all others, since its decoder died or hung; that is counted."""
        last = "turn = (SELECT MAX(turn) + 1 FROM items WHERE batch = :batch), faults = faults + 1"
        return self._to_waiting(item, last, schema.error_text(error))

    def given_back(self, item: int) -> Item:
        """It waits again as if it had never begun: the work was paused or cancelled."""
        return self._to_waiting(item, "attempts = attempts - 1", None)

    def crashed(self, item: int, *, blamed: bool) -> Item:
        """It waits again after a program ended while working on it. blamed: and no power cut was the reason."""
        return self._to_waiting(item, f"crashes = crashes + {int(blamed)}", None)

    def running(self) -> list[Item]:
        """Photos that somebody works on: this program, or, at the start, one that ended in the middle of it."""
        return self.journal.items(self.batch, states=(State.RUNNING,))

    def sources(self, root: Path, besides: int, most: int = 20) -> list[Path]:
        """Some other photos of the same source folder, those that come next first."""
        query = "SELECT source FROM items WHERE batch = ? AND root = ? AND id != ? ORDER BY id > ? DESC, id LIMIT ?"
        with self.journal.reading() as db:
            rows = db.execute(query, (self.batch, os.fsencode(root), besides, besides, most))
            return [schema.path_of(row[0]) for row in rows]

    # --- the batch ----------------------------------------------------------------------------------------------------

    def wanted(self) -> BatchState:
        """What the photographer wants of the batch now."""
        return self.journal.batch(self.batch).state

    def counts(self) -> Counts:
        """How many photos stand where."""
        return self.journal.counts(self.batch)

    def waits_for(self, reason: DenoiserError | None) -> None:
        """Why nothing can be done for the moment; None when work goes on."""
        with self._writing() as db:
            query = f"UPDATE batches SET waiting_for = ?, changed = {_TICK} WHERE id = ?"
            db.execute(query, (schema.error_text(reason), self.batch))

    def finish(self) -> bool:
        """The batch is finished, if its counts reconcile. A watched folder never is."""
        with self._writing() as db:
            if not self.journal.counts(self.batch).reconciled:
                return False
            values = (BatchState.FINISHED.value, time.time(), self.batch, BatchState.ACTIVE.value)
            query = f"UPDATE batches SET state = ?, ended = ?, changed = {_TICK} WHERE id = ? AND state = ?"
            return db.execute(query, values).rowcount == 1

    def renew(self) -> None:
        """Held for another while."""
        with self._writing() as db:
            db.execute("UPDATE batches SET lease_until = ? WHERE id = ?", (time.time() + SECONDS, self.batch))

    def release(self) -> None:
        """Given back: photos that are still running count as begun by nobody."""
        with suppress(LeaseLost), self._writing() as db:
            db.execute("UPDATE batches SET owner = '', lease_until = 0 WHERE id = ?", (self.batch,))

    # --- how ----------------------------------------------------------------------------------------------------------

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self.journal.writing() as db:
            row = db.execute("SELECT owner FROM batches WHERE id = ?", (self.batch,)).fetchone()
            if row is None or row["owner"] != self._me.text():
                raise LeaseLost(name=str(self.batch))
            yield db

    def _end(self, item: int, state: State, values: dict[str, Any]) -> Item:
        with self._writing() as db:
            self._change(db, item, {**values, "state": state.value, "ended": time.time()})
        return self.journal.item(item)

    def _to_waiting(self, item: int, also: str, error: str | None) -> Item:
        with self._writing() as db:
            self._change(db, item, {"state": State.WAITING.value, "started": None, "error": error}, also)
        return self.journal.item(item)

    def _change(self, db: sqlite3.Connection, item: int, values: dict[str, Any], also: str = "") -> None:
        parts = [f"{name} = :{name}" for name in values] + [f"changed = {_TICK}"] + ([also] if also else [])
        query = f"UPDATE items SET {', '.join(parts)} WHERE id = :id AND batch = :batch"
        db.execute(query, {**values, "id": item, "batch": self.batch})


_TICK = "(SELECT tick FROM clock)"


@contextmanager
def held(journal: Journal, batch: int) -> Iterator[Lease]:
    """The lease of a batch, renewed while the block runs. BatchBusy while another program has it, BatchUnknown."""
    lease = _taken(journal, batch)
    over = threading.Event()
    renewing = threading.Thread(target=_renew, args=(lease, over), name="batch lease", daemon=True)
    renewing.start()
    try:
        yield lease
    finally:
        over.set()
        renewing.join()
        lease.release()


def _taken(journal: Journal, batch: int) -> Lease:
    me = Owner.new()
    with journal.writing() as db:
        row = db.execute("SELECT owner, lease_until FROM batches WHERE id = ?", (batch,)).fetchone()
        if row is None:
            raise BatchUnknown(name=str(batch), known="see 'batch status'")
        holder = owner.holder(row["owner"], row["lease_until"])
        if holder:
            raise BatchBusy(name=str(batch), holder=holder)
        values = (me.text(), time.time() + SECONDS, batch)
        db.execute("UPDATE batches SET owner = ?, lease_until = ?, waiting_for = NULL WHERE id = ?", values)
    return Lease(journal, batch, me, owner.parsed(row["owner"]))


def _renew(lease: Lease, over: threading.Event) -> None:
    while not over.wait(RENEWED_EVERY):
        try:
            lease.renew()
        except LeaseLost:
            return
        except DenoiserError:  # a full disk: there is some time left before the lease runs out
            continue
