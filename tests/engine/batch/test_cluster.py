from __future__ import annotations

import functools
import os
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import tifffile

from denoiser_app.core.errors import (
    Cancelled,
    ClusterNotInstalled,
    ClusterUnreachable,
    ProgramEnded,
    WorkerUnfit,
)
from denoiser_app.core.progress import CancelToken
from denoiser_app.engine.batch import cluster
from denoiser_app.engine.batch.cluster import run_on_cluster
from denoiser_app.engine.batch.events import BatchEnded, BatchStarted, Event, ItemEnded, ItemStarted, Waiting
from denoiser_app.engine.batch.items import BatchState, Counts, State
from denoiser_app.engine.batch.journal import Journal
from denoiser_app.engine.batch.run import RunSettings, room_of, run
from denoiser_app.formats.metadata import read_stamp
from denoiser_app.formats.whole import file_hash
from tests.engine.batch import batches
from tests.engine.batch.cluster_workers import TinyWorker
from tests.helpers.models import tiny_model

distributed = pytest.importorskip("distributed")

DAMAGED = "IMG_0007"
DIES_BEFORE, DIES_AFTER = "IMG_0003-dies-before", "IMG_0005-dies-after"


@contextmanager
def local_cluster(workers: int = 2, **options: Any) -> Iterator[Any]:
    """Processes by default; any free port, no dashboard."""
    options = {"processes": True, "threads_per_worker": 1, "silence_logs": 50, **options}
    with distributed.LocalCluster(n_workers=workers, dashboard_address=":0", **options) as found:
        yield found


