"""Batch normalisation folded into the convolution before it: the same results with fewer passes over the memory.

Only for running a network; what is trained and stored keeps the form of the paper.
"""

from __future__ import annotations

import copy
from itertools import pairwise
from typing import TypeVar

from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

Module = TypeVar("Module", bound=nn.Module)


def fold(network: Module) -> Module:
    """A copy in evaluation mode, in which every convolution that batch normalisation follows in a Sequential has taken
    it over: w' = w g / sqrt(v + e), b' = (b - m) g / sqrt(v + e) + beta (Ioffe and Szegedy, ICML 2015, sec. 3.1)."""
    folded = copy.deepcopy(network).eval()
    for row in [module for module in folded.modules() if isinstance(module, nn.Sequential)]:
        for place, (first, second) in enumerate(pairwise(row)):
            if isinstance(first, nn.Conv2d) and isinstance(second, nn.BatchNorm2d):
                row[place], row[place + 1] = fuse_conv_bn_eval(first, second), nn.Identity()
    return folded
