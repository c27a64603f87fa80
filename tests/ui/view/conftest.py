"""Small pictures to look at."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from denoiser_app.core.photo import Metadata, RgbPhoto
from denoiser_app.core.tiling import Box
from denoiser_app.engine.denoised import Denoised
from denoiser_app.engine.display import open_display
from denoiser_app.engine.picture import Picture
from denoiser_app.engine.rendering import Rendering

MakePicture = Callable[..., Picture]


@pytest.fixture
def make_picture() -> MakePicture:
    """make_picture(before, after): of (h, w, 3) uint8; ``after`` None is a photo of which nothing is denoised yet."""

    def make(before: np.ndarray, after: np.ndarray | None = None) -> Picture:
        photo = RgbPhoto(before.astype(np.float32) / 255, Metadata())
        rendering = Rendering(photo, open_display("srgb"))
        picture = Picture.of(rendering)
        if after is not None:
            denoised = Denoised.of(photo, after.astype(np.float32) / 255)
            picture.put(rendering, denoised, Box(0, before.shape[0], 0, before.shape[1]))
        return picture

    return make


@pytest.fixture
def noise() -> Callable[[int, int], np.ndarray]:
    """noise(h, w): (h, w, 3) uint8 in which every pixel is another."""

    def make(height: int, width: int) -> np.ndarray:
        return np.random.default_rng(height * width).integers(0, 256, (height, width, 3), np.uint8)

    return make
