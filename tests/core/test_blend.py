"""The equation of core/blend.py, on single precision and on integer codes alike."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from denoiser_app.core.blend import Layers, alone, blend
from denoiser_app.core.detail import RADIUS, detail_layer
from denoiser_app.core.recipe import Recipe

percent = st.floats(0, 100)
LUMINANCE = (0.2126, 0.7152, 0.0722)
ZERO, UNIT = 16384.0, 40960.0


def _pair(size: tuple[int, int] = (9, 7), seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    original, denoised = np.random.default_rng(seed).normal(0.3, 0.1, (2, *size, 3)).astype(np.float32)
    return original, denoised


def _coded(values: np.ndarray) -> np.ndarray:
    return np.rint(ZERO + UNIT * values).clip(0, 65535).astype(np.uint16)


def _layers(coded: bool = False, size: tuple[int, int] = (9, 7)) -> Layers:
    original, denoised = _pair(size)
    if coded:
        return Layers(_coded(original), _coded(denoised), LUMINANCE, ZERO, UNIT)
    return Layers(original, denoised, LUMINANCE)


def _expected(layers: Layers, strength: float, color: float) -> np.ndarray:
    original, denoised = layers.original.astype(np.float64), layers.denoised.astype(np.float64)
    difference = denoised - original
    luminance = (difference @ LUMINANCE)[..., None]
    return original + strength / 100 * luminance + color / 100 * (difference - luminance)


@pytest.mark.parametrize("coded", [False, True])
def test_strength_0_is_the_original_and_100_the_denoised_photo_to_the_last_bit(coded: bool) -> None:
    layers = _layers(coded)
    for detail in (0, 100):
        result = blend(layers, Recipe(strength=0, color_strength=0, detail=detail))
        np.testing.assert_array_equal(result, layers.original)
    np.testing.assert_array_equal(blend(layers, Recipe(strength=100)), layers.denoised)
    assert alone(Recipe(strength=0, detail=100)) == "original"
    assert alone(Recipe(grain=50)) == "denoised"
    assert alone(Recipe(detail=50)) is alone(Recipe(strength=0, color_strength=50)) is None


@given(percent, percent)
def test_luminance_and_colour_follow_their_own_strength(strength: float, color: float) -> None:
    recipe = Recipe(strength=strength, color_strength=color)
    for coded, tolerance in ((False, 1e-6), (True, 2.5)):
        layers = _layers(coded)
        np.testing.assert_allclose(blend(layers, recipe), _expected(layers, strength, color), atol=tolerance)


@given(percent)
def test_one_strength_is_a_straight_line_in_linear_light(strength: float) -> None:
    for coded, tolerance in ((False, 1e-6), (True, 1.0)):
        layers = _layers(coded)
        result = blend(layers, Recipe(strength=strength))
        np.testing.assert_allclose(result, _expected(layers, strength, strength), atol=tolerance)


def test_codes_at_the_ends_of_their_range_do_not_wrap() -> None:
    original = np.random.default_rng(0).choice([0, 65535], (20, 20, 3)).astype(np.uint16)
    layers = Layers(original, 65535 - original, LUMINANCE, ZERO, UNIT)
    for strength, color in ((60, 60), (80, 20), (20, 80)):
        result = blend(layers, Recipe(strength=strength, color_strength=color)).astype(np.float64)
        # The layer in between leaves the range of the codes where one layer is black and the other white.
        between = _expected(layers, *((100, 0) if strength > color else (0, 100))).clip(0, 65535)
        low, high = min(strength, color) / 100, max(strength, color) / 100
        expected = (1 - high) * layers.original + (high - low) * between + low * layers.denoised
        np.testing.assert_allclose(result, expected, atol=2.5)


@pytest.mark.parametrize("coded", [False, True])
def test_detail_is_added_to_every_channel_as_far_as_something_was_taken(coded: bool) -> None:
    layers = _layers(coded, (60, 50))
    unit = UNIT if coded else 1.0
    extra = detail_layer(layers.original, layers.denoised, LUMINANCE, layers.zero, layers.unit).astype(np.float64)
    extra = (extra - (32768 if coded else 0))[..., None]
    assert np.abs(extra).max() > 0.01 * unit
    for strength, detail in ((100, 100), (60, 30)):
        plain, more = (blend(layers, Recipe(strength=strength, detail=d)).astype(np.float64) for d in (0, detail))
        np.testing.assert_allclose(
            more - plain, np.broadcast_to(extra * strength * detail / 1e4, more.shape), atol=2e-5 * unit
        )


@pytest.mark.parametrize("recipe", [Recipe(), Recipe(strength=60), Recipe(strength=70, color_strength=20, detail=50)])
def test_pieces_and_rows_give_what_the_whole_gives(recipe: Recipe) -> None:
    whole = _layers(coded=True, size=(120, 110))
    expected = blend(whole, recipe)
    top, left = 50, 45
    around = (slice(top - RADIUS, 80 + RADIUS), slice(left - RADIUS, 70 + RADIUS))
    piece = Layers(whole.original[around], whole.denoised[around], LUMINANCE, ZERO, UNIT, (RADIUS,) * 4)
    assert piece.size == (30, 25)
    np.testing.assert_array_equal(blend(piece, recipe), expected[top:80, left:70])
    out = np.zeros((10, 25, 3), np.uint16)
    blend(piece, recipe, slice(5, 15), out)
    np.testing.assert_array_equal(out, expected[top + 5 : top + 15, left:70])


def test_prepared_layers_are_computed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from denoiser_app.core import blend as module

    calls = []
    monkeypatch.setattr(module, "detail_layer", lambda *a: calls.append(1) or detail_layer(*a))
    layers = _layers(size=(30, 30))
    for detail in (10, 50, 90):
        blend(layers, Recipe(strength=detail, color_strength=5, detail=detail))
    assert len(calls) == 1
