"""What the figures of a comparison mean: findings with a grade. Every limit stands here, with its reason.

A measured figure is given the benefit of its doubt: it has to pass the limit by ``DOUBT`` of its deviations, so that a
dark scene at a high ISO, where little can be measured, is not rejected for noise.
"""

from __future__ import annotations

import math

from denoiser_app.pairs.checking.comparison import SURE, Comparison
from denoiser_app.pairs.verdict import Finding

DOUBT = 2.0
SHIFT_DOUBT = 3.0
"""Deviations of a shift. Bands of a dark frame's rows pass for a shift across them by up to 4.5 of the deviation that
the blocks' scatter tells (one of 60 simulated good pairs)."""
REST_LIMIT = 0.3
"""Pixels that a pair may be shifted after its repair. A truth that lies 0.3 pixels off has a PSNR against itself of
37 dB (median of 47 clean crops, downscaled, sharper than a camera's pixels) to 50 dB (the means of four full camera
JPEGs); 0.5: 33 to 45, 1.0: 28 to 40. At ISO 12800 networks reach 33 to 38 dB: less than 0.3 costs them little."""
PERHAPS_OFF = 0.45
FARTHEST = 64
"""Pixels: a camera that moved further also turned and saw another perspective."""
CORNER_LIMIT = 0.5
GAIN_LIMIT = 0.25
"""EV: ISO steps of cameras are exact to about 0.1 EV, shutter times and apertures too."""
COLOUR_LIMIT = 0.2
LIGHT_LIMIT = 0.08
"""EV between low-ISO frames of the same settings, where nothing but the light can differ."""
MOVED_LEAST = 0.1
"""Percent: below it there are only specks."""
MOVED_MOST = 35.0
CLIPPED_LEAST, CLIPPED_MASK, CLIPPED_MOST = 0.1, 3.0, 50.0
USABLE_LEAST = 40.0
DARK = 1.0
"""Percent of the range that the brightest hundredth of the picture reaches at least."""
BLURRED, LOW_BLURRED = {"raw": 0.9, "rgb": 0.8}, {"raw": 1.12, "rgb": 1.25}
"""Slopes of fine detail, high over low-ISO frame, given the benefit of SHARPNESS_DOUBT. Cameras' own denoising of JPEGs
takes detail away, which a personal model cannot bring back but must not be refused for."""
SHARPNESS_DOUBT = 1.25
"""Deviations; those of slopes are generous. In 40 simulated dark scenes, the least of ten slopes of the 19 good was
0.90, and 0.99 one deviation up; of the 21 out of focus (discs of 1.2 to 4 pixels) none was above 0.81 there."""
SHARPNESS_SURE = 0.12
NOISY, RATHER_NOISY = 50.0, 33.0
"""Percent of the high-ISO frame's noise that is left in the truth: at 50 % a perfect result would seem to have only
6 dB less noise."""


def lies_off(found: Comparison) -> bool:
    """Whether the frames are off after the repair: certainly by more than the limit, or, where the camera certainly
    moved, perhaps by too much: what cannot be told is then no reason to trust a repair."""
    rest, error = math.hypot(*found.rest), shift_error(found)
    certainly_moved = math.hypot(*found.shift) - SHIFT_DOUBT * error > REST_LIMIT
    return rest - SHIFT_DOUBT * error > REST_LIMIT or (certainly_moved and rest + error > PERHAPS_OFF)


def shift_error(found: Comparison) -> float:
    """Pixels of deviation. The blocks' scatter tells too little of it where hardly any fine detail stands out of the
    noise: the less surely its slope is known, the less sure is the shift."""
    return found.error * (1.0 + min(found.detail.errors))


def alignment(found: Comparison, kind: str) -> Finding:
    """Whether the frames lie on each other, or can be put there."""
    pixels = math.hypot(*found.shift)
    if not shift_error(found) <= SURE:
        return Finding("alignment", "not-alignable", "note")
    if found.corner > CORNER_LIMIT:
        return Finding("alignment", "turned", "reject", {"pixels": found.corner})
    if (kind == "raw" and lies_off(found)) or max(map(abs, found.shift)) > FARTHEST:
        return Finding("alignment", "shifted", "reject", {"pixels": pixels})
    if found.moves != (0, 0):
        return Finding(
            "alignment", "shifted-by-period" if kind == "raw" else "shifted-repaired", "note", {"pixels": pixels}
        )
    if lies_off(found):
        return Finding("alignment", "shifted-repaired", "note", {"pixels": pixels})
    return Finding("alignment", "aligned", "good", {"pixels": pixels})


