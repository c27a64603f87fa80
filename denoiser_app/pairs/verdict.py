"""What the check says of a pair: findings with a reason, a number and a picture, and the verdict that follows.

A finding has a code, whose English sentence stands in ``sentences.SENTENCES`` with placeholders for its parameters: the
command line prints it, the window translates it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, Self

from denoiser_app.pairs.sentences import SENTENCES

VERSION = 1

Grade = Literal["good", "note", "mask", "reject"]
Mark = Literal["good", "masked", "rejected"]


@dataclass(frozen=True)
class Finding:
    """check: which of the checks it is of ('settings', 'exposure', 'alignment', 'movement', 'clipping', 'sharpness',
    'noise', 'light', 'rest'). code: key of SENTENCES. picture: PNG relative to the session folder, '' without."""

    check: str
    code: str
    grade: Grade
    parameters: Mapping[str, Any] = field(default_factory=dict)
    picture: str = ""

    @property
    def sentence(self) -> str:
        """In English, for a photographer."""
        return SENTENCES[self.code].format(**self.parameters)


@dataclass(frozen=True)
class Verdict:
    """pair: its id. mark: 'good', 'masked' (usable with a mask) or 'rejected'. usable: share of the picture, 0-1.

    gain: by which the low-ISO frames' linear red, green and blue are multiplied to match the high-ISO frame. shift:
    (y, x) in pixels of the high-ISO frame against the first low-ISO frame, sub-pixel. mask: PNG of what can be used,
    relative to the session folder, '' without: of the size of the high-ISO frame's active area, as the sensor lies,
    white where it may be used. fingerprint: of the frames it is about; with others it does not count.
    low: the low-ISO frames that the truth is the mean of, and by how many pixels (y, x) each one's content has to be
    moved to lie on the high-ISO frame; whole periods for raws. Frames that do not fit are left out.
    """

    pair: str
    scene: str
    mark: Mark
    findings: tuple[Finding, ...]
    usable: float
    gain: tuple[float, float, float] = (1.0, 1.0, 1.0)
    shift: tuple[float, float] = (0.0, 0.0)
    mask: str = ""
    fingerprint: str = ""
    low: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    @property
    def reasons(self) -> tuple[Finding, ...]:
        """The findings that are not good, the worst first."""
        order = {"reject": 0, "mask": 1, "note": 2}
        return tuple(sorted((f for f in self.findings if f.grade != "good"), key=lambda f: order[f.grade]))


@dataclass(frozen=True)
class Verdicts:
    """Of a session, by pair. problems: what is wrong with the session as a whole."""

    of: tuple[Verdict, ...] = ()
    problems: tuple[Finding, ...] = ()

    def find(self, pair: str) -> Verdict | None:
        """The verdict of a pair, None if it was not checked."""
        return next((verdict for verdict in self.of if verdict.pair == pair), None)

    def to_json(self) -> str:
        """For check/verdicts.json; each finding with its sentence, for people."""
        rows = [{**asdict(verdict), "findings": _plain(verdict.findings)} for verdict in self.of]
        data = {"version": VERSION, "problems": _plain(self.problems), "verdicts": rows}
        return json.dumps(data, indent=1, ensure_ascii=False) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The inverse of ``to_json``. ValueError."""
        data = json.loads(text)
        if not isinstance(data, dict) or data.get("version") != VERSION:
            raise ValueError(f"not verdicts of version {VERSION}")
        try:
            return cls(tuple(map(_verdict, data["verdicts"])), _findings(data["problems"]))
        except (TypeError, KeyError, AttributeError) as error:
            raise ValueError(f"a field is missing or wrong ({error})") from error


def _plain(findings: tuple[Finding, ...]) -> list[dict[str, Any]]:
    return [{**asdict(finding), "sentence": finding.sentence} for finding in findings]


def _findings(rows: list[dict[str, Any]]) -> tuple[Finding, ...]:
    """KeyError for codes and placeholders that have no sentence."""
    found = tuple(Finding(**{name: value for name, value in row.items() if name != "sentence"}) for row in rows)
    for finding in found:
        if not finding.sentence:
            raise KeyError(finding.code)
    return found


def _verdict(values: dict[str, Any]) -> Verdict:
    red, green, blue = values["gain"]
    low = {str(file): (float(y), float(x)) for file, (y, x) in values["low"].items()}
    y, x = values["shift"]
    findings = _findings(values["findings"])
    return Verdict(**{**values, "findings": findings, "gain": (red, green, blue), "shift": (y, x), "low": low})
