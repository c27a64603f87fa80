"""The journal: what was committed is there for every program and after every crash; one program works on a batch."""

import json
import os
import sqlite3
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from denoiser_app.core.errors import (
    BatchBusy,
    BatchUnknown,
    DecoderDied,
    DenoiserError,
    FileMissing,
    JournalDamaged,
    JournalNotWritable,
    LeaseLost,
)
from denoiser_app.core.recipe import ExportOptions, Recipe
from denoiser_app.engine.batch import lease as leases
from denoiser_app.engine.batch import owner
from denoiser_app.engine.batch.items import BatchState, Counts, NewItem, Outcome, Plan, State
from denoiser_app.engine.batch.journal import Journal
from denoiser_app.engine.batch.lease import held

OUTCOME = Outcome(Path("/out/x.tif"), 10, "ab", "cd", "raw-fast", "ef", 24.0, "3.1", {"network": 2.5}, ("a warning",))


def new(name: str, **changes: object) -> NewItem:
    item = NewItem(Path("/card") / name, Path("/out") / f"{name}.tif", Path("/card"), 5, 7)
    return replace(item, **changes)  # type: ignore[arg-type]


@pytest.fixture
def journal(tmp_path: Path):  # type: ignore[no-untyped-def]
    with Journal(tmp_path / "batches.sqlite") as found:
        yield found


def test_another_program_sees_what_was_planned(journal: Journal) -> None:
    plan = Plan(
        (Path("/card"),), None, "party", "watch", True, ("*.NEF",), False, Recipe("raw-best", 3.0, 80.0),
        ExportOptions("png", 8, "prophoto", 90, name="{iso}{ext}"), "rename", True, "[]",
    )  # fmt: skip
    error = FileMissing(path="/card/b")
    items = [new("a", recipe=Recipe(strength=5)), new("b", error=error, target=None), new("c", skipped="rule")]
    number = journal.create(plan, items)
    with Journal(journal.path) as other:
        batch, found = other.batch(number), other.items(number)
    assert batch.plan == plan
    assert other.path == journal.path
    assert [item.state for item in found] == [State.WAITING, State.FAILED, State.SKIPPED]
    assert found[0].recipe == Recipe(strength=5)
    assert (str(found[1].error), found[1].target) == (str(error), None)
    assert batch.counts == Counts(waiting=1, failed=1, skipped=1)
    assert len({item.job for item in found}) == 3


def is_name(name: bytes) -> bool:
    return b"/" not in name and b"\0" not in name and name not in (b".", b"..")


@given(name=st.binary(min_size=1, max_size=20).filter(is_name))
def test_any_file_name_of_the_system_is_kept(tmp_path_factory: pytest.TempPathFactory, name: bytes) -> None:
    path = Path(os.fsdecode(b"/card/" + name))
    with Journal(tmp_path_factory.mktemp("names") / "j") as journal:
        number = journal.create(Plan((path,), path), [new("x", source=path, target=path)])
        (item,) = journal.items(number)
        assert (item.source, item.target) == (path, path)
        assert journal.batch(number).plan.sources == (path,)


def test_the_life_of_a_photo(journal: Journal) -> None:
    number = journal.create(Plan((Path("/card"),), None), [new("a"), new("b"), new("c")])
    with held(journal, number) as lease:
        first = lease.next()
        assert first is not None
        running = lease.claim(first.id)
        assert running is not None
        assert (running.state, running.attempts) == (State.RUNNING, 1)
        assert lease.claim(first.id) is None  # nobody gets it twice
        done = lease.done(first.id, OUTCOME)
        assert (done.state, done.target, done.sha256, done.seconds) == (
            State.DONE, OUTCOME.target, "ab", {"network": 2.5},
        )  # fmt: skip
        assert done.warnings == ("a warning",)
        second = lease.next()
        assert second is not None
        assert second.source.name == "b"
        lease.claim(second.id)
        put_off = lease.put_off(second.id, DecoderDied(path="b"))
        assert (put_off.state, put_off.faults) == (State.WAITING, 1)
        third = lease.next()
        assert third is not None
        assert third.source.name == "c"  # what was put off comes last
        assert not lease.finish()
        lease.failed(third.id, FileMissing(path="c"))
        lease.failed(second.id, DecoderDied(path="b"), quarantined=True)
        assert lease.finish()
    batch = journal.batch(number)
    assert batch.state is BatchState.FINISHED
    assert batch.counts == Counts(done=1, failed=1, quarantined=1)
    assert batch.counts.reconciled
    assert journal.retry(number) == 2
    assert journal.counts(number) == Counts(waiting=2, done=1)
    assert journal.batch(number).state is BatchState.ACTIVE


