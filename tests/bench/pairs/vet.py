"""Two hundred evenings of a careless photographer: is every planted fault caught, and is every good pair let through?

A fault counts as caught when the pair is not called good and the reason that is given is the right one ("the camera
moved" is right for shake, too); an object that moved also has to be covered by the mask (95 % of its area left out),
unless the pair is rejected. A shift by whole periods of the filter array may be repaired: then it has to be told, and
the shift that was found has to be the one that was planted.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import cv2
import numpy as np

from denoiser_app.pairs.checking.check import Checked, check
from denoiser_app.pairs.simulation.simulate import Fault, FaultKind, Simulated, simulate
from denoiser_app.pairs.verdict import Verdict
from tests.bench.pairs.sessions import each, random_options

CODES: Mapping[FaultKind, frozenset[str]] = {
    "shift": frozenset({"shifted", "shifted-by-period"}),
    "moved": frozenset({"moved", "moved-too-much"}),
    "exposure": frozenset({"exposure-ratio"}),
    "gain": frozenset({"gain"}),
    "light": frozenset({"light-changed"}),
    "defocus": frozenset({"blurred"}),
    "shake": frozenset({"blurred", "shifted"}),
    "lens": frozenset({"lens-differs"}),
}
_COVERED = 0.95
SCENES, FAULTY = 4, 2


@dataclass(frozen=True)
class Seen:
    """One pair: its fault, None for a good one; what was said; whether that is right."""

    seed: int
    scene: str
    array: str
    fault: Fault | None
    mark: str
    codes: tuple[str, ...]
    right: bool
    why: str = ""


def vet(seed: int, data: Path | None) -> list[Seen]:
    """The pairs of one session."""
    options = random_options(seed, data, faulty=FAULTY, scenes=SCENES)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        made = [step for step in simulate(folder, options) if isinstance(step, Simulated)][-1]
        verdicts = [step for step in check(folder) if isinstance(step, Checked)][-1].verdicts
        faults = {f"scene-{index + 1}": fault for index, fault in options.faults.items()}
        found = []
        for pair in made.session.pairs():
            verdict, fault = verdicts.find(pair.id), faults.get(pair.scene.id)
            assert verdict is not None
            right, why = _judge(folder, verdict, fault, options.camera.cfa.period, options.size)
            codes = tuple(f.code for f in verdict.reasons)
            found.append(Seen(seed, pair.scene.id, options.array, fault, verdict.mark, codes, right, why))
    return found


def _judge(folder: Path, verdict: Verdict, fault: Fault | None, period: int, size: tuple[int, int]) -> tuple[bool, str]:
    codes = {finding.code for finding in verdict.findings if finding.grade != "good"}
    if fault is None:
        return verdict.mark != "rejected", "a good pair was rejected" if verdict.mark == "rejected" else ""
    if verdict.mark == "good" and "shifted-by-period" not in codes:
        return False, "called good"
    if not codes & CODES[fault.kind]:
        return False, "caught for another reason"
    if fault.kind == "shift" and verdict.mark != "rejected":
        return _repaired(verdict, fault, period)
    if fault.kind == "moved" and verdict.mark != "rejected":
        return _covered(folder, verdict, fault, size)
    return (verdict.mark == "rejected"), "" if verdict.mark == "rejected" else "only masked"


def _repaired(verdict: Verdict, fault: Fault, period: int) -> tuple[bool, str]:
    rest = [abs(abs(found) - abs(planted)) for found, planted in zip(verdict.shift, fault.amount, strict=True)]
    if max(rest) > 0.5:
        return False, f"put on each other by {verdict.shift}"
    whole = all(abs(planted / period - round(planted / period)) * period <= 0.5 for planted in fault.amount)
    return whole, "" if whole else "not whole periods, and used all the same"


def _covered(folder: Path, verdict: Verdict, fault: Fault, size: tuple[int, int]) -> tuple[bool, str]:
    y, x, radius = fault.amount
    mask = cv2.imread(str(folder / verdict.mask), cv2.IMREAD_GRAYSCALE)
    if mask is None:
        return False, "no mask"
    usable = cv2.resize(mask, (size[1], size[0]), interpolation=cv2.INTER_NEAREST) > 127
    rows, columns = np.ogrid[: size[0], : size[1]]
    inside = np.hypot(rows - y, columns - x) < radius - 1
    share = 1.0 - float(usable[inside].mean())
    return share >= _COVERED, "" if share >= _COVERED else f"only {share:.0%} of the object is left out"


def run(sessions: int, data: Path | None, first: int = 1000) -> Iterator[str]:
    """A line for every mistake as it is found, and the table."""
    seen: list[Seen] = []
    for rows in each(partial(vet, data=data), range(first, first + sessions)):
        seen += rows
        yield from _mistakes(rows)
    yield from _table(seen)


def _table(seen: Sequence[Seen]) -> list[str]:
    groups: defaultdict[str, list[Seen]] = defaultdict(list)
    for one in seen:
        groups[one.fault.kind if one.fault else "good pairs"].append(one)
    lines = [f"{'':<12} {'pairs':>6} {'right':>6} {'good':>6} {'masked':>7} {'rejected':>9}"]
    for name, rows in sorted(groups.items()):
        marks = [sum(row.mark == mark for row in rows) for mark in ("good", "masked", "rejected")]
        right = sum(row.right for row in rows)
        lines.append(f"{name:<12} {len(rows):>6} {right:>6} {marks[0]:>6} {marks[1]:>7} {marks[2]:>9}")
    return lines


def _mistakes(seen: Sequence[Seen]) -> list[str]:
    return [
        f"seed {s.seed} {s.scene} {s.array}: {s.fault or 'good'}: {s.mark} {', '.join(s.codes)}: {s.why}"
        for s in seen
        if not s.right
    ]
