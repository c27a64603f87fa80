"""What night photographs are made of and clean day photos lack: stars, lamps, bokeh, signs, all over smooth dark skies.

Drawn, not photographed, so it is exactly clean. A denoiser that never saw a star takes it for a hot pixel, and one that
never saw a smooth sky keeps its noise. Pictures are linear light, white = 1, and lamps exceed it, as they do.
"""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from denoiser_app.core.stars import black_body, random_stars, render_stars

Float = NDArray[np.float32]
Rng = np.random.Generator
Scene = Callable[[int, Rng], Float]

SIDE = 256

_SIGNS = "OPEN HOTEL BAR 24h Taxi EXIT Metro P Cafe 17:45 No.8 Restaurant 50 km/h Kino Apotheke 7-11 STOP A4".split()


def night_picture(side: int, rng: Rng) -> Float:
    """(side, side, 3) float32, linear light: half of them starry skies, the rest city lights, bokeh or signs."""
    scenes: tuple[Scene, ...] = (city_lights, bokeh, signs)
    scene = starry_sky if rng.random() < 0.5 else scenes[rng.integers(len(scenes))]
    return scene(side, rng)


def starry_sky(side: int, rng: Rng) -> Float:
    """Stars of one lens and one night, from invisible to saturated, with a dark horizon in some pictures."""
    count = int(side**2 * _log_uniform(rng, 1 / 500, 1 / 80))
    faintest = _log_uniform(rng, 0.01, 0.3)
    stars = random_stars((side, side), count, rng, flux=(faintest, 1000.0 * faintest), fwhm=(1.6, 4.0))
    picture = smooth_sky(side, rng) + render_stars((side, side), stars)
    return _horizon(picture, rng) if rng.random() < 0.25 else picture


def smooth_sky(side: int, rng: Rng) -> Float:
    """A gradient with the slow unevenness of clouds or of the Milky Way, bluish to the orange of street lamps."""
    y, x = np.mgrid[:side, :side] / side - 0.5
    angle = rng.uniform(0.0, 2.0 * np.pi)
    gradient = 1.0 + rng.uniform(0.0, 1.6) * (y * np.sin(angle) + x * np.cos(angle)) / np.sqrt(2.0)
    clouds = np.exp(rng.uniform(0.0, 0.6) * _slow(side, int(rng.integers(3, 9)), rng))
    level = _log_uniform(rng, 1e-3, 0.1) * gradient * clouds
    return np.asarray(level[..., None] * np.array(black_body(_log_uniform(rng, 3000.0, 15000.0))), np.float32)


def city_lights(side: int, rng: Rng) -> Float:
    """Saturated lamps with halos, and facades with lit windows, over a dark sky."""
    picture = smooth_sky(side, rng)
    for _ in range(rng.integers(0, 4)):
        _facade(picture, rng)
    lamps = np.zeros_like(picture)
    for _ in range(rng.integers(4, 40)):
        _disc(lamps, rng.uniform(0.7, 5.0), _log_uniform(rng, 0.5, 30.0), rng)
    near, far = (cv2.GaussianBlur(lamps, (0, 0), sigma) for sigma in (rng.uniform(2.0, 5.0), rng.uniform(10.0, 25.0)))
    return np.asarray(picture + lamps + rng.uniform(0.02, 0.15) * near + rng.uniform(0.01, 0.1) * far, np.float32)


def bokeh(side: int, rng: Rng) -> Float:
    """Lamps out of focus: overlapping discs with slightly soft edges."""
    discs = np.zeros((side, side, 3), np.float32)
    for _ in range(rng.integers(5, 30)):
        _disc(discs, rng.uniform(4.0, 30.0), _log_uniform(rng, 0.02, 1.5), rng)
    return np.asarray(smooth_sky(side, rng) + cv2.GaussianBlur(discs, (0, 0), rng.uniform(0.6, 1.5)), np.float32)


