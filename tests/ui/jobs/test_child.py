"""The child process: pieces of lines, garbage, errors, crashes, and that none is left behind."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Iterator
from typing import Any

import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from denoiser_app.core.errors import DiskFull
from denoiser_app.ui.jobs.child import LONGEST_LINE, Child, ChildFailed, JsonLines, Outcome, command

objects = st.lists(st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=5), max_size=3), max_size=6)
garbage = st.sampled_from(
    [b"", b"Traceback (most recent call last):", b"[1, 2]", b"{", b"\xff\xfe", b"null", b'"text"']
)


@given(objects, st.lists(garbage, max_size=4), st.randoms(use_true_random=False))
def test_lines_come_out_whole_however_they_are_cut(said: list[dict[str, Any]], noise: list[bytes], random: Any) -> None:
    lines = [json.dumps(one).encode() for one in said]
    for one in noise:
        lines.insert(random.randint(0, len(lines)), one)
    stream = b"".join(line + b"\n" for line in lines)
    cuts = sorted(random.randint(0, len(stream)) for _ in range(random.randint(0, 8)))
    pieces = [stream[a:b] for a, b in zip([0, *cuts], [*cuts, len(stream)], strict=True)]
    reader = JsonLines()
    assert [one for piece in pieces for one in reader.feed(piece)] == said


def test_a_line_without_an_end_takes_no_memory_and_what_follows_is_heard() -> None:
    reader = JsonLines()
    for _ in range(5):
        assert reader.feed(b"x" * (LONGEST_LINE // 2)) == []
        assert len(reader._rest) <= LONGEST_LINE
    assert reader.feed(b'xx\n{"type": "here"}\n') == [{"type": "here"}]


class Heard:
    def __init__(self, program: str) -> None:
        self.child = Child([sys.executable, "-c", program])
        self.said: list[dict[str, Any]] = []
        self.outcomes: list[Outcome] = []
        self.child.said.connect(self.said.append)
        self.child.ended.connect(self.outcomes.append)


@pytest.fixture(autouse=True)
def _no_process_left() -> Iterator[None]:
    before = {child.pid for child in psutil.Process().children()}
    yield
    assert {child.pid for child in psutil.Process().children()} <= before


def outcome(qtbot: QtBot, heard: Heard, *arguments: str) -> Outcome:
    heard.child.start(arguments)
    qtbot.waitUntil(lambda: len(heard.outcomes) == 1, timeout=10_000)
    assert not heard.child.running
    return heard.outcomes[0]


def test_everything_is_heard_before_the_end(qtbot: QtBot) -> None:
    heard = Heard("import sys; [print('{\"n\": %d}' % n) for n in range(2000)]; print('{\"n\": 2000}', end='\\n')")
    assert outcome(qtbot, heard).good
    assert [one["n"] for one in heard.said] == list(range(2001))


def test_it_gets_its_arguments_and_what_is_sent(qtbot: QtBot) -> None:
    heard = Heard("import sys, json; print(json.dumps({'got': [*sys.argv[1:], input(), input()]}))")
    heard.child.start(["train", "夜 & day"])
    heard.child.send("pause")
    heard.child.send("stop")
    qtbot.waitUntil(lambda: bool(heard.outcomes), timeout=10_000)
    assert heard.said == [{"got": ["train", "夜 & day", "pause", "stop"]}]


def test_an_error_that_it_tells_is_the_error(qtbot: QtBot) -> None:
    line = {"type": "error", "code": "DiskFull", "message": "?", "parameters": {"path": "/d", "needed_mb": 12.0}}
    error = outcome(qtbot, Heard(f"import sys; print({json.dumps(line)!r}); sys.exit(1)")).error
    assert isinstance(error, DiskFull)
    assert "12 MB" in str(error)
    line = {"type": "error", "code": "Unheard of", "message": "The moon is too bright.", "parameters": None}
    error = outcome(qtbot, Heard(f"import sys; print({json.dumps(line)!r}); sys.exit(1)")).error
    assert str(error) == "The moon is too bright."


def test_of_a_traceback_the_last_line_is_told(qtbot: QtBot) -> None:
    error = outcome(qtbot, Heard("raise ValueError('no such thing')")).error
    assert isinstance(error, ChildFailed)
    assert "ValueError: no such thing" in str(error)


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_crash_is_told(qtbot: QtBot) -> None:
    heard = Heard("import os; print('{\"n\": 1}', flush=True); os.kill(os.getpid(), 9)")
    assert isinstance(outcome(qtbot, heard).error, ChildFailed)
    assert heard.said == [{"n": 1}]


def test_a_program_that_is_not_there_is_told(qtbot: QtBot) -> None:
    child, outcomes = Child(["/nowhere/at/all"]), []
    child.ended.connect(outcomes.append)
    child.start(["train"])
    qtbot.waitUntil(lambda: bool(outcomes), timeout=5000)
    assert isinstance(outcomes[0].error, ChildFailed)
    assert not child.running


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_one_that_was_asked_to_stop_has_not_failed(qtbot: QtBot) -> None:
    heard = Heard("import time; print('{\"n\": 1}', flush=True); time.sleep(60)")
    heard.child.start([])
    qtbot.waitUntil(lambda: bool(heard.said), timeout=10_000)
    heard.child.stop()
    qtbot.waitUntil(lambda: bool(heard.outcomes), timeout=10_000)
    assert heard.outcomes[0].error is None
    assert not heard.outcomes[0].good


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_the_end_is_quick_also_of_one_that_does_not_listen(qtbot: QtBot) -> None:
    ignores = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('{\"n\": 1}', flush=True)"
    heard = Heard(f"{ignores}; time.sleep(60)")
    heard.child.start([])
    qtbot.waitUntil(lambda: bool(heard.said), timeout=10_000)
    assert heard.child._process is not None
    number = heard.child._process.processId()
    began = time.monotonic()
    assert heard.child.end(200)
    assert time.monotonic() - began < 2
    assert heard.outcomes == [], "nobody hears of it"
    with pytest.raises(ProcessLookupError):
        os.kill(number, signal.SIGCONT)


def test_after_the_end_nothing_begins(qtbot: QtBot) -> None:
    """A timer of a page that is closed may still ask for it."""
    heard = Heard("import time; time.sleep(60)")
    assert heard.child.end()
    heard.child.start([])
    assert not heard.child.running


def test_the_program_itself_is_started_so(qtbot: QtBot) -> None:
    heard = Heard("")
    heard.child = Child(command())
    heard.child.said.connect(heard.said.append)
    heard.child.ended.connect(heard.outcomes.append)
    assert outcome(qtbot, heard, "no-such-command", "--json").status == 2
    assert heard.said[0]["type"] == "error"
