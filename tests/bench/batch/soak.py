"""Thousands of small photos in one process: what it takes of memory and descriptors must not grow."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from denoiser_app.core.progress import CancelToken
from denoiser_app.engine.batch.events import ItemEnded
from denoiser_app.engine.batch.items import Plan
from denoiser_app.engine.batch.journal import Journal
from denoiser_app.engine.batch.run import RunSettings, run
from denoiser_app.formats.decoder_pool import shared_pool
from tests.bench.batch import night

WINDOW = 20
"""Photos over which a figure is taken: at any moment another number of them is in flight."""
SIZES = ((64, 96), (96, 64), (100, 150), (160, 106), (128, 128))
"""As of a few cameras. torch keeps what it prepared for every size it met: 400 photos of 400 sizes took 93 MB that way,
400 of one size nothing, so with a size of its own for each photo it would be sizes that are counted."""
FIGURES = ("rss", "uss", "descriptors")


@dataclass(frozen=True)
class Use:
    """Medians over some photos. rss, uss: megabytes; descriptors: open files and pipes."""

    rss: float
    uss: float
    descriptors: float


@dataclass(frozen=True)
class Soak:
    """What came of it. early: after the first photos; late: at the end. orphans: processes of ours that stay."""

    photos: int
    early: Use
    late: Use
    orphans: int
    wrong: list[str]
    seconds: float

    def growth(self) -> dict[str, float]:
        """Of each figure, 0.05 is 5 %."""
        return {name: getattr(self.late, name) / getattr(self.early, name) - 1 for name in FIGURES}


def soaked(folder: Path, count: int, early: int) -> Soak:
    """In a process of its own, which has done nothing before."""
    command = [sys.executable, "-m", "tests.bench.batch.soak", str(folder), str(count), str(early)]
    own_data = {"DENOISER_DATA": str(folder / "data")}
    done = subprocess.run(command, env=os.environ | own_data, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    values = json.loads(done.stdout)
    return Soak(**{**values, "early": Use(**values["early"]), "late": Use(**values["late"])})


def main() -> None:
    """That process."""
    found = soak(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
    sys.stdout.write(json.dumps(asdict(found)))


def soak(folder: Path, count: int, early: int) -> Soak:
    """A batch of ``count`` photos. early: after so many the first figure is taken. Nobody may use the process after."""
    sources = night.photos(folder / "in", count, SIZES)
    models = night.write_models(folder / "models")
    with night.models_in(models), Journal(folder / "batches.sqlite") as journal:
        number = night.create(journal, Plan(sources=(folder / "in",), output=folder / "out"))
        watch = night.Watch(journal.path, number, folder / "out", night.prints(sources))
        started = time.monotonic()
        events = run(journal, number, RunSettings(device="cpu"), CancelToken())
        uses = [_use() for event in events if isinstance(event, ItemEnded)]
        seconds = time.monotonic() - started
    watch.look_at_the_end()
    shared_pool().close()
    wrong = watch.wrong + ([] if len(uses) == count else [f"{len(uses)} ends were told of {count} photos"])
    orphans = len(psutil.Process().children(recursive=True))
    return Soak(count, _median(uses[early : early + WINDOW]), _median(uses[-WINDOW:]), orphans, wrong, seconds)


def _use() -> Use:
    process = psutil.Process()
    memory = process.memory_full_info()
    descriptors = process.num_fds() if os.name == "posix" else process.num_handles()
    return Use(memory.rss / 1e6, getattr(memory, "uss", memory.rss) / 1e6, descriptors)


def _median(uses: Sequence[Use]) -> Use:
    return Use(*(statistics.median(getattr(use, name) for use in uses) for name in FIGURES))


if __name__ == "__main__":
    main()
