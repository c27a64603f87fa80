from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from denoiser_app.core.errors import (
    ClusterEmpty,
    DecoderDied,
    DenoiserError,
    DenoisingFailed,
    DiskFull,
    FileMissing,
    ProgramEnded,
    WorkerUnfit,
)
from denoiser_app.core.progress import CancelToken
from denoiser_app.engine.batch import handing_out, patience
from denoiser_app.engine.batch.cluster_worker import Said
from denoiser_app.engine.batch.events import GoesOn, ItemEnded, ItemPutOff, ItemStarted, Waiting
from denoiser_app.engine.batch.handing_out import HandingOut, Lost
from denoiser_app.engine.batch.items import Counts, Item, Outcome, State
from denoiser_app.engine.batch.journal import Journal
from denoiser_app.engine.batch.lease import held
from denoiser_app.engine.batch.run import room_of
from tests.engine.batch import batches

Answer = Said | Lost
WORKER = "process 1 on studio"


class FakeCluster:
    """answers: what is said of a photo, by its number, one after the other; else it is done. most: which were out each
    time that one more was handed. slow: how often there is no answer yet."""

    url = "tcp://nowhere:1"

    def __init__(self, room: int = 3, answers: dict[int, list[Answer]] | None = None) -> None:
        self.room, self.fit, self.unfit = room, True, list[WorkerUnfit]()
        self.sees, self.slow = True, dict[int, int]()
        self.handed: list[int] = []
        self.most: list[set[int]] = []
        self._answers, self._out = answers or {}, set[int]()
        self.looked: Callable[[], None] = lambda: None

    def look(self, samples: Sequence[Path]) -> None:
        self.looked()

    def all_answered(self) -> bool:
        return True

    def is_fit(self, worker: str, samples: Sequence[Path]) -> bool:
        return self.sees

    def hand(self, item: Item) -> Item:
        self.handed.append(_number(item))
        self._out.add(_number(item))
        self.most.append(set(self._out))
        return item

    def answer(self, item: Item) -> Answer | None:
        if self.slow.get(_number(item), 0) > 0:
            self.slow[_number(item)] -= 1
            return None
        self._out.discard(_number(item))
        left = self._answers.get(_number(item))
        return left.pop(0) if left else Said(WORKER, done(item))


def _number(item: Item) -> int:
    """From 0, by its name."""
    return int(item.source.stem.rsplit("_", 1)[1])


def done(item: Item) -> Outcome:
    assert item.target is not None
    item.target.parent.mkdir(exist_ok=True)
    item.target.write_bytes(b"a photo")
    return Outcome(item.target, 7, "sha")


def said(error: DenoiserError) -> Said:
    return Said(WORKER, error)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (handing_out, patience):
        monkeypatch.setattr(module, "LOOKED_EVERY", 0.02)
    monkeypatch.setattr(handing_out, "POLL", 0.001)


class Night:
    """A batch of photos handed to a fake cluster; ``events`` are what came of it."""

    def __init__(self, folder: Path, cluster: FakeCluster, count: int = 4) -> None:
        self.events: list[object] = []
        with Journal(folder / "journal.sqlite") as journal:
            batch = batches.new_batch(journal, batches.photos(folder / "in", count), folder / "out")
            try:
                with held(journal, batch) as lease:
                    work = HandingOut(lease, room_of(journal, batch), cluster)  # type: ignore[arg-type]
                    self.events = list(work.run(CancelToken()))
            finally:
                self.items, self.counts = journal.items(batch), journal.counts(batch)

    def of(self, *kinds: type) -> list[type]:
        return [type(event) for event in self.events if isinstance(event, kinds)]


