"""How large a network that a manifest describes may be: asked before anything of it is built.

A file of a few kilobytes can ask for layers of a million channels. The numbers are therefore bounded first; then the
network is built without memory (torch's meta device) and its tensors compared with those that the file really holds.
The shipped networks stay below a tenth of every limit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import torch

from denoiser_app.networks.architectures import ARCHITECTURES, Domain, Network, build

WIDEST = 512
"""Channels of a layer."""
MOST_SCALES = 6
"""Entries of a list, one a scale: five halvings of the picture."""
DEEPEST = 64
"""Layers, blocks or steps, all counts together."""
_WIDTHS = frozenset({"widths", "channels"})


def require_modest(architecture: str, parameters: Mapping[str, Any]) -> None:
    """ValueError with the reason unless the parameters are of the architecture, of the kinds that it takes, and
    within the limits. KeyError for an unknown architecture."""
    known, depth = ARCHITECTURES[architecture].parameters, 0
    for name, value in parameters.items():
        if name not in known:
            raise ValueError(f"{architecture} has no parameter {name}")
        numbers = _numbers(name, value, isinstance(known[name], Sequence))
        if name in _WIDTHS and not all(1 <= number <= WIDEST for number in numbers):
            raise ValueError(f"{name} is not from 1 to {WIDEST}")
        depth += 0 if name in _WIDTHS else sum(numbers)
    if depth > DEEPEST:
        raise ValueError(f"it has more than {DEEPEST} layers")


def shapes_of(architecture: str, parameters: Mapping[str, Any], domain: Domain) -> dict[str, tuple[int, ...]]:
    """The tensors such a network has, by name; built without memory. ValueError, KeyError, TypeError."""
    return {
        name: tuple(tensor.shape) for name, tensor in outline(architecture, parameters, domain).state_dict().items()
    }


def outline(architecture: str, parameters: Mapping[str, Any], domain: Domain) -> Network:
    """The network without its numbers, on torch's meta device. ValueError, KeyError, TypeError."""
    require_modest(architecture, parameters)
    with torch.device("meta"):
        return build(architecture, parameters, domain)


def narrowed(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """As deep, and only a few channels wide: sees as far, at a fraction of the work."""
    return {name: _narrow(value) if name in _WIDTHS else value for name, value in parameters.items()}


def _narrow(value: Any) -> Any:
    return min(value, 2) if isinstance(value, int) else [min(number, 2) for number in value]


def _numbers(name: str, value: Any, several: bool) -> list[int]:
    numbers = list(value) if isinstance(value, list | tuple) else [value]
    if isinstance(value, list | tuple) != several or len(numbers) > MOST_SCALES:
        raise ValueError(f"{name} is not {f'a list of at most {MOST_SCALES} numbers' if several else 'a number'}")
    if not all(isinstance(number, int) and not isinstance(number, bool) and number >= 0 for number in numbers):
        raise ValueError(f"{name} is not made of whole numbers of at least 0")
    return numbers
