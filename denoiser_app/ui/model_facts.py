"""A model as the window shows it: what its manifest says, without anything that computes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class ModelFacts:
    """parameter_count: trained numbers. giga_macs: multiplications per megapixel, 1e9. card: Markdown, may be ''.
    personal: of a model of one's own, what its manifest says of camera, ISO and proof."""

    name: str
    domain: str
    summary: str = ""
    licence: str = ""
    parameter_count: int = 0
    giga_macs: float = 0.0
    training: Mapping[str, Any] = field(default_factory=dict)
    scores: Mapping[str, Any] = field(default_factory=dict)
    card: str = ""
    personal: Mapping[str, Any] | None = None
