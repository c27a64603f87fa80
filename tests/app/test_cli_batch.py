"""``denoiser-app batch``: what is asked for, what is told, the exit status. The journal is real, the work a fake."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from denoiser_app import paths
from denoiser_app.cli import batch_run
from denoiser_app.cli.batch_output import Teller
from denoiser_app.cli.batch_words import counts_text
from denoiser_app.cli.main import main
from denoiser_app.cli.output import make_output
from denoiser_app.core.errors import Cancelled, DecoderDied, DiskFull, FileEmpty, OutputTwice
from denoiser_app.core.progress import CancelToken, Progress
from denoiser_app.core.recipe import Recipe
from denoiser_app.engine.batch import run as engine
from denoiser_app.engine.batch.events import (
    BatchEnded,
    Event,
    GoesOn,
    ItemEnded,
    ItemProgress,
    ItemPutOff,
    ItemStarted,
    Waiting,
)
from denoiser_app.engine.batch.items import BatchState, Counts, Item, NewItem, Outcome, Plan, State
from denoiser_app.engine.batch.journal import Journal
from denoiser_app.engine.batch.keepsakes import folder_of
from denoiser_app.engine.batch.lease import Lease, held
from tests.helpers.models import tiny_model

Step = Callable[[Item], Iterator[Event]]
"""What happens to a photo before it ends."""


def nothing(_: Item) -> Iterator[Event]:
    """The photo is simply done."""
    yield from ()


@pytest.fixture(autouse=True)
def journal_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test has a journal of its own, and works in a folder of its own."""
    monkeypatch.setenv("DENOISER_DATA", str(tmp_path / "data"))
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    return tmp_path / "data"


def fake_work(monkeypatch: pytest.MonkeyPatch, during: Step = nothing) -> list[engine.RunSettings]:
    """Instead of this machine's pipeline: a photo named bad* fails, the others are done. Returns what it was told."""
    told: list[engine.RunSettings] = []

    def work(settings: engine.RunSettings, lease: Lease, __: object, token: CancelToken) -> Iterator[Event]:
        told.append(settings)
        while (item := lease.next()) is not None and lease.wanted() is BatchState.ACTIVE:
            lease.claim(item.id)
            try:
                yield ItemStarted(item)
                yield from during(item)
                token.check()
            except BaseException:
                lease.given_back(item.id)
                raise
            yield ItemEnded(ended(lease, item))

    monkeypatch.setattr(engine, "_on_this_machine", work)
    return told


def ended(lease: Lease, item: Item) -> Item:
    if item.source.name.startswith("bad"):
        return lease.failed(item.id, FileEmpty(path=str(item.source)))
    assert item.target is not None
    seconds = {"read": 0.5, "network": 1.5}
    return lease.done(item.id, Outcome(item.target, 12_000_000, "0" * 64, model="m", megapixels=2.0, seconds=seconds))


def queued(*names: str, plan: Plan | None = None, **changes: object) -> int:
    """A batch in the journal, of photos that need not exist."""
    sources = [Path(name).absolute() for name in names]
    items = [NewItem(s, s.with_name(f"{s.stem}-denoised.tif"), s.parent, 1, 1, **changes) for s in sources]  # type: ignore[arg-type]
    with Journal() as journal:
        return journal.create(plan or Plan((Path.cwd(),), None), items)


