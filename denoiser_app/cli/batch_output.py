"""What a running batch tells: a bar for all of it, a line for every photo, and a sentence at its end."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from denoiser_app.cli.batch_course import Course, TimeLeft
from denoiser_app.cli.batch_words import (
    MOST_NAMED,
    batch_values,
    counts_text,
    ended_text,
    failure_text,
    item_values,
    title,
)
from denoiser_app.cli.denoise import NotAccountedFor
from denoiser_app.cli.output import Output
from denoiser_app.cli.words import count, duration
from denoiser_app.core.errors import DenoiserError
from denoiser_app.core.progress import Progress
from denoiser_app.engine.batch.events import (
    BatchEnded,
    BatchStarted,
    Event,
    GoesOn,
    ItemEnded,
    ItemProgress,
    ItemPutOff,
    ItemStarted,
    Waiting,
)
from denoiser_app.engine.batch.items import Batch, BatchState, Item, State
from denoiser_app.engine.batch.journal import Journal
from denoiser_app.engine.batch.keepsakes import folder_of

FAILURES = (State.FAILED, State.QUARANTINED)


class Teller:
    """Tells the events of one run, and with them the exit status. report: a folder for a report of every batch."""

    def __init__(self, journal: Journal, output: Output, report: Path | None = None) -> None:
        self._journal, self._output, self._report = journal, output, report
        self._begun = time.monotonic()
        self._batch: Batch | None = None
        self._number: int | None = None
        self._course: Course | None = None
        self._left = TimeLeft(journal)
        self._waiting = ""
        self.status = 0
        self.looking = False
        """Whether photos are still being looked for, so that nothing is begun yet."""

    def tell(self, events: Iterator[Event]) -> int:
        """The exit status: 0 if every photo is done or was skipped, 1 if not."""
        for event in events:
            self.one(event)
        return self.status

    def one(self, event: object) -> None:
        """Tell one event."""
        match event:
            case BatchStarted():
                self._started(event)
            case ItemStarted(item) if self._course:
                self._course.begins(item)
            case ItemProgress(item, step) if self._course:
                self._progress(self._course, item, step)
            case ItemEnded(item):
                self._item_ended(item)
            case ItemPutOff(item, error):
                self._output.note(f"{error} It is tried once more at the end.")
            case Waiting(reason):
                self._waits(reason)
            case GoesOn() if self._waiting:
                self._goes_on()
            case BatchEnded(batch):
                self._ended(batch)

    @property
    def any(self) -> bool:
        """Whether there was any batch."""
        return self._batch is not None

    def refused(self, batch: int) -> None:
        """Name the photos of a new batch that cannot be done, whatever comes."""
        for item in self._journal.items(batch, states=FAILURES):
            self._output.error(item.error or DenoiserError(reason=failure_text(item)), item.source)

    def is_about(self, batch: int) -> None:
        """What is going to be worked on, for the case that it is stopped before anything happens."""
        self._number = batch

    def stopped(self) -> None:
        """The user stopped it: say what is left and how it goes on."""
        if self.looking:
            self._output.note("Stopped; nothing was begun.")
            return
        if self._number is not None:
            batch = self._journal.batch(self._number)
            self._output.result(batch_values(batch, "stopped"), None, "batch")
            if batch.plan.kind == "watch":
                resume = f"'denoiser-app batch --resume {batch.id}' goes on watching."
                self._output.note(f"Stopped: {counts_text(batch.counts)}. {resume}")
                return
        self._output.note(stopped_text(self._journal.batches()))

    # --- a batch ------------------------------------------------------------------------------------------------------

    def _started(self, event: BatchStarted) -> None:
        batch, counts = event.batch, event.batch.counts
        if self._batch is None or self._batch.id != batch.id:
            self._begun = time.monotonic()
        again = self._batch is not None and self._batch.id == batch.id
        self._batch, self._number, self._course, self._waiting = batch, batch.id, Course(counts), ""
        self._output.result(batch_values(batch, "started"), None, "batch")
        if not again or event.recovered or event.requeued:
            self._output.note(f"{title(batch)}: {counts_text(counts)}.{recovered(event)}")

    def _ended(self, batch: Batch) -> None:
        self._batch = batch
        report = self._written_report(batch)
        self._output.result(batch_values(batch, "ended"), None, "batch")
        if batch.plan.kind == "watch" and batch.state in (BatchState.ACTIVE, BatchState.FINISHED):
            return  # it has caught up and goes on watching
        self._output.summary("\n".join(self._end_lines(batch)))
        if report is not None:
            self._output.summary(f"Report: {report}")
        if batch.state is not BatchState.FINISHED or batch.counts.not_done:
            self.status = 1

    def _end_lines(self, batch: Batch) -> list[str]:
        counts, took = batch.counts, duration(time.monotonic() - self._begun)
        goes_on = f"'denoiser-app batch --resume {batch.id}' goes on with it."
        if batch.state is not BatchState.FINISHED:
            return [f"{title(batch)} is {stopped_word(batch)}: {counts_text(counts)}. {goes_on}"]
        if not counts.reconciled:
            missing = counts.found - counts.ended
            self._output.error(NotAccountedFor(missing=missing, total=counts.found))
            self.status = 1
            return [f"Not finished: {counts_text(counts)}. {goes_on}"]
        lines = [f"Finished: {counts_text(counts)}; in {took}."]
        return lines + not_done_lines(batch, self._journal.items(batch.id, states=FAILURES, limit=MOST_NAMED))

    def _written_report(self, batch: Batch) -> Path | None:
        from denoiser_app.engine.batch.report import PAGE, write_report

        if self._report is None:  # a finished batch has one of its own
            own = folder_of(batch.id) / PAGE
            return own if batch.state is BatchState.FINISHED and own.is_file() else None

        return write_report(self._journal, batch.id, self._report).html

    def _waits(self, reason: DenoiserError) -> None:
        told = f"{reason.code} {reason.parameters.get('path', '')}"
        if told == self._waiting or self._batch is None:
            return
        self._waiting = told
        self._output.note(f"Waiting: {reason}")
        values = {**batch_values(self._journal.batch(self._batch.id), "waiting"), "reason": str(reason)}
        self._output.result(values, None, "batch")

    def _goes_on(self) -> None:
        self._waiting = ""
        self._output.note("Work goes on.")
        if self._batch is not None:
            self._output.result(batch_values(self._journal.batch(self._batch.id), "goes on"), None, "batch")

    # --- a photo ------------------------------------------------------------------------------------------------------

    def _progress(self, course: Course, item: Item, step: Progress) -> None:
        if not course.step(item, step):
            return
        left = self._left.of(item.batch)
        self._output.progress(course.label(item), step, course.fraction, left, of_many=True)

    def _item_ended(self, item: Item) -> None:
        if self._course is not None:
            self._course.ends(item)
        self._left.changed()
        if item.state in FAILURES:
            self._output.error(item.error or DenoiserError(reason=failure_text(item)), item.source)
        else:
            self._output.result(item_values(item), ended_text(item))


def stopped_text(batches: Sequence[Batch]) -> str:
    """What is said when the user stops: what plain ``--resume`` will do."""
    active = [b.counts for b in batches if b.state is BatchState.ACTIVE and b.plan.kind == "batch"]
    left = sum(counts.found - counts.ended for counts in active)
    if not left:
        return "Stopped; no photo is left to be done."
    what = f"{count(left, 'photo')} that {'is' if left == 1 else 'are'} left"
    return f"Stopped; 'denoiser-app batch --resume' goes on with the {what}."


def recovered(event: BatchStarted) -> str:
    """What was found after a crash, '' if nothing was."""
    parts = []
    if event.recovered:
        parts.append(f"{count(event.recovered, 'photo')} finished just before the program ended and found whole")
    if event.requeued:
        parts.append(f"{count(event.requeued, 'photo')} that it was working on begun again")
    return f" {'; '.join(parts)}." if parts else ""


def stopped_word(batch: Batch) -> str:
    """'paused', 'cancelled', or what else a batch is that was left."""
    return "not finished" if batch.state is BatchState.ACTIVE else batch.state.value


def not_done_lines(batch: Batch, failed: Sequence[Item]) -> list[str]:
    """The photos that failed and why, and how they are tried again."""
    if not failed:
        return []
    more = batch.counts.not_done - len(failed)
    lines = ["Not done:", *(f"  {failure_text(item)}" for item in failed)]
    if more > 0:
        lines.append(f"  and {more:,} more: 'denoiser-app batch status {batch.id}' names them.")
    return [*lines, f"'denoiser-app batch retry {batch.id}' and then 'denoiser-app batch --resume' try them again."]
