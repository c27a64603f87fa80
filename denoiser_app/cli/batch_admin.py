"""What can be done with batches besides working on them: ``denoiser-app batch status``, ``pause``, ``retry`` ..."""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from denoiser_app.cli.arguments import WrongArguments
from denoiser_app.cli.batch_course import seconds_left
from denoiser_app.cli.batch_output import FAILURES
from denoiser_app.cli.batch_words import (
    batch_values,
    item_text,
    item_values,
    state_text,
    status_line,
    title,
)
from denoiser_app.cli.output import Output
from denoiser_app.cli.words import count
from denoiser_app.core.errors import DenoiserError
from denoiser_app.engine.batch.items import Batch, BatchState, State
from denoiser_app.engine.batch.journal import Journal


class NotInBatch(DenoiserError):
    sentence = (
        "{path}: no photo of this name waits in batch '{name}'. 'denoiser-app batch status {name} --items' lists them."
    )


@dataclass(frozen=True)
class Action:
    """run: carries it out. least, most: how many words may follow. options: those that mean something here."""

    run: Callable[[argparse.Namespace, Sequence[str], Output], int]
    least: int
    most: float = math.inf
    usage: str = "ID"
    options: frozenset[str] = frozenset()

    def check(self, args: argparse.Namespace, words: Sequence[str]) -> None:
        """WrongArguments if something is missing or too much."""
        if not self.least <= len(words) <= self.most or ("output" in self.options and args.output is None):
            raise WrongArguments(f"this is used as: denoiser-app batch {args.words[0]} {self.usage}")


def status(args: argparse.Namespace, words: Sequence[str], output: Output) -> int:
    """A line for every batch, or all about those that are named."""
    with Journal() as journal:
        batches = [journal.batch(word) for word in words] or journal.batches()
        for batch in batches:
            works = batch.held and batch.state is BatchState.ACTIVE and not batch.counts.reconciled
            left = seconds_left(journal, batch.id) if works else None
            output.result(batch_values(batch, seconds_left=left), status_line(batch, left), "batch")
            if words:
                output.summary(about(batch))
            if words or args.items:
                tell_items(journal, batch, () if args.items else FAILURES, output)
        if not batches:
            output.summary("There are no batches.")
    return 0


def about(batch: Batch) -> str:
    """Where the photos come from and where the results go."""
    sources = ", ".join(str(path) for path in batch.plan.sources)
    return f"     {sources} -> {batch.plan.output or 'beside each photo'}"


def tell_items(journal: Journal, batch: Batch, states: Sequence[State], output: Output) -> None:
    """The photos of a batch that are in these states, all of them for ()."""
    for item in journal.items(batch.id, states=states):
        output.result(item_values(item), f"     {item_text(item)}", "item")


def pause(args: argparse.Namespace, words: Sequence[str], output: Output) -> int:
    """Whoever works on them stops at the next step."""
    return wish(words, BatchState.PAUSED, output)


def cancel(args: argparse.Namespace, words: Sequence[str], output: Output) -> int:
    """As pause; what is done stays, what is left is not done."""
    return wish(words, BatchState.CANCELLED, output)


def wish(words: Sequence[str], state: BatchState, output: Output) -> int:
    """Note what is wanted of batches. One that is finished stays so."""
    with Journal() as journal:
        for batch in [journal.batch(word) for word in words]:
            if batch.state is not BatchState.FINISHED:
                journal.wish(batch.id, state)
            now = journal.batch(batch.id)
            goes_on = f" 'denoiser-app batch --resume {now.id}' goes on with it." if now.state is state else ""
            text = f"{title(now)}: {now.state.value if not now.held else state_text(now)}.{goes_on}"
            output.result(batch_values(now), text, "batch")
    return 0


def retry(args: argparse.Namespace, words: Sequence[str], output: Output) -> int:
    """Failed photos wait again."""
    with Journal() as journal:
        for batch in [journal.batch(word) for word in words]:
            number = journal.retry(batch.id)
            now = journal.batch(batch.id)
            output.result({**batch_values(now), "retried": number}, retried_text(now, number), "batch")
    return 0


def retried_text(batch: Batch, number: int) -> str:
    """'Batch 3: 2 photos wait again ...', and what is said of failures that would only fail again."""
    refused = batch.counts.not_done
    hint = f" {count(refused, 'photo')} got no name for the result; begin a new batch for them." if refused else ""
    if not number:
        return f"{title(batch)}: no photo to be tried again.{hint}"
    again = "waits" if number == 1 else "wait"
    goes_on = "" if batch.held else f" 'denoiser-app batch --resume {batch.id}' goes on with it."
    return f"{title(batch)}: {count(number, 'photo')} {again} again.{goes_on}{hint}"


def forget(args: argparse.Namespace, words: Sequence[str], output: Output) -> int:
    """Out of the list; the photos and their results stay where they are."""
    from denoiser_app.engine.batch import keepsakes

    with Journal() as journal:
        for batch in [journal.batch(word) for word in words]:
            keepsakes.forget(journal, batch.id)
            output.result(batch_values(batch, "forgotten"), f"{title(batch)} is forgotten; its files stay.", "batch")
    return 0


def report(args: argparse.Namespace, words: Sequence[str], output: Output) -> int:
    """A page and a table of what became of every photo."""
    from denoiser_app.engine.batch.report import write_report

    with Journal() as journal:
        batch = journal.batch(words[0])
        written = write_report(journal, batch.id, Path(args.output))
    output.result({"batch": batch.id, "html": written.html, "csv": written.csv}, f"{written.html}\n{written.csv}")
    return 0


def first(args: argparse.Namespace, words: Sequence[str], output: Output) -> int:
    """These photos are worked on before the others, in this order."""
    with Journal() as journal:
        batch = journal.batch(words[0])
        waiting = journal.items(batch.id, states=(State.WAITING,))
        chosen = []
        for word in words[1:]:
            found = [i for i in waiting if i.source == Path(word).absolute()] or [
                i for i in waiting if i.source.name == word
            ]
            if not found:
                raise NotInBatch(path=word, name=str(batch.id))
            chosen += [item.id for item in found]
        journal.first(batch.id, chosen)
        text = f"{title(batch)}: {count(len(chosen), 'photo')} moved to the front."
        output.result(batch_values(journal.batch(batch.id)), text, "batch")
    return 0


def order(args: argparse.Namespace, words: Sequence[str], output: Output) -> int:
    """These batches are worked on before the others, in this order."""
    with Journal() as journal:
        chosen = [journal.batch(word).id for word in words]
        others = [batch.id for batch in journal.batches() if batch.id not in chosen]
        journal.reorder([*dict.fromkeys(chosen), *others])
        for batch in journal.batches():
            output.result(batch_values(batch), status_line(batch, None), "batch")
    return 0


ACTIONS: Mapping[str, Action] = MappingProxyType(
    {
        "status": Action(status, 0, usage="[ID ...] [--items]", options=frozenset(["items"])),
        "pause": Action(pause, 1),
        "cancel": Action(cancel, 1),
        "retry": Action(retry, 1),
        "forget": Action(forget, 1),
        "report": Action(report, 1, 1, "ID -o FOLDER", frozenset(["output"])),
        "first": Action(first, 2, usage="ID PHOTO ..."),
        "order": Action(order, 1, usage="ID ..."),
    }
)
