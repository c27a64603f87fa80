"""The figures of a proof against what they are meant to be."""

from __future__ import annotations

import math

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from denoiser_app.benchmark.proof.candidates import cut, middle
from denoiser_app.benchmark.proof.interval import Compared, difference
from denoiser_app.benchmark.proof.measures import PATCH, Patches, color, detail, patches
from denoiser_app.benchmark.proof.samples import Float, Sampling
from denoiser_app.core import cfa
from denoiser_app.core.cfa import Cfa
from denoiser_app.core.color import SRGB_TRANSFER
from denoiser_app.core.metrics import psnr, ssim, ssim_map
from denoiser_app.core.photo import Levels, Metadata, Photo, RawPhoto, RgbPhoto

GAINS = (2.0, 1.0, 1.5)
KINDS = {"RGGB": cfa.bayer("RGGB"), "X-Trans": cfa.xtrans(), "linear": cfa.linear(), "mono": cfa.monochrome()}


def raw(full: Float, array: Cfa) -> RawPhoto:
    """A raw of a scene, (H, W, 3) white-balanced linear."""
    balanced = full / np.array(GAINS, np.float32)
    size = full.shape[:2]
    match array.kind:
        case "linear":
            mosaic = balanced
        case "monochrome":
            mosaic = balanced[..., 1]
        case _:
            mosaic = (balanced * array.masks(*size)).sum(2)
    levels = Levels((0, 0, 0, 0), 1, "", "")
    return RawPhoto(np.ascontiguousarray(mosaic), array, levels, GAINS, np.eye(3), Metadata())


def scene(size: tuple[int, int], seed: int = 0) -> Float:
    rng = np.random.default_rng(seed)
    fine = cv2.GaussianBlur(rng.standard_normal((*size, 3)).astype(np.float32), (0, 0), 1.2)
    return np.clip(0.3 + 0.15 * fine, 0.02, 0.9).astype(np.float32)


def photo_of(kind: str, full: Float) -> Photo:
    return RgbPhoto(SRGB_TRANSFER.encode(full), Metadata()) if kind == "rgb" else raw(full, KINDS[kind])


@pytest.mark.parametrize("kind", ["rgb", *KINDS])
def test_the_truth_is_as_good_as_can_be(kind: str) -> None:
    full = scene((130, 150))
    sampling = Sampling.of(photo_of(kind, full), np.ones((130, 150), np.bool_))
    network = SRGB_TRANSFER.encode(full) if kind == "rgb" else full
    truth, result = sampling.before(sampling.photo), sampling.after(network)
    display = SRGB_TRANSFER.encode(full)
    found = patches(sampling, result, truth, display, display)
    assert found.psnr > 100
    assert found.ssim == pytest.approx(1.0)
    assert color(sampling, result, truth) == pytest.approx((0, 0, 0), abs=1e-3)


