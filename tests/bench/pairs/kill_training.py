"""A personal training that is killed with SIGKILL again and again, at random moments or at a wanted step on its way to
the disk, and compared with one that was left alone.

A process of its own (``python -m tests.bench.pairs.kill_training``) imports everything once, with one thread, and never
computes anything: every run of the training is a fork of it, which dies as any process does but starts at once.
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
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any
from unittest import mock

from denoiser_app import paths
from denoiser_app.core.errors import DataMissing
from denoiser_app.engine import bias
from denoiser_app.networks import library
from denoiser_app.training import checkpoint
from denoiser_app.training.learner import Learner
from denoiser_app.training.personal import Estimate, PersonalRequest, train
from denoiser_app.training.personal.keeping import SLOTS
from denoiser_app.training.personal.recipe import read_recipe, write_recipe
from tests.helpers.models import TINY, tiny_config, tiny_network
from tests.helpers.paired import MemorySources, Opener, begin_session, profile

NAME, EVERY = "tiny", 4
CALLS = ("os.fsync", "os.replace", "os.link", "os.unlink", "torch.save")
"""What a run does to the disk; it can be killed before and after each call."""
_SOURCES = MemorySources("raw", scenes=2, size=(96, 288), profile=profile())


@dataclass(frozen=True)
class Killed:
    """What came of it. kills: that met a living run; saving: of these, between the first and the last call of a save.
    lost: steps done and not in the newest checkpoint that can be read, at each kill. wrong: what must not be, in
    words."""

    steps: int
    kills: int
    saving: int
    lost: list[int]
    wrong: list[str]
    seconds: float


def killed(folder: Path, steps: int, kills: int, seed: int = 0) -> Killed:
    """In a process of its own; every second kill at a moment, every other at a call."""
    command = [sys.executable, "-m", "tests.bench.pairs.kill_training", str(folder), str(steps), str(kills), str(seed)]
    one_thread = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "DENOISER_DATA": str(folder / "data")}
    done = subprocess.run(command, env=os.environ | one_thread, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return Killed(**json.loads(done.stdout))


def main() -> None:
    """The process that forks."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    for name in ("steps", "kills", "seed"):
        parser.add_argument(name, type=int)
    args = parser.parse_args()
    import torch._dynamo  # noqa: F401 - the optimiser imports it, which takes seconds: once, and not in every fork

    # Large flat fields would be most of the work of a network that is tiny.
    small = mock.patch.object(bias, "_SIDE", 64)
    with small, mock.patch.object(paths, "models", return_value=args.folder / "models"):
        killing = _Killing(args.folder, args.steps, args.kills, args.seed)
        sys.stdout.write(json.dumps(asdict(killing.killed())) + "\n")


class _Killing:
    """One training and all of its deaths, and its twin that lives."""

    def __init__(self, folder: Path, steps: int, kills: int, seed: int) -> None:
        self._steps, self._kills, self._random = steps, kills, random.Random(seed)
        self._alone, self._troubled = folder / "alone", folder / "troubled"
        self._models = folder / "models"
        self._wrong: list[str] = []
        self._lost: list[int] = []
        self._saving = 0

    def killed(self) -> Killed:
        """Until the training is finished."""
        started = time.monotonic()
        self._must_end_well(self._prepare)
        self._must_end_well(lambda tell: _train(self._alone, tell))
        number = 0
        while number < self._kills and not self._finished():
            self._once(number)
            number += 1
        self._must_end_well(lambda tell: _train(self._troubled, tell))
        self._compare()
        return Killed(self._steps, len(self._lost), self._saving, self._lost, self._wrong, time.monotonic() - started)

    def _prepare(self, tell: int) -> None:
        """Tiny models, and two sessions whose trainings have the same recipe."""
        from denoiser_app.training.publish import publish

        config = tiny_config("raw", name="raw-balanced", parameters=TINY)
        publish(tiny_network("raw", size=0.05), config, {"photos": "none"}, {}, self._models)
        request = PersonalRequest(NAME, steps=self._steps, threads=1, device="cpu")
        for session in (self._alone, self._troubled):
            begin_session(session)
            for event in train(session, request, opener=Opener(_SOURCES)):
                if isinstance(event, Estimate):
                    break
        recipe = read_recipe(_place(self._alone))
        assert recipe is not None
        for session in (self._alone, self._troubled):
            write_recipe(_place(session), replace(recipe, every=EVERY))

    def _once(self, number: int) -> None:
        """A run that is killed, if it lives long enough."""
        before = _newest_step(self._troubled, self._wrong)
        if number % 2:
            call = self._random.randrange(1, 40)
            child = _Fork(lambda tell: _train(self._troubled, tell, call))
            alive = child.ended() == -signal.SIGKILL
        else:
            child = _Fork(lambda tell: _train(self._troubled, tell))
            alive = child.killed_after(self._random.randrange(1, 2 * EVERY), self._random.uniform(0.0, 0.1))
        if not alive:
            if "failed" in child.said:
                self._wrong.append(f"a run ended by itself: {child.said[-300:]}")
            return
        done = max([before, *child.numbers("step ")])
        kept = _newest_step(self._troubled, self._wrong)
        self._lost.append(done - kept)
        self._saving += child.said.count("saving ") > child.said.count("saved ")
        if done - kept > EVERY:
            self._wrong.append(f"{done - kept} steps were lost")
        if kept < before:
            self._wrong.append(f"from step {before} back to {kept}")

    def _finished(self) -> bool:
        return _newest_step(self._troubled, self._wrong) >= self._steps

    def _must_end_well(self, work: Callable[[int], None]) -> None:
        child = _Fork(work)
        status = child.ended()
        if status != 0:
            self._wrong.append(f"a run that nobody killed ended with {status}: {child.said[-300:]}")

    def _compare(self) -> None:
        one, two = (_place(session) for session in (self._alone, self._troubled))
        if _timeless(one / "log.csv") != _timeless(two / "log.csv"):
            self._wrong.append("the logs differ")
        if (one / "validation.csv").read_bytes() != (two / "validation.csv").read_bytes():
            self._wrong.append("the figures differ")
        hashes = {library.find(NAME, place / "model").sha256 for place in (one, two)}
        if len(hashes) != 1:
            self._wrong.append("the models differ")
        left = [path.name for path in two.rglob(".*.part-*")]
        if left:
            self._wrong.append(f"left behind: {left}")


