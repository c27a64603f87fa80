"""What a network gets wrong on average is measured on flat fields and taken back, whatever the photo shows."""

from collections.abc import Sequence
from math import lcm

import numpy as np
import pytest

from denoiser_app.core import cfa
from denoiser_app.core.cfa import Cfa
from denoiser_app.core.color import SRGB_TRANSFER
from denoiser_app.core.noise import stabilise, stabilising_offset
from denoiser_app.core.photo import Levels, Metadata, PoissonGaussian, RawPhoto
from denoiser_app.engine.bias import KNOTS, flat_fields, measure_bias, without_bias
from denoiser_app.engine.denoiser import Denoiser
from denoiser_app.networks.library import choose

NOISE = PoissonGaussian(1.2e-3, 2e-6)
GAINS = np.array([2.6, 1.0, 1.4], np.float32)
ARRAYS = [cfa.bayer("BGGR"), cfa.xtrans(), cfa.linear(), cfa.monochrome()]


def averaging(error: np.ndarray):
    """A network that finds the mean of a field perfectly but for ``error``, (3,), encoded."""

    def run(inputs: Sequence[np.ndarray]) -> np.ndarray:
        planes, masks, k = inputs[0], inputs[1], float(inputs[4][0])
        inner = (slice(None), slice(None), slice(16, -16), slice(16, -16))
        mean = planes[inner].sum((2, 3)) / masks[inner].sum((2, 3))
        encoded = stabilise(mean, k) + error
        return np.broadcast_to(encoded[:, :, None, None], planes.shape).astype(np.float32)

    return run


@pytest.mark.parametrize("array", ARRAYS, ids=lambda a: a.name)
def test_a_constant_error_is_found_and_taken_back(array: Cfa) -> None:
    error = np.array([0.004, -0.003, 0.008])
    gains = np.ones(3, np.float32) if array.kind == "monochrome" else GAINS
    bias = measure_bias(averaging(error), array, NOISE, gains, 4e-3)
    assert bias.shape == (3, KNOTS)
    dark = slice(1, KNOTS // 2)
    np.testing.assert_allclose(bias[:, dark], np.broadcast_to(error[:, None], bias[:, dark].shape), atol=1e-4)
    tones = np.linspace(0.05, 0.45, 7, dtype=np.float32)
    picture = np.broadcast_to(tones[:, None, None], (7, 2, 3)) + error.astype(np.float32)
    np.testing.assert_allclose(without_bias(picture, bias), picture - error, atol=2e-4)


def test_a_network_without_error_is_left_alone() -> None:
    assert np.abs(measure_bias(averaging(np.zeros(3)), cfa.bayer("RGGB"), NOISE, GAINS, 4e-3)).max() < 1e-5


def test_nonsense_is_not_corrected_with_nonsense() -> None:
    assert (measure_bias(averaging(np.full(3, np.nan)), cfa.bayer("RGGB"), NOISE, GAINS, 4e-3) == 0).all()
    assert np.abs(measure_bias(averaging(np.full(3, 5.0)), cfa.bayer("RGGB"), NOISE, GAINS, 4e-3)).max() <= 0.021


def test_the_curve_is_linear_between_its_knots() -> None:
    r = np.random.default_rng(0)
    bias, picture = r.random((3, KNOTS), np.float32), r.uniform(-0.2, 1.3, (9, 8, 3)).astype(np.float32)
    knots = np.linspace(0, 1, KNOTS)
    expected = [picture[..., c] - np.interp(picture[..., c], knots, bias[c]) for c in range(3)]
    np.testing.assert_allclose(without_bias(picture, bias), np.stack(expected, 2), atol=1e-5)


@pytest.mark.parametrize("multiple", [1, 8, 16, 64])
@pytest.mark.parametrize("array", ARRAYS, ids=lambda a: a.name)
def test_every_network_can_be_run_on_the_fields(array: Cfa, multiple: int) -> None:
    # X-Trans fields of 162 pixels made every network with scales fail, and its mean was never corrected.
    for a in (1e-5, 5e-3):
        samples, masks = flat_fields(array, PoissonGaussian(a, a * a), GAINS, 4e-3)
        assert samples.shape == masks.shape
        assert samples.shape[1] % lcm(multiple, array.period) == 0
        assert samples.shape[2] % lcm(multiple, array.period) == 0


@pytest.mark.parametrize("array", [cfa.bayer("RGGB"), cfa.xtrans()], ids=lambda a: a.name)
@pytest.mark.parametrize("level", [0.005, 0.02, 0.3, 0.8])
def test_the_shipped_network_keeps_flat_fields_as_they_are(array: Cfa, level: float) -> None:
    r = np.random.default_rng(5)
    sensor = (level / GAINS * array.masks(384, 384)).sum(2)
    mosaic = NOISE.a * r.poisson(sensor / NOISE.a) + NOISE.b**0.5 * r.standard_normal(sensor.shape)
    gains = tuple(GAINS.tolist())
    levels = Levels((0, 0, 0, 0), 1, "test", "test")
    photo = RawPhoto(mosaic.astype(np.float32), array, levels, gains, np.eye(3), Metadata(), None, NOISE)
    result = Denoiser.load(choose("auto", "raw"), "cpu").whole(photo).mean((0, 1)).astype(np.float32)
    shift = 255 * (SRGB_TRANSFER.encode(result) - SRGB_TRANSFER.encode(np.full(3, level, np.float32)))
    assert np.abs(shift).max() < 0.3


def test_the_offset_is_that_of_the_mean_gain() -> None:
    # The engine and the training have to agree on it.
    torch = pytest.importorskip("torch")
    from denoiser_app.training.camera import SensorNoise

    noise = SensorNoise(torch.tensor([NOISE.a]), torch.tensor([NOISE.b]))
    k = float(noise.offset(torch.from_numpy(GAINS)[None])[0])
    mean = PoissonGaussian(float((NOISE.a * GAINS).mean()), float((NOISE.b * GAINS**2).mean()))
    assert k == pytest.approx(stabilising_offset(mean), rel=1e-5)
