"""A batch that is killed with SIGKILL again and again, at random moments or at a wanted step on its way to the disk.

A process of its own (``python -m tests.bench.batch.kill``) imports everything once, with one thread, and never computes
anything: every run of the batch is a fork of it. A fork dies as any process does, but starts in milliseconds.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from denoiser_app.core.progress import CancelToken, Progress
from denoiser_app.engine.batch.items import Plan, State
from denoiser_app.engine.batch.journal import Journal
from denoiser_app.engine.batch.lease import Lease
from denoiser_app.engine.batch.run import RunSettings, run
from denoiser_app.engine.handover import Computed, Loaded
from denoiser_app.engine.job import Settings, Worker
from tests.bench.batch import night

STEPS = ("os.fsync", "os.link", "os.unlink", "Lease.claim", "Lease.done")
"""What a run does to the disk; it can be killed before and after each call."""


@dataclass(frozen=True)
class Killed:
    """What came of it. kills: that met a living run. in_flight: photos begun and not ended, at each kill.

    thrown_away: of these, photos that the network had finished and nobody had published, at each kill. recovered: found
    whole afterwards although the journal had not heard of them. twice: photos published a second time. set_aside:
    quarantined because the program ended on them four times, and tried again as the photographer would.
    """

    photos: int
    kills: int
    in_flight: list[int]
    thrown_away: list[int]
    recovered: int
    twice: int
    set_aside: int
    wrong: list[str]
    seconds: float


def killed(folder: Path, photos: int, kills: int, seed: int = 0, *, at: str = "moments") -> Killed:
    """In a process of its own. at: random 'moments', or 'steps': each of the first so many of a run, shuffled."""
    command = [sys.executable, "-m", "tests.bench.batch.kill", str(folder), str(photos), str(kills), str(seed), at]
    one_thread = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "DENOISER_DATA": str(folder / "data")}
    done = subprocess.run(command, env=os.environ | one_thread, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return Killed(**json.loads(done.stdout))


def main() -> None:
    """The process that forks."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    for name in ("photos", "kills", "seed"):
        parser.add_argument(name, type=int)
    parser.add_argument("at", choices=["moments", "steps"])
    args = parser.parse_args()
    killing = _Killing(args.folder, args.photos, args.kills, args.seed, args.at == "steps")
    sys.stdout.write(json.dumps(asdict(killing.killed())))


class _Killing:
    """One batch and all of its deaths."""

    def __init__(self, folder: Path, photos: int, kills: int, seed: int, at_steps: bool) -> None:
        self._photos, self._left, self._random = photos, kills, random.Random(seed)
        self._steps = self._random.sample(range(1, kills + 1), kills) if at_steps else []
        self._journal, self._output, self._models = folder / "batches.sqlite", folder / "out", folder / "models"
        self._sources = night.photos(folder / "in", photos)
        self._in_flight: list[int] = []
        self._thrown_away: list[int] = []
        self._recovered = self._set_aside = 0
        preparing = _in_fork(self._prepare)
        assert preparing.ended() == 0, preparing.said
        self._watch = night.Watch(self._journal, 1, self._output, night.prints(self._sources))

    def killed(self) -> Killed:
        """Until the batch is finished."""
        started = time.monotonic()
        while self._once():
            self._watch.look()
        self._watch.look_at_the_end()
        return Killed(
            photos=self._photos,
            kills=len(self._in_flight),
            in_flight=self._in_flight,
            thrown_away=self._thrown_away,
            recovered=self._recovered,
            twice=len(self._watch.twice),
            set_aside=self._set_aside,
            wrong=self._watch.wrong,
            seconds=time.monotonic() - started,
        )

    def _prepare(self, _: int) -> None:
        night.write_models(self._models)
        plan = Plan(sources=(self._sources[0].parent,), output=self._output)
        with night.models_in(self._models), Journal(self._journal) as journal:
            night.create(journal, plan)

    def _once(self) -> bool:
        """A run, killed or not; whether there is more to do."""
        child = _in_fork(self._run)
        if self._left > 0:
            alive = child.killed_by_itself() if self._steps else child.killed_after(self._moment())
            self._left -= 1
            self._count(child, alive)
        elif child.ended() != 0:
            self._watch.wrong.append("a run that nobody killed did not end well: " + child.said)
        else:
            return self._retried()
        return True

    def _run(self, tell: int) -> None:
        settings = RunSettings(device="cpu", threads=1, make_worker=lambda of_one: _TellingWorker(of_one, tell))
        if self._steps and self._left > 0:
            _kill_at(self._steps[self._left - 1])
        with night.models_in(self._models), Journal(self._journal) as journal:
            for event in run(journal, 1, settings, CancelToken()):
                os.write(tell, f"{type(event).__name__}\n".encode())

    def _moment(self) -> tuple[int, float]:
        """So many photos ended, and so many seconds after that: progress is made, and every step is met."""
        return self._random.randrange(4), self._random.uniform(0, 0.35)

    def _count(self, child: _Fork, alive: bool) -> None:
        """What was lost; asked of the journal and of the disk, as the next run will find them."""
        with Journal(self._journal) as journal:
            running = journal.items(1, states=(State.RUNNING,))
        if not alive:
            return
        published = {item.source.name for item in running if item.target is not None and item.target.exists()}
        computed = {name for name in child.lines("computed ") if name in {item.source.name for item in running}}
        self._in_flight.append(len(running))
        self._thrown_away.append(len(computed - published))
        self._recovered += len(published)

    def _retried(self) -> bool:
        """Photos that were set aside wait again, as when the photographer says so; whether there are any."""
        with Journal(self._journal) as journal:
            if not journal.counts(1).reconciled:
                return True
            failed = journal.items(1, states=(State.FAILED,))
            self._watch.wrong += [f"{item.source} failed: {item.error}" for item in failed]
            set_aside = [item.id for item in journal.items(1, states=(State.QUARANTINED,))]
            number = journal.retry(1, set_aside) if set_aside and not failed else 0
        self._set_aside += number
        return number > 0


