"""``denoiser-app models``: the networks that are installed, what is known about each, and what can be trained.

What is done with models of one's own - prove, install, export, import, remove - is in models_own.py.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import TYPE_CHECKING

from denoiser_app.cli import models_own
from denoiser_app.cli.arguments import Subparsers, add_json
from denoiser_app.cli.output import Output
from denoiser_app.cli.plain import plain
from denoiser_app.core.errors import DenoiserError
from denoiser_app.networks.personal import iso_range, standing

if TYPE_CHECKING:
    from denoiser_app.networks.descriptor import ModelDescriptor
    from denoiser_app.networks.facts import ArchitectureFacts

FOR_THE_PROGRAM = ("tensors", "rank", "folder")
"""What a manifest says that tells a person nothing."""


def add(subparsers: Subparsers) -> None:
    """The command's arguments."""
    parser = subparsers.add_parser("models", help="the networks that are installed")
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    everything = actions.add_parser("list", help="all networks")
    add_json(everything)
    everything.set_defaults(run=run_list)
    one = actions.add_parser("show", help="all that is known about one network")
    one.add_argument("model", metavar="NAME")
    add_json(one)
    one.set_defaults(run=run_show)
    kinds = actions.add_parser("architectures", help="all architectures that train-base can train")
    add_json(kinds)
    kinds.set_defaults(run=run_architectures)
    models_own.add(actions)


def run_list(args: argparse.Namespace, output: Output) -> int:
    """One line for every installed network; 1 if there is one that is damaged, which is named."""
    from denoiser_app import paths
    from denoiser_app.networks import folders, library

    models = library.installed()
    for model in models:
        output.result(model, line(model))
    damaged = set(folders.names()) - {model.name for model in models}
    for name in sorted(damaged):
        try:
            library.find(name)
        except DenoiserError as error:
            output.error(error)
    if not models:
        output.summary(f"There is no usable model in {paths.models()}. Install the program again.")
    return 1 if damaged or not models else 0


def run_show(args: argparse.Namespace, output: Output) -> int:
    """Everything that the model says of itself."""
    from denoiser_app.networks import library

    model = library.find(args.model)
    shown = {name: value for name, value in plain(model).items() if name not in FOR_THE_PROGRAM}
    output.result(model, "\n".join(block(shown)))
    return 0


def run_architectures(_args: argparse.Namespace, output: Output) -> int:
    """Every architecture with what it costs as built by default."""
    from denoiser_app.networks.architectures import ARCHITECTURES
    from denoiser_app.networks.facts import describe

    for name in ARCHITECTURES:
        facts = describe(name)
        output.result(facts, architecture_lines(facts))
    return 0


def line(model: ModelDescriptor) -> str:
    """One network in a list; of one's own, what it is for and whether it was proven."""
    cost, what = f"{model.giga_macs:.0f} GMAC/MP", model.summary
    if model.personal is not None:
        what = f"Your own: {model.personal['camera']}, {iso_range(model.personal)}; {standing(model.personal)}."
    return f"{model.name:<20} {model.domain}  {cost:>12}  {model.licence:<18} {what}"


def architecture_lines(facts: ArchitectureFacts) -> str:
    """One architecture in a list: what it is, where it is from, what it costs, what it is built with."""
    field = f"{facts.receptive_field}x{facts.receptive_field} pixels"
    cost = f"{facts.parameter_count:,} parameters, {facts.giga_macs:g} GMAC/MP, sees {field}"
    parameters = ", ".join(f"{key} = {plain(value)}" for key, value in facts.parameters.items())
    lines = [f"{facts.name:<15} {facts.summary}", facts.paper, cost, parameters]
    return ("\n" + " " * 16).join(text for text in lines if text)


def block(values: Mapping[str, object], indent: str = "") -> list[str]:
    """'key  value' lines; what is nested is indented under its key."""
    width = max((len(key) for key in values), default=0)
    lines: list[str] = []
    for key, value in values.items():
        name = key.replace("_", " ")
        if isinstance(value, Mapping):
            lines += [f"{indent}{name}", *block(value, indent + "  ")] if value else []
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            rows = [block(item, indent + "  ") for item in value]
            lines += [f"{indent}{name}", *(text for row in rows for text in (*row, ""))]
        elif value not in (None, "", []):
            text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
            lines.append(f"{indent}{name:<{width}}  {text}")
    return lines
