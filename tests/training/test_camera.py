"""Each step of the camera simulation does what its equation says."""

import numpy as np
import pytest
import torch

from denoiser_app.core import cfa
from denoiser_app.training import camera
from denoiser_app.training.jpeg_camera import shoot


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


@pytest.mark.parametrize(("a", "b"), [(1.2e-3, 4e-6), (1e-2, 1e-4), (2e-5, 1e-9)])
@pytest.mark.parametrize("gain", [1.0, 2.3])
def test_recorded_noise_has_variance_ax_plus_b(a: float, b: float, gain: float) -> None:
    noise = camera.SensorNoise(torch.tensor([a]), torch.tensor([b]))
    gains = torch.tensor([[gain]])
    a_after, b_after = noise.after_gains(gains)
    for level in (0.05, 0.2, 0.6):
        signal = torch.full((1, 1, 400, 400), level * gain)
        recorded = camera.record(signal, gains, noise, 16, generator())
        expected = float(a_after * level * gain + b_after)
        np.testing.assert_allclose(float(recorded.var()), expected, rtol=0.03)
        np.testing.assert_allclose(float(recorded.mean()), level * gain, rtol=3e-3)


def test_black_is_not_clipped_and_white_is() -> None:
    noise = camera.SensorNoise(torch.tensor([1e-3]), torch.tensor([1e-4]))
    black = camera.record(torch.zeros(1, 1, 200, 200), torch.ones(1, 1), noise, 14, generator())
    assert float(black.min()) < -0.02
    assert abs(float(black.mean())) < 3e-4
    white = camera.record(torch.full((1, 1, 200, 200), 2.0), torch.full((1, 1), 2.0), noise, 14, generator())
    assert float(white.max()) <= 2.0


def test_rounding_is_that_of_the_file() -> None:
    noise = camera.SensorNoise(torch.tensor([1e-4]), torch.tensor([1e-6]))
    codes = camera.record(torch.rand(1, 1, 50, 50), torch.ones(1, 1), noise, 12, generator()) * 4095
    np.testing.assert_allclose(codes.numpy(), np.rint(codes.numpy()), atol=1e-3)


def test_tone_and_transfer_functions_are_inverses() -> None:
    v = torch.linspace(0, 1, 257)
    np.testing.assert_allclose(camera.tone(camera.inverse_tone(v)).numpy(), v.numpy(), atol=1e-5)
    np.testing.assert_allclose(camera.linear_to_srgb(camera.srgb_to_linear(v)).numpy(), v.numpy(), atol=1e-5)


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


def test_a_simulated_jpeg_is_noisy_aligned_and_as_bright_as_its_target() -> None:
    r = np.random.default_rng(0)
    picture = np.kron(r.random((8, 8, 3)), np.ones((32, 32, 1))).astype(np.float32)
    for seed in range(6):
        shot = shoot(picture, generator(seed))
        assert shot.noisy.shape == shot.clean.shape
        error = shot.noisy - shot.clean
        assert 0.0005 < error.std() < 0.3
        assert abs(error.mean()) < 0.02
        np.testing.assert_allclose(np.corrcoef(shot.clean.ravel(), shot.noisy.ravel())[0, 1], 1, atol=0.1)
