"""Weights of one residual U-Net for another with more or fewer channels or blocks, so that no training is lost.

Growing keeps the function exactly (Net2Net, Chen et al., ICLR 2016, by zeros instead of copies): old channels stay in
front; new ones read as their random initialisation says, but whatever old reads a new one reads it times zero; a block
more is the identity, since its second convolution begins at zero. The gradient moves the zeros at the first step.

Shrinking keeps the channels for which the norm of the weights that write them times that of those that read them is
largest, and the first blocks. It does not keep the function, but is a better beginning than a random one (Li et al.,
"Pruning filters for efficient ConvNets", ICLR 2017, rank by the norm that writes; but what nobody reads is worth
nothing).

Where a tensor's axes belong is told by its name: ('stream', s) is what runs at scale s, ('hidden', block) is inside a
block, None are the network's own ends. Pixel shuffle takes channels 4 c ... 4 c + 3 of ``project`` for its channel c.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

import torch
from torch import Tensor

Weights = Mapping[str, Tensor]
Axis = tuple[str, str | int] | None

_SHUFFLE = 4
_CONVOLUTION = re.compile(
    r"body\.(?P<part>entry|exit|down|up|encoder|middle|decoder)"
    r"(\.(?P<scale>\d+))?(\.(?P<block>\d+))?(\.(?P<layer>first|second|project))?\.(weight|bias)"
)


def fitted(old: Weights, new: Weights) -> dict[str, Tensor]:
    """State of a ``residual-unet`` network -> state with the shapes of ``new``, a freshly made one of as many scales.

    ValueError if ``old`` is not a residual U-Net or has other inputs or scales.
    """
    if _ends(old) != _ends(new):
        raise ValueError("the networks differ in more than channels and blocks")
    kept = _kept(old, new)
    return {name: _embedded(_chosen(old, name, kept), start) if name in old else start for name, start in new.items()}


def _ends(weights: Weights) -> tuple[int, int]:
    """Input channels and steps from scale to scale."""
    if "body.entry.weight" not in weights or "body.exit.weight" not in weights:
        raise ValueError("only residual U-Nets can be made larger or smaller")
    return weights["body.entry.weight"].shape[1], sum(name.startswith("body.down.") for name in weights) // 2


def _axes(name: str, scales: int) -> tuple[Axis, Axis]:
    """What the outputs and the inputs of the convolution ``name`` is part of are."""
    match = _CONVOLUTION.fullmatch(name)
    if match is None:
        raise ValueError(f"{name} is not of a residual U-Net")
    part, layer, number = match["part"], match["layer"], int(match["scale"] or 0)
    finer, coarser = ("stream", number), ("stream", number + 1)
    if layer in ("first", "second"):
        stream = ("stream", scales) if part == "middle" else finer
        hidden = ("hidden", name.rsplit(".", 2)[0])
        return (hidden, stream) if layer == "first" else (stream, hidden)
    return {"entry": (finer, None), "exit": (None, finer), "down": (coarser, finer), "up": (finer, coarser)}[part]


def _kept(old: Weights, new: Weights) -> dict[Axis, Tensor]:
    """For every axis that both have, the old channels that stay, in their order."""
    written, read = _norms(old)
    room = {_axes(name, _ends(new)[1])[1]: tensor.shape[1] for name, tensor in new.items() if tensor.ndim > 1}
    return {
        axis: (squares * read[axis]).argsort(descending=True, stable=True)[: room[axis]].sort().values
        for axis, squares in written.items()
        if axis in room
    }


def _norms(weights: Weights) -> tuple[dict[Axis, Tensor], dict[Axis, Tensor]]:
    """Squared norms of all weights that write, and of all that read, each channel of each axis."""
    written: defaultdict[Axis, Tensor] = defaultdict(lambda: torch.zeros(()))
    read: defaultdict[Axis, Tensor] = defaultdict(lambda: torch.zeros(()))
    for name, tensor in weights.items():
        outputs, inputs = _axes(name, _ends(weights)[1])
        squares = tensor.square()
        if outputs is not None:
            channels = len(squares) // (_SHUFFLE if ".up." in name else 1)
            written[outputs] = written[outputs] + squares.reshape(channels, -1).sum(1)
        if inputs is not None and tensor.ndim > 1:
            read[inputs] = read[inputs] + squares.sum((0, 2, 3))
    return written, read


def _chosen(old: Weights, name: str, kept: Mapping[Axis, Tensor]) -> Tensor:
    tensor = old[name]
    outputs, inputs = _axes(name, _ends(old)[1])
    if outputs is not None:
        rows = kept[outputs]
        if ".up." in name:
            rows = (rows[:, None] * _SHUFFLE + torch.arange(_SHUFFLE)).flatten()
        tensor = tensor[rows]
    return tensor if inputs is None or tensor.ndim == 1 else tensor[:, kept[inputs]]


def _embedded(small: Tensor, start: Tensor) -> Tensor:
    """``small`` in the first places of ``start``. The rest of its rows is zero, so that nothing old reads what is
    new."""
    grown = start.clone()
    grown[: len(small)] = 0.0
    grown[tuple(slice(size) for size in small.shape)] = small
    return grown