def exposure(found: Comparison, expected: float | None) -> tuple[Finding, ...]:
    """expected: EV that the settings say, None if they are unknown."""
    off = found.gain.stops - (expected or 0.0)
    if abs(off) - DOUBT * found.gain.stops_error > GAIN_LIMIT:
        return (Finding("exposure", "gain", "reject", {"stops": found.gain.stops}),)
    colour = max(_colour_stops(found, channel) for channel in (0, 2))
    if colour > COLOUR_LIMIT:
        return (Finding("exposure", "light-colour", "reject", {"stops": colour}),)
    return (Finding("exposure", "exposure-right", "good", {"stops": abs(found.gain.stops)}),)


def _colour_stops(found: Comparison, channel: int) -> float:
    """EV by which a colour's gain certainly differs from green's."""
    gains, errors = found.gain.of, found.gain.error
    if min(gains[channel], gains[1]) <= 0.0:
        return 0.0
    error = math.hypot(errors[channel] / gains[channel], errors[1] / gains[1]) / math.log(2.0)
    return abs(math.log2(gains[channel] / gains[1])) - (DOUBT + 1.0) * error


def movement(share: float) -> Finding:
    """share: of the cells, where something moved, 0-1."""
    percent = 100.0 * share
    if percent > MOVED_MOST:
        return Finding("movement", "moved-too-much", "reject", {"percent": percent})
    if percent > MOVED_LEAST:
        return Finding("movement", "moved", "mask", {"percent": percent})
    return Finding("movement", "still", "good")


def clipping(share: float, brightest: float) -> tuple[Finding, ...]:
    """share: of clipped cells. brightest: what the brightest hundredth of the clean frame reaches, white 1."""
    percent = 100.0 * share
    if percent > CLIPPED_MOST:
        return (Finding("clipping", "clipped-too-much", "reject", {"percent": percent}),)
    found: list[Finding] = []
    if percent > CLIPPED_LEAST:
        found.append(Finding("clipping", "clipped", "mask" if percent > CLIPPED_MASK else "note", {"percent": percent}))
    if 100.0 * brightest < DARK:
        found.append(Finding("clipping", "too-dark", "note", {"percent": max(100.0 * brightest, 0.1)}))
    return tuple(found)


def sharpness(found: Comparison, kind: str) -> Finding:
    """Focus and shake, of either."""
    detail = found.detail
    if detail.least(SHARPNESS_DOUBT) < BLURRED[kind]:
        return Finding("sharpness", "blurred", "reject", {"percent": 100.0 * max(0.0, detail.least(0.0))})
    if detail.most(SHARPNESS_DOUBT) > LOW_BLURRED[kind]:
        return Finding("sharpness", "low-blurred", "reject", {"percent": 100.0 / max(detail.most(0.0), 1.0)})
    if min(detail.errors) > SHARPNESS_SURE:
        return Finding("sharpness", "sharpness-unknown", "note")
    typical = sorted(detail.slopes)[len(detail.slopes) // 2]
    return Finding("sharpness", "sharp", "good", {"percent": 100.0 * typical})


def noise(share: float) -> Finding:
    """share: deviation of the truth's noise over that of the high-ISO frame."""
    percent = 100.0 * share
    grade = "reject" if percent > NOISY else "note" if percent > RATHER_NOISY else "good"
    if grade == "good":
        return Finding("noise", "low-clean", "good", {"percent": percent})
    return Finding("noise", "low-noisy", "reject" if grade == "reject" else "note", {"percent": percent})


def light(stops: float, error: float) -> Finding:
    """stops: EV by which the last low-ISO frame, or that which differs most, is brighter than the first."""
    if abs(stops) - DOUBT * error > LIGHT_LIMIT:
        return Finding("light", "light-changed", "reject", {"stops": stops})
    return Finding("light", "light-steady", "good", {"stops": abs(stops)})


def rest(usable: float, clear: bool) -> Finding:
    """usable: share of the picture. clear: whether nothing else is said of why."""
    percent = 100.0 * usable
    if percent < USABLE_LEAST:
        return Finding("rest", "too-little-left", "reject", {"percent": percent})
    whole = float(math.floor(percent + 1e-9))  # 100 % only where nothing is left out
    return Finding("rest", "usable", "good" if clear else "note", {"percent": whole})
