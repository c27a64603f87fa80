"""What an architecture is and costs, found out by building it: what a list of them shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from denoiser_app.networks.architectures import ARCHITECTURES, Domain, build, count_parameters, giga_macs_per_megapixel
from denoiser_app.networks.domains import inputs_of
from denoiser_app.networks.receptive_field import measure_radius


@dataclass(frozen=True)
class ArchitectureFacts:
    """An architecture with its default parameters.

    giga_macs: multiply-accumulates per megapixel, 1e9. receptive_field: side of the square of pixels that can change
    one, at most. multiple: picture sides must be multiples of it.
    """

    name: str
    summary: str
    paper: str
    parameters: Mapping[str, Any]
    parameter_count: int
    giga_macs: float
    receptive_field: int
    multiple: int


def describe(name: str, domain: Domain = "rgb") -> ArchitectureFacts:
    """The facts of an architecture for a domain, whose input planes differ. KeyError for an unknown one."""
    kind, network = ARCHITECTURES[name], build(name, {}, domain)
    multiple = int(network.body.multiple)  # type: ignore[arg-type]
    radius = measure_radius(network.body, inputs_of(network), multiple)
    return ArchitectureFacts(
        name=name,
        summary=kind.summary,
        paper=kind.paper,
        parameters=kind.parameters,
        parameter_count=count_parameters(network),
        giga_macs=round(giga_macs_per_megapixel(network), 1),
        receptive_field=2 * radius + 1,
        multiple=multiple,
    )
