"""Photosites that are hot in every scene are found; lamps, stars, movement and chance are not."""

import numpy as np
import pytest

from denoiser_app.core.cfa import Cfa, bayer, xtrans
from denoiser_app.core.photo import PoissonGaussian, RawPhoto
from denoiser_app.pairs.calibration.hot import LEAST_SCENES, Evidence, Frame
from tests.pairs.noisy import Camera, pairs

A, B = 3e-3, 3e-4
NOISE, REST = PoissonGaussian(A, B), PoissonGaussian(A / 512, B / 65536)
SIZE = (240, 360)


def hot_sites(rng: np.random.Generator, count: int, least: float = 0.12) -> tuple[tuple[int, int, float], ...]:
    places = rng.choice(SIZE[0] * SIZE[1], count, replace=False)
    return tuple((int(p // SIZE[1]), int(p % SIZE[1]), float(rng.uniform(least, 0.9))) for p in places)


def found(camera: Camera, seed: int, scenes: int = 5, edit: object = None) -> set[tuple[int, int]]:
    evidence = Evidence(SIZE)
    for prepared, _ in pairs(camera, np.random.default_rng(seed), scenes=scenes, size=SIZE):
        assert isinstance(prepared.noisy, RawPhoto)
        assert isinstance(prepared.clean, RawPhoto)
        noisy, clean, usable = prepared.noisy.mosaic.copy(), prepared.clean.mosaic.copy(), prepared.usable.copy()
        if callable(edit):
            edit(prepared.pair.scene.id, noisy, clean, usable)
        evidence.add(prepared.pair.scene.id, Frame(noisy, clean, usable, camera.cfa, NOISE, REST))
    return set(evidence.places())


@pytest.mark.parametrize("array", [bayer("GRBG"), xtrans()], ids=lambda a: a.name)
@pytest.mark.parametrize("in_clean", [True, False], ids=["long exposures show them", "long exposures do not"])
def test_95_percent_are_found_and_hardly_any_other(array: Cfa, in_clean: bool) -> None:
    planted = hits = false = 0
    for seed in range(4):
        hot = hot_sites(np.random.default_rng(seed), 40)
        camera = Camera(array, (A,) * 3, (B,) * 3, hot=hot)

        def edit(_scene: str, _noisy: np.ndarray, clean: np.ndarray, _usable: np.ndarray, hot: tuple = hot) -> None:
            for y, x, signal in hot:
                clean[y, x] -= 0.0 if in_clean else np.float32(signal)

        places = found(camera, seed, edit=edit)
        truth = {(y, x) for y, x, _ in hot}
        planted, hits, false = planted + len(truth), hits + len(places & truth), false + len(places - truth)
    assert hits >= 0.95 * planted
    assert false <= 1 + 4 * SIZE[0] * SIZE[1] / 1e6


def test_a_sensor_without_any_has_none() -> None:
    camera = Camera(bayer("RGGB"), (A,) * 3, (B,) * 3)
    assert sum(len(found(camera, seed)) for seed in range(3)) <= 1


@pytest.mark.parametrize("brighter", [0.0, 0.6])
def test_stars_of_one_scene_are_not_hot(brighter: float) -> None:
    """Not even where the other scenes are so bright that they say little."""
    camera = Camera(bayer("RGGB"), (A,) * 3, (B,) * 3)
    stars = hot_sites(np.random.default_rng(0), 200)

    def edit(scene: str, noisy: np.ndarray, clean: np.ndarray, _usable: np.ndarray) -> None:
        if scene == "scene-2":
            for y, x, signal in stars:
                noisy[y, x] += np.float32(signal)
                clean[y, x] += np.float32(signal)
        else:
            noisy += np.float32(brighter)
            clean += np.float32(brighter)

    assert len(found(camera, 1, edit=edit)) <= 2


def test_what_moved_is_not_hot() -> None:
    """The same place in every scene: somebody's hand on the tripod. The mask says so."""
    camera = Camera(bayer("RGGB"), (A,) * 3, (B,) * 3)

    def edit(_scene: str, noisy: np.ndarray, _clean: np.ndarray, usable: np.ndarray) -> None:
        noisy[20:60, 30:90] += np.float32(0.2)
        usable[20:60, 30:90] = False

    assert len(found(camera, 1, edit=edit)) <= 1


def test_a_mask_that_leaves_out_single_bright_sites_hides_nothing() -> None:
    hot = hot_sites(np.random.default_rng(2), 20, least=0.5)
    camera = Camera(bayer("RGGB"), (A,) * 3, (B,) * 3, hot=hot)

    def edit(_scene: str, noisy: np.ndarray, _clean: np.ndarray, usable: np.ndarray) -> None:
        for y, x, _ in hot:
            usable[max(y - 1, 0) : y + 2, max(x - 1, 0) : x + 2] = False

    places = found(camera, 2, edit=edit)
    assert len(places & {(y, x) for y, x, _ in hot}) >= 19


def test_a_single_scene_is_not_enough() -> None:
    camera = Camera(bayer("RGGB"), (A,) * 3, (B,) * 3, hot=hot_sites(np.random.default_rng(0), 30))
    assert found(camera, 0, scenes=1) == set()
    assert LEAST_SCENES == 2
    assert len(found(camera, 0, scenes=2)) >= 20


def test_places_are_those_of_the_sensor() -> None:
    """Pairs that were cut, each differently, speak of the same photosites."""
    hot = ((101, 151, 0.6), (180, 40, 0.5))
    camera = Camera(bayer("RGGB"), (A,) * 3, (B,) * 3, hot=hot)
    evidence = Evidence(SIZE)
    for index, (prepared, _) in enumerate(pairs(camera, np.random.default_rng(0), scenes=4, size=SIZE)):
        assert isinstance(prepared.noisy, RawPhoto)
        assert isinstance(prepared.clean, RawPhoto)
        top, left = 2 * (index % 4), 4 * (index % 3)
        part = slice(top, None), slice(left, None)
        arrays = (array[part] for array in (prepared.noisy.mosaic, prepared.clean.mosaic, prepared.usable))
        evidence.add(prepared.pair.scene.id, Frame(*arrays, camera.cfa, NOISE, REST, (top, left)))
    assert set(evidence.places()) == {(y, x) for y, x, _ in hot}