def test_what_was_given_back_is_as_if_it_had_never_begun(journal: Journal) -> None:
    number = journal.create(Plan((Path("/card"),), None), [new("a"), new("b")])
    before = journal.items(number)
    with held(journal, number) as lease:
        lease.claim(before[0].id)
        lease.given_back(before[0].id)
        found = lease.next()
    assert found is not None
    assert replace(found, changed=0) == replace(before[0], changed=0)


def test_changes_are_found_by_their_tick(journal: Journal) -> None:
    number = journal.create(Plan((Path("/card"),), None), [new("a"), new("b"), new("c")])
    tick = journal.tick()
    assert journal.items(number, since=tick) == []
    with held(journal, number) as lease:
        lease.failed(journal.items(number)[1].id, FileMissing(path="b"))
    assert [item.source.name for item in journal.items(number, since=tick)] == ["b"]


def test_photos_and_batches_are_put_in_another_order(journal: Journal) -> None:
    one = journal.create(Plan((Path("/card"),), None), [new(name) for name in "abcd"])
    two = journal.create(Plan((Path("/card"),), None), [new("x")])
    ids = {item.source.name: item.id for item in journal.items(one)}
    journal.first(one, [ids["d"], ids["c"]])
    order = []
    with held(journal, one) as lease:
        while (item := lease.next()) is not None:
            order.append(item.source.name)
            lease.claim(item.id)
    assert order == list("dcab")
    assert [item.source.name for item in journal.items(one)] == list("abcd")  # shown as they were found
    journal.reorder([two, one])
    assert [batch.id for batch in journal.batches()] == [two, one]


def test_refused_names_are_not_tried_again(journal: Journal) -> None:
    number = journal.create(Plan((Path("/card"),), None), [new("a", error=FileMissing(path="a"), target=None)])
    assert journal.retry(number) == 0


def test_a_batch_is_found_by_number_and_name(journal: Journal) -> None:
    journal.create(Plan((Path("/a"),), None, "party"))
    newer = journal.create(Plan((Path("/a"),), None, "party"))
    assert journal.batch("party").id == newer
    assert journal.batch(str(newer)).id == newer
    with pytest.raises(BatchUnknown, match="wedding"):
        journal.batch("wedding")


# --- one at a time ----------------------------------------------------------------------------------------------------


def test_nobody_else_may_work_on_it_meanwhile(journal: Journal) -> None:
    number = journal.create(Plan((Path("/card"),), None), [new("a")])
    with Journal(journal.path) as other:
        with held(journal, number), pytest.raises(BatchBusy, match=str(os.getpid())), held(other, number):
            pass
        assert not journal.batch(number).held
        with held(other, number):
            assert journal.batch(number).held
            with pytest.raises(BatchBusy):
                journal.forget(number)
    journal.forget(number)
    assert journal.batches() == []


def test_a_program_that_was_killed_blocks_nothing(journal: Journal) -> None:
    number = journal.create(Plan((Path("/card"),), None), [new("a")])
    code = f"""
import os, signal
from denoiser_app.engine.batch.journal import Journal
from denoiser_app.engine.batch.lease import held
from pathlib import Path
journal = Journal(Path({str(journal.path)!r}))
with held(journal, {number}) as lease:
    lease.claim(lease.next().id)
    os.kill(os.getpid(), signal.SIGKILL)
"""
    subprocess.run([sys.executable, "-c", code], check=False)
    assert not journal.batch(number).held
    with held(journal, number) as lease:
        assert lease.before is not None
        assert [item.state for item in lease.running()] == [State.RUNNING]


