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
    relative to the session folder, '' without. fingerprint: of the frames it is about; with others it does not count.
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

    @property
    def reasons(self) -> tuple[Finding, ...]:
        """The findings that are not good, the worst first."""
        order = {"reject": 0, "mask": 1, "note": 2}
        return tuple(sorted((f for f in self.findings if f.grade != "good"), key=lambda f: order[f.grade]))


@dataclass(frozen=True)
class Verdicts:
    """Of a session, by pair."""

    of: tuple[Verdict, ...] = ()

    def find(self, pair: str) -> Verdict | None:
        """The verdict of a pair, None if it was not checked."""
        return next((verdict for verdict in self.of if verdict.pair == pair), None)

    def to_json(self) -> str:
        """For check/verdicts.json; each finding with its sentence, for people."""
        rows = [{**asdict(v), "findings": [{**asdict(f), "sentence": f.sentence} for f in v.findings]} for v in self.of]
        return json.dumps({"version": VERSION, "verdicts": rows}, indent=1, ensure_ascii=False) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The inverse of ``to_json``. ValueError."""
        data = json.loads(text)
        if not isinstance(data, dict) or data.get("version") != VERSION:
            raise ValueError(f"not verdicts of version {VERSION}")
        try:
            return cls(tuple(map(_verdict, data["verdicts"])))
        except (TypeError, KeyError, AttributeError) as error:
            raise ValueError(f"a field is missing or wrong ({error})") from error


def _verdict(values: dict[str, Any]) -> Verdict:
    findings = tuple(
        Finding(**{name: value for name, value in one.items() if name != "sentence"}) for one in values["findings"]
    )
    red, green, blue = values["gain"]
    y, x = values["shift"]
    return Verdict(**{**values, "findings": findings, "gain": (red, green, blue), "shift": (y, x)})
