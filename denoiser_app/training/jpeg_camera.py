"""A clean photo as a camera's JPEG would show it at high ISO: raw noise sent through the camera's own processing.

Demosaicing correlates the noise, white balance and matrix mix it between colours, the tone curve makes it depend on
brightness, the camera's noise reduction and sharpening colour its spectrum, and JPEG adds its own. The clean target
goes through the same processing without noise and without JPEG, which is what the mean of many shots tends to.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Generator, Tensor

from denoiser_app.core.cfa import bayer
from denoiser_app.core.noise import NoiseCurve
from denoiser_app.core.noise_estimation import estimate_rgb, halve, measure_rgb
from denoiser_app.core.photo import from_code, to_code
from denoiser_app.training import camera

Float = NDArray[np.float32]

_CV_CODES = {"linear": cv2.COLOR_BayerBG2RGB, "edge-aware": cv2.COLOR_BayerBG2RGB_EA}
"""OpenCV names a Bayer array by its second row and column: its BG is everyone else's RGGB."""


@dataclass(frozen=True)
class Shot:
    """noisy, clean: (H, W, 3) float32, display-encoded. known: the noise curve of noisy - clean. measured: what
    ``estimate_rgb`` makes of the noisy picture alone, as the program will."""

    noisy: Float
    clean: Float
    known: NoiseCurve
    measured: NoiseCurve


def shoot(rgb: Float, generator: Generator) -> Shot:
    """A random camera's JPEG of a clean (H, W, 3) float32 photo, 0-1."""
    photo = torch.from_numpy(rgb).permute(2, 0, 1)[None]
    matrix, gains = camera.random_camera_matrices(1, generator), camera.random_gains(1, generator)
    noise = camera.random_noise(1, 8e-6, 2.5e-3, generator)
    exposure = camera.log_uniform(1, 0.15, 1.0, generator)
    toned = torch.rand(1, generator=generator) < 0.6
    signal = camera.expose(photo, matrix, gains, exposure, toned)
    masks = torch.from_numpy(bayer("RGGB").masks(*rgb.shape[:2])).permute(2, 0, 1)[None]
    mosaic = (signal * masks).sum(1, keepdim=True)
    sites = (gains[:, :, None, None] * masks).sum(1, keepdim=True)
    recorded = camera.record(mosaic, sites, noise, 14, generator)
    style = _Style.random(generator)
    develop = _Developer(torch.linalg.inv(matrix[0]), float(exposure), bool(toned), style)
    clean, noisy = develop(mosaic[0, 0]), develop(recorded[0, 0])
    noisy = _jpeg(noisy, style)
    return Shot(noisy, clean, measure_rgb(noisy - clean, clean), estimate_rgb(noisy))


@dataclass(frozen=True)
class _Style:
    """How one camera finishes its JPEGs."""

    demosaic: str
    color_blur: float
    smoothing: float
    sharpening: float
    halved: bool
    quality: int
    subsampling: int

    @classmethod
    def random(cls, generator: Generator) -> _Style:
        r = torch.rand(9, generator=generator).tolist()
        samplings = (
            cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444,
            cv2.IMWRITE_JPEG_SAMPLING_FACTOR_422,
            cv2.IMWRITE_JPEG_SAMPLING_FACTOR_420,
        )
        return cls(
            demosaic="linear" if r[0] < 0.3 else "edge-aware",
            color_blur=2.5 * r[1] if r[2] < 0.5 else 0.0,
            smoothing=0.3 + 0.5 * r[3] if r[4] < 0.35 else 0.0,
            sharpening=0.8 * r[3] if r[4] > 0.6 else 0.0,
            halved=r[5] < 0.4,
            quality=100 if r[6] < 0.25 else int(75 + 25 * r[7]),
            subsampling=samplings[int(r[8] * 3)],
        )


@dataclass(frozen=True)
class _Developer:
    matrix: Tensor
    exposure: float
    toned: bool
    style: _Style

    def __call__(self, mosaic: Tensor) -> Float:
        # The gains are part of the signal already; a third of the code range is left free for what exceeds white.
        code = to_code((mosaic / 3.0).numpy())
        demosaiced = np.asarray(cv2.cvtColor(code, _CV_CODES[self.style.demosaic]), np.uint16)
        rgb = torch.from_numpy(from_code(demosaiced) * np.float32(3.0))
        linear = (rgb.clamp(max=1.0) @ self.matrix.T) / self.exposure
        display = camera.linear_to_srgb(linear.clamp(0.0, 1.0))
        finished: Float = (camera.tone(display) if self.toned else display).numpy()
        return self._finish(finished)

    def _finish(self, rgb: Float) -> Float:
        style = self.style
        if style.color_blur:
            ycc = cv2.cvtColor(rgb, cv2.COLOR_RGB2YCrCb)
            ycc[..., 1:] = cv2.GaussianBlur(ycc[..., 1:], (0, 0), style.color_blur)
            rgb = np.asarray(cv2.cvtColor(ycc, cv2.COLOR_YCrCb2RGB), np.float32)
        if style.smoothing:
            rgb = np.asarray(cv2.GaussianBlur(rgb, (0, 0), style.smoothing), np.float32)
        if style.sharpening:
            rgb = rgb + style.sharpening * (rgb - cv2.GaussianBlur(rgb, (0, 0), 1.0))
        if style.halved:
            rgb = halve(rgb)
        return np.clip(rgb, 0.0, 1.0).astype(np.float32)


def _jpeg(rgb: Float, style: _Style) -> Float:
    code = np.rint(rgb[..., ::-1] * 255.0).astype(np.uint8)
    options = [cv2.IMWRITE_JPEG_QUALITY, style.quality, cv2.IMWRITE_JPEG_SAMPLING_FACTOR, style.subsampling]
    _, data = cv2.imencode(".jpg", code, options)
    decoded = np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR))
    return np.ascontiguousarray(decoded[..., ::-1], np.float32) / np.float32(255.0)
