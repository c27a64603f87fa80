"""What the batch window says of a batch: one line on where it stands. No widgets here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale

from denoiser_app.core.errors import DenoiserError
from denoiser_app.engine.batch.items import Batch, BatchState, Counts
from denoiser_app.ui import messages, words

if TYPE_CHECKING:
    from denoiser_app.engine.batch.forecast import Forecast


def count(value: int) -> str:
    """A number of photos with its thousands apart: '1,000'."""
    return QLocale().toString(value)


def title(batch: Batch) -> str:
    """What people call a batch."""
    if batch.plan.name:
        return batch.plan.name
    return QCoreApplication.translate("Batches", "Batch {number}").format(number=batch.id)


def is_finished(batch: Batch) -> bool:
    """Whether 'finished' may be said: somebody said it, and every photo that was found has ended."""
    return batch.state is BatchState.FINISHED and batch.counts.reconciled


def is_at_work(batch: Batch) -> bool:
    """Whether a program works on it and is not asked to stop."""
    return batch.held and batch.state is BatchState.ACTIVE


def state_line(
    batch: Batch, forecast: Forecast | None = None, waiting: DenoiserError | None = None, *, queued: bool = False
) -> str:
    """Where the batch stands, in one line.

    forecast: of this batch, None while none was made. waiting: what stops it for the moment. queued: another batch is
    being worked on before it.
    """
    if is_finished(batch):
        return QCoreApplication.translate("Batches", "Finished: {outcome}").format(outcome=outcome(batch.counts))
    if batch.state is BatchState.CANCELLED:
        return _joined(QCoreApplication.translate("Batches", "Cancelled"), outcome(batch.counts), _left(batch.counts))
    if batch.state is BatchState.PAUSED and batch.held:
        return QCoreApplication.translate("Batches", "Pausing: photos in work are given back...")
    if batch.state is BatchState.PAUSED:
        return _joined(QCoreApplication.translate("Batches", "Paused"), _left(batch.counts), _good(batch.counts))
    return _active(batch, forecast, waiting or batch.waiting_for, queued)


def short_state(batch: Batch, waiting: DenoiserError | None = None, *, queued: bool = False) -> str:
    """The same in a word or two, for the list of batches."""
    if is_finished(batch):
        return QCoreApplication.translate("Batches", "Finished")
    if batch.state is BatchState.CANCELLED:
        return QCoreApplication.translate("Batches", "Cancelled")
    if batch.state is BatchState.PAUSED:
        return QCoreApplication.translate("Batches", "Paused")
    if not batch.held:
        return (
            QCoreApplication.translate("Batches", "Next in line")
            if queued
            else QCoreApplication.translate("Batches", "Not running")
        )
    if waiting or batch.waiting_for:
        return QCoreApplication.translate("Batches", "Waiting")
    if batch.plan.kind == "watch":
        return QCoreApplication.translate("Batches", "Watching")
    return QCoreApplication.translate("Batches", "Denoising")


def outcome(counts: Counts) -> str:
    """What became of the photos that have ended: '997 done, 2 failed, 1 skipped'; zeros are left out but for done."""
    parts = [_good(counts)]
    if counts.not_done:
        parts.append(QCoreApplication.translate("Batches", "{number} failed").format(number=count(counts.not_done)))
    if counts.skipped:
        parts.append(QCoreApplication.translate("Batches", "{number} skipped").format(number=count(counts.skipped)))
    return QCoreApplication.translate("Batches", ", ", "between counts").join(parts)


def short_counts(counts: Counts) -> str:
    """'412 of 1,000', and the failures if there are any."""
    text = QCoreApplication.translate("Batches", "{done} of {found}")
    parts = [text.format(done=count(counts.ended), found=count(counts.found))]
    if counts.not_done:
        parts.append(QCoreApplication.translate("Batches", "{number} failed").format(number=count(counts.not_done)))
    return _joined(*parts)


def share(counts: Counts) -> float:
    """0-1 of the photos that have ended; 1 only when all have."""
    return counts.ended / counts.found if counts.found else 0.0


# --- inside -----------------------------------------------------------------------------------------------------------


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _good(counts: Counts) -> str:
    return QCoreApplication.translate("Batches", "{number} done").format(number=count(counts.done))


def _left(counts: Counts) -> str:
    left = counts.found - counts.ended
    text = QCoreApplication.translate("Batches", "{left} of {found} still to do")
    return text.format(left=count(left), found=count(counts.found)) if left else ""


def _active(batch: Batch, forecast: Forecast | None, reason: DenoiserError | None, queued: bool) -> str:
    if not batch.held:
        waits = QCoreApplication.translate("Batches", "Next in line")
        stands = QCoreApplication.translate("Batches", "Not running")
        return _joined(waits if queued else stands, _left(batch.counts))
    if reason is not None:
        return QCoreApplication.translate("Batches", "Waiting: {reason}").format(reason=messages.sentence(reason))
    if batch.counts.reconciled:
        return _all_ended(batch)
    return _joined(_position(batch.counts), *_forecast(forecast))


def _all_ended(batch: Batch) -> str:
    """A watched folder goes on; a batch is about to be called finished, which is not for the window to say."""
    if batch.plan.kind == "watch":
        waiting = QCoreApplication.translate("Batches", "Watching for new photos")
        return _joined(waiting, outcome(batch.counts) if batch.counts.found else "")
    return QCoreApplication.translate("Batches", "Almost done: checking the counts...")


def _position(counts: Counts) -> str:
    """The photo that is being done, counted as people count: from one."""
    text = QCoreApplication.translate("Batches", "Denoising {number} of {found}")
    return text.format(number=count(min(counts.ended + 1, counts.found)), found=count(counts.found))


def _forecast(forecast: Forecast | None) -> list[str]:
    if forecast is None or forecast.seconds is None:
        left = QCoreApplication.translate("Batches", "estimating the time left...")
    else:
        left = QCoreApplication.translate("Batches", "{about} left").format(about=words.about(forecast.seconds))
    pace = None if forecast is None else forecast.photos_per_hour
    if not pace or pace < 0.5:
        return [left]
    an_hour = QCoreApplication.translate("Batches", "{photos} an hour")
    return [left, an_hour.format(photos=words.photos(round(pace)))]
