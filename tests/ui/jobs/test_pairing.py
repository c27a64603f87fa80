from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QThread

from denoiser_app.core.progress import CancelToken, Progress
from denoiser_app.ui.jobs.pairing import GeneratorJob

Make = Callable[[CancelToken], Iterator[object]]


class Heard:
    """Everything a job tells, in order, and in which thread."""

    def __init__(self, job: GeneratorJob) -> None:
        self.all: list[object] = []
        self.threads: set[object] = set()
        job.told.connect(lambda event: self._note(event))
        job.done.connect(lambda: self._note("done"))
        job.cancelled.connect(lambda: self._note("cancelled"))
        job.failed.connect(lambda error: self._note(str(error)))

    def _note(self, event: object) -> None:
        self.all.append(event)
        self.threads.add(QThread.currentThread())


@pytest.fixture
def job(qapp) -> Iterator[GeneratorJob]:
    made = GeneratorJob("test job")
    yield made
    assert made.end()


def until(there: Callable[[], object]) -> None:
    deadline = time.monotonic() + 10.0
    while not there():
        assert time.monotonic() < deadline
        QCoreApplication.processEvents()
        time.sleep(0.001)


def endless(begun: threading.Event, ended: list[str]) -> Make:
    def make(token: CancelToken) -> Iterator[object]:
        try:
            while True:
                begun.set()
                yield "step"
                time.sleep(0.002)
        finally:
            ended.append(threading.current_thread().name)

    return make


def test_every_event_is_told_in_the_windows_thread(job: GeneratorJob) -> None:
    heard = Heard(job)
    job.start(lambda token: iter(range(200)))
    until(lambda: not job.running)
    assert heard.all == [*range(200), "done"]
    assert heard.threads == {QThread.currentThread()}


def test_progress_is_told_at_a_pace_but_its_end_always(job: GeneratorJob) -> None:
    heard = Heard(job)
    job.start(lambda token: (Progress("x", n, 2000) for n in range(2001)))
    until(lambda: not job.running)
    assert 2 <= len(heard.all) < 500
    assert heard.all[-2:] == [Progress("x", 2000, 2000), "done"]


def test_what_goes_wrong_is_told_once(job: GeneratorJob) -> None:
    def make(token: CancelToken) -> Iterator[object]:
        yield 1
        raise OSError("the disk")

    heard = Heard(job)
    job.start(make)
    until(lambda: not job.running)
    assert heard.all == [1, "the disk"]


def test_also_what_goes_wrong_before_the_first_step(job: GeneratorJob) -> None:
    def make(token: CancelToken) -> Iterator[object]:
        raise ImportError("no such module")

    heard = Heard(job)
    job.start(make)
    until(lambda: not job.running)
    assert heard.all == ["no such module"]


def test_cancel_stops_at_the_next_step_and_cleans_up(job: GeneratorJob) -> None:
    begun, ended = threading.Event(), list[str]()
    heard = Heard(job)
    job.start(endless(begun, ended))
    assert begun.wait(10.0)
    job.cancel()
    until(lambda: not job.running)
    assert heard.all[-1] == "cancelled"
    assert len(ended) == 1
    assert "done" not in heard.all


def test_the_latest_wins_and_nothing_of_the_one_before_is_heard_after_it(job: GeneratorJob) -> None:
    begun, ended = threading.Event(), list[str]()
    heard = Heard(job)
    job.start(endless(begun, ended))
    assert begun.wait(10.0)
    job.start(lambda token: iter(["not this one"]))
    job.start(lambda token: iter(["this one"]))
    count = len(heard.all)
    until(lambda: not job.running)
    assert heard.all[count:] == ["this one", "done"]
    assert len(ended) == 1


def test_an_ended_job_is_silent_and_starts_nothing(qapp) -> None:
    begun, ended = threading.Event(), list[str]()
    job = GeneratorJob("test job")
    heard = Heard(job)
    job.start(endless(begun, ended))
    assert begun.wait(10.0)
    QCoreApplication.processEvents()
    count = len(heard.all)
    assert job.end()
    assert len(ended) == 1
    job.start(lambda token: iter([1]))
    QCoreApplication.processEvents()
    time.sleep(0.02)
    QCoreApplication.processEvents()
    assert len(heard.all) == count


def test_a_job_can_begin_another_as_soon_as_it_is_over(job: GeneratorJob) -> None:
    heard = Heard(job)
    job.done.connect(lambda: len(heard.all) < 9 and job.start(lambda token: iter([1])))
    job.start(lambda token: iter([0]))
    until(lambda: len(heard.all) >= 9 and not job.running)
    assert heard.all.count("done") == heard.all.count(0) + heard.all.count(1)