def objects(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    captured = capsys.readouterr()
    assert captured.err == ""
    return [json.loads(line) for line in captured.out.splitlines()]


def plan_asked_for(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> Plan:
    """What the command line makes of its arguments."""
    asked: list[Plan] = []

    def created(_: Journal, plan: Plan, *__: object) -> int:
        asked.append(plan)
        return queued("a.nef")

    monkeypatch.setattr(batch_run, "created", created)
    assert main(["batch", *arguments, "--queue"]) == 0
    (plan,) = asked
    return plan


# --- what is asked for ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("as_json", [False, True])
@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["photos", "--resume"],
        ["photos", "--resume", "3", "4"],
        ["--resume", "--strength", "50"],
        ["--resume", "-o", "out"],
        ["--resume", "--queue"],
        ["photos", "--flat"],
        ["photos", "-o", "file.tif"],
        ["photos", "--items"],
        ["photos", "--if-exists", "perhaps"],
        ["photos", "--if-exists", "skip", "--overwrite"],
        ["photos", "--format", "jpeg", "--bit-depth", "16"],
        ["photos", "--name", "{nonsense}"],
        ["photos", "--memory", "0"],
        ["photos", "--queue", "--report", "x"],
        ["photos", "--queue", "--device", "cpu"],
        ["status", "--recursive"],
        ["pause"],
        ["cancel", "1", "--report", "x"],
        ["retry"],
        ["forget"],
        ["report", "1"],
        ["report", "1", "2", "-o", "x"],
        ["first", "1"],
        ["order"],
    ],
)
def test_wrong_arguments_end_with_2_and_nothing_is_begun(
    arguments: list[str], as_json: bool, journal_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("file.tif").write_bytes(b"mine")
    Path("photos").mkdir()
    assert main(["batch", *arguments, *(["--json"] if as_json else [])]) == 2
    if as_json:
        (line,) = objects(capsys)
        assert (line["type"], line["code"]) == ("error", "WrongArguments")
    else:
        assert capsys.readouterr().err.startswith("denoiser-app: ")
    assert not journal_folder.exists()


def test_what_was_asked_for_is_kept_with_the_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("rules.json").write_text('{"version": 1, "rules": [{"iso_to": 400, "action": "copy"}]}')
    words = ["in", "one.nef", "-o", "out", "--recursive", "--pattern", "*.NEF", "--pattern", "*.dng"]
    words += ["--by-iso", "rules.json", "--title", "concert", "--name", "{stem}-x{ext}", "--flat", "--sidecars"]
    words += ["--if-exists", "rename", "--strength", "80", "--model", "m", "--format", "png"]
    plan = plan_asked_for(monkeypatch, *words)
    here = Path.cwd()
    assert plan.sources == (here / "in", here / "one.nef")
    assert (plan.output, plan.name, plan.patterns) == (here / "out", "concert", ("*.NEF", "*.dng"))
    assert (plan.recursive, plan.keep_folders, plan.sidecars, plan.if_exists) == (True, False, True, "rename")
    assert plan.recipe == Recipe("m", strength=80)
    assert (plan.options.format, plan.options.name) == ("png", "{stem}-x{ext}")
    assert '"copy"' in plan.rules


def test_what_is_not_asked_for_is_harmless(monkeypatch: pytest.MonkeyPatch) -> None:
    assert plan_asked_for(monkeypatch, "in") == Plan((Path.cwd() / "in",), None)


def test_overwrite_is_another_word_for_if_exists_overwrite(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = plan_asked_for(monkeypatch, "in", "--overwrite")
    assert (plan.if_exists, plan.options.overwrite) == ("overwrite", True)


def test_a_folder_that_is_named_like_an_action_can_be_given(monkeypatch: pytest.MonkeyPatch) -> None:
    assert plan_asked_for(monkeypatch, "./status").sources == (Path.cwd() / "status",)


@pytest.mark.parametrize("text", ['{"version": 1, "rules": [{"iso": 400}]}', "no json", None])
def test_a_table_of_rules_that_cannot_be_used_is_named_before_anything_begins(
    text: str | None, journal_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("in").mkdir()
    if text is not None:
        Path("rules.json").write_text(text)
    assert main(["batch", "in", "--rules", "rules.json"]) == 1
    assert "rules.json" in capsys.readouterr().err
    assert not journal_folder.exists()


def test_how_to_work_is_asked_for_with_resume(monkeypatch: pytest.MonkeyPatch) -> None:
    told = fake_work(monkeypatch)
    queued("a.nef")
    how = ["--device", "cpu", "--threads", "3", "--tile", "512", "--memory", "1.5"]
    assert main(["batch", "--resume", *how]) == 0
    assert told == [engine.RunSettings("cpu", 3, 512, 1.5)]


def test_without_its_extra_a_cluster_is_refused_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(batch_run, "find_spec", lambda name: None)
    assert main(["batch", "in", "--cluster", "tcp://host:8786"]) == 1
    assert "pip install 'denoiser-app[cluster]'" in capsys.readouterr().err


# --- what is told -----------------------------------------------------------------------------------------------------


def test_people_hear_of_every_photo_and_of_the_sum(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fake_work(monkeypatch)
    number = queued("a.nef", "bad.nef", "c.nef")
    assert main(["batch", "--resume"]) == 1
    captured = capsys.readouterr()
    here = Path.cwd()
    bad = f"{here}/bad.nef: the file is empty (0 bytes). Copy it again from the card."
    assert captured.out.splitlines() == [
        f"{here}/a.nef -> {here}/a-denoised.tif (12.0 MB)",
        "  2.0 MP in 2.0 s (network 1.5 s), m",
        f"{here}/c.nef -> {here}/c-denoised.tif (12.0 MB)",
        "  2.0 MP in 2.0 s (network 1.5 s), m",
        next(line for line in captured.out.splitlines() if line.startswith("Finished:")),
        "Not done:",
        f"  {bad}",
        f"'denoiser-app batch retry {number}' and then 'denoiser-app batch --resume' try them again.",
        f"Report: {folder_of(number) / 'report.html'}",
    ]
    assert "Finished: 2 of 3 photos done, 1 failed, 0 skipped; in " in captured.out
    assert captured.err.splitlines() == [f"Batch {number}: 0 of 3 photos done, 0 failed, 0 skipped, 3 left.", bad]


def test_all_done_is_0_and_large_numbers_can_be_read(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fake_work(monkeypatch)
    queued(*(f"{number}.nef" for number in range(1200)), skipped="rule")
    assert main(["batch", "--resume"]) == 0
    assert "Finished: 0 of 1,200 photos done, 0 failed, 1,200 skipped; in" in capsys.readouterr().out


def test_only_some_of_many_failures_are_named_at_the_end(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fake_work(monkeypatch)
    number = queued(*(f"bad{number}.nef" for number in range(25)))
    assert main(["batch", "--resume"]) == 1
    out = capsys.readouterr().out
    assert out.count("the file is empty") == 20
    assert f"and 5 more: 'denoiser-app batch status {number}' names them." in out


def test_finished_is_not_said_when_the_counts_do_not_reconcile(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def forgetful(_: object, lease: Lease, *__: object) -> Iterator[Event]:
        item = lease.next()
        assert item is not None
        lease.claim(item.id)
        yield ItemStarted(item)

    monkeypatch.setattr(engine, "_on_this_machine", forgetful)
    queued("a.nef")
    assert main(["batch", "--resume"]) == 1
    out = capsys.readouterr().out
    assert "Finished" not in out
    assert "not finished: 0 of 1 photo done, 0 failed, 0 skipped, 1 left" in out


def test_a_finished_batch_with_a_photo_unaccounted_for_is_a_fault(capsys: pytest.CaptureFixture[str]) -> None:
    number = queued("a.nef")
    with Journal() as journal:
        teller = Teller(journal, make_output(as_json=False))
        assert teller.tell(iter([BatchEnded(replace(journal.batch(number), state=BatchState.FINISHED))])) == 1
    captured = capsys.readouterr()
    assert "Finished" not in captured.out
    assert "1 of 1 photos were neither written nor reported" in captured.err


def test_a_reason_to_wait_is_told_once(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def full(item: Item) -> Iterator[Event]:
        for megabytes in (40, 41, 42):
            yield Waiting(DiskFull(path="/out", needed_mb=megabytes))
        yield GoesOn()

    fake_work(monkeypatch, full)
    queued("a.nef")
    assert main(["batch", "--resume"]) == 0
    err = capsys.readouterr().err
    assert err.count("Waiting: /out: the disk is full (40 MB needed)") == err.count("Waiting") == 1
    assert err.count("Work goes on.") == 1


def test_a_photo_that_is_put_off_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def put_off(item: Item) -> Iterator[Event]:
        yield ItemPutOff(item, DecoderDied(path="a.nef"))

    fake_work(monkeypatch, put_off)
    queued("a.nef")
    main(["batch", "--resume"])
    assert "a.nef: the decoder crashed" in capsys.readouterr().err


def test_json_tells_batches_results_errors_and_progress(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def steps(item: Item) -> Iterator[Event]:
        for done in range(3):
            yield ItemProgress(item, Progress("network", done, 2))

    fake_work(monkeypatch, steps)
    queued("a.nef", "bad.nef", "c.nef")
    assert main(["batch", "--resume", "--json"]) == 1
    lines = objects(capsys)
    assert {line["type"] for line in lines} == {"batch", "progress", "result", "error"}
    batches = [line for line in lines if line["type"] == "batch"]
    assert [(line["event"], line["state"]) for line in batches] == [("started", "active"), ("ended", "finished")]
    counts = batches[-1]["counts"]
    assert isinstance(counts, dict)
    assert counts["done"] + counts["failed"] + counts["quarantined"] + counts["skipped"] == counts["found"] == 3
    (error,) = [line for line in lines if line["type"] == "error"]
    assert (error["code"], error["source"]) == ("FileEmpty", str(Path("bad.nef").absolute()))
    results = [line for line in lines if line["type"] == "result"]
    assert [line["state"] for line in results] == ["done", "done"]
    progress = [line for line in lines if line["type"] == "progress"]
    assert progress[0]["label"] == "1/3 a.nef"
    fractions = [line["fraction"] for line in progress]
    assert fractions == sorted(fractions)  # type: ignore[type-var]
    assert progress[0]["seconds_left"] is None


def test_the_bar_says_that_it_is_estimating_until_three_are_done(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[float | None] = []

    def steps(item: Item) -> Iterator[Event]:
        yield ItemProgress(item, Progress("network", 2, 5))

    monkeypatch.setattr("denoiser_app.cli.batch_course.FORECAST_EVERY", 0.0)
    monkeypatch.setattr("denoiser_app.cli.batch_course.FORECAST_SHARE", 1e9)
    monkeypatch.setattr(
        "denoiser_app.cli.output.HumanOutput.progress", lambda _, label, step, done, left, of_many: told.append(left)
    )
    fake_work(monkeypatch, steps)
    queued(*(f"{number}.nef" for number in range(6)))
    assert main(["batch", "--resume"]) == 0
    assert told[:3] == [None, None, None]
    assert all(left is not None and left >= 0.0 for left in told[3:])


def test_while_a_photo_is_in_the_network_the_bar_belongs_to_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def steps(item: Item) -> Iterator[Event]:
        with Journal() as journal:
            other = next(i for i in journal.items(item.batch) if i.id != item.id)
        yield ItemStarted(other)
        yield ItemProgress(item, Progress("network", 0, 2))
        yield ItemProgress(other, Progress("read", 0, 1))
        yield ItemProgress(item, Progress("network", 1, 2))

    fake_work(monkeypatch, steps)
    number = queued("a.nef", "b.nef")
    with Journal() as journal:
        journal.wish(number, BatchState.ACTIVE)
    main(["batch", "--resume", "--json"])
    labels = [line["label"] for line in objects(capsys) if line["type"] == "progress"]
    assert labels == ["1/2 a.nef", "2/2 b.nef"]


def test_photos_that_were_refused_a_name_are_told_at_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def created(journal: Journal, *_: object) -> int:
        items = [NewItem(Path(n), None, Path(), 1, 1, error=OutputTwice(path="x.tif")) for n in ("a.nef", "b.nef")]
        return journal.create(Plan((), None), items)

    monkeypatch.setattr(batch_run, "created", created)
    assert main(["batch", "in"]) == 1
    captured = capsys.readouterr()
    assert captured.err.count("two photos would be written to this name") == 2
    assert "Finished: 0 of 2 photos done, 2 failed, 0 skipped" in captured.out


# --- stopping and going on --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_gives_photos_back_and_says_how_it_goes_on(
    number: signal.Signals, status: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(item: Item) -> Iterator[Event]:
        if item.source.name == "b.nef":
            os.kill(os.getpid(), number)
        yield ItemProgress(item, Progress("network", 0, 2))

    handler = signal.getsignal(number)
    fake_work(monkeypatch, interrupted)
    batch = queued("a.nef", "b.nef", "c.nef")
    with Journal() as journal:  # of which the message must not speak
        journal.wish(queued("x.nef"), BatchState.PAUSED)
        journal.wish(queued("y.nef"), BatchState.CANCELLED)
    assert main(["batch", "--resume"]) == status
    captured = capsys.readouterr()
    assert "Stopped; 'denoiser-app batch --resume' goes on with the 2 photos that are left." in captured.err
    assert "Finished" not in captured.out
    assert signal.getsignal(number) is handler
    with Journal() as journal:
        assert [item.state for item in journal.items(batch)] == [State.DONE, State.WAITING, State.WAITING]
        assert not journal.batch(batch).held
    fake_work(monkeypatch)
    assert main(["batch", "--resume"]) == 0
    assert "Finished: 3 of 3 photos done" in capsys.readouterr().out


def test_stopped_while_the_photos_are_looked_for_nothing_is_begun(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object) -> int:
        os.kill(os.getpid(), signal.SIGINT)
        raise Cancelled

    queued("a.nef")  # another one, that the message must not speak of
    monkeypatch.setattr(batch_run, "created", interrupted)
    assert main(["batch", "in"]) == 130
    assert capsys.readouterr().err == "Stopped; nothing was begun.\n"


def test_a_second_signal_does_not_wait_for_the_photos_in_work(monkeypatch: pytest.MonkeyPatch) -> None:
    def exits(status: int) -> None:
        raise SystemExit(status)

    def impatient(_: Item) -> Iterator[Event]:
        os.kill(os.getpid(), signal.SIGINT)
        os.kill(os.getpid(), signal.SIGINT)
        yield from ()

    monkeypatch.setattr(os, "_exit", exits)
    fake_work(monkeypatch, impatient)
    queued("a.nef")
    with pytest.raises(SystemExit, match="130"):
        main(["batch", "--resume"])


def test_threads_that_hang_do_not_hold_up_a_second_signal() -> None:
    code = """
import os, signal, threading, time
from denoiser_app.cli.interrupt import cancel_on_signal
from denoiser_app.core.progress import CancelToken
threading.Thread(target=time.sleep, args=(100,)).start()  # as a decoder that hangs: no exception ends it
with cancel_on_signal(CancelToken(), crash_safe=True):
    os.kill(os.getpid(), signal.SIGINT)
    os.kill(os.getpid(), signal.SIGINT)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30, check=False)
    assert (done.returncode, done.stderr) == (130, "")


def test_a_pause_from_elsewhere_ends_the_run_and_is_no_success(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def paused(item: Item) -> Iterator[Event]:
        assert main(["batch", "pause", str(item.batch)]) == 0
        yield from ()

    fake_work(monkeypatch, paused)
    number = queued("a.nef", "b.nef")
    assert main(["batch", "--resume"]) == 1
    out = capsys.readouterr().out
    assert f"Batch {number}: stopping by process {os.getpid()}" in out
    paused_line = f"Batch {number} is paused: 1 of 2 photos done, 0 failed, 0 skipped, 1 left."
    assert f"{paused_line} 'denoiser-app batch --resume {number}' goes on with it." in out


def test_a_paused_batch_goes_on_only_when_it_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fake_work(monkeypatch)
    number = queued("a.nef", plan=Plan((Path.cwd(),), None, name="concert"))
    assert main(["batch", "pause", "concert"]) == 0
    assert main(["batch", "--resume"]) == 0
    out = capsys.readouterr().out
    assert "There is nothing to go on with." in out
    assert f"'denoiser-app batch --resume {number}' goes on with it." in out
    assert main(["batch", "--resume", "concert"]) == 0
    assert "Finished: 1 of 1 photo done" in capsys.readouterr().out
    assert main(["batch", "--resume", "concert"]) == 0
    assert "is finished already: 1 of 1 photo done" in capsys.readouterr().out


def test_every_active_batch_is_worked_on(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    fake_work(monkeypatch)
    first, second, third = queued("a.nef"), queued("bad.nef"), queued("c.nef")
    assert main(["batch", "order", str(third), str(second)]) == 0
    capsys.readouterr()
    assert main(["batch", "--resume", "--json"]) == 1  # although the last one went well
    ended_ones = [line["id"] for line in objects(capsys) if line.get("event") == "ended"]
    assert ended_ones == [third, second, first]


def test_a_batch_that_another_program_has_is_left_to_it(capsys: pytest.CaptureFixture[str]) -> None:
    number = queued("a.nef")
    with Journal() as journal, held(journal, number):
        assert main(["batch", "--resume", str(number)]) == 1
        assert main(["batch", "forget", str(number)]) == 1
    err = capsys.readouterr().err
    assert err.count(f"is being worked on by process {os.getpid()}") == 2


# --- actions ----------------------------------------------------------------------------------------------------------


def test_status_counts_every_photo_once(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["batch", "status"]) == 0
    assert capsys.readouterr().out == "There are no batches.\n"
    fake_work(monkeypatch)
    first = queued("a.nef", "bad.nef", plan=Plan((Path.cwd(),), None, name="concert"))
    assert main(["batch", "--resume"]) == 1
    second = queued("c.nef", plan=Plan((Path("/photos/x"), Path("/photos/y")), Path("/out")))
    capsys.readouterr()
    assert main(["batch", "status"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"  {first}  concert: finished; 1 of 2 photos done, 1 failed, 0 skipped",
        f"  {second}  /photos/x and 1 more: not running; 0 of 1 photo done, 0 failed, 0 skipped, 1 left",
    ]
    assert main(["batch", "status", "concert"]) == 0
    assert f"failed: {Path.cwd()}/bad.nef: the file is empty" in capsys.readouterr().out
    assert main(["batch", "status", str(first), "--items", "--json"]) == 0
    lines = objects(capsys)
    assert [line["type"] for line in lines] == ["batch", "item", "item"]
    assert [line["state"] for line in lines[1:]] == ["done", "failed"]
    error = lines[2]["error"]
    assert isinstance(error, dict)
    assert error["code"] == "FileEmpty"


def test_status_says_who_is_at_work_and_what_it_waits_for(capsys: pytest.CaptureFixture[str]) -> None:
    number = queued("a.nef")
    with Journal() as journal, held(journal, number) as lease:
        assert main(["batch", "status"]) == 0
        assert f"running by process {os.getpid()} on" in capsys.readouterr().out
        lease.waits_for(DiskFull(path="/out", needed_mb=40))
        assert main(["batch", "status"]) == 0
        assert "waiting (/out: the disk is full" in capsys.readouterr().out


@given(st.builds(Counts, *[st.integers(0, 10**6)] * 6))
def test_the_figures_that_are_told_add_up(counts: Counts) -> None:
    done, found, *others = (int(figure.replace(",", "")) for figure in re.findall(r"[\d,]*\d", counts_text(counts)))
    assert done + sum(others) == found == counts.found


def test_an_unknown_batch_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    for action in ("status", "pause", "cancel", "retry", "forget"):
        assert main(["batch", action, "77"]) == 1
        assert "There is no batch '77'" in capsys.readouterr().err


def test_after_retry_failed_photos_wait_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fake_work(monkeypatch)
    number = queued("a.nef", "bad.nef")
    main(["batch", "--resume"])
    capsys.readouterr()
    assert main(["batch", "retry", str(number)]) == 0
    again = f"Batch {number}: 1 photo waits again. 'denoiser-app batch --resume {number}' goes on with it.\n"
    assert capsys.readouterr().out == again
    with Journal() as journal:
        assert [item.state for item in journal.items(number)] == [State.DONE, State.WAITING]
        assert journal.batch(number).state is BatchState.ACTIVE


def test_cancel_leaves_a_batch_out_and_forget_takes_it_out(capsys: pytest.CaptureFixture[str]) -> None:
    number = queued("a.nef")
    assert main(["batch", "cancel", str(number)]) == 0
    assert main(["batch", "--resume"]) == 0
    assert "There is nothing to go on with." in capsys.readouterr().out
    assert main(["batch", "forget", str(number)]) == 0
    with Journal() as journal:
        assert journal.batches() == []


def test_a_finished_batch_stays_finished(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    fake_work(monkeypatch)
    number = queued("a.nef")
    main(["batch", "--resume"])
    for action in ("pause", "cancel"):
        assert main(["batch", action, str(number)]) == 0
    with Journal() as journal:
        assert journal.batch(number).state is BatchState.FINISHED


def test_first_takes_paths_and_names(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    fake_work(monkeypatch)
    number = queued("a.nef", "b.nef", "c.nef")
    assert main(["batch", "first", str(number), "c.nef", str(Path("b.nef").absolute())]) == 0
    assert main(["batch", "first", str(number), "z.nef"]) == 1
    captured = capsys.readouterr()
    assert "2 photos moved to the front" in captured.out
    assert "z.nef: no photo of this name waits" in captured.err
    main(["batch", "--resume", "--json"])
    done = [str(line["source"]) for line in objects(capsys) if line["type"] == "result"]
    assert [Path(source).name for source in done] == ["c.nef", "b.nef", "a.nef"]


def test_status_and_help_do_not_import_torch() -> None:
    code = """
import sys
from denoiser_app.cli.batch_output import Teller
from denoiser_app.cli.batch_words import counts_text
from denoiser_app.cli.main import main
from denoiser_app.cli.output import make_output
assert main(["batch", "--help"]) == 0
assert main(["watch", "--help"]) == 0
assert main(["batch", "status"]) == 0
assert main(["batch", "photos", "--resume"]) == 2
assert "torch" not in sys.modules and "PySide6" not in sys.modules
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


# --- from file to file ------------------------------------------------------------------------------------------------


@pytest.fixture
def card(tmp_path: Path, samples: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A card with two small photos, one in a sub-folder, and one that is cut off; the networks are tiny."""
    tiny_model(tmp_path / "models", "rgb")
    monkeypatch.setattr(paths, "models", lambda: tmp_path / "models")
    folder = tmp_path / "card"
    (folder / "day").mkdir(parents=True)
    Image.open(samples / "city-dusk-iso6400.jpg").crop((0, 0, 201, 133)).save(folder / "a.jpg", quality=90)
    shutil.copy(folder / "a.jpg", folder / "day" / "b.jpg")
    jpeg = (folder / "a.jpg").read_bytes()
    (folder / "cut.jpg").write_bytes(jpeg[: len(jpeg) // 2])
    return folder


def test_a_folder_is_done_and_what_was_not_is_named(
    card: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    originals = {path: path.read_bytes() for path in card.rglob("*.jpg")}
    report, out = tmp_path / "report", tmp_path / "out"
    arguments = [str(card), "-o", str(out), "--recursive", "--device", "cpu", "--report", str(report)]
    assert main(["batch", *arguments]) == 1
    captured = capsys.readouterr()
    assert "Finished: 2 of 3 photos done, 1 failed, 0 skipped; in " in captured.out
    assert "cut.jpg: the file ends too early" in captured.err
    assert sorted(str(path.relative_to(out)) for path in out.rglob("*.*")) == [
        "a-denoised.tif",
        "day/b-denoised.tif",
    ]
    assert (report / "report.html").exists()
    assert originals == {path: path.read_bytes() for path in card.rglob("*.jpg")}

    shutil.copy(card / "a.jpg", card / "cut.jpg")  # copied again from the card
    assert main(["batch", "retry", "1"]) == 0
    assert main(["batch", "--resume", "--device", "cpu"]) == 0
    assert "Finished: 3 of 3 photos done" in capsys.readouterr().out
    assert main(["batch", *arguments]) == 0
    assert "Finished: 0 of 3 photos done, 0 failed, 3 skipped" in capsys.readouterr().out


def test_queued_photos_wait_for_resume(card: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["batch", str(card / "a.jpg"), "-o", str(tmp_path / "out"), "--queue"]) == 0
    assert "is in line: 0 of 1 photo done, 0 failed, 0 skipped, 1 left" in capsys.readouterr().out
    assert not (tmp_path / "out").exists()
    assert main(["batch", "--resume", "--device", "cpu"]) == 0
    assert (tmp_path / "out" / "a-denoised.tif").exists()


def test_a_folder_without_photos_is_an_error_and_no_batch(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty").mkdir()
    assert main(["batch", str(tmp_path / "empty")]) == 1
    assert "there are no photos here" in capsys.readouterr().err
    with Journal() as journal:
        assert journal.batches() == []
