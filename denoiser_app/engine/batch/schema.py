"""The journal's tables, and how rows become items and batches."""

from __future__ import annotations

import json
import os
import secrets
import sqlite3
from dataclasses import asdict
from pathlib import Path
from typing import Any

from denoiser_app.core.errors import DenoiserError, restored
from denoiser_app.core.recipe import ExportOptions, Recipe
from denoiser_app.engine.batch.items import Batch, BatchState, Counts, Item, NewItem, Plan, State

VERSION = 1
TABLES = """
CREATE TABLE clock (tick INTEGER NOT NULL);
INSERT INTO clock VALUES (0);
CREATE TABLE batches (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    turn REAL NOT NULL,
    plan TEXT NOT NULL,
    state TEXT NOT NULL,
    created REAL NOT NULL,
    ended REAL,
    owner TEXT NOT NULL DEFAULT '',
    lease_until REAL NOT NULL DEFAULT 0,
    waiting_for TEXT,
    changed INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE items (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    batch INTEGER NOT NULL REFERENCES batches (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    turn REAL NOT NULL,
    job TEXT NOT NULL,
    source BLOB NOT NULL,
    target BLOB,
    root BLOB NOT NULL,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    action TEXT NOT NULL,
    recipe TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    crashes INTEGER NOT NULL DEFAULT 0,
    faults INTEGER NOT NULL DEFAULT 0,
    megapixels REAL,
    source_sha256 TEXT NOT NULL DEFAULT '',
    model TEXT NOT NULL DEFAULT '',
    model_sha256 TEXT NOT NULL DEFAULT '',
    bytes INTEGER,
    sha256 TEXT NOT NULL DEFAULT '',
    noise TEXT NOT NULL DEFAULT '',
    seconds TEXT NOT NULL DEFAULT '{}',
    warnings TEXT NOT NULL DEFAULT '[]',
    skipped TEXT NOT NULL DEFAULT '',
    error TEXT,
    started REAL,
    ended REAL,
    changed INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX items_in_turn ON items (batch, state, turn);
CREATE INDEX items_in_order ON items (batch, position);
CREATE INDEX items_changed ON items (batch, changed);
"""
"""Paths are bytes: a name that is not UTF-8 is a name all the same. turn: order of work; position: of display."""

Row = sqlite3.Row


def new_row(batch: int, position: int, item: NewItem) -> dict[str, Any]:
    """A planned photo as a row; refused and skipped ones have ended already."""
    state = State.FAILED if item.error else State.SKIPPED if item.skipped else State.WAITING
    return {
        "batch": batch,
        "position": position,
        "turn": float(position),
        "job": secrets.token_hex(8),
        "source": os.fsencode(item.source),
        "target": None if item.target is None else os.fsencode(item.target),
        "root": os.fsencode(item.root),
        "size": item.size,
        "mtime_ns": item.mtime_ns,
        "action": item.action,
        "recipe": item.recipe.to_json(),
        "state": state.value,
        "megapixels": item.megapixels,
        "skipped": item.skipped,
        "error": error_text(item.error),
    }


def item_of(row: Row) -> Item:
    """The inverse of ``new_row``, with all that has happened since."""
    plain = {name: row[name] for name in (
        "id", "batch", "position", "job", "size", "mtime_ns", "action", "attempts", "crashes", "faults", "megapixels",
        "source_sha256", "model", "model_sha256", "bytes", "sha256", "noise", "skipped", "started", "ended", "changed",
    )}  # fmt: skip
    return Item(
        **plain,
        source=path_of(row["source"]),
        target=None if row["target"] is None else path_of(row["target"]),
        root=path_of(row["root"]),
        recipe=Recipe.from_json(row["recipe"]),
        state=State(row["state"]),
        seconds=json.loads(row["seconds"]),
        warnings=tuple(json.loads(row["warnings"])),
        error=error_of(row["error"]),
    )


def batch_of(row: Row, counts: Counts, holder: str) -> Batch:
    """A batch as it stands. holder: who works on it, '' for nobody."""
    return Batch(
        id=row["id"],
        plan=plan_of(row["plan"]),
        state=BatchState(row["state"]),
        counts=counts,
        created=row["created"],
        held=bool(holder),
        holder=holder,
        waiting_for=error_of(row["waiting_for"]),
        ended=row["ended"],
    )


# --- values -----------------------------------------------------------------------------------------------------------


def path_of(value: bytes) -> Path:
    """A path as it was stored."""
    return Path(os.fsdecode(value))


def plan_text(plan: Plan) -> str:
    """A plan as JSON."""
    values = asdict(plan)
    values["sources"] = [str(path) for path in plan.sources]
    values["output"] = None if plan.output is None else str(plan.output)
    values["recipe"] = plan.recipe.to_json()
    return json.dumps(values)


def plan_of(text: str) -> Plan:
    """The inverse of ``plan_text``."""
    values = json.loads(text)
    values["sources"] = tuple(Path(path) for path in values["sources"])
    values["patterns"] = tuple(values["patterns"])
    values["output"] = None if values["output"] is None else Path(values["output"])
    values["recipe"] = Recipe.from_json(values["recipe"])
    values["options"] = ExportOptions(**values["options"])
    return Plan(**values)


def error_text(error: DenoiserError | None) -> str | None:
    """An error's code and parameters as JSON."""
    return None if error is None else json.dumps({"code": error.code, "parameters": error.parameters}, default=str)


def error_of(text: str | None) -> DenoiserError | None:
    """The inverse of ``error_text``."""
    if text is None:
        return None
    record = json.loads(text)
    return restored(record["code"], record["parameters"])
