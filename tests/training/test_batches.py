"""Batches are what the networks expect, say the truth about their noise, and depend on seed and step alone."""

from collections.abc import Iterator

import numpy as np
import pytest
import torch

from denoiser_app.core.noise import KNOTS, unstabilise
from denoiser_app.training.batches import Batch, RawBatches, RgbBatches, generator_for, white_noise
from denoiser_app.training.dataset import CleanPhotos
from denoiser_app.training.scenes import Sampling


@pytest.fixture(autouse=True)
def _small_scenes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("denoiser_app.training.scenes.SIDE", 64)
    monkeypatch.setattr("denoiser_app.training.batches._SHOT_SIDE", 64)


@pytest.fixture(scope="module")
def photos() -> CleanPhotos:
    r = np.random.default_rng(0)
    pictures = [np.kron(r.integers(0, 256, (6, 6, 3)), np.ones((12, 12, 1))).astype(np.uint8) for _ in range(4)]
    return CleanPhotos(tuple(pictures[1:]), (pictures[0],))


@pytest.fixture
def rgb(photos: CleanPhotos) -> Iterator[RgbBatches]:
    batches = RgbBatches(photos, 6, 32, 3, 4, shots=2)
    yield batches
    batches.close()


def same(one: Batch, two: Batch) -> bool:
    pairs = zip((*one.inputs, one.target), (*two.inputs, two.target), strict=True)
    return all(torch.equal(a, b) for a, b in pairs)


@pytest.mark.parametrize("step", [1, 14, 28])  # a mosaic, LinearRaw, monochrome
def test_a_raw_batch_has_five_inputs_and_depends_on_the_step_alone(photos: CleanPhotos, step: int) -> None:
    batches = RawBatches(photos, 5, 32, 7)
    batches(step + 1)
    batch = batches(step)
    planes, masks, a, b, k = batch.inputs
    assert planes.shape == masks.shape == batch.target.shape == (5, 3, 32, 32)
    assert a.shape == b.shape == (5, 3)
    assert k.shape == (5,)
    assert all(bool(torch.isfinite(t).all()) for t in (*batch.inputs, batch.target))
    assert bool((planes[masks == 0] == 0).all())
    assert same(batch, RawBatches(photos, 5, 32, 7)(step))
    assert not same(batch, RawBatches(photos, 5, 32, 8)(step))


def test_a_raw_batch_s_noise_is_what_it_says(photos: CleanPhotos) -> None:
    # Over many patches the squared error is a x + b where nothing is clipped; the told a and b are off by 20 % or so
    # each (median 1), and hot pixels are left out by the median over pixels of the ratio: 0.455 for a squared normal.
    ratios = []
    for step in range(1, 6):
        batch = RawBatches(photos, 24, 16, 1, sampling=Sampling(night=0.0))(step)
        planes, masks, a, b, k = batch.inputs
        clean = unstabilise(batch.target, k[:, None, None, None])
        expected = a[:, :, None, None] * clean.clamp(min=0) + b[:, :, None, None]
        inside = (masks > 0) & (clean < 0.6) & (clean > -0.05)
        ratios.append(((planes - clean).square() / expected)[inside])
    assert float(torch.cat(ratios).median()) == pytest.approx(0.455, rel=0.1)


def test_a_black_frame_keeps_its_mean(photos: CleanPhotos) -> None:
    black = CleanPhotos(tuple(np.zeros_like(p) for p in photos.train), photos.held_out)
    batch = RawBatches(black, 64, 32, 1, sampling=Sampling(night=0.0))(3)
    planes, masks, _, b, k = batch.inputs
    target = unstabilise(batch.target, k[:, None, None, None])
    assert bool((target.amin((1, 2, 3)) < 0).any())
    error = ((planes - target) * masks).sum((2, 3)) / masks.sum((2, 3)) / b.sqrt()
    assert float(error.median()) == pytest.approx(0.0, abs=0.02)


def test_an_rgb_batch_is_told_curves_and_depends_on_the_step_alone(photos: CleanPhotos, rgb: RgbBatches) -> None:
    rgb(0)
    batch = rgb(150)
    noisy, curves = batch.inputs
    assert noisy.shape == batch.target.shape == (6, 3, 32, 32)
    assert curves.shape == (6, 2, KNOTS)
    assert float(batch.target.min()) >= 0.0
    assert float(batch.target.max()) <= 1.0
    anew = RgbBatches(photos, 6, 32, 3, 4, shots=2)
    assert same(batch, anew(150))
    anew.close()


def test_white_noise_is_as_strong_as_told() -> None:
    clean = torch.linspace(0, 1, KNOTS).repeat_interleave(500).expand(60, 3, 1, -1).contiguous()
    batch = white_noise(clean, generator_for(0, 0))
    noisy, curves = batch.inputs
    deviation = (noisy - clean).view(60, 3, KNOTS, 500).square().mean((1, 3)).sqrt()
    poisson = (curves[:, 0, 0] == 0) & (curves[:, 0, -1] > 0)
    assert 2 <= int(poisson.sum()) <= 18
    for told, found in zip(curves, deviation, strict=True):
        assert float(found[1:].sum()) == pytest.approx(float(told[0, 1:].sum()), rel=0.35)
    exact = (deviation / curves[:, 0].clamp(min=1e-9))[:, 1:].mean(1)
    assert float(exact.median()) == pytest.approx(1.0, abs=0.02)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a GPU")
def test_a_gpu_makes_its_own_batches(photos: CleanPhotos) -> None:
    raw = RawBatches(photos, 4, 32, 0, device="cuda")
    for step in (1, 14, 28):
        assert all(t.device.type == "cuda" for t in (*raw(step).inputs, raw(step).target))
    batches = RgbBatches(photos, 4, 32, 0, 2, shots=2, device="cuda")
    assert all(t.device.type == "cuda" for t in batches(1).inputs)
    batches.close()
