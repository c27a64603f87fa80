import pytest

from denoiser_app.core.recipe import Recipe


@pytest.mark.parametrize("strength", [0, 30, 100])
def test_whatever_only_blends_is_not_in_the_inference_key(strength: float) -> None:
    blended = Recipe(strength=strength, color_strength=strength / 2, detail=strength, grain=strength)
    assert blended.inference_key() == Recipe().inference_key()
    assert Recipe(noise=3).inference_key() != Recipe().inference_key()
    assert Recipe(model="other").inference_key() != Recipe().inference_key()


def test_the_denoised_photo_is_taken_as_it_is_only_if_nothing_is_blended_or_added() -> None:
    assert Recipe().is_full
    assert Recipe(color_strength=100).is_full
    for other in (Recipe(strength=99), Recipe(color_strength=0), Recipe(detail=1), Recipe(grain=1)):
        assert not other.is_full


def test_a_recipe_survives_json_and_unknown_fields_are_refused() -> None:
    recipe = Recipe("raw-best", 4.5, 70, 20, 35, 10)
    assert Recipe.from_json(recipe.to_json()) == recipe
    with pytest.raises(ValueError, match="unknown"):
        Recipe.from_json('{"version": 1, "sharpen": 3}')
    with pytest.raises(ValueError, match="version"):
        Recipe.from_json('{"version": 99}')


def test_a_recipe_from_before_detail_and_grain_has_none() -> None:
    old = '{"version": 1, "model": "auto", "noise": null, "strength": 70.0, "color_strength": null}'
    assert Recipe.from_json(old) == Recipe(strength=70.0)
