"""What runs in the worker processes of a test's cluster: tiny networks, a diary of what they did, deaths on demand."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Generator
from pathlib import Path

from denoiser_app import paths
from denoiser_app.core.progress import CancelToken, Progress
from denoiser_app.engine.handover import Computed, Loaded
from denoiser_app.engine.job import Settings, Worker
from denoiser_app.formats import publish

GiveName = Callable[[Path, Path, bool], None]


class TinyWorker(Worker):
    """folder: holds ``models`` and the diary. seconds: what the network of a photo costs at least.

    A photo named ...-dies-before, -dies-after: the process is killed once, just before or after its result gets its
    name. -deadly: always, while it is on the network.
    """

    def __init__(self, folder: Path, seconds: float, settings: Settings) -> None:
        super().__init__(settings)
        self._folder, self._seconds = folder, seconds
        paths.models = lambda: folder / "models"  # type: ignore[assignment]
        publish._give_name = _dying(folder, _GIVE_NAME)

    def denoise(self, loaded: Loaded, token: CancelToken) -> Generator[Progress, None, Computed]:
        name = loaded.job.source.stem
        with (self._folder / "diary").open("a") as diary:
            diary.write(f"{name}\n")
        until = time.monotonic() + self._seconds
        while time.monotonic() < until:
            token.check()
            time.sleep(0.02)
        if name.endswith("-deadly"):
            die()
        return (yield from super().denoise(loaded, token))


_GIVE_NAME: GiveName = publish._give_name


def _dying(folder: Path, give_name: GiveName) -> GiveName:
    def wrapped(part: Path, target: Path, overwrite: bool) -> None:
        died = folder / f"died-{target.name}"
        due = "-dies-" in target.name and not died.exists()
        if due:
            died.touch()
            if "-before" in target.name:
                die()
        give_name(part, target, overwrite)
        if due:
            die()

    return wrapped


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
