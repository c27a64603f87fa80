"""Each loss is what its formula says, is least where the prediction is right, and can be learned from."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from denoiser_app.core import metrics
from denoiser_app.training.losses import LOSSES, SSIM_WINDOW, charbonnier, coarse, l1, ms_l1, rmse, ssim


def random(seed: int, height: int = 32, width: int = 32, count: int = 2) -> torch.Tensor:
    return torch.rand((count, 3, height, width), generator=torch.Generator().manual_seed(seed))


@settings(max_examples=15, deadline=None)
@given(st.integers(SSIM_WINDOW, 40), st.integers(SSIM_WINDOW, 40), st.integers(0, 1000))
def test_ssim_is_that_of_the_metrics(height: int, width: int, seed: int) -> None:
    a = random(seed, height, width, 1)
    b = (a + 0.1 * random(seed + 1, height, width, 1)).clamp(0, 1)
    x, y = (t[0].permute(1, 2, 0).double().numpy() for t in (a, b))
    assert 1.0 - float(ssim(a, b)) == pytest.approx(metrics.ssim(x, y), abs=2e-5)


@pytest.mark.parametrize("name", LOSSES)
def test_a_loss_grows_with_the_error_and_can_be_learned_from(name: str) -> None:
    target = random(0)
    error = random(1) - 0.5
    values = [float(LOSSES[name](target + size * error, target)) for size in (0.0, 0.05, 0.1, 0.3)]
    assert values == sorted(values)
    assert values[0] <= 1.001e-3
    assert values[1] < 0.5 * values[3]
    for size in (0.0, 0.1):
        prediction = (target + size * error).requires_grad_(True)
        LOSSES[name](prediction, target).backward()
        assert prediction.grad is not None
        assert bool(torch.isfinite(prediction.grad).all())


def test_charbonnier_is_l1_but_smooth_at_zero() -> None:
    target = torch.zeros(1, 3, 16, 16)
    assert float(charbonnier(target + 0.1, target)) == pytest.approx(0.1, rel=1e-3)
    assert float(charbonnier(target, target)) == pytest.approx(1e-3)


def test_a_loss_of_local_means_tells_a_tint_from_noise() -> None:
    target = torch.zeros(2, 3, 32, 32)
    tint = target + 0.02
    noise = 0.02 * torch.randn((2, 3, 32, 32), generator=torch.Generator().manual_seed(0))
    assert rmse(tint, target) == pytest.approx(float(rmse(noise, target)), rel=0.05)
    assert coarse(tint, target) == pytest.approx(0.02, rel=0.01)
    assert coarse(noise, target) == pytest.approx(0.02 / 8, rel=0.2)  # the mean of 64 pixels
    assert ms_l1(tint, target) == pytest.approx(float(l1(tint, target)))
    assert ms_l1(noise, target) == pytest.approx(0.016 * (1 + 1 / 2 + 1 / 4 + 1 / 8) / 4, rel=0.1)


def test_every_patch_counts_alike_in_rmse() -> None:
    target = torch.zeros(2, 3, 16, 16)
    error = torch.stack([torch.full((3, 16, 16), 0.4), torch.full((3, 16, 16), 0.02)])
    assert float(rmse(error, target)) == pytest.approx(0.21, rel=1e-2)


def test_losses_are_plain_numbers_whatever_the_memory_format() -> None:
    a, b = random(3), random(4)
    for loss in LOSSES.values():
        last = loss(a.to(memory_format=torch.channels_last), b)
        assert last.shape == ()
        np.testing.assert_allclose(float(last), float(loss(a, b)), rtol=1e-5)


@pytest.mark.parametrize("name", LOSSES)
def test_what_does_not_count_changes_nothing(name: str) -> None:
    target, other = random(0), random(3)
    prediction = target + 0.1 * (random(1) - 0.5)
    weight = torch.ones(2, 1, 32, 32)
    everything = LOSSES[name](prediction, target, weight)
    torch.testing.assert_close(everything, LOSSES[name](prediction, target), rtol=1e-4, atol=1e-6)
    weight[:, :, 8:24, :16] = 0.0
    spoiled = torch.where(weight > 0, prediction, other)
    assert float(LOSSES[name](spoiled, target, weight)) == pytest.approx(
        float(LOSSES[name](prediction, target, weight)), rel=1e-5
    )
    learned = spoiled.requires_grad_(True)
    LOSSES[name](learned, target, weight).backward()
    assert learned.grad is not None
    assert bool((learned.grad[:, :, 9:23, 1:15] == 0).all())
    assert bool(torch.isfinite(learned.grad).all())


@pytest.mark.parametrize("name", ["l1", "l2", "rmse", "coarse", "ms-l1"])
def test_a_loss_is_the_mean_of_what_counts(name: str) -> None:
    """An even error is as large, however little of the patch counts."""
    target = torch.zeros(2, 3, 32, 32)
    weight = torch.zeros(2, 1, 32, 32)
    weight[:, :, 3:11, 5:20] = 1.0
    whole, part = (float(LOSSES[name](target + 0.1, target, w)) for w in (None, weight))
    assert part == pytest.approx(whole, rel=1e-3)
    assert float(LOSSES[name](target + 0.1, target, 0 * weight)) == 0.0
