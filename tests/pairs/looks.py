"""Pictures with detail at every scale, and what a sensor makes of them."""

import cv2
import numpy as np

from denoiser_app.core.cfa import Cfa, bayer
from denoiser_app.core.noise import sensor_samples
from denoiser_app.core.photo import Levels, Metadata, PoissonGaussian, RawPhoto, RgbPhoto

Float = np.ndarray
LOW, HIGH = PoissonGaussian(2e-5, 1e-8), PoissonGaussian(2e-3, 1e-4)


MARGIN = 12


def wide_scene(seed: int, size: tuple[int, int] = (192, 240), level: float = 0.3) -> Float:
    """(H + 2 MARGIN, W + 2 MARGIN, 3) linear, smooth shapes and fine texture, around ``level``."""
    rng = np.random.default_rng(seed)
    height, width = (side + 2 * MARGIN for side in size)
    scene = np.zeros((height, width, 3), np.float32)
    for sigma, weight in ((1.0, 1.0), (2.5, 2.0), (8.0, 5.0), (24.0, 10.0)):
        noise = rng.standard_normal((height, width, 3)).astype(np.float32)
        grey = rng.standard_normal((height, width, 1)).astype(np.float32)
        scene += weight * cv2.GaussianBlur(0.3 * noise + grey, (0, 0), sigma)
    return level * np.exp(0.5 * scene / scene.std())


def frame(wide: Float, shift: tuple[float, float] = (0.0, 0.0)) -> Float:
    """What is seen of it; the content lies ``shift`` (y, x) further down and right."""
    height, width = (side - 2 * MARGIN for side in wide.shape[:2])
    move = np.array([[1.0, 0.0, MARGIN - shift[1]], [0.0, 1.0, MARGIN - shift[0]]])
    return cv2.warpAffine(wide, move, (width, height), flags=cv2.WARP_INVERSE_MAP | cv2.INTER_CUBIC)


def raw(light: Float, noise: PoissonGaussian, seed: int, array: Cfa | None = None) -> RawPhoto:
    """A raw of (H, W, 3) light."""
    array = array or bayer("RGGB")
    signal = (light * array.masks(*light.shape[:2])).sum(2)
    mosaic = np.minimum(sensor_samples(signal, noise, np.random.default_rng(seed)), np.float32(1))
    levels = Levels((0, 0, 0, 0), 1.0, "simulated", "simulated")
    return RawPhoto(mosaic, array, levels, (1.0, 1.0, 1.0), np.eye(3), Metadata())


def rgb(display: Float) -> RgbPhoto:
    return RgbPhoto(np.clip(display, 0, 1).astype(np.float32), Metadata())


def with_disc(light: Float, place: tuple[int, int], radius: float, factor: float) -> Float:
    y, x = np.ogrid[: light.shape[0], : light.shape[1]]
    inside = np.hypot(y - place[0], x - place[1]) < radius
    return np.where(inside[..., None], light * np.float32(factor), light)
