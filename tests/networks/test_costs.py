"""Costs and receptive fields of the classics: the papers' figures and the arithmetic of the layers."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from denoiser_app.networks.architectures import ARCHITECTURES, build, count_parameters, giga_macs_per_megapixel
from denoiser_app.networks.facts import describe
from denoiser_app.networks.receptive_field import measure_radius
from tests.networks.bodies import NAMES, lively

Span = tuple[int, int]
"""First and last pixel of a row that something depends on."""


def conv(span: Span, radius: int = 1) -> Span:
    return span[0] - radius, span[1] + radius


def block(span: Span) -> Span:
    """Through anything that makes 2x2 of one, to the coarser scale: pixel shuffle, inverse Haar, 2x2 up-convolution."""
    return span[0] // 2, span[1] // 2


def pixels(span: Span) -> Span:
    """Through anything that makes one of 2x2, to the finer scale."""
    return 2 * span[0], 2 * span[1] + 1


def autoencoder(at: Span, scales: int) -> Span:
    at = conv(at)
    for _ in range(scales):
        at = -((2 - at[0]) // 2), (at[1] + 1) // 2  # output o of a 4x4 transposed has 2 i - 1 <= o <= 2 i + 2
    at = conv(at)
    for _ in range(scales):
        at = 2 * at[0] - 1, 2 * at[1] + 1
    return conv(at)


def unet(at: Span, scales: int) -> Span:
    for _ in range(scales):
        at = block(conv(at, 2))
    for _ in range(scales):
        at = pixels(conv(at, 2))
    return conv(at, 2)


def wavelet(at: Span, scales: int, layers: int) -> Span:
    for _ in range(scales):
        at = conv(block(at), layers)
    for _ in range(scales):
        at = pixels(conv(at, layers))
    return at


def radius(reach: Callable[[Span], Span], multiple: int) -> int:
    ends = [(p - reach((p, p))[0], reach((p, p))[1] - p) for p in range(multiple)]
    return max(max(end) for end in ends)


def measured(name: str, **parameters: object) -> int:
    body = build(name, parameters, "rgb").body
    return measure_radius(body, 5, int(body.multiple))  # type: ignore[arg-type]


@settings(max_examples=12, deadline=None)
@given(st.integers(2, 20))
def test_a_row_of_convolutions_sees_as_far_as_it_is_deep(depth: int) -> None:
    assert measured("dncnn", depth=depth, channels=2) == depth
    assert measured("separable", depth=depth, channels=2) == depth
    assert measured("ffdnet", depth=depth, channels=2) == 2 * depth + 1
    assert measured("three-layer", channels=2) == 3


@settings(max_examples=6, deadline=None)
@given(st.integers(1, 3), st.integers(1, 4))
def test_networks_of_several_scales_see_what_their_layers_add_up_to(scales: int, layers: int) -> None:
    widths, multiple = [2] * (scales + 1), 2**scales
    assert measured("autoencoder", widths=widths) == radius(lambda at: autoencoder(at, scales), multiple)
    assert measured("unet", widths=widths) == radius(lambda at: unet(at, scales), multiple)
    expected = radius(lambda at: wavelet(at, scales, layers), multiple)
    assert measured("wavelet", widths=widths[1:], layers=layers) == expected


@settings(max_examples=5, deadline=None)
@given(st.integers(1, 5))
def test_every_step_of_the_recurrent_network_sees_four_pixels_farther(steps: int) -> None:
    # In a step: the look, the reset gate, the candidate and the exit.
    assert measured("conv-gru", channels=2, steps=steps) == 4 * steps


@pytest.mark.parametrize("name", NAMES)
def test_no_change_reaches_farther_than_measured(name: str) -> None:
    body = lively(name).body.double()
    multiple = int(body.multiple)  # type: ignore[arg-type]
    reach = measure_radius(body, 5, multiple)
    middle = -(-(reach + 2) // multiple) * multiple
    image = torch.rand(1, 5, 2 * middle, 2 * middle, dtype=torch.float64)
    before = body(image)
    farthest = 0
    for offset in range(multiple):
        place = middle + offset
        changed = image.clone()
        changed[0, :, place, place] += 10
        moved = (body(changed) - before).abs().amax((0, 1)) > 1e-12
        farthest = max(farthest, int((moved.nonzero() - place).abs().max()))
    assert 0 < farthest <= reach


def test_dncnn_is_the_size_of_the_paper() -> None:
    facts = describe("dncnn")
    assert facts.receptive_field == 35  # sec. III-A
    np.testing.assert_allclose(facts.giga_macs, (2 * 3 * 64 * 9 + 15 * 64 * 64 * 9) / 1000, atol=0.05)
    # Convolutions, gain and offset of each normalisation, the biases of the first and last layer.
    assert facts.parameter_count == 2 * 3 * 64 * 9 + 15 * (64 * 64 * 9 + 2 * 64) + 64 + 3


def test_the_costs_of_the_others_are_the_arithmetic_of_their_layers() -> None:
    def cost(name: str, **parameters: object) -> float:
        return 1000 * giga_macs_per_megapixel(build(name, parameters, "rgb"))

    assert cost("three-layer") == pytest.approx(9 * (3 * 32 + 32 * 32 + 32 * 3))
    depthwise = 9 * 64 + 64 * 64
    assert cost("separable") == pytest.approx(9 * 5 * 64 + 15 * depthwise + 9 * 64 * 3)
    assert cost("ffdnet") == pytest.approx(9 * (20 * 96 + 10 * 96 * 96 + 96 * 12) / 4)
    # Down: 9 taps at a quarter of the pixels; up: 16 taps for each pixel of the coarser scale.
    expected = 9 * 5 * 8 + 9 * 8 * 12 / 4 + 9 * 12 * 12 / 4 + 16 * 12 * 8 / 4 + 9 * 8 * 3
    assert cost("autoencoder", widths=[8, 12]) == pytest.approx(expected)
    two = 9 * (8 * 16 + 16 * 16) / 4
    around = 9 * (5 * 8 + 8 * 8) + 9 * (16 * 8 + 8 * 8) + 8 * 3
    assert cost("unet", widths=[8, 16]) == pytest.approx(around + two + 4 * 16 * 8 / 4)


def test_a_parameter_that_is_not_given_has_its_default() -> None:
    default = build("dncnn", {}, "rgb")
    assert count_parameters(build("dncnn", ARCHITECTURES["dncnn"].parameters, "rgb")) == count_parameters(default)
    assert count_parameters(build("dncnn", {"depth": 16}, "rgb")) < count_parameters(default)
    with pytest.raises(TypeError):
        build("dncnn", {"widths": [1]}, "rgb")
