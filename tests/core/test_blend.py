import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from denoiser_app.core.blend import LUMINANCE, blend
from denoiser_app.core.recipe import Recipe

percent = st.floats(0, 100)


def _pair(seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    r = np.random.default_rng(seed)
    return r.normal(0.2, 0.2, (2, 9, 7, 3)).astype(np.float32)


def test_strength_0_is_the_original_and_100_the_denoised_photo() -> None:
    original, denoised = _pair()
    assert blend(original, denoised, Recipe(strength=0)) is original
    assert blend(original, denoised, Recipe(strength=100)) is denoised


@given(percent)
def test_strength_is_a_straight_line_in_linear_light(strength: float) -> None:
    original, denoised = _pair()
    expected = original + strength / 100 * (denoised - original)
    np.testing.assert_allclose(blend(original, denoised, Recipe(strength=strength)), expected, atol=1e-6)


@given(percent, percent)
def test_luminance_follows_strength_and_only_strength(strength: float, color: float) -> None:
    original, denoised = _pair()
    mixed = blend(original, denoised, Recipe(strength=strength, color_strength=color))
    plain = original + strength / 100 * (denoised - original)
    np.testing.assert_allclose(mixed @ LUMINANCE, plain @ LUMINANCE, atol=1e-6)


def test_colour_strength_0_leaves_the_colour_noise() -> None:
    original, denoised = _pair()
    mixed = blend(original, denoised, Recipe(strength=100, color_strength=0))
    colour = lambda rgb: rgb - (rgb @ LUMINANCE)[..., None]  # noqa: E731
    np.testing.assert_allclose(colour(mixed), colour(original), atol=1e-6)


@pytest.mark.parametrize("strength", [0, 30, 100])
def test_whatever_only_blends_is_not_in_the_inference_key(strength: float) -> None:
    assert Recipe(strength=strength, color_strength=strength / 2).inference_key() == Recipe().inference_key()
    assert Recipe(noise=3).inference_key() != Recipe().inference_key()
    assert Recipe(model="other").inference_key() != Recipe().inference_key()


def test_a_recipe_survives_json_and_unknown_fields_are_refused() -> None:
    recipe = Recipe("raw-best", 4.5, 70, 20)
    assert Recipe.from_json(recipe.to_json()) == recipe
    with pytest.raises(ValueError, match="unknown"):
        Recipe.from_json('{"version": 1, "sharpen": 3}')
    with pytest.raises(ValueError, match="version"):
        Recipe.from_json('{"version": 99}')
