"""A picture of a calibration: what was measured, the lines through it, and what the program knew before.

Of raws, the noise's deviation over the signal, both in stops of logarithmic axes, one field for every ISO. Of finished
pictures, the deviation over the tone.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from denoiser_app.core.camera_profile import IsoCurve, IsoNoise
from denoiser_app.core.noise import KNOTS
from denoiser_app.formats.publish import publishing

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from denoiser_app.pairs.calibration.calibrate import Calibrated, Comparison, CurvePoint

_NAMES = ("red", "green", "blue")
_COLORS = ("#c8483c", "#3c8c46", "#3c64c8")
_LEAST_SIGNAL, _MOST_SIGNAL = 3e-4, 1.0
_LARGEST_PNG = 4 << 20


def plot(calibrated: Calibrated, path: Path) -> Path:
    """Writes the PNG, over an older one, and returns its path. OutputError."""
    from matplotlib.figure import Figure

    profile = calibrated.profile
    fields = max(1, len(profile.raw) + len(profile.rgb))
    # Figure without pyplot draws with Agg: no window, no state that outlives the call.
    figure = Figure(figsize=(6.4 * fields, 4.8), layout="constrained")
    axes = figure.subplots(1, fields, squeeze=False)[0]
    for place, noise in zip(axes, profile.raw, strict=False):
        _raw(place, noise, calibrated.points, _before(calibrated.comparison, noise.iso))
    for place, curve in zip(axes[len(profile.raw) :], profile.rgb, strict=True):
        _picture(place, curve)
    figure.suptitle(profile.camera or "camera")
    with publishing(path, overwrite=True, needed=_LARGEST_PNG) as part:
        figure.savefig(part.file, dpi=110, format="png")
    return path


def _before(comparison: Sequence[Comparison], iso: float) -> Comparison | None:
    return next((one for one in comparison if one.iso == iso), None)


def _raw(axes: Axes, noise: IsoNoise, points: Sequence[CurvePoint], before: Comparison | None) -> None:
    signal = np.geomspace(_LEAST_SIGNAL, _MOST_SIGNAL, 100)
    for c, (name, color) in enumerate(zip(_NAMES, _COLORS, strict=True)):
        own = [p for p in points if (p.iso, p.color) == (noise.iso, c) and p.mean > _LEAST_SIGNAL and p.variance > 0.0]
        axes.plot([p.mean for p in own], [p.variance**0.5 for p in own], ".", color=color, markersize=4)
        label = f"{name}: a = {noise.a[c]:.2e}, b = {noise.b[c]:.2e}"
        axes.plot(signal, np.sqrt(noise.a[c] * signal + noise.b[c]), color=color, linewidth=1.2, label=label)
    if before is not None:
        known = np.sqrt(before.shipped_a * signal + before.shipped_b)
        axes.plot(signal, known, "--", color="0.4", linewidth=1.2, label=f"before: {before.source}")
    axes.set(xscale="log", yscale="log", xlabel="signal (white = 1)", ylabel="deviation of the noise (white = 1)")
    axes.set_title(f"ISO {noise.iso:g}")
    axes.grid(alpha=0.3, which="both")
    axes.legend(fontsize="small")


def _picture(axes: Axes, curve: IsoCurve) -> None:
    tone = np.linspace(0.0, 255.0, KNOTS)
    axes.plot(tone, 255.0 * np.array(curve.fine), ".-", label="pixels")
    axes.plot(tone, 255.0 * np.array(curve.coarse), ".-", label="2 x 2 pixels, times 2")
    axes.set(
        xlabel="tone (0-255)", ylabel="deviation of the noise (of 255)", title=f"ISO {curve.iso:g}", ylim=(0, None)
    )
    axes.grid(alpha=0.3)
    axes.legend(fontsize="small")
