"""From a finished picture's values to light and back: transfer function and contrast curves, each with its inverse.

    sRGB       IEC 61966-2-1, continued above 1, so that linear HDR pictures pass through it
    smoothstep v = 3 u^2 - 2 u^3,   u = 1/2 - sin(asin(1 - 2 v) / 3)         (Brooks et al., CVPR 2019, section 3.1)
    sigmoid    v = u^p / (u^p + (1 - u)^p),   inverse: the same with 1 / p   (a logistic curve of slope p in log odds)
    shoulder   v = (1 - exp(-c u)) / (1 - exp(-c)),   u = -ln(1 - v (1 - exp(-c))) / c     (film's saturation)

u and v are display-encoded, 0-1; a camera applies one of the curves to the finished picture.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Generator, Tensor

from denoiser_app.training.draws import uniform

_PLAIN_SHARE = 0.4


@dataclass(frozen=True)
class ToneCurves:
    """kind: (N,) int64, 0 none, then in the order above; amount: (N,) in 0-1, how strong."""

    kind: Tensor
    amount: Tensor

    @classmethod
    def random(cls, count: int, generator: Generator) -> ToneCurves:
        """No curve for two photos in five, else each kind as often."""
        place = uniform(count, 0.0, 1.0, generator)
        kind = torch.where(place < _PLAIN_SHARE, 0, 1 + ((place - _PLAIN_SHARE) / (1.0 - _PLAIN_SHARE) * 3).long())
        return cls(kind.clamp(max=3), uniform(count, 0.0, 1.0, generator))

    def unless(self, linear: Tensor) -> ToneCurves:
        """No curve where ``linear``, (N,) bool, says that the picture is light as it was."""
        return ToneCurves(self.kind * ~linear, self.amount)

    def apply(self, u: Tensor) -> Tensor:
        """(N, C, H, W) through the curves. What has one is clipped to 0-1."""
        return self._each(u, (smoothstep, _sigmoid_of, _shoulder_of))

    def inverse(self, v: Tensor) -> Tensor:
        """Takes ``apply`` back."""
        return self._each(v, (inverse_smoothstep, _inverse_sigmoid_of, _inverse_shoulder_of))

    def _each(self, x: Tensor, functions: tuple[Callable[[Tensor, Tensor], Tensor], ...]) -> Tensor:
        result = x.clone()
        for number, function in enumerate(functions, start=1):
            (chosen,) = torch.nonzero(self.kind == number, as_tuple=True)
            if len(chosen):
                result[chosen] = function(x[chosen].clamp(0.0, 1.0), self.amount[chosen, None, None, None])
        return result


def srgb_to_linear(v: Tensor) -> Tensor:
    """sRGB's transfer function, display-encoded to linear (IEC 61966-2-1)."""
    return torch.where(v <= 0.04045, v / 12.92, ((v.clamp(min=0.0) + 0.055) / 1.055) ** 2.4)


def linear_to_srgb(x: Tensor) -> Tensor:
    """The inverse of ``srgb_to_linear``; negative values are cut."""
    x = x.clamp(min=0.0)
    return torch.where(x <= 0.0031308, x * 12.92, 1.055 * x.clamp(min=1e-8) ** (1 / 2.4) - 0.055)


def smoothstep(u: Tensor, amount: Tensor | None = None) -> Tensor:
    """3 u^2 - 2 u^3, 0-1; there is only one strength of it."""
    return u * u * (3.0 - 2.0 * u)


def inverse_smoothstep(v: Tensor, amount: Tensor | None = None) -> Tensor:
    """The inverse of ``smoothstep``."""
    return 0.5 - torch.sin(torch.asin((1.0 - 2.0 * v).clamp(-1.0, 1.0)) / 3.0)


def sigmoid(u: Tensor, power: Tensor) -> Tensor:
    """u^p / (u^p + (1 - u)^p)."""
    above = u**power
    return above / (above + (1.0 - u) ** power)


def shoulder(u: Tensor, c: Tensor) -> Tensor:
    """(1 - exp(-c u)) / (1 - exp(-c)), c > 0."""
    return torch.expm1(-c * u) / torch.expm1(-c)


def inverse_shoulder(v: Tensor, c: Tensor) -> Tensor:
    """The inverse of ``shoulder``."""
    return -torch.log1p(v * torch.expm1(-c)) / c


def _sigmoid_of(u: Tensor, amount: Tensor) -> Tensor:
    return sigmoid(u, 1.0 + amount)


def _inverse_sigmoid_of(v: Tensor, amount: Tensor) -> Tensor:
    return sigmoid(v, 1.0 / (1.0 + amount))


def _shoulder_of(u: Tensor, amount: Tensor) -> Tensor:
    return shoulder(u, 0.2 + 1.8 * amount)


def _inverse_shoulder_of(v: Tensor, amount: Tensor) -> Tensor:
    return inverse_shoulder(v, 0.2 + 1.8 * amount)
