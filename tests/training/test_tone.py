"""Tone curves rise from black to white and can be taken back."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from denoiser_app.training import tone
from denoiser_app.training.tone import ToneCurves


def test_transfer_functions_are_inverses_even_above_white() -> None:
    v = torch.linspace(0, 4, 1025)
    np.testing.assert_allclose(tone.linear_to_srgb(tone.srgb_to_linear(v)).numpy(), v.numpy(), atol=1e-5)


@given(st.integers(0, 3), st.floats(0, 1))
def test_a_curve_rises_from_black_to_white_and_back(kind: int, amount: float) -> None:
    curves = ToneCurves(torch.tensor([kind]), torch.tensor([amount]))
    u = torch.linspace(0, 1, 257).view(1, 1, 1, -1)
    v = curves.apply(u)
    assert float(v[..., 0]) == pytest.approx(0, abs=1e-6)
    assert float(v[..., -1]) == pytest.approx(1, abs=1e-6)
    assert bool((v.diff() >= 0).all())
    np.testing.assert_allclose(curves.inverse(v).numpy(), u.numpy(), atol=2e-3)  # flat at its ends, where f32 ends


def test_each_photo_has_its_own_curve() -> None:
    curves = ToneCurves(torch.tensor([0, 1, 2, 3]), torch.full((4,), 0.5))
    together = curves.apply(torch.full((4, 1, 2, 2), 0.25))[:, 0, 0, 0]
    expected = [
        0.25,
        3 * 0.25**2 - 2 * 0.25**3,
        0.25**1.5 / (0.25**1.5 + 0.75**1.5),
        (1 - np.exp(-1.1 * 0.25)) / (1 - np.exp(-1.1)),
    ]
    np.testing.assert_allclose(together.numpy(), expected, rtol=1e-5)


def test_linear_pictures_have_none() -> None:
    curves = ToneCurves(torch.tensor([1, 2]), torch.ones(2)).unless(torch.tensor([True, False]))
    bright = torch.full((2, 3, 2, 2), 7.0)
    assert float(curves.inverse(bright)[0].max()) == 7.0
    assert float(curves.inverse(bright)[1].max()) == 1.0


def test_every_kind_is_drawn() -> None:
    kinds = ToneCurves.random(1000, torch.Generator().manual_seed(0)).kind
    shares = torch.bincount(kinds, minlength=4) / 1000
    np.testing.assert_allclose(shares.numpy(), [0.4, 0.2, 0.2, 0.2], atol=0.05)
