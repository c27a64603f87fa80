"""Strength: how much of what the network removed stays removed. The one implementation, for view, export and batch.

out = original + s (Y(d)) + c (d - Y(d)),  d = denoised - original, all in linear light,

with s the luminance strength, c the colour strength and Y the luminance of the difference. Linear light because
blending display-encoded values is wrong in the shadows (p99 error 7-11 of 255), and because noise adds linearly on
the sensor.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from denoiser_app.core.recipe import Recipe

Float = NDArray[np.float32]

LUMINANCE = np.array([0.2126, 0.7152, 0.0722], np.float32)
"""Weights of linear sRGB primaries in luminance (ITU-R BT.709)."""


def blend(original: Float, denoised: Float, recipe: Recipe) -> Float:
    """Linear (H, W, 3) float32 photos, any range, into one of the same kind. Strength 0 returns ``original`` itself,
    100 returns ``denoised`` itself."""
    luminance = recipe.strength / 100.0
    color = luminance if recipe.color_strength is None else recipe.color_strength / 100.0
    if luminance == color == 0.0:
        return original
    if luminance == color == 1.0:
        return denoised
    difference = denoised - original
    if luminance == color:
        return original + np.float32(luminance) * difference
    gray = np.asarray(difference @ LUMINANCE, np.float32)[..., None]
    mixed: Float = original + np.float32(color) * difference + np.float32(luminance - color) * gray
    return mixed
