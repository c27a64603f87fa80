"""What the camera wrote into the frames of a pair: whether it is one camera, one lens, one exposure. No pixels."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from denoiser_app.pairs.session import Frame, Pair
from denoiser_app.pairs.verdict import Finding

EXPOSURE_LIMIT = 0.25
"""EV. Cameras write nominal shutter times (1/60 for 1/64, 30 for 32 s): two of those may make 0.15 EV."""
_SAME_LENGTH = 0.01
_SAME_APERTURE = 0.03


def findings(pair: Pair) -> tuple[Finding, ...]:
    """Of the pair's settings; what the files do not say is taken as the same."""
    frames = (*pair.low, pair.high)
    checks: tuple[Callable[[Sequence[Frame]], Finding | None], ...] = (_kind, _camera, _lens, _length, _aperture, _size)
    found = [finding for finding in (check(frames) for check in checks) if finding is not None]
    ratio = exposure_stops(pair.low[0], pair.high)
    if ratio is not None and abs(ratio) > EXPOSURE_LIMIT:
        found.append(Finding("exposure", "exposure-ratio", "reject", {"stops": ratio}))
    return tuple(found)


def exposure_stops(first: Frame, second: Frame) -> float | None:
    """By how many EV the second frame has to be brighter, by ISO, shutter time and aperture; None if they are unknown.

    The lens may not tell its aperture (an adapter); then it is taken as the same.
    """
    values = (first.iso, first.shutter, second.iso, second.shutter)
    if not all(value is not None and value > 0 for value in values):
        return None
    ratio = (second.iso or 1.0) * (second.shutter or 1.0) / ((first.iso or 1.0) * (first.shutter or 1.0))
    stops = math.log2(ratio)
    if first.aperture and second.aperture:
        stops -= 2.0 * math.log2(second.aperture / first.aperture)
    return stops


def _kind(frames: Sequence[Frame]) -> Finding | None:
    if len({frame.kind for frame in frames}) > 1:
        return Finding("settings", "kind-differs", "reject")
    return None


def _camera(frames: Sequence[Frame]) -> Finding | None:
    names = list(dict.fromkeys(frame.camera for frame in frames if frame.camera))
    if len(names) > 1:
        return Finding("settings", "camera-differs", "reject", {"first": names[0], "second": names[1]})
    return None if names else Finding("settings", "camera-unknown", "note")


def _lens(frames: Sequence[Frame]) -> Finding | None:
    names = list(dict.fromkeys(frame.lens for frame in frames if frame.lens))
    if len(names) > 1:
        return Finding("settings", "lens-differs", "reject", {"first": names[0], "second": names[1]})
    return None


def _length(frames: Sequence[Frame]) -> Finding | None:
    return _differing("focal-length-differs", [frame.focal_length for frame in frames], _SAME_LENGTH)


def _aperture(frames: Sequence[Frame]) -> Finding | None:
    return _differing("aperture-differs", [frame.aperture for frame in frames], _SAME_APERTURE)


def _differing(code: str, values: Sequence[float | None], tolerance: float) -> Finding | None:
    known = [value for value in values if value]
    for value in known[1:]:
        if abs(value / known[0] - 1.0) > tolerance:
            return Finding("settings", code, "reject", {"first": known[0], "second": value})
    return None


def _size(frames: Sequence[Frame]) -> Finding | None:
    sizes = list(dict.fromkeys(frame.size for frame in frames if frame.size))
    if len(sizes) > 1:
        first, second = (f"{size[1]} x {size[0]}" for size in sizes[:2])
        return Finding("settings", "size-differs", "reject", {"first": first, "second": second})
    return None