@settings(max_examples=15)
@given(st.integers(11, 200), st.integers(11, 200), st.integers(0, 1000))
def test_without_a_mask_they_are_the_fields_own_figures(height: int, width: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    a, b = (rng.random((height, width, 3), np.float32) for _ in range(2))
    sampling = Sampling.of(RgbPhoto(b, Metadata()), np.ones((height, width), np.bool_))
    decoded = [SRGB_TRANSFER.decode(picture) for picture in (a, b)]
    found = patches(sampling, *decoded, a, b)
    assert found.psnr == pytest.approx(psnr(a, b), abs=1e-3)
    assert found.ssim == pytest.approx(ssim(a, b), abs=1e-6)
    assert found.samples.sum() == a.size
    assert found.samples.shape == (math.ceil(height / PATCH), math.ceil(width / PATCH))
    assert float(ssim_map(a, b).mean()) == pytest.approx(ssim(a, b))


@pytest.mark.parametrize("kind", ["rgb", "RGGB", "X-Trans"])
def test_what_cannot_be_used_does_not_count(kind: str) -> None:
    full = scene((192, 192))
    usable = np.ones((192, 192), np.bool_)
    usable[40:100, 30:90] = False
    sampling = Sampling.of(photo_of(kind, full), usable)
    truth = sampling.before(sampling.photo)
    rng = np.random.default_rng(0)
    good = full + np.float32(0.02) * rng.standard_normal(full.shape).astype(np.float32)
    moved = good.copy()
    moved[40:100, 30:90] = 0.9
    figures = []
    for result in (good, moved):
        display = SRGB_TRANSFER.encode(np.clip(result, 0, 1))
        samples = sampling.after(display if kind == "rgb" else result)
        found = patches(sampling, samples, truth, display, SRGB_TRANSFER.encode(full))
        figures.append(
            (found.psnr, found.ssim, *color(sampling, samples, truth), *detail(sampling, samples, truth, truth))
        )
    assert figures[0] == pytest.approx(figures[1], rel=1e-5)


@pytest.mark.parametrize("array", [cfa.bayer("GBRG"), cfa.xtrans()], ids=["GBRG", "X-Trans"])
def test_a_raw_is_compared_at_its_photosites_only(array: Cfa) -> None:
    full = scene((96, 96))
    sampling = Sampling.of(raw(full, array), np.ones((96, 96), np.bool_))
    result = full + (1 - array.masks(96, 96)) * 0.3  # wrong wherever the camera did not measure
    assert sampling.encoded(sampling.after(result)) == pytest.approx(sampling.encoded(sampling.before(sampling.photo)))


def test_a_shift_of_a_colour_is_told_and_noise_is_none() -> None:
    full = np.full((256, 256, 3), 0.2, np.float32)
    sampling = Sampling.of(raw(full, cfa.bayer("RGGB")), np.ones((256, 256), np.bool_))
    truth, rng = sampling.before(sampling.photo), np.random.default_rng(0)
    noisy = full + rng.normal(0, 0.05, full.shape).astype(np.float32)
    assert color(sampling, sampling.after(noisy), truth) == pytest.approx((0, 0, 0), abs=0.4)
    warm = SRGB_TRANSFER.decode(SRGB_TRANSFER.encode(full) + np.array([3, 0, -2], np.float32) / 255)
    assert color(sampling, sampling.after(warm), truth) == pytest.approx((3, 0, -2), abs=0.01)


@pytest.mark.parametrize("kind", ["rgb", "RGGB", "X-Trans"])
def test_detail_that_is_smoothed_away_is_told_from_noise(kind: str) -> None:
    size = (384, 384)
    full, rng = scene(size), np.random.default_rng(1)
    clean = full + rng.normal(0, 0.005, full.shape).astype(np.float32)  # the truth has noise of its own
    noise = rng.normal(0, 0.06, full.shape).astype(np.float32)
    usable = np.ones(size, np.bool_)
    sampling = Sampling.of(photo_of(kind, full), usable)

    def samples(picture: Float) -> Float:
        return sampling.after(SRGB_TRANSFER.encode(picture) if kind == "rgb" else picture)

    noisy, truth = samples(full + noise), samples(clean)
    removed, kept = detail(sampling, samples(full), noisy, truth)  # only noise was taken away
    assert abs(removed) < 0.03
    assert kept == pytest.approx(1.0, abs=0.05)
    smooth = cv2.GaussianBlur(full, (0, 0), 1.5)
    smoothed, left = detail(sampling, samples(smooth), noisy, truth)
    assert smoothed > 0.2
    assert left is not None
    assert left < 0.8
    assert detail(sampling, noisy, noisy, truth) == pytest.approx((0.0, 1.0))


def test_a_scene_without_detail_tells_nothing_of_it() -> None:
    full, rng = np.full((256, 256, 3), 0.2, np.float32), np.random.default_rng(0)
    sampling = Sampling.of(raw(full, cfa.bayer("RGGB")), np.ones((256, 256), np.bool_))
    noisy, truth = (sampling.after(full + rng.normal(0, s, full.shape).astype(np.float32)) for s in (0.05, 0.005))
    assert detail(sampling, sampling.after(full), noisy, truth)[1] is None


def _patches(error: Float, similarity: Float) -> Patches:
    ones = np.full(error.shape, 4096.0)
    return Patches(error.astype(np.float64), ones, similarity.astype(np.float64) * 4096, ones)


def _compared(rng: np.random.Generator, decibels: float, scene: str = "a", spread: float = 0.3) -> Compared:
    """Patches of very different errors, in which the personal model is better by so much, more or less."""
    shape = (12, 15)
    other = 10 ** rng.normal(0, 0.5, shape)
    mine = other * 10 ** (-rng.normal(decibels, spread, shape) / 10)
    return Compared(scene, _patches(mine, np.full(shape, 0.9)), _patches(other, np.full(shape, 0.89)))


def test_the_interval_holds_the_truth_about_as_often_as_it_says() -> None:
    """Of 60 experiments with a known difference, the 95 % interval has it in about 57."""
    rng = np.random.default_rng(5)
    held = 0
    for _ in range(60):
        found = difference([_compared(rng, 0.2)])
        # the expected ratio of sums, with the spread of a lognormal
        expected = 0.2 - 0.3**2 * math.log(10) / 20
        held += found.low <= expected <= found.high
    assert 52 <= held <= 60


def test_no_difference_is_hardly_ever_called_one() -> None:
    rng = np.random.default_rng(6)
    expected = 0.3**2 * math.log(10) / 20  # so that the ratio of the sums is 1
    called = sum(difference([_compared(rng, expected)]).low > 0 for _ in range(60))
    assert called <= 6


def test_more_frames_of_the_same_scene_are_no_new_evidence() -> None:
    pair = _compared(np.random.default_rng(7), 0.2)
    one, four = difference([pair]), difference([pair] * 4)
    assert (four.psnr, four.low, four.high) == pytest.approx((one.psnr, one.low, one.high))
    other = [_compared(np.random.default_rng(n), 0.2, f"scene-{n}") for n in range(4)]
    new = difference(other)
    assert new.high - new.low < 0.7 * (one.high - one.low)


def test_it_is_the_same_every_time_and_turns_round() -> None:
    pair = _compared(np.random.default_rng(8), 0.2)
    found, again = difference([pair]), difference([pair])
    assert found == again
    back = difference([Compared(pair.scene, pair.other, pair.personal)])
    assert (back.psnr, back.low, back.high) == pytest.approx((-found.psnr, -found.high, -found.low))
    assert back.better == pytest.approx(1 - found.better)
    assert found.ssim == pytest.approx(0.01)


@given(st.integers(6, 500), st.integers(6, 500), st.integers(40, 300_000), st.sampled_from([1, 2, 6]))
def test_the_middle_is_in_the_frame_in_phase_and_not_too_large(
    height: int, width: int, largest: int, period: int
) -> None:
    rows, columns = middle((height, width), largest, period)
    assert 0 <= rows.start < rows.stop <= height
    assert 0 <= columns.start < columns.stop <= width
    assert rows.start % period == columns.start % period == 0
    if height * width <= largest:
        assert (rows, columns) == (slice(0, height), slice(0, width))
    elif min(height, width) * (largest / (height * width)) ** 0.5 >= period:
        assert (rows.stop - rows.start) * (columns.stop - columns.start) <= largest
    photo = raw(scene((height, width)), cfa.bayer("RGGB"))
    piece = cut(photo, (rows, columns))
    assert np.array_equal(piece.mosaic, photo.mosaic[rows, columns])
