from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from denoiser_app.core.errors import DiskFull, FileTruncated, ProgramEnded
from denoiser_app.core.progress import Progress
from denoiser_app.engine.batch.forecast import Forecast
from denoiser_app.engine.batch.items import BatchState, Counts, State
from denoiser_app.ui import i18n
from denoiser_app.ui.panels.batch import item_words as say
from denoiser_app.ui.panels.batch import wording
from tests.ui.panels.batch.photos import OUT, ROOT, batch, item

ACTIVE, PAUSED, FINISHED = BatchState.ACTIVE, BatchState.PAUSED, BatchState.FINISHED
NIGHT = Counts(waiting=588, running=1, done=409, failed=1, quarantined=1)
FULL = DiskFull(path="/photos/clean", needed_mb=320)
counts = st.builds(Counts, *[st.integers(0, 20_000)] * 6)


@pytest.fixture(autouse=True)
def english(qapp: QApplication) -> None:
    i18n.install(qapp, "en")


def test_a_night_in_one_line() -> None:
    line = wording.state_line(batch(counts=NIGHT, held=True), Forecast(11_400.0, 140.3))
    assert line == "Denoising 412 of 1,000 · about 3 h 10 min left · 140 photos an hour"


@pytest.mark.parametrize("forecast", [None, Forecast()])
def test_no_figure_is_given_before_there_is_one(forecast: Forecast | None) -> None:
    line = wording.state_line(batch(counts=NIGHT, held=True), forecast)
    assert line == "Denoising 412 of 1,000 · estimating the time left..."


def test_what_stops_it_is_said_with_what_to_do() -> None:
    for line in (
        wording.state_line(batch(counts=NIGHT, held=True, waiting_for=FULL)),
        wording.state_line(batch(counts=NIGHT, held=True), Forecast(60.0, 1.0), FULL),
    ):
        assert line.startswith("Waiting: ")
        assert "the disk is full" in line
        assert "make room" in line


@given(counts, st.sampled_from(BatchState), st.booleans(), st.booleans())
def test_finished_is_said_only_if_the_counts_reconcile(
    found: Counts, state: BatchState, held: bool, queued: bool
) -> None:
    batch_ = batch(state=state, counts=found, held=held)
    line = wording.state_line(batch_, None, None, queued=queued)
    reconciled = state is FINISHED and found.done + found.failed + found.quarantined + found.skipped == found.found
    assert line.startswith("Finished") == reconciled
    assert (wording.short_state(batch_) == "Finished") == reconciled
    assert line


@given(counts)
def test_every_photo_that_ended_is_in_the_outcome(found: Counts) -> None:
    figures = [int(part.split()[0].replace(",", "")) for part in wording.outcome(found).split(", ")]
    assert sum(figures) == found.ended


def test_a_finished_batch_with_losses() -> None:
    line = wording.state_line(batch(state=FINISHED, counts=Counts(done=997, failed=1, quarantined=1, skipped=1)))
    assert line == "Finished: 997 done, 2 failed, 1 skipped"


def test_a_batch_that_does_not_run_says_so_and_what_is_left() -> None:
    assert wording.state_line(batch(counts=NIGHT)) == "Not running · 589 of 1,000 still to do"
    assert wording.state_line(batch(counts=NIGHT), queued=True).startswith("Next in line")
    assert wording.state_line(batch(state=PAUSED, counts=NIGHT)).startswith("Paused · 589 of 1,000 still to do")
    assert wording.state_line(batch(state=PAUSED, counts=NIGHT, held=True)).startswith("Pausing")
    cancelled = wording.state_line(batch(state=BatchState.CANCELLED, counts=NIGHT))
    assert cancelled == "Cancelled · 409 done, 2 failed · 589 of 1,000 still to do"


def test_a_watched_folder_is_never_almost_done() -> None:
    watched = batch(kind="watch", counts=Counts(done=12), held=True)
    assert wording.state_line(watched) == "Watching for new photos · 12 done"
    assert wording.short_state(watched) == "Watching"


def test_a_batch_without_a_name_has_its_number() -> None:
    assert wording.title(batch(7, name="")) == "Batch 7"


# --- photos -----------------------------------------------------------------------------------------------------------


def test_a_failure_says_why_and_what_to_do_without_the_name_again() -> None:
    broken = item(3, State.FAILED)
    assert say.state(broken) == "Failed"
    assert say.remark(broken) == "The file ends too early; part of the photo is missing. Copy it again from the card."
    aside = item(4, State.QUARANTINED, error=ProgramEnded(path=str(ROOT / "DSC_0004.NEF"), times=2))
    assert say.state(aside) == "Set aside"
    assert "2 times" in say.remark(aside)


def test_a_reason_about_another_file_names_it() -> None:
    refused = item(3, State.FAILED, error=FileTruncated(path="/elsewhere/other.tif"))
    assert say.remark(refused).startswith("other.tif: ")


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("action", ["denoise", "copy", "skip", "verify"])
def test_every_state_has_words_and_a_filter(state: State, action: str) -> None:
    photo = item(1, state, action=action)
    assert say.state(photo)
    assert say.FILTER_OF[state] is not say.Filter.ALL


@pytest.mark.parametrize("reason", ["rule", "exists", "denoised"])
def test_a_skipped_photo_says_why(reason: str) -> None:
    assert say.remark(item(1, State.SKIPPED, skipped=reason)).endswith(".")


def test_steps_of_a_photo() -> None:
    running = item(1, State.RUNNING)
    assert say.state(running) == "Working on it"
    assert say.state(running, Progress("network", 21, 50)) == "Denoising 42 %"
    assert say.state(running, Progress("read", 0, 1)) == "Reading"
    assert say.state(running, Progress("something new", 0, 1)) == "Working on it"


def test_a_subfolder_is_named_below_its_root() -> None:
    assert say.subfolder(item(1)) == ""
    assert say.subfolder(item(1, name="day 2/a.NEF")) == "day 2"
    assert say.subfolder(item(1, root=OUT)) == str(OUT), "one that is not below it is named whole"


def test_only_what_is_there_is_a_result() -> None:
    assert say.has_result(item(1, State.DONE))
    assert say.has_result(item(1, State.SKIPPED, skipped="exists"))
    for photo in (item(1), item(1, State.FAILED), item(1, State.SKIPPED, skipped="rule"), item(1, State.RUNNING)):
        assert not say.has_result(photo)
        assert say.time_taken(photo) == ""
    assert say.time_taken(item(1, State.DONE, seconds={"read": 2.0, "network": 40.0})) == "42 s"
