"""What the batch window says of one photo: state, why it failed and what to do, sizes and times. No widgets here."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from denoiser_app.core.progress import Progress
from denoiser_app.engine.batch.items import Item, State
from denoiser_app.ui import messages, words


class Filter(Enum):
    """Which photos are shown. Each photo is under ALL and exactly one other."""

    ALL = "all"
    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"
    SKIPPED = "skipped"


FILTER_OF = {
    State.WAITING: Filter.WAITING,
    State.RUNNING: Filter.WAITING,
    State.DONE: Filter.DONE,
    State.FAILED: Filter.FAILED,
    State.QUARANTINED: Filter.FAILED,
    State.SKIPPED: Filter.SKIPPED,
}


def is_failed(item: Item) -> bool:
    """Whether it can be tried again."""
    return FILTER_OF[item.state] is Filter.FAILED


def has_result(item: Item) -> bool:
    """Whether its file should be there: written by this batch, or found there already."""
    return item.target is not None and (item.state is State.DONE or item.skipped == "exists")


def state(item: Item, step: Progress | None = None) -> str:
    """The state in a few words. step: how far a photo is that is being worked on."""
    if item.state is State.RUNNING:
        return _running(step)
    if item.state is State.DONE:
        return _done(item)
    if item.state is State.WAITING:
        return _waiting(item)
    return {
        State.FAILED: QCoreApplication.translate("BatchItems", "Failed"),
        State.QUARANTINED: QCoreApplication.translate("BatchItems", "Set aside"),
        State.SKIPPED: QCoreApplication.translate("BatchItems", "Skipped"),
    }[item.state]


def remark(item: Item) -> str:
    """Why it failed and what to do, or what else is to be known of it; '' for nothing. The photo is not named again."""
    if item.error is not None and item.state is not State.DONE:
        return without_name(messages.sentence(item.error, short=True), item.source)
    if item.state is State.SKIPPED:
        return _skipped(item)
    return " ".join(messages.reason(warning) for warning in item.warnings)


def without_name(sentence: str, path: Path) -> str:
    """Sentences begin with the file, which is named beside them."""
    for colon in (": ", "：", ":"):
        if sentence.startswith(f"{path.name}{colon}"):
            rest = sentence[len(path.name) + len(colon) :].strip()
            return rest[:1].upper() + rest[1:]
    return sentence


def subfolder(item: Item) -> str:
    """Where below the batch's source folder the photo is; '' for directly in it."""
    try:
        found = item.source.parent.relative_to(item.root)
    except ValueError:
        return str(item.source.parent)
    return "" if found == Path() else str(found)


def megapixels(item: Item) -> str:
    """'24.2 MP'; '' if unknown."""
    if item.megapixels is None:
        return ""
    text = QCoreApplication.translate("BatchItems", "{number} MP")
    return text.format(
        number=f"{item.megapixels:.1f}", ten_thousands=round(item.megapixels * 100)
    )  # as words.megapixels


def model(item: Item) -> str:
    """The network that was used, else the one that was asked for; '' if none is."""
    if item.action != "denoise":
        return ""
    if item.model:
        return item.model
    return QCoreApplication.translate("BatchItems", "automatic") if item.recipe.model == "auto" else item.recipe.model


def seconds(item: Item) -> float | None:
    """Work it took, stages added up; None while it is not done. Photos overlap, so a batch takes less than the sum."""
    if item.state is not State.DONE:
        return None
    if item.seconds:
        return sum(item.seconds.values())
    return None if item.started is None or item.ended is None else item.ended - item.started


def time_taken(item: Item) -> str:
    """'4.2 s'; '' if it is not done."""
    took = seconds(item)
    return "" if took is None else words.duration(took)


def file_size(item: Item) -> str:
    """Of the result; '' if there is none."""
    return "" if item.bytes is None or not has_result(item) else words.file_size(item.bytes)


# --- inside -----------------------------------------------------------------------------------------------------------


def _running(step: Progress | None) -> str:
    stages = {
        "read": QCoreApplication.translate("BatchItems", "Reading"),
        "noise": QCoreApplication.translate("BatchItems", "Measuring the noise"),
        "network": QCoreApplication.translate("BatchItems", "Denoising"),
        "finish": QCoreApplication.translate("BatchItems", "Finishing"),
        "write": QCoreApplication.translate("BatchItems", "Writing"),
    }
    working = QCoreApplication.translate("BatchItems", "Working on it")
    if step is None:
        return working
    stage = stages.get(step.stage, working)
    return f"{stage} {words.percent(step.fraction)}" if step.total > 1 else stage


def _done(item: Item) -> str:
    return {
        "denoise": QCoreApplication.translate("BatchItems", "Denoised"),
        "copy": QCoreApplication.translate("BatchItems", "Copied"),
        "verify": QCoreApplication.translate("BatchItems", "Checked, whole"),
        "skip": QCoreApplication.translate("BatchItems", "Skipped"),
    }[item.action]


def _waiting(item: Item) -> str:
    if item.error is not None:
        return QCoreApplication.translate("BatchItems", "Waiting for a second try")
    if item.action == "copy":
        return QCoreApplication.translate("BatchItems", "Waiting, will be copied")
    if item.action == "verify":
        return QCoreApplication.translate("BatchItems", "Waiting, will be checked")
    return QCoreApplication.translate("BatchItems", "Waiting")


def _skipped(item: Item) -> str:
    return {
        "": "",
        "rule": QCoreApplication.translate("BatchItems", "A rule of this batch says so."),
        "exists": QCoreApplication.translate("BatchItems", "Its result was there already."),
        "denoised": QCoreApplication.translate("BatchItems", "It is a result of this program itself."),
    }[item.skipped]