@settings(max_examples=10)
@given(room=st.integers(1, 5), count=st.integers(1, 8))
def test_photos_go_out_in_their_order_and_never_too_many(
    room: int, count: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    cluster = FakeCluster(room)
    night = Night(tmp_path_factory.mktemp("night"), cluster, count)
    assert night.counts == Counts(done=count)
    assert cluster.handed == sorted(cluster.handed)
    assert max(map(len, cluster.most)) == min(room, count)
    assert night.of(ItemStarted, ItemEnded).count(ItemEnded) == count


def test_a_worker_that_does_not_see_the_folder_costs_no_photo(tmp_path: Path) -> None:
    cluster = FakeCluster(answers={1: [said(FileMissing(path="x"))] * 2})
    cluster.sees = False
    night = Night(tmp_path, cluster)
    assert night.counts == Counts(done=4)
    assert cluster.handed.count(1) == 3


def test_a_photo_that_is_missing_for_a_worker_that_sees_the_folder_has_failed(tmp_path: Path) -> None:
    night = Night(tmp_path, FakeCluster(answers={1: [said(FileMissing(path="x"))]}))
    assert night.counts == Counts(done=3, failed=1)


def test_a_result_that_is_not_seen_here_is_not_done(tmp_path: Path) -> None:
    nowhere = Outcome(tmp_path / "out" / "nothing.tif", 7, "sha")
    night = Night(tmp_path, FakeCluster(answers={2: [Said(WORKER, nowhere)]}))
    assert night.counts == Counts(done=3, failed=1)
    (bad,) = [item for item in night.items if item.state is State.FAILED]
    assert isinstance(bad.error, WorkerUnfit)
    assert WORKER in str(bad.error)


def test_a_full_disk_is_waited_for_and_no_photo_is_lost(tmp_path: Path) -> None:
    full = said(DiskFull(path=str(tmp_path / "out" / "a.tif"), needed_mb=0.0))
    night = Night(tmp_path, FakeCluster(answers={0: [full, full], 2: [full]}))
    assert night.counts == Counts(done=4)
    told = night.of(Waiting, GoesOn)
    assert told == [Waiting, GoesOn] * (len(told) // 2)
    assert told


def test_a_decoder_that_dies_twice_puts_the_photo_aside(tmp_path: Path) -> None:
    died = said(DecoderDied(path="x"))
    night = Night(tmp_path, FakeCluster(answers={1: [died, died]}))
    assert night.counts == Counts(done=3, quarantined=1)
    assert night.of(ItemPutOff) == [ItemPutOff]


def test_a_photo_whose_workers_died_is_done_again_alone(tmp_path: Path) -> None:
    """It was perhaps in bad company."""
    killed = Lost(True, "all those workers died")
    cluster = FakeCluster(room=3, answers={0: [killed], 1: [killed], 2: [killed, killed]})
    cluster.slow = {1: 5, 2: 9}
    night = Night(tmp_path, cluster, 6)
    assert night.counts == Counts(done=5, quarantined=1)
    (bad,) = [item for item in night.items if item.state is State.QUARANTINED]
    assert _number(bad) == 2
    assert isinstance(bad.error, ProgramEnded)
    for suspect in (0, 1, 2):
        again = len(cluster.handed) - 1 - cluster.handed[::-1].index(suspect)
        assert cluster.most[again] == {suspect}
        assert suspect not in {number for out in cluster.most[again + 1 :] for number in out}


def test_a_cluster_that_makes_no_sense_ends_the_run_and_every_photo_waits(tmp_path: Path) -> None:
    lost = Lost(False, "ModuleNotFoundError: No module named 'denoiser_app'")
    with pytest.raises(WorkerUnfit, match="denoiser_app"):
        Night(tmp_path, FakeCluster(answers={n: [lost] * 9 for n in range(4)}))
    with Journal(tmp_path / "journal.sqlite") as journal:
        assert journal.counts(1) == Counts(waiting=4)
        assert {item.attempts for item in journal.items(1)} == {0}


def test_one_answer_lost_is_asked_for_again(tmp_path: Path) -> None:
    night = Night(tmp_path, FakeCluster(answers={n: [Lost(False, "CommClosedError")] for n in range(4)}))
    assert night.counts == Counts(done=4)


def test_an_error_of_the_photo_ends_it_alone(tmp_path: Path) -> None:
    failed = said(DenoisingFailed(path="x", reason="no"))
    assert Night(tmp_path, FakeCluster(answers={1: [failed]})).counts == Counts(done=3, failed=1)


def test_a_skipped_photo_is_no_failure(tmp_path: Path) -> None:
    assert Night(tmp_path, FakeCluster(answers={1: [Said(WORKER, "exists")]})).counts == Counts(done=3, skipped=1)


def test_a_cluster_that_lost_its_workers_is_waited_for(tmp_path: Path) -> None:
    cluster = FakeCluster(room=1)

    def looked() -> Iterator[None]:
        yield
        cluster.fit = False
        yield
        yield
        cluster.fit = True
        while True:
            yield

    looks = looked()
    cluster.looked = lambda: next(looks)
    night = Night(tmp_path, cluster, 60)
    assert night.counts == Counts(done=60)
    assert night.of(Waiting, GoesOn) == [Waiting, GoesOn]
    (waiting,) = [event for event in night.events if isinstance(event, Waiting)]
    assert isinstance(waiting.reason, ClusterEmpty)


def test_an_unfit_worker_at_the_start_is_named_and_nothing_begins(tmp_path: Path) -> None:
    cluster = FakeCluster()
    cluster.unfit = [WorkerUnfit(worker=WORKER, reason="it cannot read /photos")]
    with pytest.raises(WorkerUnfit, match="cannot read /photos"):
        Night(tmp_path, cluster)
    assert not cluster.handed


def test_left_over_parts_of_killed_workers_are_gone_in_the_end(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    part = tmp_path / "out" / ".IMG_0001-denoised.tif.part-0123456789ab"
    other = tmp_path / "out" / ".somebody-elses.tif.part-0123456789ab"
    for path in (part, other):
        path.touch()
    Night(tmp_path, FakeCluster())
    assert not part.exists()
    assert other.exists()
