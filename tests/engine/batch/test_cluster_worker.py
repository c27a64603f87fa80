from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from denoiser_app.core.errors import WorkerUnfit
from denoiser_app.engine.batch import cluster_worker
from denoiser_app.engine.batch.cluster_worker import Order, check, leave, photo
from denoiser_app.engine.batch.items import Outcome, Plan
from denoiser_app.engine.batch.journal import Journal
from denoiser_app.engine.batch.run import RunSettings
from denoiser_app.engine.batch.stages import Room
from denoiser_app.formats.naming import Originals
from tests.engine.batch import batches


def orders(folder: Path, count: int, settings: RunSettings, run: str) -> list[Order]:
    sources = batches.photos(folder / "in", count)
    with Journal(folder / "journal.sqlite") as journal:
        items = journal.items(batches.new_batch(journal, sources, folder / "out"))
    (folder / "out").mkdir(exist_ok=True)  # as the run does that hands them out
    room = Room(Plan((folder / "in",), folder / "out"), Originals.of(sources), folder / "crops")
    return [Order(run, item, room, settings) for item in items]


def test_the_network_takes_one_photo_after_another_in_any_number_of_threads(tmp_path: Path) -> None:
    lock, together = threading.Lock(), []

    def during(_: Path) -> None:
        together.append(lock.acquire(blocking=False))
        time.sleep(0.02)
        lock.release()

    with ThreadPoolExecutor(4) as threads:
        said = list(threads.map(photo, orders(tmp_path, 6, batches.settings(during), str(tmp_path))))
    assert all(isinstance(one.content, Outcome) for one in said), said
    assert together == [True] * 6
    assert len(batches.names(tmp_path / "out")) == 6


def test_a_worker_that_was_given_up_for_lost_and_goes_on_does_no_harm(tmp_path: Path) -> None:
    """Two workers do the same photo: both say the same, and there is one result."""
    others: list[Outcome] = []

    def during(_: Path) -> None:
        if not others:
            others.append(photo(Order("other", order.item, order.room, batches.settings())).content)  # type: ignore[arg-type]

    (order,) = orders(tmp_path, 1, batches.settings(during), str(tmp_path))
    slow = photo(order).content
    assert isinstance(slow, Outcome)
    assert (slow.target, slow.sha256) == (others[0].target, others[0].sha256)
    assert batches.names(tmp_path / "out") == [slow.target.name]


def test_when_a_run_is_over_its_photos_stop_and_nothing_is_written(tmp_path: Path) -> None:
    first, second = orders(tmp_path, 2, batches.settings(lambda _: leave(str(tmp_path))), str(tmp_path))
    assert photo(first).content is None, "it was on the network"
    assert photo(second).content is None, "it had not begun"
    assert not (tmp_path / "out").exists() or batches.names(tmp_path / "out") == []


def test_what_goes_wrong_comes_back_as_a_value(tmp_path: Path) -> None:
    good, bad = orders(tmp_path, 2, batches.settings(), str(tmp_path))
    bad.item.source.write_bytes(bad.item.source.read_bytes()[:300])
    assert isinstance(photo(good).content, Outcome)
    assert str(bad.item.source) in str(photo(bad).content)
    other = photo(Order("run", good.item, good.room, good.settings, version="0.0.1")).content
    assert isinstance(other, WorkerUnfit)


def test_crops_come_back_and_stay_nowhere(tmp_path: Path) -> None:
    (order,) = orders(tmp_path, 1, batches.settings(), str(tmp_path))
    said = photo(order)
    assert sorted(said.crops) == [f"{order.item.id}-after.jpg", f"{order.item.id}-before.jpg"]
    assert not (tmp_path / "crops").exists()


def test_a_worker_is_fit_only_if_it_sees_the_same_folders(tmp_path: Path) -> None:
    sample, mark = batches.photo(tmp_path / "a.png"), tmp_path / "mark"
    mark.touch()
    version = cluster_worker.__version__
    assert check(version, [sample], mark).lacks == ""
    assert check(version, [sample], None).lacks == ""
    assert str(tmp_path / "b.png") in check(version, [sample, tmp_path / "b.png"], mark).lacks
    assert str(tmp_path) in check(version, [sample], tmp_path / "other").lacks
    assert "0.0.1" in check("0.0.1", [sample], mark).lacks
