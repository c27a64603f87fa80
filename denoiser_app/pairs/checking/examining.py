"""A pair whose frames could be read: held against the low-ISO frames of its scene, judged, and shown in pictures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from denoiser_app.pairs.checking import judging, own_noise, pictures, settings
from denoiser_app.pairs.checking.comparison import Comparison, compare
from denoiser_app.pairs.checking.lows import Group, LowFrames
from denoiser_app.pairs.checking.views import Mask, View, shifted
from denoiser_app.pairs.session import CHECK, Pair
from denoiser_app.pairs.verdict import Finding, Mark, Verdict


@dataclass(frozen=True)
class _Examined:
    """group: of low-ISO frames that the pair's truth is made of. moved, usable: (h, w), as the high-ISO frame lies."""

    group: Group
    found: Comparison
    moved: Mask
    usable: Mask


def examined(folder: Path, pair: Pair, lows: LowFrames, high: View, known: tuple[Finding, ...]) -> Verdict:
    """The verdict, without its fingerprint; pictures are written into the session. known: findings before it.
    OutputError."""
    case = _best(lows, high, pair)
    findings = (*known, *_findings(pair, lows, high, case))
    findings = tuple(replace(f, picture=_picture(folder, pair, f, lows, high, case)) for f in findings)
    mark = mark_of(findings)
    name = f"{CHECK}/{_name(pair)}--usable.png"
    pictures.save(folder, name, pictures.usable_mask(case.usable, high.cell, high.size))
    return Verdict(
        pair=pair.id,
        scene=pair.scene.id,
        mark=mark,
        findings=findings,
        usable=float(case.usable.mean()),
        gain=case.found.gain.of,
        shift=case.found.shift,
        mask=name,
        low=_moves(case, high.kind, findings),
    )


def mark_of(findings: Sequence[Finding]) -> Mark:
    """What the worst of the findings makes of a pair."""
    grades = {finding.grade for finding in findings}
    return "rejected" if "reject" in grades else "masked" if "mask" in grades else "good"


def _best(lows: LowFrames, high: View, pair: Pair) -> _Examined:
    """Against the first group of low-ISO frames that the high-ISO frame lies on, else against the best one."""
    cases = []
    for group in lows.by_worth():
        found = compare(group.mean, high, group.noise(pair.high))
        cells = round(found.shift[0] / high.cell), round(found.shift[1] / high.cell)
        moved = found.moved | np.asarray(shifted(group.moved, cells), np.bool_)
        moved &= found.inside
        case = _Examined(group, found, moved, found.inside & ~found.clipped & ~moved)
        if judging.alignment(found, high.kind).grade != "reject":
            return case
        cases.append(case)
    return cases[0]


def _findings(pair: Pair, lows: LowFrames, high: View, case: _Examined) -> tuple[Finding, ...]:
    found = case.found
    inside = max(1, int(np.count_nonzero(found.inside)))
    brightest = float(np.percentile(case.group.mean.luminance()[::4, ::4], 99.0))
    expected = settings.exposure_stops(case.group.frames[0][0], pair.high)
    list_of = [judging.alignment(found, high.kind)]
    list_of += judging.exposure(found, expected)
    list_of.append(judging.movement(np.count_nonzero(case.moved) / inside))
    list_of += judging.clipping(found.clipped_share, brightest)
    if list_of[0].grade != "reject":  # of frames that do not lie on each other it could not be told
        list_of.append(judging.sharpness(found, high.kind))
    list_of.append(judging.noise(_noise_share(case, pair)))
    list_of += _of_low_frames(pair, lows, case)
    clear = all(finding.grade == "good" for finding in list_of)
    return (*list_of, judging.rest(float(case.usable.mean()), clear))


def _of_low_frames(pair: Pair, lows: LowFrames, case: _Examined) -> list[Finding]:
    left_out = lows.views - len(case.group.frames)
    found = []
    if left_out:
        counts = {"count": left_out, "total": lows.views}
        found.append(Finding("alignment", "low-left-out", "note", counts))
    if lows.views == 1:
        found.append(Finding("noise", "single-low", "note"))
    else:
        found.append(judging.light(*lows.light()))
    if all(frame.taken and pair.high.taken and frame.taken < pair.high.taken for frame in pair.low):
        found.append(Finding("light", "no-last-low", "note"))
    return found


def _noise_share(case: _Examined, pair: Pair) -> float:
    """Deviation of the truth's noise over that of the high-ISO frame, green."""
    group, gain = case.group, case.found.gain.of[1]
    both = float(np.median(case.found.sigma.sigmas[1])) / gain
    share = own_noise.share_of(group.frames[0][0].iso, pair.high.iso)
    return own_noise.deviation_share(float(group.variance[1]), group.scatter, len(group.frames), both, share)


def _moves(case: _Examined, kind: str, findings: Sequence[Finding]) -> dict[str, tuple[float, float]]:
    """By how many pixels each low-ISO frame of the group has to be moved to lie on the high-ISO frame."""
    repaired = any(finding.code in ("shifted-by-period", "shifted-repaired") for finding in findings)
    target = case.found.shift if kind == "rgb" and repaired else case.found.moves
    return {frame.file: (target[0] - y, target[1] - x) for frame, (y, x) in case.group.frames}


# --- pictures ---------------------------------------------------------------------------------------------------------


def _name(pair: Pair) -> str:
    return re.sub(r"[^\w.-]+", "-", pair.id.replace("/", "--"))


def _picture(folder: Path, pair: Pair, finding: Finding, lows: LowFrames, high: View, case: _Examined) -> str:
    """Of a finding, '' where a picture says nothing."""
    pixels = None
    clean = replace(high, planes=case.found.clean)
    match finding.code:
        case "moved" | "moved-too-much" | "clipped" | "clipped-too-much" | "too-little-left":
            pixels = pictures.scene(clean, case.moved, case.found.clipped & case.found.inside)
            return pictures.save(folder, f"{CHECK}/{_name(pair)}--mask.png", pixels)
        case "shifted" | "shifted-by-period" | "shifted-repaired" | "turned" | "aligned":
            pixels = pictures.displaced(case.group.mean, high)
        case "blurred" | "low-blurred" | "sharp":
            pixels = pictures.crops(high, case.found)
        case "gain" | "light-colour":
            pixels = pictures.both(case.group.mean, high)
        case "still":
            pixels = pictures.difference(high, case.found)
        case "light-changed" if lows.first is not None and lows.last is not None:
            pixels = pictures.both(lows.first, lows.last)
    return "" if pixels is None else pictures.save(folder, f"{CHECK}/{_name(pair)}--{finding.check}.png", pixels)