@pytest.fixture(scope="module")
def two() -> Iterator[Any]:
    """A cluster of two processes."""
    with local_cluster() as found:
        yield found


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with Journal(tmp_path / "journal.sqlite") as found:
        yield found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the workers find their models and keep their diary."""
    (tmp_path / "shared" / "models").mkdir(parents=True)
    tiny_model(tmp_path / "shared" / "models", "rgb")
    return tmp_path / "shared"


def settings(folder: Path, seconds: float = 0.0) -> RunSettings:
    return RunSettings(device="cpu", threads=1, make_worker=functools.partial(TinyWorker, folder, seconds))


def sources(folder: Path, count: int, **renamed: str) -> list[Path]:
    found = batches.photos(folder, count)
    return [path.rename(path.with_stem(renamed[path.stem])) if path.stem in renamed else path for path in found]


def state_of(paths: list[Path]) -> list[tuple[str, int]]:
    return [(file_hash(path), path.stat().st_mtime_ns) for path in paths]


def assert_done_once(journal: Journal, batch: int, output: Path) -> None:
    """Every photo that is done has one whole file with its own job id, and there is nothing else."""
    done = journal.items(batch, states=(State.DONE,))
    for item in done:
        stamp = read_stamp(item.target) if item.target else None
        assert stamp is not None
        assert (stamp.job, file_hash(item.target)) == (item.job, item.sha256)  # type: ignore[arg-type]
        assert tifffile.imread(item.target).shape == (48, 64, 3)
        assert item.source_sha256 == file_hash(item.source)
    assert batches.names(output) == sorted(item.target.name for item in done if item.target)


@pytest.mark.slow
def test_a_batch_is_done_once_although_workers_are_killed(
    two: Any, journal: Journal, folder: Path, tmp_path: Path
) -> None:
    """One photo is damaged; workers die three times: by a signal half-way, before and after a result got its name."""
    photos = sources(folder / "in", 12, **{name[:8]: name for name in (DIES_BEFORE, DIES_AFTER)})
    damaged = next(path for path in photos if path.stem == DAMAGED)
    damaged.write_bytes(damaged.read_bytes()[:500])
    before, output = state_of(photos), folder / "out"
    batch = batches.new_batch(journal, photos, output)

    events = []
    for event in run_on_cluster(journal, batch, two.scheduler_address, settings(folder, 0.1), CancelToken()):
        events.append(event)
        if sum(isinstance(seen, ItemEnded) for seen in events) == 6 and isinstance(event, ItemEnded):
            os.kill(next(iter(two.workers.values())).pid, signal.SIGKILL)

    assert isinstance(events[0], BatchStarted)
    assert isinstance(events[-1], BatchEnded)
    assert events[-1].batch.state is BatchState.FINISHED
    assert journal.counts(batch) == Counts(done=11, failed=1), [str(i.error) for i in journal.items(batch)]
    (bad,) = journal.items(batch, states=(State.FAILED,))
    assert DAMAGED in str(bad.error)
    assert_done_once(journal, batch, output)
    assert state_of(photos) == before
    started = [event.item.source for event in events if isinstance(event, ItemStarted)]
    assert started == photos
    assert sum(isinstance(event, ItemEnded) for event in events) == 12
    assert {path.name for path in folder.glob("died-*")} == {
        f"died-{n}-denoised.tif" for n in (DIES_BEFORE, DIES_AFTER)
    }
    passes = Counter((folder / "diary").read_text().split())
    assert passes[DIES_BEFORE] == 2
    assert passes[DIES_AFTER] == 1, "its result was there already"
    crops = room_of(journal, batch).crops
    assert crops is not None
    assert len(list(crops.glob("*-after.jpg"))) >= 7  # not of those whose worker died with them


@pytest.mark.slow
def test_a_pause_is_heard_and_the_rest_is_done_without_the_cluster(
    two: Any, journal: Journal, folder: Path, tmp_path: Path
) -> None:
    photos, output = sources(folder / "in", 10), folder / "out"
    batch = batches.new_batch(journal, photos, output)
    events = run_on_cluster(journal, batch, two.scheduler_address, settings(folder, 0.3), CancelToken())
    until_the_end(events, ItemEnded, lambda: journal.wish(batch, BatchState.PAUSED))
    counts = journal.counts(batch)
    assert 1 <= counts.done < 8
    assert counts.waiting == 10 - counts.done
    assert not [name for name in batches.names(output) if name.startswith(".")]

    journal.wish(batch, BatchState.ACTIVE)
    batches.last(run(journal, batch, copying(), CancelToken()))
    assert journal.counts(batch) == Counts(done=10)
    assert_done_once(journal, batch, output)


@pytest.mark.slow
def test_a_photo_that_kills_every_worker_is_set_aside_and_the_others_are_done(
    two: Any, journal: Journal, folder: Path
) -> None:
    photos = sources(folder / "in", 4, IMG_0001="IMG_0001-deadly")
    batch = batches.new_batch(journal, photos, folder / "out")
    two.scheduler.allowed_failures = 0
    try:
        batches.last(run_on_cluster(journal, batch, two.scheduler_address, settings(folder), CancelToken()))
    finally:
        two.scheduler.allowed_failures = 3
    assert journal.counts(batch) == Counts(done=3, quarantined=1)
    (bad,) = journal.items(batch, states=(State.QUARANTINED,))
    assert isinstance(bad.error, ProgramEnded)
    assert "deadly" in str(bad.error)
    assert_done_once(journal, batch, folder / "out")


def test_a_scheduler_that_goes_away_loses_no_photo(
    journal: Journal, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 1.0)
    photos = sources(folder / "in", 6)
    batch = batches.new_batch(journal, photos, folder / "out")
    with local_cluster(1, processes=False) as found:
        url = found.scheduler_address
        events = run_on_cluster(journal, batch, url, copying(0.3), CancelToken())
        with pytest.raises(ClusterUnreachable):
            until_the_end(events, ItemEnded, found.close)
    counts = journal.counts(batch)
    assert (counts.running, counts.done + counts.waiting) == (0, 6)
    assert journal.batch(batch).state is BatchState.ACTIVE
    with pytest.raises(ClusterUnreachable, match=url):
        batches.last(run_on_cluster(journal, batch, url, copying(), CancelToken()))
    batches.last(run(journal, batch, copying(), CancelToken()))
    assert journal.counts(batch) == Counts(done=6)
    assert len(batches.names(folder / "out")) == 6


def test_a_worker_with_another_version_is_named_before_anything_is_done(
    journal: Journal, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = batches.new_batch(journal, sources(folder / "in", 2), folder / "out")
    monkeypatch.setattr(cluster, "__version__", "0.0.1")
    with local_cluster(1, processes=False) as found, pytest.raises(WorkerUnfit, match=f"process {os.getpid()}.*0.0.1"):
        batches.last(run_on_cluster(journal, batch, found.scheduler_address, copying(), CancelToken()))
    assert journal.counts(batch) == Counts(waiting=2)
    assert batches.names(folder / "out") == []


def test_a_cluster_without_workers_is_waited_for_and_a_cancel_is_heard(journal: Journal, folder: Path) -> None:
    batch = batches.new_batch(journal, sources(folder / "in", 2), folder / "out")
    token = CancelToken()
    with local_cluster(0, processes=False) as found:
        events = run_on_cluster(journal, batch, found.scheduler_address, copying(), token)
        with pytest.raises(Cancelled):
            until_the_end(events, Waiting, token.cancel)
    assert journal.counts(batch) == Counts(waiting=2)


@pytest.mark.parametrize("url", ["studio", "tcp://studio", "studio:dask", "http://studio:8786", ""])
def test_an_address_that_is_none_is_shown(journal: Journal, folder: Path, url: str) -> None:
    batch = batches.new_batch(journal, sources(folder / "in", 1), folder / "out")
    with pytest.raises(ClusterUnreachable, match=f"^{url}: "):
        batches.last(run_on_cluster(journal, batch, url, copying(), CancelToken()))
    assert journal.counts(batch) == Counts(waiting=1)


def test_without_dask_it_says_what_to_install(journal: Journal, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "find_spec", lambda _: None)
    with pytest.raises(ClusterNotInstalled, match=r"pip install 'denoiser-app\[cluster\]'"):
        run_on_cluster(journal, 1, "tcp://127.0.0.1:1", copying(), CancelToken())


def until_the_end(events: Iterator[Event], kind: type, then: Callable[[], None]) -> None:
    """Hears all events, and does something at each of a kind."""
    for event in events:
        if isinstance(event, kind):
            then()


def copying(seconds: float = 0.0) -> RunSettings:
    return batches.settings(seconds=seconds)
