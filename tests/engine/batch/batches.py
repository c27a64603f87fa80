"""Batches for tests: planned by hand, worked on by a worker that copies instead of denoising, or by tiny networks."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from denoiser_app.core.photo import RgbPhoto
from denoiser_app.core.progress import CancelToken, Progress
from denoiser_app.engine.batch.items import NewItem, Plan
from denoiser_app.engine.batch.journal import Journal
from denoiser_app.engine.batch.run import RunSettings
from denoiser_app.engine.denoised import Denoised
from denoiser_app.engine.handover import Computed, Loaded
from denoiser_app.engine.job import Settings, Worker


def photo(path: Path, seed: int = 0, size: tuple[int, int] = (48, 64)) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    pixels = np.random.default_rng(seed).integers(60, 200, (*size, 3), np.uint8)
    Image.fromarray(pixels).save(path)
    return path


def photos(folder: Path, count: int) -> list[Path]:
    return [photo(folder / f"IMG_{number:04d}.png", number) for number in range(count)]


def new_item(source: Path, output: Path, **changes: object) -> NewItem:
    found = source.stat() if source.exists() else None
    size, mtime = (found.st_size, found.st_mtime_ns) if found else (0, 0)
    values: dict[str, object] = {"target": output / f"{source.stem}-denoised.tif", "root": source.parent}
    return NewItem(**{**values, "source": source, "size": size, "mtime_ns": mtime, **changes})  # type: ignore[arg-type]


def new_batch(journal: Journal, sources: Sequence[Path], output: Path, **changes: object) -> int:
    plan = Plan(sources=(sources[0].parent,), output=output, **changes)  # type: ignore[arg-type]
    return journal.create(plan, [new_item(source, output) for source in sources])


class CopyingWorker(Worker):
    """Reads for real; the 'network' gives back what it gets. during: called while a photo is on the network."""

    def __init__(self, settings: Settings, during: Callable[[Path], None], seconds: float) -> None:
        super().__init__(settings)
        self._during, self._seconds, self._device = during, seconds, settings.device

    def denoise(self, loaded: Loaded, token: CancelToken) -> Generator[Progress, None, Computed]:
        started = time.monotonic()
        photo = loaded.pixels.photo
        denoised = Denoised.of(photo, photo.rgb) if isinstance(photo, RgbPhoto) else Denoised.empty(photo)
        for number in range(4):
            token.check()
            time.sleep(self._seconds / 4)
            yield Progress("network", number, 4)
        self._during(loaded.job.source)
        loaded.pixels.keep(denoised)
        seconds = {**loaded.seconds, "network": time.monotonic() - started}
        return Computed(
            job=loaded.job,
            pixels=loaded.pixels,
            metadata=photo.metadata,
            megapixels=photo.size[0] * photo.size[1] / 1e6,
            source_sha256=loaded.source_sha256,
            model="copy",
            model_sha256="0" * 64,
            device=self._device,
            noise=1.0,
            noise_text="none",
            warnings=(),
            seconds=seconds,
        )


def settings(during: Callable[[Path], None] = lambda _: None, seconds: float = 0.0, **changes: object) -> RunSettings:
    """Of a run whose network costs ``seconds`` a photo and no computing."""
    make = lambda of_one: CopyingWorker(of_one, during, seconds)  # noqa: E731
    return RunSettings(device="cpu", make_worker=make, **changes)  # type: ignore[arg-type]


def names(folder: Path) -> list[str]:
    """All files below a folder, hidden ones too."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def last(events: Iterator[object]) -> object:
    found = None
    for event in events:
        found = event
    return found
