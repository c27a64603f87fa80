"""Working on batches from the command line: a new one, or those that are not finished."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING

from denoiser_app.cli.batch_output import Teller
from denoiser_app.cli.batch_words import batch_values, counts_text, title
from denoiser_app.cli.interrupt import Stopped, cancel_on_signal, ended
from denoiser_app.cli.output import Output
from denoiser_app.core.errors import ClusterNotInstalled
from denoiser_app.core.progress import CancelToken
from denoiser_app.engine.batch.events import Event
from denoiser_app.engine.batch.items import BatchState, Plan
from denoiser_app.engine.batch.journal import Journal

if TYPE_CHECKING:
    from denoiser_app.engine.batch.run import RunSettings

Begin = Callable[[Journal, Teller, CancelToken], Iterator[Event]]
"""What is to be worked on, once the signals are in our hands."""


def start(args: argparse.Namespace, plan: Plan, output: Output) -> int:
    """Plan a new batch, and work on it unless it is only to be queued."""
    require_cluster(args)

    def begin(journal: Journal, teller: Teller, token: CancelToken) -> Iterator[Event]:
        teller.looking = True
        number = created(journal, plan, output, token)
        teller.looking = False
        teller.refused(number)
        if args.queue:
            batch = journal.batch(number)
            output.result(batch_values(batch, "queued"), None, "batch")
            output.summary(
                f"{title(batch)} is in line: {counts_text(batch.counts)}. 'denoiser-app batch --resume' begins."
            )
            return
        teller.is_about(number)
        yield from run_one(args, journal, number, output, token)

    return carry_out(args, output, begin)


def resume(args: argparse.Namespace, which: str | None, output: Output) -> int:
    """Go on with one batch, also a paused or cancelled one, or with every active one (None)."""
    require_cluster(args)

    def begin(journal: Journal, teller: Teller, token: CancelToken) -> Iterator[Event]:
        if which is not None:
            number = named(journal, which, output)
            if number is not None:
                teller.is_about(number)
                yield from run_one(args, journal, number, output, token)
            return
        yield from run_every(args, journal, output, token)
        if not teller.any:
            output.summary(nothing_to_do(journal))

    return carry_out(args, output, begin)


def carry_out(args: argparse.Namespace, output: Output, begin: Begin) -> int:
    """Work until it ends or a signal stops it; the computer stays awake meanwhile."""
    from denoiser_app.engine.awake import keep_awake

    token = CancelToken()
    with Journal() as journal:
        teller = Teller(journal, output, args.report)
        try:
            # The handler comes before the engine is imported: torch's own import loses a KeyboardInterrupt.
            with (
                cancel_on_signal(token, crash_safe=True),
                keep_awake("denoising photos"),
                ended(begin(journal, teller, token)) as events,
            ):
                return teller.tell(events)
        except Stopped:
            teller.stopped()
            raise


# --- what is worked on ------------------------------------------------------------------------------------------------


def created(journal: Journal, plan: Plan, output: Output, token: CancelToken) -> int:
    """Find the photos and put them in the journal; the number of the batch."""
    from denoiser_app.engine.batch import planning

    number = 0
    with ended(planning.create(journal, plan, token)) as steps:
        for step in steps:
            if isinstance(step, int):
                number = step
            else:
                output.progress("looking at the photos", step, step.fraction, None)
    return number


def named(journal: Journal, which: str, output: Output) -> int | None:
    """The batch of this number or name, active again; None if it is finished and nothing is left to be done."""
    batch = journal.batch(which)
    if batch.state is BatchState.FINISHED and batch.plan.kind == "batch":
        hint = f" 'denoiser-app batch retry {batch.id}' lets failed ones wait again." if batch.counts.not_done else ""
        output.result(batch_values(batch), None, "batch")
        output.summary(f"{title(batch)} is finished already: {counts_text(batch.counts)}.{hint}")
        return None
    if batch.state is not BatchState.ACTIVE:
        journal.wish(batch.id, BatchState.ACTIVE)
    return batch.id


def run_one(
    args: argparse.Namespace, journal: Journal, number: int, output: Output, token: CancelToken
) -> Iterator[Event]:
    """One batch, here or on a cluster; of a watched folder also what is still to come."""
    from denoiser_app.engine.batch import run

    if getattr(args, "cluster", None):
        from denoiser_app.engine.batch import cluster

        return cluster.run_on_cluster(journal, number, args.cluster, settings_of(args), token)
    if journal.batch(number).plan.kind == "watch":
        return watch_one(args, journal, number, output, token)
    return run.run(journal, number, settings_of(args), token)


def watch_one(
    args: argparse.Namespace, journal: Journal, number: int, output: Output, token: CancelToken
) -> Iterator[Event]:
    """A watched folder, until stopped."""
    from denoiser_app.engine.batch.watching import Arrived, watch

    folders = ", ".join(str(folder) for folder in journal.batch(number).plan.sources)
    output.note(f"Watching {folders}; Ctrl-C stops it.")
    with ended(watch(journal, number, settings_of(args), token)) as events:
        for event in events:
            if isinstance(event, Arrived):
                output.result(event, None, "arrived")
            else:
                yield event


def run_every(args: argparse.Namespace, journal: Journal, output: Output, token: CancelToken) -> Iterator[Event]:
    """Every active batch in turn."""
    from denoiser_app.engine.batch import run

    if not args.cluster:
        yield from run.run_all(journal, settings_of(args), token)
        return
    for batch in journal.batches():
        if batch.state is BatchState.ACTIVE and batch.plan.kind == "batch" and not batch.held:
            yield from run_one(args, journal, batch.id, output, token)


def nothing_to_do(journal: Journal) -> str:
    """Why ``--resume`` found nothing."""
    batches = journal.batches()
    lines = ["There is nothing to go on with."]
    lines += [f"{title(b)} is being worked on by {b.holder}." for b in batches if b.held]
    paused = [b for b in batches if b.state is BatchState.PAUSED and not b.held]
    lines += [f"{title(b)} is paused; 'denoiser-app batch --resume {b.id}' goes on with it." for b in paused]
    return "\n".join(lines)


def settings_of(args: argparse.Namespace) -> RunSettings:
    """How the work is done."""
    from denoiser_app.engine.batch.run import RunSettings

    return RunSettings(args.device, args.threads, args.tile, args.memory)


def require_cluster(args: argparse.Namespace) -> None:
    """ClusterNotInstalled before any photo is looked at."""
    if getattr(args, "cluster", None) and find_spec("distributed") is None:
        raise ClusterNotInstalled()
