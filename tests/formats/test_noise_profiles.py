"""The table that ships is found by the name that a photo gives its camera."""

import numpy as np
import pytest

from denoiser_app.core.noise import typical_noise
from denoiser_app.core.photo import Metadata
from denoiser_app.formats.noise_profiles import ShippedNoise, load, shipped_noise

ISOS = (100.0, 400.0, 1600.0)
CAMERAS = tuple(
    ShippedNoise(maker, model, ISOS, (1e-5, 4e-5, 1.6e-4), (1e-9, 1e-8, 1e-7))
    for maker, model in (("Nikon", "D800"), ("Canon", "EOS R3"), ("Pentax", "K-1"), ("Sony", "ILCE-7"))
)


@pytest.mark.parametrize(
    ("make", "model", "name"),
    [
        ("NIKON CORPORATION", "NIKON D800", "Nikon D800"),
        ("Canon", "Canon EOS R3", "Canon EOS R3"),
        ("RICOH IMAGING COMPANY, LTD.", "PENTAX K-1", "Pentax K-1"),
        ("SONY", "ILCE-7", "Sony ILCE-7"),
    ],
)
def test_makers_write_themselves_in_more_than_one_way(make: str, model: str, name: str) -> None:
    noise = shipped_noise(Metadata(make=make, model=model).camera, 400.0, CAMERAS)
    assert (noise.source, noise.confident) == (name, True)
    assert (noise.a, noise.b) == pytest.approx((4e-5, 1e-8))


@pytest.mark.parametrize("camera", ["NIKON D800E", "NIKON D80", "Canon EOS R", "SONY ILCE-7M3", "", "unknown camera"])
def test_another_model_is_not_it(camera: str) -> None:
    assert shipped_noise(camera, 800.0, CAMERAS) == typical_noise(800.0)


@pytest.mark.parametrize(("iso", "a", "b"), [(50, 5e-6, 0.25e-9), (200, 2e-5, 10**-8.5), (6400, 6.4e-4, 1.6e-6)])
def test_between_and_beyond_the_measured_isos(iso: float, a: float, b: float) -> None:
    noise = CAMERAS[0].at(iso)
    assert (noise.a, noise.b) == pytest.approx((a, b), rel=1e-6)


def test_every_camera_that_ships_is_found_by_its_own_name() -> None:
    cameras = load()
    for camera in cameras:
        found = shipped_noise(camera.name, camera.iso[0], cameras)
        assert found.source == camera.name
        np.testing.assert_allclose((found.a, found.b), (camera.a[0], camera.b[0]), rtol=1e-6)
