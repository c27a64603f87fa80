"""What a raw network gets wrong on average, measured on flat fields with the photo's own noise, and taken back.

The stabilising encoding is concave, so the mean of noisy encoded values lies below the encoded mean, the more the fewer
electrons a photosite holds; a network learns the correction for the average camera only. Here flat fields of known
brightness are given the photo's noise, gains and filter array, and run once before the first tile: what comes out too
dark or too bright, per colour and brightness, is subtracted from every tile alike. In the darkest tones of ISO 12800
that was up to 1.2 of 255.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import lcm

import numpy as np
from numpy.typing import NDArray

from denoiser_app.core.cfa import Cfa
from denoiser_app.core.noise import sensor_samples, stabilise, unstabilise
from denoiser_app.core.photo import PoissonGaussian

Float = NDArray[np.float32]
Run = Callable[[Sequence[Float]], Float]

KNOTS = 33
"""Points of the curve over the encoding, 0 to 1."""

_LEVELS = np.array([0.0, 0.02, 0.04, 0.06, 0.09, 0.12, 0.16, 0.22, 0.3, 0.4, 0.55, 0.75, 0.86, 0.96], np.float32)
"""Brightness of the fields, encoded: close together where there are few electrons. Above them nothing is corrected."""
_MULTIPLE = 64
"""A network takes sides that are multiples of its own, 64 at most (networks/descriptor.py)."""
_SIDE = 256
_SIDE_OF_WEAK_NOISE = 192
_STRONG = 5e-4
"""Shot noise, a, from which a field has to be large: what its own noise leaves of the mean is what is missed."""
_AT_ONCE = 4
"""Fields in one run of the network: all of them would need more memory than a tile."""
_BORDER = 16
"""Of a field, left out: zero padding darkens the edge."""
_LARGEST = 0.02
"""No correction is larger: beyond it the network, not its mean, is wrong."""


def flat_fields(cfa: Cfa, noise: PoissonGaussian, gains: Float, k: float) -> tuple[Float, Float]:
    """White-balanced samples and masks, (N, H, W, 3), of gray fields at N brightnesses, the same noise every time."""
    side = _side(cfa, noise)
    masks = cfa.masks(side, side)
    signal = np.maximum(unstabilise(_LEVELS, np.float32(k)), 0.0)[:, None, None, None] / gains
    if cfa.kind == "linear":
        sensor = np.broadcast_to(signal, (len(_LEVELS), side, side, 3))
    elif cfa.kind == "monochrome":  # one sample a pixel, which stands in all three planes
        sensor = np.broadcast_to(signal[..., :1], (len(_LEVELS), side, side, 1))
    else:
        sensor = (signal * masks).sum(3, keepdims=True)
    samples = np.minimum(_samples(sensor, noise, masks), 1.0)
    return (samples * masks * gains).astype(np.float32), np.broadcast_to(masks, (len(_LEVELS), side, side, 3))


def _samples(sensor: Float, noise: PoissonGaussian, masks: Float) -> Float:
    """(N, H, W, 1 or 3) samples of a signal of that shape; masks (H, W, 3): where each colour is."""
    rng = np.random.default_rng(0)
    if noise.a_by_color is None and noise.b_by_color is None:
        return sensor_samples(sensor, noise, rng)
    a, b = noise.by_color()
    each = [PoissonGaussian(float(a[c]), float(b[c])) for c in range(3)]
    if sensor.shape[-1] == 3:
        return np.stack([sensor_samples(sensor[..., c], each[c], rng) for c in range(3)], -1)
    if masks.min() > 0.0:  # monochrome: one sample for all three
        return sensor_samples(sensor, each[1], rng)
    return np.asarray(sum(sensor_samples(sensor, each[c], rng) * masks[..., c : c + 1] for c in range(3)), np.float32)


def _side(cfa: Cfa, noise: PoissonGaussian) -> int:
    step = lcm(cfa.period, _MULTIPLE)
    return max(1, round((_SIDE if noise.a >= _STRONG else _SIDE_OF_WEAK_NOISE) / step)) * step


def measure_bias(run: Run, cfa: Cfa, noise: PoissonGaussian, gains: Float, k: float) -> Float:
    """(3, KNOTS) float32: what to subtract from the network's output, over that output, encoded.

    run: the network on (planes, masks, a, b, k) as in ``RawDenoiser.forward``. All zeros where the network does not
    answer with finite numbers.
    """
    samples, masks = flat_fields(cfa, noise, gains, k)
    count = len(samples)
    shot, read = noise.by_color()
    a, b = (np.tile(balanced.astype(np.float32), (count, 1)) for balanced in (shot * gains, read * gains**2))
    planes = [np.ascontiguousarray(x.transpose(0, 3, 1, 2), np.float32) for x in (samples, masks)]
    inputs = [*planes, a, b, np.full(count, k, np.float32)]
    few = [slice(start, start + _AT_ONCE) for start in range(0, count, _AT_ONCE)]
    output = np.concatenate([run([x[part] for x in inputs]) for part in few])
    inner = (slice(None), slice(_BORDER, -_BORDER), slice(_BORDER, -_BORDER))
    result = unstabilise(output.transpose(0, 2, 3, 1)[inner], np.float32(k)).mean((1, 2), dtype=np.float64)
    # Against the mean of the samples that were drawn, not of the field: the network follows that.
    truth = samples[inner].sum((1, 2), dtype=np.float64) / masks[inner].sum((1, 2), dtype=np.float64)
    encoded = stabilise(result, k)
    bias = encoded - stabilise(truth, k)
    if not np.isfinite(bias).all():
        return np.zeros((3, KNOTS), np.float32)
    return _curve(encoded, np.clip(bias, -_LARGEST, _LARGEST))


def without_bias(encoded: Float, bias: Float) -> Float:
    """(H, W, 3) network output, encoded, with the curve of each colour subtracted."""
    position = np.clip(encoded, 0.0, 1.0) * np.float32(KNOTS - 1)
    low = np.minimum(position.astype(np.int32), KNOTS - 2)
    share = position - low
    result = np.empty_like(encoded)
    for c in range(3):
        left, step = bias[c, :-1], np.diff(bias[c])
        result[..., c] = encoded[..., c] - (left[low[..., c]] + share[..., c] * step[low[..., c]])
    return result


def _curve(encoded: NDArray[np.float64], bias: NDArray[np.float64]) -> Float:
    """The measured points of each colour, put on equidistant knots; fading to none above the brightest field."""
    knots = np.linspace(0.0, 1.0, KNOTS)
    curves = []
    for c in range(3):
        order = np.argsort(encoded[:, c])
        x, y = np.append(encoded[order, c], 1.0), np.append(bias[order, c], 0.0)
        curves.append(np.interp(knots, x, y))
    return np.array(curves, np.float32)
