"""A network that costs time and no computing, as on a graphics card: the photo comes back unchanged."""

from __future__ import annotations

import time
from collections.abc import Iterator

from denoiser_app.core.cfa import Float
from denoiser_app.core.errors import Cancelled
from denoiser_app.core.photo import Photo, RawPhoto
from denoiser_app.core.progress import CancelToken
from denoiser_app.core.recipe import Recipe
from denoiser_app.core.tiling import Box
from denoiser_app.engine.denoiser import Denoiser, Focus, TileDone
from denoiser_app.engine.finish import original_camera_rgb
from denoiser_app.engine.job import Settings, Worker
from denoiser_app.engine.noise_level import NoiseLevel
from denoiser_app.networks.library import choose
from tests.helpers.models import FakeBackend

ROWS = 1024


class FakeGpu(Denoiser):
    """Sleeps. speed: megapixels a second."""

    def __init__(self, photo: Photo, speed: float) -> None:
        super().__init__(choose("auto", photo.domain), FakeBackend(on_cpu=False))
        self._speed = speed

    def run(
        self,
        photo: Photo,
        recipe: Recipe,
        focus: Focus = None,
        token: CancelToken | None = None,
        noise: NoiseLevel | None = None,
    ) -> Iterator[TileDone]:
        height, width = photo.size
        for top in range(0, height, ROWS):
            box = Box(top, min(top + ROWS, height), 0, width)
            if token is not None and token.cancelled:
                raise Cancelled
            time.sleep((box.bottom - top) * width / 1e6 / self._speed)
            yield TileDone(box, _pixels(photo, box), box.bottom * width, height * width)


class GpuWorker(Worker):
    """The engine's worker with that network."""

    def __init__(self, settings: Settings, speed: float) -> None:
        super().__init__(settings)
        self._speed = speed

    def denoiser(self, model: str, photo: Photo) -> Denoiser:
        return FakeGpu(photo, self._speed)


def _pixels(photo: Photo, box: Box) -> Float:
    """Noise and all, so that encoding costs what it does."""
    return original_camera_rgb(photo, box.slices[0]) if isinstance(photo, RawPhoto) else photo.rgb[box.slices]