def signs(side: int, rng: Rng) -> Float:
    """Lit letters, upright and turned, with a halo."""
    picture, glow = smooth_sky(side, rng), np.zeros((side, side, 3), np.float32)
    for _ in range(rng.integers(3, 14)):
        glow += _word(side, rng)[..., None] * (_color(rng) * np.float32(_log_uniform(rng, 0.03, 4.0)))
    halo = cv2.GaussianBlur(glow, (0, 0), rng.uniform(3.0, 10.0))
    return np.asarray(picture + glow + rng.uniform(0.0, 0.2) * halo, np.float32)


def _word(side: int, rng: Rng) -> Float:
    """(side, side) of 0-1: one turned word, its edges smoothed."""
    canvas = np.zeros((side, side), np.uint8)
    origin = (int(rng.integers(-20, max(side - 40, 1))), int(rng.integers(10, side)))
    scale, thick = float(rng.uniform(0.4, 2.2)), int(rng.integers(1, 4))
    cv2.putText(canvas, str(rng.choice(_SIGNS)), origin, cv2.FONT_HERSHEY_SIMPLEX, scale, 255, thick, cv2.LINE_AA)
    turn = cv2.getRotationMatrix2D((side / 2, side / 2), rng.uniform(-40.0, 40.0) if rng.random() < 0.6 else 0.0, 1.0)
    return np.asarray(cv2.warpAffine(canvas, turn, (side, side)), np.float32) / np.float32(255.0)


def _disc(picture: Float, radius: float, level: float, rng: Rng) -> None:
    """Adds an anti-aliased disc at a random sub-pixel place."""
    side, reach = len(picture), int(radius) + 2
    y, x = rng.uniform(0.0, side - 1.0, 2)
    rows = np.arange(max(int(y) - reach, 0), min(int(y) + reach + 2, side))
    columns = np.arange(max(int(x) - reach, 0), min(int(x) + reach + 2, side))
    inside = np.clip(radius + 0.5 - np.hypot(rows[:, None] - y, columns[None, :] - x), 0.0, 1.0)
    part = inside[..., None] * (_color(rng) * level)
    picture[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1] += part.astype(np.float32)


def _facade(picture: Float, rng: Rng) -> None:
    """A dark block of a building with rows of windows, some of them lit."""
    side = len(picture)
    left, top = (int(v) for v in rng.integers(0, side * 3 // 4, 2))
    width, step = int(rng.integers(side // 8, side // 2)), int(rng.integers(5, 14))
    picture[top:, left : left + width] = rng.uniform(0.0, 0.01)
    for y in range(top + 3, side - step, step):
        for x in range(left + 2, min(left + width, side) - step, step):
            if rng.random() < 0.3:
                lit = black_body(rng.uniform(2500.0, 5500.0))
                picture[y : y + step - 3, x : x + step - 2] = np.array(lit) * rng.uniform(0.02, 0.6)


def _horizon(picture: Float, rng: Rng) -> Float:
    """Hills in front of the sky, nearly black."""
    side = len(picture)
    height = side * (rng.uniform(0.6, 0.95) + 0.1 * _slow(side, 6, rng)[0])
    above = np.clip(height[None, :] - np.arange(side)[:, None], 0.0, 1.0)[..., None]
    return np.asarray(picture * above + rng.uniform(0.0, 0.004) * (1.0 - above), np.float32)


def _slow(side: int, waves: int, rng: Rng) -> NDArray[np.float64]:
    """(side, side) of slowly varying numbers of about mean 0 and deviation 1."""
    return np.asarray(cv2.resize(rng.standard_normal((waves, waves)), (side, side), interpolation=cv2.INTER_CUBIC))


def _color(rng: Rng) -> Float:
    """A lamp's: mostly a black body, now and then neon."""
    if rng.random() < 0.7:
        return np.array(black_body(_log_uniform(rng, 1900.0, 8000.0)), np.float32)
    return (rng.random(3) ** 2 + 0.02).astype(np.float32)


def _log_uniform(rng: Rng, low: float, high: float) -> float:
    return float(np.exp(rng.uniform(np.log(low), np.log(high))))