def test_a_lease_of_another_machine_runs_out(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    number = journal.create(Plan((Path("/card"),), None), [new("a")])
    elsewhere = replace(owner.Owner.new(), host="studio-2")
    with journal.writing() as db:
        db.execute("UPDATE batches SET owner = ?, lease_until = ?", (elsewhere.text(), time.time() + 5))
    with pytest.raises(BatchBusy, match="studio-2"), held(journal, number):
        pass
    with journal.writing() as db:
        db.execute("UPDATE batches SET lease_until = ?", (time.time() - 1,))
    with held(journal, number):
        pass


def test_who_lost_the_lease_writes_nothing_any_more(journal: Journal) -> None:
    number = journal.create(Plan((Path("/card"),), None), [new("a")])
    with held(journal, number) as sleeper:
        item = sleeper.next()
        assert item is not None
        with journal.writing() as db:  # the machine slept for an hour, and another program took over
            db.execute("UPDATE batches SET owner = ?", (owner.Owner.new().text(),))
        for write in (
            lambda: sleeper.claim(item.id),
            lambda: sleeper.done(item.id, OUTCOME),
            lambda: sleeper.failed(item.id, FileMissing(path="a")),
            sleeper.renew,
            sleeper.finish,
        ):
            with pytest.raises(LeaseLost):
                write()
    assert journal.counts(number) == Counts(waiting=1)
    assert journal.batch(number).held  # by the other one, which the sleeper did not end


def test_a_lease_is_renewed_while_work_goes_on(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leases, "RENEWED_EVERY", 0.02)
    monkeypatch.setattr(leases, "SECONDS", 0.3)
    number = journal.create(Plan((Path("/card"),), None), [new("a")])
    with held(journal, number):
        time.sleep(0.6)
        assert journal.batch(number).held


def test_a_power_cut_is_told_from_a_crash() -> None:
    me = owner.Owner.new()
    assert not owner.is_gone(me)
    assert owner.is_gone(replace(me, boot=me.boot - 3600))
    assert owner.rebooted_since(replace(me, boot=me.boot - 3600))
    assert owner.is_gone(replace(me, started=me.started - 50))  # the number was given to another process
    assert not owner.is_gone(replace(me, host="elsewhere", pid=1, started=0.0))


# --- the disk ---------------------------------------------------------------------------------------------------------


def test_a_commit_reaches_the_disk_itself(journal: Journal) -> None:
    with journal.reading() as db:
        assert db.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        assert db.execute("PRAGMA synchronous").fetchone()[0] == 2


def test_half_a_transaction_is_none(journal: Journal) -> None:
    number = journal.create(Plan((Path("/card"),), None), [new("a")])

    def fail() -> None:
        with journal.writing() as db:
            db.execute("DELETE FROM items")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert journal.counts(number) == Counts(waiting=1)


def test_a_damaged_journal_is_moved_aside_and_named(tmp_path: Path) -> None:
    path = tmp_path / "batches.sqlite"
    path.write_bytes(b"this is no database at all" * 100)
    with pytest.raises(JournalDamaged, match=r"batches\.sqlite") as caught:
        Journal(path)
    aside = Path(caught.value.parameters["aside"])
    assert aside.read_bytes().startswith(b"this is no database")
    with Journal(path) as journal:
        assert journal.batches() == []


def test_a_journal_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "batches.sqlite"
    Journal(path).close()
    db = sqlite3.connect(path)
    db.execute("PRAGMA user_version = 99")
    db.close()
    before = path.read_bytes()
    with pytest.raises(JournalNotWritable, match="newer version"):
        Journal(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "error",
    [
        FileMissing(path="/a/ü\udcff"),
        DecoderDied(path="x"),
        DenoiserError(reason="odd"),
        BatchUnknown(name=1, known=""),
    ],
    ids=lambda error: error.code,
)
def test_an_error_is_the_same_when_it_comes_back(journal: Journal, error: DenoiserError) -> None:
    number = journal.create(Plan((Path("/card"),), None), [new("a", error=error, target=None)])
    (item,) = journal.items(number)
    assert type(item.error) is type(error)
    assert str(item.error) == str(error)


def test_an_error_of_a_version_to_come_is_still_a_sentence(journal: Journal) -> None:
    number = journal.create(Plan((Path("/card"),), None), [new("a")])
    with journal.writing() as db:
        db.execute("UPDATE items SET error = ?", (json.dumps({"code": "FromTheFuture", "parameters": {"x": 1}}),))
    assert "FromTheFuture" in str(journal.items(number)[0].error)
