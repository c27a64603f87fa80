"""A batch from end to end: good photos are done, bad ones named, the counts reconcile, and stopping is safe."""

import hashlib
import threading
import time
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
import tifffile

from denoiser_app.core.errors import (
    Cancelled,
    DecoderDied,
    DeviceUnavailable,
    FileMissing,
    FolderGone,
    OutputExists,
    OutputNotWritable,
    ResultDamaged,
)
from denoiser_app.core.photo import Photo
from denoiser_app.core.progress import CancelToken, Progress
from denoiser_app.engine import device, job
from denoiser_app.engine.batch import patience, recovery
from denoiser_app.engine.batch.events import (
    BatchEnded,
    BatchStarted,
    Event,
    ItemEnded,
    ItemProgress,
    ItemPutOff,
    ItemStarted,
    Waiting,
)
from denoiser_app.engine.batch.items import BatchState, Counts, Plan, State
from denoiser_app.engine.batch.journal import Journal
from denoiser_app.engine.batch.keepsakes import folder_of
from denoiser_app.engine.batch.lease import held
from denoiser_app.engine.batch.run import RunSettings, run, run_all
from denoiser_app.formats.metadata import read_stamp
from tests.engine.batch.batches import CopyingWorker, names, new_batch, new_item, photo, photos, settings
from tests.ui.window.decoding import Decoding

SETTINGS = settings()


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with Journal(tmp_path / "user" / "batches.sqlite") as found:
        yield found


@pytest.fixture(autouse=True)
def _own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DENOISER_DATA", str(tmp_path / "user"))
    monkeypatch.setattr(patience, "LOOKED_EVERY", 0.05)
    Decoding().install(monkeypatch)


def events_of(journal: Journal, number: int, how: object = SETTINGS) -> list[Event]:
    return list(run(journal, number, how, CancelToken()))  # type: ignore[arg-type]


def test_photos_are_done_in_order_and_the_journal_knows_each_file(journal: Journal, tmp_path: Path) -> None:
    sources = photos(tmp_path / "card", 7)
    number = new_batch(journal, sources, tmp_path / "out")
    events = events_of(journal, number)
    assert isinstance(events[0], BatchStarted)
    assert [e.item.source for e in events if isinstance(e, ItemEnded)] == sources
    last = events[-1]
    assert isinstance(last, BatchEnded)
    assert last.batch.state is BatchState.FINISHED
    assert last.batch.counts == Counts(done=7), [item.error for item in journal.items(number)]
    for item in journal.items(number):
        assert item.target is not None
        content = item.target.read_bytes()
        assert (item.bytes, item.sha256) == (len(content), hashlib.sha256(content).hexdigest())
        assert item.source_sha256 == hashlib.sha256(item.source.read_bytes()).hexdigest()
        assert tifffile.imread(item.target).shape == (48, 64, 3)
        stamp = read_stamp(item.target)
        assert stamp is not None
        assert stamp.job == item.job


def test_a_finished_batch_has_its_report(journal: Journal, tmp_path: Path) -> None:
    number = new_batch(journal, photos(tmp_path / "card", 2), tmp_path / "out")
    events_of(journal, number)
    page = (folder_of(number) / "report.html").read_text()
    assert "2 of 2 photos done" in page
    assert all(f"crops/{item.id}-{side}.jpg" in page for item in journal.items(number) for side in ("before", "after"))
    assert "IMG_0001-denoised.tif" in (folder_of(number) / "report.csv").read_text("utf-8-sig")


