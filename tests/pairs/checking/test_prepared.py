"""A prepared pair lies on itself: what remains between noisy and clean is the noise."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from denoiser_app.core.errors import SessionUnfit
from denoiser_app.core.photo import RawPhoto
from denoiser_app.pairs.checking.check import Checked, check
from denoiser_app.pairs.prepared import PreparedPair, prepare
from denoiser_app.pairs.verdict import Verdict
from tests.pairs.looks import HIGH, frame, wide_scene, with_disc
from tests.pairs.shot import STILL, read_in_this_process, shoot


@pytest.fixture(autouse=True)
def _read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    read_in_this_process(monkeypatch)


def prepared(folder: Path, **shot) -> tuple[PreparedPair, Verdict]:
    session = shoot(folder, **shot)
    last = list(check(folder))[-1]
    assert isinstance(last, Checked)
    (pair,), (verdict,) = session.pairs(), last.verdicts.of
    return prepare(folder, session, pair, verdict), verdict


@pytest.mark.parametrize("shift", [STILL, (4.0, -2.0), (-6.0, 8.0)])
def test_the_rest_is_noise_of_the_expected_variance(tmp_path: Path, shift: tuple[float, float]) -> None:
    pair, _ = prepared(tmp_path, high=shift, low=(STILL, (2.0, 0.0), STILL))
    noisy, clean = pair.noisy, pair.clean
    assert isinstance(noisy, RawPhoto)
    assert isinstance(clean, RawPhoto)
    assert noisy.mosaic.shape == clean.mosaic.shape == pair.usable.shape
    assert pair.averaged == 3
    rest = (noisy.mosaic - clean.mosaic)[pair.usable]
    expected = HIGH.a * clean.mosaic[pair.usable].mean() + HIGH.b
    assert rest.var() == pytest.approx(expected, rel=0.08)
    assert abs(rest.mean()) < 4 * np.sqrt(expected / rest.size) + 0.003
    assert pair.origin[0] % 2 == pair.origin[1] % 2 == 0
    assert noisy.origin == pair.origin


def test_the_cut_shows_what_the_high_frame_saw(tmp_path: Path) -> None:
    pair, _ = prepared(tmp_path, high=(-6.0, 8.0))
    top, left = pair.origin
    height, width = pair.noisy.size
    truth = frame(wide_scene(1, level=0.2), (-6.0, 8.0))[top : top + height, left : left + width]
    assert isinstance(pair.clean, RawPhoto)
    expected = (truth * pair.clean.cfa.masks(height, width)).sum(2)
    assert np.abs(pair.clean.mosaic - expected)[pair.usable].mean() < 0.006


def test_gain_is_applied_and_movement_left_out(tmp_path: Path) -> None:
    pair, verdict = prepared(tmp_path, change=lambda light: with_disc(light * np.float32(1.12), (96, 120), 15, 0.3))
    assert verdict.gain == pytest.approx((1.12, 1.12, 1.12), rel=0.03)
    assert isinstance(pair.noisy, RawPhoto)
    assert isinstance(pair.clean, RawPhoto)
    noisy, clean = pair.noisy.mosaic[pair.usable], pair.clean.mosaic[pair.usable]
    assert noisy.mean() == pytest.approx(clean.mean(), rel=0.01)
    assert not pair.usable[90:102, 114:126].any()


def test_what_was_rejected_or_lost_its_mask_is_refused(tmp_path: Path) -> None:
    session = shoot(tmp_path)
    last = list(check(tmp_path))[-1]
    assert isinstance(last, Checked)
    (pair,), (verdict,) = session.pairs(), last.verdicts.of
    with pytest.raises(SessionUnfit, match="check"):
        prepare(tmp_path, session, pair, replace(verdict, mark="rejected"))
    (tmp_path / verdict.mask).unlink()
    with pytest.raises(SessionUnfit, match="mask"):
        prepare(tmp_path, session, pair, verdict)
