"""Each step of the camera simulation does what its equation says."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from denoiser_app.core import cfa
from denoiser_app.training import camera
from denoiser_app.training.defects import Defects
from denoiser_app.training.tone import ToneCurves


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def plain(count: int = 1) -> ToneCurves:
    return ToneCurves(torch.zeros(count, dtype=torch.int64), torch.zeros(count))


@pytest.mark.parametrize(("a", "b"), [(1.2e-3, 4e-6), (1e-2, 1e-4), (2e-5, 1e-9)])
@pytest.mark.parametrize("gain", [1.0, 2.3])
def test_recorded_noise_has_variance_ax_plus_b(a: float, b: float, gain: float) -> None:
    # 160,000 samples: the variance's deviation is sqrt(2 / n) = 0.35 % of it, and a little more for shot noise.
    noise = camera.SensorNoise(torch.tensor([a]), torch.tensor([b]))
    gains = torch.tensor([[gain]])
    a_after, b_after = noise.filed(16).after_gains(gains)
    for level in (0.05, 0.2, 0.6):
        signal = torch.full((1, 1, 400, 400), level * gain)
        recorded = camera.record(signal, gains, noise, 16, generator())
        expected = float(a_after * level * gain + b_after)
        np.testing.assert_allclose(float(recorded.var()), expected, rtol=0.015)
        np.testing.assert_allclose(float(recorded.mean()), level * gain, rtol=3e-3)


def test_bands_leave_the_variance_of_a_pixel_as_it_is() -> None:
    count, b = 60, 1e-4
    noise = camera.SensorNoise(torch.full((count,), 1e-4), torch.full((count,), b))
    third, zero = torch.full((count,), 0.3), torch.zeros(count)
    defects = Defects(third, third, zero, zero, zero)
    recorded = camera.record(torch.full((count, 1, 64, 64), 0.2), torch.ones(count, 1), noise, 16, generator(), defects)
    assert float((recorded - 0.2).square().mean()) == pytest.approx(1e-4 * 0.2 + b, rel=0.03)


def test_black_is_not_clipped_and_white_is() -> None:
    noise = camera.SensorNoise(torch.tensor([1e-3]), torch.tensor([1e-4]))
    black = camera.record(torch.zeros(1, 1, 200, 200), torch.ones(1, 1), noise, 14, generator())
    assert float(black.min()) < -0.02
    assert abs(float(black.mean())) < 3e-4
    white = camera.record(torch.full((1, 1, 200, 200), 2.0), torch.full((1, 1), 2.0), noise, 14, generator())
    assert float(white.max()) <= 2.0


def test_a_wrong_black_level_shifts_the_whole_photo() -> None:
    noise, zero = camera.SensorNoise(torch.tensor([1e-3]), torch.tensor([1e-6])), torch.zeros(1)
    defects = Defects(zero, zero, zero, zero, torch.tensor([-0.004]))
    for level in (0.0, 0.3):
        signal = torch.full((1, 1, 300, 300), level)
        recorded = camera.record(signal, torch.ones(1, 1), noise, 16, generator(), defects)
        assert float(recorded.mean()) == pytest.approx(level - 0.004, abs=2e-4)


@pytest.mark.parametrize("bits", [10, 12, 14, 16])
def test_rounding_is_that_of_the_file(bits: int) -> None:
    noise = camera.SensorNoise(torch.full((2,), 1e-4), torch.full((2,), 1e-6))
    signal, gains = torch.rand(2, 1, 50, 50), torch.ones(2, 1)
    codes = camera.record(signal, gains, noise, torch.tensor([bits, 16]), generator()).double() * (2**bits - 1)
    np.testing.assert_allclose(codes[0].numpy(), np.rint(codes[0].numpy()), atol=5e-3)


def test_rounding_adds_a_twelfth_of_a_step_squared() -> None:
    quiet = camera.SensorNoise(torch.tensor([1e-9]), torch.tensor([1e-12]))
    ramp = torch.linspace(0.1, 0.9, 100_000)[None, None, None]
    error = camera.record(ramp, torch.ones(1, 1), quiet, 10, generator()) - ramp
    assert float(error.var()) == pytest.approx(float(quiet.filed(10).b), rel=0.03)


def test_gray_stays_gray_through_any_camera_matrix() -> None:
    matrices = camera.random_camera_matrices(50, generator())
    np.testing.assert_allclose(matrices.sum(2).numpy(), 1, rtol=1e-5)


def test_masks_are_filter_arrays_in_all_phases() -> None:
    masks = camera.random_masks(60, 24, 24, generator()).numpy()
    assert (masks.sum(1) == 1).all()
    known = [cfa.bayer(p) for p in ("RGGB", "GRBG", "GBRG", "BGGR")]
    bayers = [m for m in masks if any((m == a.masks(24, 24).transpose(2, 0, 1)).all() for a in known)]
    assert 30 < len(bayers) < 60
    assert len({m.tobytes() for m in masks}) > 6


@given(st.integers(1, 30), st.integers(1, 30))
def test_masks_have_the_size_asked_for(height: int, width: int) -> None:
    assert camera.random_masks(2, height, width, generator()).shape == (2, 3, height, width)


@given(st.floats(-1, 1), st.floats(-1, 1), st.floats(0.8, 4))
def test_vignetting_is_the_fourth_power_of_the_cosine(y: float, x: float, focal: float) -> None:
    centre = torch.tensor([[y], [x]])
    light = camera.vignetting(3, 5, centre, torch.tensor([0.01]), torch.tensor([focal]))
    assert light.shape == (1, 1, 3, 5)
    for row, column in ((0, 0), (1, 2), (2, 4)):
        radius = np.hypot(y + (row - 1) * 0.01, x + (column - 2) * 0.01)
        assert float(light[0, 0, row, column]) == pytest.approx(np.cos(np.arctan(radius / focal)) ** 4, rel=1e-4)


def test_vignetting_darkens_and_never_brightens() -> None:
    light = camera.random_vignetting(200, 8, 8, generator())
    assert float(light.max()) <= 1.0
    assert float(light.min()) > 0.1
    assert 0.02 < float((light.amin((1, 2, 3)) < 0.7).float().mean()) < 0.6


def test_light_above_white_reaches_the_sensor_and_is_clipped_there() -> None:
    # A lamp ten times as bright as white, at a thirtieth of the exposure, is a third of white.
    encoded = torch.tensor([1.0, 10.0])
    encoded = torch.stack([torch.where(encoded > 1, 1.055 * encoded ** (1 / 2.4) - 0.055, encoded)] * 3)[None, :, None]
    gains, matrix = torch.tensor([[2.0, 1.0, 1.5]]), torch.eye(3)[None]
    light = camera.expose(encoded, matrix, gains, torch.tensor([1 / 30]), plain())
    np.testing.assert_allclose(light[0, :, 0, 1].numpy(), 1 / 3, rtol=1e-3)
    np.testing.assert_array_equal(
        camera.expose(encoded, matrix, gains, torch.ones(1), plain())[0, :, 0, 1], [2.0, 1.0, 1.5]
    )


def test_noise_covers_the_night_and_the_day() -> None:
    noise = camera.random_noise(4000, generator())
    assert float(noise.a.min()) < 2e-5
    assert float(noise.a.max()) > 1e-2
    assert bool((noise.b > 0).all())
    electrons = noise.b.sqrt() / noise.a
    assert 0.44 < float(electrons.min()) < float(electrons.median()) < 6


def test_files_have_10_to_16_bits() -> None:
    assert set(camera.random_bits(300, generator()).tolist()) == {10, 12, 14, 16}