def test_one_is_read_and_one_is_written_while_one_is_on_the_network(
    journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every stage waits until the two others are busy with another photo: one after another would never end."""
    meeting = threading.Barrier(3, timeout=20)
    met = []

    def meet(path: Path) -> None:
        if path.name in ("IMG_0002.png", "IMG_0003.png", "IMG_0004.png") and not met:
            meeting.wait()
            met.append(path.name)

    real_read, real_store = job.Worker.read, job.store

    def reading(self: job.Worker, of: job.Job, token: CancelToken) -> job.Loaded:
        if of.source.name == "IMG_0004.png":
            meeting.wait()
        return real_read(self, of, token)

    def storing(computed: job.Computed, *args: object) -> object:
        if computed.job.source.name == "IMG_0002.png":
            meeting.wait()
        return real_store(computed, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(job.Worker, "read", reading)
    monkeypatch.setattr(job, "store", storing)

    def network(path: Path) -> None:
        if path.name == "IMG_0003.png":
            meet(path)

    number = new_batch(journal, photos(tmp_path / "card", 6), tmp_path / "out")
    events_of(journal, number, settings(network))
    assert met == ["IMG_0003.png"]
    assert journal.counts(number) == Counts(done=6)


def test_a_bad_photo_is_named_and_the_rest_goes_on(journal: Journal, tmp_path: Path) -> None:
    good = photos(tmp_path / "card", 3)
    cut, missing = tmp_path / "card" / "cut.png", tmp_path / "card" / "none.png"
    cut.write_bytes(good[0].read_bytes()[:200])
    number = new_batch(journal, [good[0], cut, good[1], missing, good[2]], tmp_path / "out")
    events_of(journal, number)
    assert journal.counts(number) == Counts(done=3, failed=2)
    assert journal.batch(number).state is BatchState.FINISHED
    for item in journal.items(number, states=[State.FAILED]):
        assert item.source in (cut, missing)
        assert str(item.source) in str(item.error)
    assert names(tmp_path / "out") == [f"IMG_000{n}-denoised.tif" for n in range(3)]


def test_whatever_breaks_inside_ends_only_its_own_photo(journal: Journal, tmp_path: Path) -> None:
    def during(path: Path) -> None:
        if path.name == "IMG_0001.png":
            raise ZeroDivisionError("a fault of ours")

    number = new_batch(journal, photos(tmp_path / "card", 3), tmp_path / "out")
    events_of(journal, number, settings(during))
    (failed,) = journal.items(number, states=[State.FAILED])
    assert "IMG_0001.png" in str(failed.error)
    assert "ZeroDivisionError" in str(failed.error)
    assert journal.counts(number) == Counts(done=2, failed=1)


def test_a_photo_that_kills_the_decoder_is_tried_last_and_then_set_aside(
    journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = job.read

    def dying(path: Path, **kwargs: object) -> Photo:
        if path.name in ("IMG_0000.png", "IMG_0001.png"):
            tried.append(path.name)
            if tried.count(path.name) == 1 or path.name == "IMG_0000.png":
                raise DecoderDied(path=str(path))
        return real(path, **kwargs)  # type: ignore[arg-type]

    tried: list[str] = []
    monkeypatch.setattr(job, "read", dying)
    number = new_batch(journal, photos(tmp_path / "card", 4), tmp_path / "out")
    events = events_of(journal, number)
    assert [e.item.source.name for e in events if isinstance(e, ItemPutOff)] == ["IMG_0000.png", "IMG_0001.png"]
    ended = [(e.item.source.name[4:8], e.item.state.value) for e in events if isinstance(e, ItemEnded)]
    assert ended == [("0002", "done"), ("0003", "done"), ("0000", "quarantined"), ("0001", "done")]
    assert journal.counts(number) == Counts(done=3, quarantined=1)
    assert journal.batch(number).state is BatchState.FINISHED


@pytest.mark.parametrize("how", ["token", "pause", "cancel"])
def test_stopped_in_the_middle_nothing_is_lost_and_it_goes_on(journal: Journal, tmp_path: Path, how: str) -> None:
    sources = photos(tmp_path / "card", 8)
    number = new_batch(journal, sources, tmp_path / "out")
    token = CancelToken()
    other = Journal(journal.path)

    def stop(path: Path) -> None:
        if path.name != "IMG_0003.png" or journal.batch(number).state is not BatchState.ACTIVE:
            return
        if how == "token":
            token.cancel()
        else:
            other.wish(number, BatchState.PAUSED if how == "pause" else BatchState.CANCELLED)
        time.sleep(0.8)

    started = time.monotonic()
    try:
        events = list(run(journal, number, settings(stop), token))
        last = events[-1]
        assert isinstance(last, BatchEnded)
        assert last.batch.state is other.batch(number).state
        assert how != "token"
    except Cancelled:
        assert how == "token"
    assert time.monotonic() - started < 30
    counts = journal.counts(number)
    assert counts.running == 0
    assert 0 < counts.done < 8
    assert counts.found == 8
    assert len(names(tmp_path / "out")) == counts.done
    assert not journal.batch(number).held
    other.wish(number, BatchState.ACTIVE)
    other.close()
    events_of(journal, number)
    assert journal.counts(number) == Counts(done=8)
    assert [item.attempts for item in journal.items(number)] == [1] * 8


def test_several_networks_keep_the_order(journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first photo takes longest: others overtake it on other networks, and are written after it all the same."""
    monkeypatch.setattr(device, "all_devices", lambda wanted: ["cuda:0", "cuda:1", "cuda:2"])
    used: set[str] = set()

    def during(path: Path) -> None:
        used.add(threading.current_thread().name)
        time.sleep(0.6 if path.name == "IMG_0000.png" else 0.1)

    sources = photos(tmp_path / "card", 8)
    number = new_batch(journal, sources, tmp_path / "out")
    events = events_of(journal, number, settings(during))
    assert [e.item.source for e in events if isinstance(e, ItemEnded)] == sources
    assert len(used) == 3
    assert {item.model for item in journal.items(number)} == {"copy"}


@pytest.mark.parametrize("bad", [1, 3])
def test_a_gpu_that_fails_leaves_its_photos_to_the_others(
    journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bad: int
) -> None:
    monkeypatch.setattr(device, "all_devices", lambda wanted: ["cuda:0", "cuda:1", "cuda:2"])

    class Failing(CopyingWorker):
        def denoise(self, loaded: job.Loaded, token: CancelToken) -> Generator[Progress, None, job.Computed]:
            if int(self._device[-1]) < bad:
                raise DeviceUnavailable(device=self._device, reason="it gives nonsense")
            return (yield from super().denoise(loaded, token))

    how = RunSettings(make_worker=lambda of_one: Failing(of_one, lambda _: None, 0.01))
    number = new_batch(journal, photos(tmp_path / "card", 7), tmp_path / "out")
    events_of(journal, number, how)
    assert journal.counts(number) == (Counts(done=7) if bad < 3 else Counts(failed=7))
    assert journal.batch(number).state is BatchState.FINISHED


def test_no_more_photos_are_in_flight_than_memory_allows(journal: Journal, tmp_path: Path) -> None:
    flying: set[Path] = set()
    most = []
    number = new_batch(journal, photos(tmp_path / "card", 5), tmp_path / "out")
    for event in run(journal, number, settings(seconds=0.05, memory_gb=1e-9), CancelToken()):
        if isinstance(event, ItemStarted):
            flying.add(event.item.source)
        elif isinstance(event, ItemEnded):
            flying.discard(event.item.source)
        most.append(len(flying))
    assert max(most) == 1
    assert journal.counts(number) == Counts(done=5)


def test_the_network_gives_way_to_the_photo_that_is_looked_at(journal: Journal, tmp_path: Path) -> None:
    looking = threading.Event()
    looking.set()
    number = new_batch(journal, photos(tmp_path / "card", 2), tmp_path / "out")
    threading.Timer(0.6, looking.clear).start()
    started = time.monotonic()
    ended = [
        time.monotonic() - started
        for event in run(journal, number, settings(busy=looking.is_set), CancelToken())
        if isinstance(event, ItemEnded)
    ]
    assert min(ended) > 0.5


# --- what is there already --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("if_exists", ["skip", "rename", "overwrite"])
def test_a_file_that_appears_meanwhile(journal: Journal, tmp_path: Path, if_exists: str) -> None:
    sources = photos(tmp_path / "card", 2)
    number = new_batch(journal, sources, tmp_path / "out", if_exists=if_exists)
    theirs = photo(tmp_path / "out" / "IMG_0000-denoised.tif", 9)
    before = theirs.read_bytes()
    events_of(journal, number)
    assert (theirs.read_bytes() == before) == (if_exists != "overwrite")
    first = journal.items(number)[0]
    if if_exists == "skip":
        assert (first.state, first.skipped) == (State.SKIPPED, "exists")
    else:
        assert first.state is State.DONE
        assert first.target == tmp_path / "out" / f"IMG_0000-denoised{'-2' if if_exists == 'rename' else ''}.tif"
    assert journal.counts(number).reconciled


def test_another_name_is_in_the_journal_before_there_is_a_file(journal: Journal, tmp_path: Path) -> None:
    """Else a crash between file and journal would leave a second copy behind."""
    number = new_batch(journal, photos(tmp_path / "card", 1), tmp_path / "out", if_exists="rename")
    photo(tmp_path / "out" / "IMG_0000-denoised.tif", 9)
    known = []
    events_of(journal, number, settings(lambda _: known.append(journal.targets(number)[0].name)))
    assert known == ["IMG_0000-denoised-2.tif"]


def test_a_damaged_result_is_not_taken_for_one(journal: Journal, tmp_path: Path) -> None:
    sources = photos(tmp_path / "card", 2)
    whole, cut = (tmp_path / "out" / f"IMG_000{n}-denoised.tif" for n in range(2))
    photo(whole, 5)
    cut.write_bytes(photo(tmp_path / "x.tif", 6).read_bytes()[:300])
    items = [new_item(source, tmp_path / "out", action="verify") for source in sources]
    number = journal.create(Plan((tmp_path,), tmp_path / "out"), items)
    events_of(journal, number)
    first, second = journal.items(number)
    assert (first.state, first.skipped) == (State.SKIPPED, "exists")
    assert second.state is State.FAILED
    assert isinstance(second.error, ResultDamaged)
    assert str(cut) in str(second.error)


def test_photos_are_copied_and_sidecars_come_along(journal: Journal, tmp_path: Path) -> None:
    sources = photos(tmp_path / "card", 2)
    (tmp_path / "card" / "IMG_0000.xmp").write_text("<x/>")
    (tmp_path / "card" / "IMG_0001.png.pp3").write_text("[x]")
    out = tmp_path / "out"
    items = [new_item(sources[0], out, action="copy", target=out / "IMG_0000.png"), new_item(sources[1], out)]
    number = journal.create(Plan((tmp_path,), out, sidecars=True), items)
    events_of(journal, number)
    assert names(out) == ["IMG_0000.png", "IMG_0000.xmp", "IMG_0001-denoised.tif", "IMG_0001-denoised.tif.pp3"]
    assert (out / "IMG_0000.png").read_bytes() == sources[0].read_bytes()
    assert journal.counts(number) == Counts(done=2)


# --- what goes and comes back -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("at", ["reading", "writing"])
def test_a_card_that_is_pulled_out_is_waited_for(journal: Journal, tmp_path: Path, at: str) -> None:
    """Also when only the metadata still had to be read: a result without them would be spoilt."""
    card, elsewhere = tmp_path / "card", tmp_path / "elsewhere"
    number = new_batch(journal, photos(card, 6 if at == "reading" else 1), tmp_path / "out")

    def during(path: Path) -> None:
        if path.name == "IMG_0000.png" and not waits:
            card.rename(elsewhere)

    waits: list[FolderGone] = []
    for event in run(journal, number, settings(during), CancelToken()):
        if isinstance(event, Waiting):
            assert isinstance(event.reason, FolderGone)
            assert str(card) in str(event.reason)
            waits.append(event.reason)
            if elsewhere.exists():
                threading.Timer(0.2, elsewhere.rename, (card,)).start()
    assert waits
    assert journal.counts(number) == Counts(done=6 if at == "reading" else 1)
    assert journal.batch(number).waiting_for is None


def test_a_card_that_is_not_there_yet_is_waited_for(journal: Journal, tmp_path: Path) -> None:
    """Its mount point is, and empty: every photo would be 'missing'."""
    card, elsewhere = tmp_path / "card", tmp_path / "elsewhere"
    sources = photos(card, 3)
    number = new_batch(journal, sources, tmp_path / "out")
    card.rename(elsewhere)
    card.mkdir()

    def back() -> None:
        card.rmdir()
        elsewhere.rename(card)

    threading.Timer(0.5, back).start()
    events = events_of(journal, number)
    assert any(isinstance(event, Waiting) for event in events)
    assert journal.counts(number) == Counts(done=3)


def test_a_disk_pulled_out_at_the_last_moment_is_not_made_again(
    journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the last look and the temporary file: the result would lie in the empty place of the disk."""
    disk, elsewhere, real = tmp_path / "disk", tmp_path / "elsewhere", job.write
    number = new_batch(journal, photos(tmp_path / "card", 4), disk / "out")

    def pulled_out(target: Path, *args: object) -> object:
        if target.name.startswith("IMG_0001") and not waits:
            disk.rename(elsewhere)
        return real(target, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(job, "write", pulled_out)
    waits = []
    for event in run(journal, number, SETTINGS, CancelToken()):
        if isinstance(event, Waiting):
            waits.append(event.reason)
            assert not disk.exists()
            elsewhere.rename(disk)
    assert isinstance(waits[0], FolderGone)
    assert journal.counts(number) == Counts(done=4)
    assert len(names(disk)) == 4


def test_a_folder_that_cannot_be_made_is_said_once(journal: Journal, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    number = new_batch(journal, photos(tmp_path / "card", 3), tmp_path / "file" / "out")
    with pytest.raises(OutputNotWritable, match="file"):
        events_of(journal, number)
    assert journal.counts(number) == Counts(waiting=3)


def test_waiting_can_be_paused(journal: Journal, tmp_path: Path) -> None:
    card = tmp_path / "card"
    number = new_batch(journal, photos(card, 3), tmp_path / "out")
    card.rename(tmp_path / "elsewhere")
    for event in run(journal, number, SETTINGS, CancelToken()):
        if isinstance(event, Waiting):
            assert isinstance(journal.batch(number).waiting_for, FolderGone | None)
            journal.wish(number, BatchState.PAUSED)
    assert journal.batch(number).state is BatchState.PAUSED
    assert journal.counts(number) == Counts(waiting=3)


# --- after a crash ----------------------------------------------------------------------------------------------------


def crash(journal: Journal, number: int, *claimed: int) -> None:
    """The journal as a program leaves it that was killed while it worked on these photos."""
    with held(journal, number) as lease:
        owner = lease.journal.batch(number).holder
        for item in claimed:
            lease.claim(item)
        with journal.reading() as db:
            text = db.execute("SELECT owner FROM batches WHERE id = ?", (number,)).fetchone()[0]
    assert owner
    with journal.writing() as db:
        dead = text.replace('"pid": ', '"pid": 9999')
        db.execute("UPDATE batches SET owner = ?, lease_until = 1e12 WHERE id = ?", (dead, number))


def test_a_result_the_journal_did_not_hear_of_is_not_made_again(journal: Journal, tmp_path: Path) -> None:
    number = new_batch(journal, photos(tmp_path / "card", 3), tmp_path / "out")
    events_of(journal, number)
    done = journal.items(number)
    with journal.writing() as db:  # the power went after the file had its name, before the journal was written
        db.execute("UPDATE items SET state = 'waiting', sha256 = '' WHERE position = 2")
        db.execute("UPDATE batches SET state = 'active'")
    crash(journal, number, done[1].id)
    before = done[1].target.stat() if done[1].target else None
    events = events_of(journal, number)
    assert isinstance(events[0], BatchStarted)
    assert (events[0].recovered, events[0].requeued) == (1, 0)
    after = journal.items(number)[1]
    assert after.state is State.DONE
    assert after.sha256 == done[1].sha256
    assert after.target is not None
    assert before is not None
    assert after.target.stat().st_mtime_ns == before.st_mtime_ns


def test_a_file_of_somebody_else_is_not_taken_for_the_result(journal: Journal, tmp_path: Path) -> None:
    number = new_batch(journal, photos(tmp_path / "card", 2), tmp_path / "out", if_exists="rename")
    theirs = photo(tmp_path / "out" / "IMG_0000-denoised.tif", 9)
    content = theirs.read_bytes()
    crash(journal, number, journal.items(number)[0].id)
    events_of(journal, number)
    assert theirs.read_bytes() == content
    assert journal.items(number)[0].target == tmp_path / "out" / "IMG_0000-denoised-2.tif"
    assert journal.counts(number) == Counts(done=2)


def test_what_a_killed_program_left_unfinished_is_swept(journal: Journal, tmp_path: Path) -> None:
    number = new_batch(journal, photos(tmp_path / "card", 2), tmp_path / "out")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / ".IMG_0000-denoised.tif.part-0123456789ab").write_bytes(b"half")
    mine = tmp_path / "out" / ".IMG_0009.tif.part-0123456789ab"
    mine.write_bytes(b"of another batch")
    crash(journal, number, journal.items(number)[0].id)
    events_of(journal, number)
    assert names(tmp_path / "out") == [mine.name, "IMG_0000-denoised.tif", "IMG_0001-denoised.tif"]


def test_a_photo_that_ends_the_program_every_time_is_set_aside(journal: Journal, tmp_path: Path) -> None:
    number = new_batch(journal, photos(tmp_path / "card", 2), tmp_path / "out")
    first = journal.items(number)[0].id
    for _ in range(recovery.CRASHES_ALLOWED + 1):
        with journal.writing() as db:
            db.execute("UPDATE items SET state = 'waiting' WHERE id = ? AND state = 'running'", (first,))
        crash(journal, number, first)
        with held(journal, number) as lease:
            recovery.recover(lease, CancelToken())
    item = journal.item(first)
    assert item.state is State.QUARANTINED
    assert "IMG_0000.png" in str(item.error)
    events_of(journal, number)
    assert journal.counts(number) == Counts(done=1, quarantined=1)


def test_a_suspect_is_worked_on_alone(journal: Journal, tmp_path: Path) -> None:
    number = new_batch(journal, photos(tmp_path / "card", 5), tmp_path / "out")
    suspect = journal.items(number)[2].id
    with journal.writing() as db:
        db.execute("UPDATE items SET crashes = 2 WHERE id = ?", (suspect,))
    running = []

    def during(path: Path) -> None:
        if path.name == "IMG_0002.png":
            time.sleep(0.3)
            running.extend(item.id for item in journal.items(number, states=[State.RUNNING]))

    events_of(journal, number, settings(during))
    assert running == [suspect]
    assert journal.counts(number) == Counts(done=5)


# --- several batches --------------------------------------------------------------------------------------------------


def test_all_active_batches_are_done_in_turn(journal: Journal, tmp_path: Path) -> None:
    one = new_batch(journal, photos(tmp_path / "a", 2), tmp_path / "out-a")
    two = new_batch(journal, photos(tmp_path / "b", 2), tmp_path / "out-b")
    paused = new_batch(journal, photos(tmp_path / "c", 2), tmp_path / "out-c")
    journal.wish(paused, BatchState.PAUSED)
    journal.reorder([two, one, paused])
    three = 0
    order = []
    for event in run_all(journal, SETTINGS, CancelToken()):
        if isinstance(event, BatchStarted):
            order.append(event.batch.id)
        if isinstance(event, ItemEnded) and not three:
            three = new_batch(journal, photos(tmp_path / "d", 1), tmp_path / "out-d")
    assert order == [two, one, three]
    assert journal.counts(paused) == Counts(waiting=2)


def test_photos_added_meanwhile_are_done_too(journal: Journal, tmp_path: Path) -> None:
    number = new_batch(journal, photos(tmp_path / "card", 2), tmp_path / "out")
    late = photo(tmp_path / "late.png", 7)
    added = False
    for event in run(journal, number, SETTINGS, CancelToken()):
        if isinstance(event, ItemProgress) and not added:
            journal.append(number, [new_item(late, tmp_path / "out")])
            added = True
    assert journal.counts(number) == Counts(done=3)
    assert journal.batch(number).state is BatchState.FINISHED


def test_the_same_batch_is_not_done_twice_at_once(journal: Journal, tmp_path: Path) -> None:
    number = new_batch(journal, photos(tmp_path / "card", 4), tmp_path / "out")
    done: list[Path] = []

    def work(path: Path) -> None:
        done.append(path)

    def program() -> None:
        with Journal(journal.path) as own:
            list(run_all(own, settings(work, seconds=0.05), CancelToken()))

    programs = [threading.Thread(target=program) for _ in range(3)]
    for thread in programs:
        thread.start()
    for thread in programs:
        thread.join(30)
    assert sorted(done) == sorted(set(done))
    assert journal.counts(number) == Counts(done=4)


def test_a_missing_photo_among_others_has_failed(journal: Journal, tmp_path: Path) -> None:
    sources = photos(tmp_path / "card", 3)
    number = new_batch(journal, sources, tmp_path / "out")
    sources[1].unlink()
    events_of(journal, number)
    (failed,) = journal.items(number, states=[State.FAILED])
    assert isinstance(failed.error, FileMissing)
    assert not isinstance(failed.error, OutputExists)
