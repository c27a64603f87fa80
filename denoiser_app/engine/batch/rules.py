"""What becomes of which photo: a table of rules by camera, exposure, file type and orientation; the first that fits.

As JSON, for people to write by hand and for the window to keep:

    {"version": 1, "rules": [
        {"iso_to": 400, "action": "copy"},
        {"camera": "X-T3", "iso_from": 6400, "model": "raw-best", "strength": 90},
        {"suffixes": [".jpg"], "action": "skip"}
    ]}

How to denoise stands flat in a rule; what a rule does not say comes from the settings of the batch.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Literal

from denoiser_app.core.recipe import Recipe
from denoiser_app.engine.batch import rules_json
from denoiser_app.formats.facts import Facts

RuleAction = Literal["denoise", "copy", "skip"]
Kind = Literal["", "raw", "rgb"]
Orientation = Literal["", "landscape", "portrait"]

GLOB = frozenset("*?[")
EXACTLY = "="


@dataclass(frozen=True)
class Rule:
    """Which photos it speaks of, and what becomes of them. What is '', () or None does not matter.

    camera: a part of ``Metadata.camera`` in any case; a pattern of the whole name if it has * or ? ('*D8?0'); exactly
        this name with = before it.
    iso_from, iso_to, shutter_from, shutter_to: inclusive; shutter in seconds. A photo that does not tell fits no limit.
    suffixes: file endings in small letters with their dot. kind: camera raw or finished picture, by the file's content.
    orientation: as the photo is shown; a square one is landscape.
    changes: fields of ``Recipe`` that differ from the batch's own recipe (see ``recipe_for``).
    """

    camera: str = ""
    iso_from: float | None = None
    iso_to: float | None = None
    shutter_from: float | None = None
    shutter_to: float | None = None
    kind: Kind = ""
    suffixes: tuple[str, ...] = ()
    orientation: Orientation = ""
    action: RuleAction = "denoise"
    changes: Mapping[str, Any] = field(default_factory=dict)

    def recipe_for(self, usual: Recipe) -> Recipe:
        """How a photo of this rule is denoised in a batch whose own recipe is ``usual``."""
        return replace(usual, **self.changes)

    def fits(self, facts: Facts, path: Path) -> bool:
        """Whether it speaks of the photo at ``path``."""
        metadata = facts.metadata
        return (
            _is_camera(self.camera, metadata.camera)
            and _within(metadata.iso, self.iso_from, self.iso_to)
            and _within(metadata.shutter, self.shutter_from, self.shutter_to)
            and self.kind in ("", facts.kind)
            and (not self.suffixes or path.suffix.lower() in self.suffixes)
            and self.orientation in ("", orientation_of(facts))
        )


def choose(rules: Sequence[Rule], facts: Facts, path: Path | None = None) -> Rule | None:
    """The first rule that fits, or None. path: by default that of the metadata."""
    path = path or facts.metadata.path or Path()
    return next((rule for rule in rules if rule.fits(facts, path)), None)


def orientation_of(facts: Facts) -> Orientation:
    """As the photo is shown; '' if the header does not tell its size."""
    if facts.size is None:
        return ""
    height, width = facts.size
    return "portrait" if height > width else "landscape"


def parse(text: str, path: str = "rules") -> tuple[Rule, ...]:
    """The inverse of ``to_json``; also the automatic ones of the window's presets.json. '' is no rules.

    RulesInvalid, with ``path`` as the name of the table, says which rule and which field, and what is allowed.
    """
    return tuple(Rule(**values) for values in rules_json.values_of(text, path))


def read(path: Path) -> tuple[Rule, ...]:
    """The table in a file. RulesInvalid."""
    return parse(rules_json.text_of(path), str(path))


def to_json(rules: Sequence[Rule]) -> str:
    """As in the head of this module; what does not matter is left out."""
    return rules_json.text([asdict(rule) for rule in rules], asdict(Rule()))


def changes_of(recipe: Recipe) -> dict[str, Any]:
    """All of a recipe as ``Rule.changes``: nothing comes from the batch's own."""
    return asdict(recipe)


def _is_camera(wanted: str, camera: str) -> bool:
    wanted, camera = wanted.strip().casefold(), camera.casefold()
    if wanted.startswith(EXACTLY):
        return wanted.removeprefix(EXACTLY).strip() == camera.strip()
    if GLOB & set(wanted):
        return fnmatchcase(camera, wanted)
    return wanted in camera


def _within(value: float | None, low: float | None, high: float | None) -> bool:
    if value is None:
        return low is None and high is None
    return (low is None or low <= value) and (high is None or value <= high)