def _place(session: Path) -> Path:
    return session / "training" / NAME


def _train(session: Path, tell: int, kill_at: int = 0) -> None:
    """The whole training, from wherever it is. kill_at: the number of the moment around a call that is the last."""
    learn, write = Learner.learn, checkpoint.write

    def learned(self: Learner, batch: Any) -> Any:
        values = learn(self, batch)
        os.write(tell, f"step {self.step}\n".encode())
        return values

    def written(*args: Any, **kwargs: Any) -> None:
        os.write(tell, b"saving \n")
        write(*args, **kwargs)
        os.write(tell, b"saved \n")

    Learner.learn = learned  # type: ignore[method-assign]
    checkpoint.write = written
    if kill_at:
        _kill_at(kill_at)
    request = PersonalRequest(NAME, resume=True, device="cpu")
    for _ in train(session, request, opener=Opener(_SOURCES)):
        pass


def _newest_step(session: Path, wrong: list[str]) -> int:
    """Of the checkpoints that can be read; one that cannot be is wrong, since a name is given to whole files only."""
    steps = [0]
    for slot in SLOTS:
        path = _place(session) / slot
        if path.exists():
            try:
                steps.append(int(checkpoint.read(path)["step"]))
            except DataMissing as error:
                wrong.append(str(error))
    return max(steps)


def _timeless(path: Path) -> list[list[str]]:
    return [line.split(",")[:-1] for line in path.read_text().splitlines()]


def _kill_at(number: int) -> None:
    """From now on the ``number``-th moment before or after one of CALLS is the last one."""
    import torch

    left = number

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

    for name in CALLS:
        holder: Any = {"os": os, "torch": torch}[name.split(".")[0]]
        setattr(holder, name.split(".")[1], wrapped(getattr(holder, name.split(".")[1])))


class _Fork:
    """A run in a forked process, and what it says on a pipe."""

    def __init__(self, work: Callable[[int], None]) -> None:
        self.said = ""
        self._ear, tell = os.pipe()
        self._pid = os.fork()
        if self._pid:
            os.close(tell)
            return
        status = 1
        try:
            os.close(self._ear)
            work(tell)
            status = 0
        except BaseException as error:  # noqa: BLE001 - a fork must never come back into its parent's code
            os.write(tell, f"failed: {type(error).__name__}: {error}\n".encode())
        finally:
            os._exit(status)

    def ended(self) -> int:
        """Waits for its end; its status."""
        while self._hear(None):
            pass
        os.close(self._ear)
        return os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])

    def killed_after(self, steps: int, seconds: float) -> bool:
        """Kills it so many seconds after so many steps; whether it was still alive."""
        while self.said.count("step ") < steps and self._hear(None):
            pass
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0 and self._hear(left):
            pass
        with suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGKILL)
        return self.ended() == -signal.SIGKILL

    def numbers(self, beginning: str) -> list[int]:
        """Of the lines that begin so and are whole."""
        lines = self.said[: self.said.rfind("\n") + 1].splitlines()
        return [int(line.removeprefix(beginning)) for line in lines if line.startswith(beginning)]

    def _hear(self, seconds: float | None) -> bool:
        """Waits for words; False once there will be no more."""
        if not select.select([self._ear], [], [], seconds)[0]:
            return True
        words = os.read(self._ear, 65536).decode()
        self.said += words
        return bool(words)


if __name__ == "__main__":
    main()
