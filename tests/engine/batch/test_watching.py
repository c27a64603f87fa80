"""A watched folder: what arrives is done once it is complete, once, and under a name of its own."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from denoiser_app.core.errors import BatchBusy, Cancelled, FileMissing, FolderGone, RulesInvalid
from denoiser_app.core.progress import CancelToken
from denoiser_app.core.recipe import ExportOptions, Recipe
from denoiser_app.engine.batch import watching
from denoiser_app.engine.batch.events import BatchEnded, BatchStarted, Event, GoesOn, ItemEnded, Waiting
from denoiser_app.engine.batch.items import BatchState, Item, Plan, State
from denoiser_app.engine.batch.journal import Journal
from denoiser_app.engine.batch.lease import held
from denoiser_app.engine.batch.run import RunSettings, run
from denoiser_app.engine.batch.sources import Found
from denoiser_app.engine.batch.watched import opened
from denoiser_app.engine.batch.watching import Arrivals, Arrived, Work, watch
from tests.engine.batch.batches import names, photo, settings

STILL = 2.0
Step = Callable[[], object]


@dataclass
class Days:
    """Watches with a clock of its own: one step of the script at every rest, a second each, until it is over."""

    journal: Journal
    batch: int
    monkeypatch: pytest.MonkeyPatch
    now: float = 0.0
    work: Work = run

    def pass_by(self, *script: Step | None) -> list[object]:
        """What is said while the script goes on; then the program is stopped, and three seconds of nothing before."""
        token, steps = CancelToken(), iter([*script, None, None, None, None])

        def rest(_: float, __: CancelToken) -> None:
            self.now += 1.0
            try:
                step = next(steps)
            except StopIteration:
                token.cancel()
                return
            if step is not None:
                step()

        self.monkeypatch.setattr(watching, "_rest", rest)
        self.monkeypatch.setattr(watching, "Arrivals", partial(Arrivals, clock=lambda: self.now))
        said: list[object] = []
        try:
            for event in watch(self.journal, self.batch, settings(), token, 1.0, STILL, work=self.work):
                said.append(event)  # noqa: PERF402 - what was said before it was cancelled counts
        except Cancelled:
            said.append("cancelled")
        return said

    @property
    def items(self) -> list[Item]:
        return self.journal.items(self.batch)

    @property
    def states(self) -> dict[str, State]:
        return {item.source.name: item.state for item in self.items}


@pytest.fixture
def incoming(tmp_path: Path) -> Path:
    folder = tmp_path / "incoming"
    folder.mkdir()
    return folder


@pytest.fixture
def journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Journal]:
    monkeypatch.setenv("DENOISER_DATA", str(tmp_path / "user"))
    with Journal(tmp_path / "user" / "batches.sqlite") as found:
        yield found


@pytest.fixture
def days(journal: Journal, incoming: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Days:
    plan = Plan((incoming,), tmp_path / "clean", recursive=True)
    return Days(journal, opened(journal, plan), monkeypatch)


def whole(folder: Path, seed: int = 0) -> bytes:
    """The bytes of a small photo."""
    path = photo(folder / f"whole-{seed}.png", seed)
    data = path.read_bytes()
    path.unlink()
    return data


def append(path: Path, data: bytes) -> Step:
    def step() -> None:
        with path.open("ab") as file:
            file.write(data)

    return step


# --- complete ---------------------------------------------------------------------------------------------------------

SIZES = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2), st.floats(0.1, 3.0)), min_size=1, max_size=20)


@given(SIZES, st.floats(0.5, 4.0))
def test_a_file_is_complete_when_it_stayed_as_it_is(looks: list[tuple[int, int, float]], still: float) -> None:
    now, last, since = 0.0, None, 0.0
    arrivals = Arrivals(still, clock=lambda: now)
    for size, mtime, later in looks:
        now += later
        if (size, mtime) != last:
            last, since = (size, mtime), now
        found = Found(Path("/in/1.nef"), Path("/in"), size, mtime)
        assert (arrivals.complete([found]) == [found]) == (size > 0 and now - since >= still)


def test_a_file_that_was_away_begins_anew() -> None:
    now = 0.0
    arrivals = Arrivals(STILL, clock=lambda: now)
    found = Found(Path("/in/1.nef"), Path("/in"), 5, 5)
    arrivals.complete([found])
    now = 1.0
    assert arrivals.complete([]) == []
    now = 2.5
    assert arrivals.complete([found]) == []


def test_a_slow_writer_is_never_read_half(days: Days, incoming: Path, tmp_path: Path) -> None:
    data, path = whole(tmp_path), incoming / "slow.png"
    cuts = sorted(random.Random(4).sample(range(1, len(data)), 6))
    pieces = [data[start:end] for start, end in zip([0, *cuts], [*cuts, len(data)], strict=True)]
    script: list[Step | None] = []
    for piece in pieces:
        script += [append(path, piece), None]
    said = days.pass_by(*script)
    assert [type(event) for event in said if isinstance(event, ItemEnded | Arrived)] == [Arrived, ItemEnded]
    assert days.states == {"slow.png": State.DONE}
    assert days.items[0].size == len(data)


def test_an_empty_file_is_waited_for(days: Days, incoming: Path, tmp_path: Path) -> None:
    path = incoming / "1.png"
    days.pass_by(path.touch, None, None, None)
    assert days.items == []
    days.pass_by(append(path, whole(tmp_path)))
    assert days.states == {"1.png": State.DONE}


def test_a_file_that_is_renamed_into_place_is_taken_under_its_last_name(days: Days, incoming: Path) -> None:
    part = photo(incoming / "1.png").rename(incoming / ".1.png.filepart")
    days.pass_by(None, None, None, lambda: part.rename(incoming / "1.png"))
    assert days.states == {"1.png": State.DONE}


def test_one_that_came_too_slowly_fails_and_is_done_when_it_has_grown(
    days: Days, incoming: Path, tmp_path: Path
) -> None:
    """The network stood still in the middle of a copy for longer than anybody waits."""
    data, path = whole(tmp_path), incoming / "1.png"
    days.pass_by(append(path, data[:800]), None, None, None)
    assert days.states == {"1.png": State.FAILED}
    target = days.items[0].target
    days.pass_by(None, None, None)
    assert days.states == {"1.png": State.FAILED}
    said = days.pass_by(append(path, data[800:]))
    assert [event.item.state for event in said if isinstance(event, ItemEnded)] == [State.DONE]
    counts = days.journal.counts(days.batch)
    assert (counts.found, counts.done, counts.not_done) == (1, 1, 0)
    assert (days.items[0].target, days.items[0].error, days.items[0].attempts) == (target, None, 1)


# --- once, and nothing else -------------------------------------------------------------------------------------------


def test_thirty_at_once_are_all_done_and_none_twice(days: Days, incoming: Path, tmp_path: Path) -> None:
    def arrive() -> None:
        for number in range(30):
            photo(incoming / f"IMG_{number}.png", number, (20, 30))

    said = days.pass_by(arrive, None, None, None, None)
    arrived = [event.path for event in said if isinstance(event, Arrived)]
    assert arrived == [incoming / f"IMG_{number}.png" for number in range(30)]
    assert [event.item.source for event in said if isinstance(event, ItemEnded)] == arrived
    assert set(days.states.values()) == {State.DONE}
    assert len(names(tmp_path / "clean")) == 30


def test_what_came_while_nobody_watched_is_taken_and_nothing_is_done_again(
    days: Days, journal: Journal, incoming: Path, tmp_path: Path
) -> None:
    days.pass_by(lambda: photo(incoming / "1.png", 1))
    before = (tmp_path / "clean" / "1-denoised.tif").stat()
    photo(incoming / "2.png", 2)
    again = opened(journal, Plan((incoming,), tmp_path / "clean", recursive=True, recipe=Recipe(strength=80.0)))
    assert again == days.batch
    assert len(journal.batches()) == 1
    days.pass_by()
    assert [(item.source.name, item.state, item.recipe.strength) for item in days.items] == [
        ("1.png", State.DONE, 100.0), ("2.png", State.DONE, 80.0),
    ]  # fmt: skip
    assert (tmp_path / "clean" / "1-denoised.tif").stat().st_mtime_ns == before.st_mtime_ns


def test_sub_folders_and_their_results_inside_the_watched_folder(
    journal: Journal, incoming: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = Plan((incoming,), incoming / "clean", recursive=True)
    days = Days(journal, opened(journal, plan), monkeypatch)
    days.pass_by(lambda: photo(incoming / "day" / "1.png"), None, None, None, None, None)
    assert names(incoming) == ["clean/day/1-denoised.tif", "day/1.png"]
    assert list(days.states) == ["1.png"]


def test_results_beside_their_photos_are_not_taken_again(
    journal: Journal, incoming: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = Days(journal, opened(journal, Plan((incoming,), None)), monkeypatch)
    days.pass_by(lambda: photo(incoming / "1.png"), None, None, None, None, None)
    assert names(incoming) == ["1-denoised.tif", "1.png"]
    assert list(days.states) == ["1.png"]


def test_the_second_of_a_pair_gets_a_name_of_its_own(days: Days, incoming: Path, tmp_path: Path) -> None:
    days.pass_by(lambda: photo(incoming / "1.png"), None, None, None, lambda: photo(incoming / "1.tif", 1))
    assert set(days.states.values()) == {State.DONE}
    assert names(tmp_path / "clean") == ["1-denoised-2.tif", "1-denoised.tif"]


def test_another_photo_under_an_old_name_is_another_photo(days: Days, incoming: Path, tmp_path: Path) -> None:
    """Cameras begin again at IMG_0001."""
    days.pass_by(lambda: photo(incoming / "1.png", 1))
    days.pass_by(lambda: photo(incoming / "1.png", 2, (30, 30)))
    assert [item.state for item in days.items] == [State.DONE, State.DONE]
    assert names(tmp_path / "clean") == ["1-denoised-2.tif", "1-denoised.tif"]


def test_the_counter_goes_on(journal: Journal, incoming: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = Plan((incoming,), tmp_path / "clean", options=ExportOptions(name="{counter}"))
    days = Days(journal, opened(journal, plan), monkeypatch)
    for number in (1, 2, 3):
        days.pass_by(lambda number=number: photo(incoming / f"{number}.png", number))  # type: ignore[misc]
    assert names(tmp_path / "clean") == ["0001.tif", "0002.tif", "0003.tif"]


def test_one_that_is_deleted_before_it_is_complete_was_never_there(days: Days, incoming: Path) -> None:
    path = incoming / "1.png"
    days.pass_by(lambda: photo(path), path.unlink, lambda: photo(incoming / "2.png"))
    assert days.states == {"2.png": State.DONE}


def test_one_that_is_deleted_before_its_turn_is_named(days: Days, incoming: Path) -> None:
    def too_late(journal: Journal, batch: int, how: RunSettings, token: CancelToken) -> Iterator[Event]:
        (incoming / "2.png").unlink(missing_ok=True)
        yield from run(journal, batch, how, token)

    days.work = too_late
    days.pass_by(lambda: [photo(incoming / f"{number}.png", number) for number in (1, 2, 3)])
    assert days.states == {"1.png": State.DONE, "2.png": State.FAILED, "3.png": State.DONE}
    failed = next(item for item in days.items if item.state is State.FAILED)
    assert isinstance(failed.error, FileMissing)


# --- stopping and waiting ---------------------------------------------------------------------------------------------


def test_a_folder_that_vanishes_is_waited_for(days: Days, incoming: Path, tmp_path: Path) -> None:
    away = tmp_path / "away"
    said = days.pass_by(
        lambda: photo(incoming / "1.png"), None, None, None, None,
        lambda: incoming.rename(away), None, None,
        lambda: photo(away / "2.png"),
        lambda: away.rename(incoming),
    )  # fmt: skip
    waits = [event for event in said if isinstance(event, Waiting | GoesOn)]
    assert [type(event) for event in waits] == [Waiting, GoesOn]
    assert isinstance(waits[0], Waiting)
    assert isinstance(waits[0].reason, FolderGone)
    assert str(incoming) in str(waits[0].reason)
    assert days.states == {"1.png": State.DONE, "2.png": State.DONE}


def test_while_a_folder_is_gone_the_journal_says_so_and_others_are_watched(
    journal: Journal, incoming: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = tmp_path / "card"
    card.mkdir()
    days = Days(journal, opened(journal, Plan((card, incoming), tmp_path / "clean")), monkeypatch)
    seen = []
    days.pass_by(
        card.rmdir, None, lambda: seen.append(journal.batch(days.batch).waiting_for),
        lambda: photo(incoming / "1.png"),
    )  # fmt: skip
    assert isinstance(seen[0], FolderGone)
    assert days.states == {"1.png": State.DONE}


@pytest.mark.parametrize("wish", [BatchState.PAUSED, BatchState.CANCELLED])
def test_a_wish_in_the_journal_ends_it(days: Days, wish: BatchState) -> None:
    said = days.pass_by(None, lambda: days.journal.wish(days.batch, wish))
    assert isinstance(said[-1], BatchEnded)
    assert said[-1].batch.state is wish
    assert not days.journal.batch(days.batch).held


def test_cancelling_leaves_the_batch_active_and_free(days: Days) -> None:
    assert days.pass_by() == ["cancelled"]
    batch = days.journal.batch(days.batch)
    assert (batch.state, batch.held) == (BatchState.ACTIVE, False)


def test_a_second_program_does_not_watch_the_same(days: Days, incoming: Path, tmp_path: Path) -> None:
    errors = []

    def second() -> None:
        with Journal(days.journal.path) as journal:
            for attempt in (
                lambda: opened(journal, Plan((incoming,), tmp_path / "clean")),
                lambda: next(watch(journal, days.batch, settings(), CancelToken())),
            ):
                with pytest.raises(BatchBusy) as caught:
                    attempt()
                errors.append(caught.value)

    days.pass_by(second)
    assert len(errors) == 2


def test_a_failed_photo_is_tried_again_when_wished(days: Days, incoming: Path) -> None:
    path = incoming / "1.png"
    days.pass_by(append(path, b"\x89PNG\r\n\x1a\n and no more"))
    assert days.states == {"1.png": State.FAILED}
    said = days.pass_by(lambda: days.journal.retry(days.batch))
    assert sum(isinstance(event, ItemEnded) for event in said) == 1


def test_photos_left_in_the_middle_are_done_first(days: Days, incoming: Path) -> None:
    def interrupted(*_: object) -> Iterator[object]:
        raise Cancelled
        yield

    steps = watch(days.journal, days.batch, settings(), CancelToken(), 0.01, 0.02, work=interrupted)  # type: ignore[arg-type]
    photo(incoming / "1.png")
    assert next(steps) == Arrived(incoming / "1.png")
    with pytest.raises(Cancelled):
        next(steps)
    assert days.states == {"1.png": State.WAITING}
    said = days.pass_by()
    assert isinstance(said[0], BatchStarted)
    assert days.states == {"1.png": State.DONE}


# --- opening ----------------------------------------------------------------------------------------------------------


def test_other_sources_or_another_output_are_another_batch(journal: Journal, incoming: Path, tmp_path: Path) -> None:
    plan = Plan((incoming,), tmp_path / "clean")
    first = opened(journal, plan)
    assert opened(journal, plan) == first
    assert opened(journal, replace(plan, output=tmp_path / "other")) != first
    assert opened(journal, replace(plan, sources=(tmp_path,))) != first
    journal.wish(first, BatchState.PAUSED)
    assert opened(journal, plan) == first
    assert journal.batch(first).state is BatchState.ACTIVE
    journal.wish(first, BatchState.CANCELLED)
    assert opened(journal, plan) != first


def test_a_folder_that_never_was_and_rules_that_make_no_sense_are_refused(journal: Journal, incoming: Path) -> None:
    with pytest.raises(FileMissing, match="incomming"):
        opened(journal, Plan((incoming.with_name("incomming"),), None))
    with pytest.raises(RulesInvalid):
        opened(journal, Plan((incoming,), None, rules="{"))
    assert journal.batches() == []


def test_a_folder_known_from_before_may_come_later(journal: Journal, incoming: Path) -> None:
    plan = Plan((incoming,), None)
    first = opened(journal, plan)
    shutil.rmtree(incoming)
    assert opened(journal, plan) == first
    assert not os.path.lexists(incoming)


def test_the_lease_is_given_back_when_nobody_listens_any_more(days: Days, incoming: Path) -> None:
    photo(incoming / "1.png")
    steps = watch(days.journal, days.batch, settings(), CancelToken(), 0.01, 0.02)
    assert next(steps) == Arrived(incoming / "1.png")
    steps.close()  # type: ignore[attr-defined]
    with held(days.journal, days.batch):
        pass
