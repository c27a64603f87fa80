"""A clean photo as a camera's JPEG would show it at high ISO: raw noise sent through the camera's own processing.

Demosaicing correlates the noise, white balance and matrix mix it between colours, the tone curve makes it depend on
brightness, the camera's noise reduction and sharpening colour its spectrum, and JPEG adds its own. The clean target
goes through the same processing without noise and without JPEG, which is what the mean of many shots tends to. Two
exceptions: non-local means acts on the noisy 8 bits alone, since it keeps what stands out of the noise and would only
round the target; and hot pixels, bands and the error of the black level, which the target is without.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Generator, Tensor

from denoiser_app.core.noise import NoiseCurve
from denoiser_app.core.noise_estimation import estimate_rgb, halve, measure_rgb
from denoiser_app.training import camera
from denoiser_app.training.defects import Defects
from denoiser_app.training.demosaicing import Method, array_of, demosaic
from denoiser_app.training.draws import log_uniform
from denoiser_app.training.tone import ToneCurves, linear_to_srgb

Float = NDArray[np.float32]

_METHODS: tuple[Method, ...] = (
    "linear",
    "linear",
    "edge-aware",
    "edge-aware",
    "gradient-corrected",
    "gradient-corrected",
    "X-Trans",
)


@dataclass(frozen=True)
class Shot:
    """noisy, clean: (H, W, 3) float32, display-encoded. known: the noise curve of noisy - clean. measured: what
    ``estimate_rgb`` makes of the noisy picture alone, as the program will."""

    noisy: Float
    clean: Float
    known: NoiseCurve
    measured: NoiseCurve


def shoot(rgb: Float, generator: Generator) -> Shot:
    """A random camera's JPEG of a clean (H, W, 3) float32 photo, 0-1 (above 1 where it is linear light)."""
    photo = torch.from_numpy(rgb).permute(2, 0, 1)[None]
    matrix, gains = camera.random_camera_matrices(1, generator), camera.random_gains(1, generator)
    noise = camera.random_noise(1, generator, iso=(100.0, 25600.0), wide=(8e-6, 2.5e-3))
    defects = Defects.random(noise.b, generator)
    exposure = log_uniform(1, 0.15, 1.0, generator)
    tones = ToneCurves.random(1, generator)
    signal = camera.expose(photo, matrix, gains, exposure, tones)
    style = _Style.random(generator)
    masks = torch.from_numpy(array_of(style.demosaic).masks(*rgb.shape[:2])).permute(2, 0, 1)[None]
    mosaic = (signal * masks).sum(1, keepdim=True)
    sites = (gains[:, :, None, None] * masks).sum(1, keepdim=True)
    recorded = camera.record(mosaic, sites, noise, camera.random_bits(1, generator), generator, defects)
    develop = _Developer(torch.linalg.inv(matrix[0]), float(exposure), tones, style)
    clean, noisy = develop(mosaic[0, 0]), develop(recorded[0, 0])
    noisy = _jpeg(noisy, style)
    return Shot(noisy, clean, measure_rgb(noisy - clean, clean), estimate_rgb(noisy))


@dataclass(frozen=True)
class _Style:
    """How one camera finishes its JPEGs.

    demosaic: the method. Noise reduction: color_blur and smoothing, deviations in pixels of Gaussian blurs of colour
    and of all; bilateral: tolerance of a bilateral filter (Tomasi and Manduchi, ICCV 1998), 0-1; patches: h of
    non-local means (Buades et al., CVPR 2005) in steps of 255. sharpening: amount of an unsharp mask. 0 is off for all
    of these. halved: written at half size. quality: of the JPEG, 70-100; subsampling: OpenCV's number of 4:4:4, 4:2:2
    or 4:2:0.
    """

    demosaic: Method
    color_blur: float
    smoothing: float
    bilateral: float
    patches: float
    sharpening: float
    halved: bool
    quality: int
    subsampling: int

    @classmethod
    def random(cls, generator: Generator) -> _Style:
        r = torch.rand(13, generator=generator).tolist()
        samplings = (
            cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444,
            cv2.IMWRITE_JPEG_SAMPLING_FACTOR_422,
            cv2.IMWRITE_JPEG_SAMPLING_FACTOR_420,
        )
        return cls(
            demosaic=_METHODS[int(r[0] * len(_METHODS))],
            color_blur=2.5 * r[1] if r[2] < 0.5 else 0.0,
            smoothing=0.3 + 0.5 * r[3] if r[4] < 0.35 else 0.0,
            bilateral=0.02 + 0.06 * r[9] if r[10] < 0.2 else 0.0,
            patches=1.0 + 4.0 * r[11] if r[12] < 0.1 else 0.0,
            sharpening=0.8 * r[3] if r[4] > 0.6 else 0.0,
            halved=r[5] < 0.4,
            quality=100 if r[6] < 0.25 else int(70 + 30 * r[7]),
            subsampling=samplings[int(r[8] * 3)],
        )


@dataclass(frozen=True)
class _Developer:
    matrix: Tensor
    exposure: float
    tones: ToneCurves
    style: _Style

    def __call__(self, mosaic: Tensor) -> Float:
        rgb = torch.from_numpy(demosaic(mosaic.numpy(), self.style.demosaic))
        linear = (rgb.clamp(max=1.0) @ self.matrix.T) / self.exposure
        display = linear_to_srgb(linear.clamp(0.0, 1.0)).permute(2, 0, 1)[None]
        return self._finish(self.tones.apply(display)[0].permute(1, 2, 0).contiguous().numpy())

    def _finish(self, rgb: Float) -> Float:
        style = self.style
        if style.color_blur:
            ycc = cv2.cvtColor(rgb, cv2.COLOR_RGB2YCrCb)
            ycc[..., 1:] = cv2.GaussianBlur(ycc[..., 1:], (0, 0), style.color_blur)
            rgb = np.asarray(cv2.cvtColor(ycc, cv2.COLOR_YCrCb2RGB), np.float32)
        if style.smoothing:
            rgb = np.asarray(cv2.GaussianBlur(rgb, (0, 0), style.smoothing), np.float32)
        if style.bilateral:
            rgb = np.asarray(cv2.bilateralFilter(rgb, 5, style.bilateral, 1.5), np.float32)
        if style.sharpening:
            rgb = rgb + style.sharpening * (rgb - cv2.GaussianBlur(rgb, (0, 0), 1.0))
        if style.halved:
            rgb = halve(rgb)
        return np.clip(rgb, 0.0, 1.0).astype(np.float32)


def _jpeg(rgb: Float, style: _Style) -> Float:
    code = np.rint(rgb[..., ::-1] * 255.0).astype(np.uint8)
    if style.patches:
        code = np.asarray(cv2.fastNlMeansDenoisingColored(code, None, style.patches, style.patches, 3, 9), np.uint8)
    options = [cv2.IMWRITE_JPEG_QUALITY, style.quality, cv2.IMWRITE_JPEG_SAMPLING_FACTOR, style.subsampling]
    _, data = cv2.imencode(".jpg", code, options)
    decoded = np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR))
    return np.ascontiguousarray(decoded[..., ::-1], np.float32) / np.float32(255.0)
