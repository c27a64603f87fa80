"""A model describes itself: what it is for, what it needs, what it costs, where it comes from.

The description is a strict JSON manifest beside the weights; nothing in the program keeps a table of models of its own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, Self

from denoiser_app.networks import personal
from denoiser_app.networks.architectures import ARCHITECTURES, Domain

FORMAT = 1
LARGEST_MANIFEST = 1 << 20


@dataclass(frozen=True)
class ModelDescriptor:
    """What is known of a model without loading it.

    halo: receptive field in pixels to each side, measured. multiple: picture sides must be multiples of it.
    conditioning: what noise level the network is told. giga_macs: multiply-accumulates per megapixel, 1e9.
    weights: file name beside the manifest; sha256 is that file's. tensors: shape of each, all float32.
    training: facts for the user (photos, steps, recipe). scores: measured figures and the command that repeats them.
    rank: the model that 'auto' takes is the one with the highest rank of its domain.
    personal: of a model that a user made for one camera (networks/personal.py), None of those that ship.
    """

    name: str
    domain: Domain
    summary: str
    architecture: str
    parameters: Mapping[str, Any]
    parameter_count: int
    giga_macs: float
    halo: int
    multiple: int
    dtype: str
    conditioning: str
    licence: str
    weights: str
    sha256: str
    tensors: Mapping[str, tuple[int, ...]]
    training: Mapping[str, Any] = field(default_factory=dict)
    scores: Mapping[str, Any] = field(default_factory=dict)
    rank: int = 0
    personal: Mapping[str, Any] | None = None
    folder: Path = Path()

    @property
    def path(self) -> Path:
        """The weights file."""
        return self.folder / self.weights

    @property
    def manifest(self) -> Path:
        """The file this was read from."""
        return self.folder / f"{self.name}.json"

    def to_json(self) -> str:
        """The manifest's text."""
        data = {"format": FORMAT, **asdict(self)}
        del data["folder"]
        if self.personal is None:
            del data["personal"]
        return json.dumps(data, indent=2, sort_keys=False) + "\n"

    @classmethod
    def from_json(cls, text: str, folder: Path) -> Self:
        """A manifest's text. ValueError with the reason for anything that is missing, unknown or of the wrong kind."""
        data = json.loads(text, object_pairs_hook=_without_repeats)
        if not isinstance(data, dict) or data.pop("format", None) != FORMAT:
            raise ValueError(f"not a manifest of format {FORMAT}")
        expected = {f.name for f in fields(cls)} - {"folder"}
        if set(data) | {"personal"} != expected:
            raise ValueError(f"manifest fields differ: {sorted((set(data) | {'personal'}) ^ expected)}")
        data["tensors"] = {str(k): tuple(int(n) for n in v) for k, v in data["tensors"].items()}
        descriptor = cls(**data, folder=folder)
        descriptor._check()
        return descriptor

    def _check(self) -> None:
        wrong = [
            what
            for what, right in {
                "name": isinstance(self.name, str) and self.name.replace("-", "").replace(" ", "").isalnum(),
                "domain": self.domain in ("raw", "rgb"),
                "architecture": isinstance(self.architecture, str) and self.architecture in ARCHITECTURES,
                "parameters": isinstance(self.parameters, dict),
                "parameter_count": _is_whole(self.parameter_count, 0),
                "giga_macs": _is_number(self.giga_macs),
                "halo": _is_whole(self.halo, 0, 1024),
                "multiple": _is_whole(self.multiple, 1, 64),
                "dtype": self.dtype == "float32",
                "sha256": isinstance(self.sha256, str) and len(self.sha256) == 64,
                # A plain file name: a manifest must not be able to point anywhere else.
                "weights": isinstance(self.weights, str) and Path(self.weights).name == self.weights,
                "tensors": all(n >= 0 for shape in self.tensors.values() for n in shape),
                "rank": _is_whole(self.rank),
                **{what: personal.is_text(getattr(self, what), _LONGEST_TEXT) for what in _TEXTS},
                **{what: personal.is_plain(getattr(self, what)) for what in ("training", "scores")},
            }.items()
            if not right
        ]
        wrong += personal.problems(self.personal)
        if wrong:
            raise ValueError(f"manifest has a wrong {', '.join(wrong)}")


_TEXTS = ("summary", "conditioning", "licence")
_LONGEST_TEXT = 1000


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose every key is there once: which of two counts differs from reader to reader."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key is there twice")
    return found


def _is_whole(value: object, least: int | None = None, most: int | None = None) -> bool:
    if not isinstance(value, int) or isinstance(value, bool):
        return False
    return (least is None or value >= least) and (most is None or value <= most)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < float("inf")
