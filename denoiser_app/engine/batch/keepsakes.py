"""Where what belongs to a batch is kept beside the journal: crops of its photos before and after, its report."""

from __future__ import annotations

import shutil
from pathlib import Path

from denoiser_app import paths
from denoiser_app.engine.batch.journal import Journal

CROPS = "crops"
"""The folder of crops, in a batch's own folder and in that of a report."""


def folder_of(batch: int) -> Path:
    """The folder of a batch; made by whoever writes there first."""
    return paths.user_data() / "batches" / str(batch)


def crops_of(batch: int) -> Path:
    """Where ``ITEM-before.jpg`` and ``ITEM-after.jpg`` lie."""
    return folder_of(batch) / CROPS


def forget(journal: Journal, batch: int) -> None:
    """The batch out of the journal, and our own small pictures of it; no photo and no result is touched. BatchBusy."""
    journal.forget(batch)
    shutil.rmtree(folder_of(batch), ignore_errors=True)