class _TellingWorker(Worker):
    """Says when the network has finished a photo, at that very moment."""

    def __init__(self, settings: Settings, tell: int) -> None:
        super().__init__(settings)
        self._tell = tell

    def denoise(self, loaded: Loaded, token: CancelToken) -> Generator[Progress, None, Computed]:
        computed = yield from super().denoise(loaded, token)
        os.write(self._tell, f"computed {loaded.job.source.name}\n".encode())
        return computed


class _Fork:
    """A run in a forked process, and what it says on a pipe."""

    def __init__(self, pid: int, ear: int) -> None:
        self._pid, self._ear = pid, ear
        self.said = ""

    def ended(self) -> int:
        """Waits for its end; its status."""
        while self._hear(None):
            pass
        return self._reaped()

    def killed_by_itself(self) -> bool:
        """Waits for its end; whether that was a kill."""
        return self.ended() == -signal.SIGKILL

    def killed_after(self, moment: tuple[int, float]) -> bool:
        """Kills it when that many photos ended and that many seconds went by after; whether it was still alive."""
        photos, seconds = moment
        while self.said.count("ItemEnded") < photos and self._hear(None):
            pass
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0 and self._hear(left):
            pass
        os.kill(self._pid, signal.SIGKILL)
        return self.ended() == -signal.SIGKILL

    def lines(self, beginning: str) -> list[str]:
        """The rests of the lines that begin so."""
        return [line.removeprefix(beginning) for line in self.said.splitlines() if line.startswith(beginning)]

    def _hear(self, seconds: float | None) -> bool:
        """Waits for words; False once there will be no more."""
        if not select.select([self._ear], [], [], seconds)[0]:
            return True
        words = os.read(self._ear, 65536).decode()
        self.said += words
        return bool(words)

    def _reaped(self) -> int:
        os.close(self._ear)
        return os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])


def _in_fork(work: Callable[[int], None]) -> _Fork:
    ear, tell = os.pipe()
    pid = os.fork()
    if pid:
        os.close(tell)
        return _Fork(pid, ear)
    status = 1
    try:
        os.close(ear)
        work(tell)
        status = 0
    except BaseException as error:  # noqa: BLE001 - a fork must never come back into its parent's code
        os.write(tell, f"{type(error).__name__}: {error}\n".encode())
    finally:
        os._exit(status)


def _kill_at(step: int) -> None:
    """From now on the ``step``-th moment before or after one of STEPS is the last one."""
    left = step

    def moment() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def wrapped(call: Callable[..., Any]) -> Callable[..., Any]:
        def stepping(*args: Any, **kwargs: Any) -> Any:
            moment()
            result = call(*args, **kwargs)
            moment()
            return result

        return stepping

    for name in STEPS:
        holder, attribute = ({"os": os, "Lease": Lease}[name.split(".")[0]], name.split(".")[1])
        setattr(holder, attribute, wrapped(getattr(holder, attribute)))


if __name__ == "__main__":
    main()
