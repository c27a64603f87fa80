"""The night benchmark measures what it says: a perfect result passes, each kind of bad one fails where it should."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from denoiser_app.benchmark import flat, night, night_table, stars
from denoiser_app.benchmark.flat import LINE, flat_field, pattern
from denoiser_app.benchmark.material import Sample
from denoiser_app.benchmark.night import flat_figures, level_row, stars_row, unknown
from denoiser_app.benchmark.night_table import FlatRow, LevelRow, Row, StarsRow
from denoiser_app.benchmark.rendering import Rendering, before
from denoiser_app.benchmark.simulated import array_of, camera_matrix, expose, mosaic_of
from denoiser_app.core.color import develop
from denoiser_app.core.noise import typical_noise
from denoiser_app.core.progress import Progress
from denoiser_app.core.stars import Star, render_stars
from denoiser_app.networks.descriptor import ModelDescriptor
from tests.benchmark.pictures import picture, save

Float = NDArray[np.float32]

NOISE = typical_noise(6400)
SIZE = (240, 280)


@pytest.fixture(scope="module")
def fields() -> tuple[stars.Field, stars.Field]:
    array = array_of("RGGB")
    return stars.star_field(SIZE, array, NOISE, 0), stars.star_field(SIZE, array, NOISE, 0, empty=True)


def row(fields: tuple[stars.Field, stars.Field], results: list[Float]) -> StarsRow:
    return stars_row("RGGB", "x", *fields, results)


# --- stars ----------------------------------------------------------------------------------------------------------


def test_the_truth_keeps_every_star_and_invents_none(fields: tuple[stars.Field, stars.Field]) -> None:
    found = row(fields, [f.luminance for f in fields])
    assert (found.kept, found.false_per_mp) == (1.0, 0.0)
    assert found.stars > 15
    assert sum(count for _, count in found.by_bin.values()) == len(fields[0].stars)


def test_a_blur_loses_stars(fields: tuple[stars.Field, stars.Field]) -> None:
    found = row(fields, [cv2.GaussianBlur(f.luminance, (0, 0), 3.0) for f in fields])
    assert found.kept < 0.2
    assert found.false_per_mp == 0


def test_a_sky_without_its_stars_keeps_none(fields: tuple[stars.Field, stars.Field]) -> None:
    assert row(fields, [fields[1].luminance] * 2).kept == 0


def test_noise_that_is_left_shows_false_stars(fields: tuple[stars.Field, stars.Field]) -> None:
    raws = [expose(f.camera, array_of("RGGB"), NOISE, np.random.default_rng(3)) for f in fields]
    found = row(fields, [stars.luminance(before(raw).display) for raw in raws])
    assert found.false_per_mp > 20
    assert found.kept < 1


def test_a_planted_star_is_a_false_one(fields: tuple[stars.Field, stars.Field]) -> None:
    truth = fields[1].luminance
    height = fields[1].false_height[100, 120]
    for scale, expected in ((1.2, 1), (0.8, 0)):
        planted = truth.copy()
        planted[100, 120] += scale * height
        assert stars.false_stars(fields[1], planted) == expected


@pytest.mark.parametrize("name", ["RGGB", "X-Trans"])
def test_peak_snr_is_that_of_the_noise_at_the_photosites(name: str) -> None:
    """Against its definition, on the noiseless mosaics of the whole field."""
    array = array_of(name)
    full, empty = (stars.star_field(SIZE, array, NOISE, 5, empty=e) for e in (False, True))
    mosaic, sky = mosaic_of(full.camera, array), mosaic_of(empty.camera, array)
    ratio = (mosaic - sky) / np.sqrt(NOISE.a * mosaic + NOISE.b)
    for star, snr in zip(full.stars, full.snr, strict=True):
        y, x = round(star.y), round(star.x)
        assert ratio[y - 4 : y + 5, x - 4 : x + 5].max() == pytest.approx(snr, rel=0.02)
    assert full.snr.min() >= stars.BINS[0] * 0.99
    assert full.snr.max() > 20


def test_stars_keep_their_distance(fields: tuple[stars.Field, stars.Field]) -> None:
    places = np.array([(star.y, star.x) for star in fields[0].stars])
    distance = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1))
    assert distance[distance > 0].min() >= stars.SPACING - 2 * stars.JITTER


def test_possible_is_what_a_matched_filter_keeps(fields: tuple[stars.Field, stars.Field]) -> None:
    """Tried: the best linear estimate of each flux on many exposures of one mosaic."""
    array, field = array_of("RGGB"), fields[0]
    index = int(np.argmin(np.abs(field.snr - 5)))
    star = field.stars[index]
    y, x = round(star.y), round(star.x)
    near = slice(y - 15, y + 15), slice(x - 15, x + 15)
    clean, sky = (mosaic_of(f.camera, array)[near].astype(np.float64) for f in fields)
    light, variance = clean - sky, NOISE.a * clean + NOISE.b
    rng = np.random.default_rng(0)
    noisy = clean + np.sqrt(variance) * rng.standard_normal((2000, *clean.shape))
    estimate = ((noisy - sky) * light / variance).sum((1, 2)) / (light**2 / variance).sum()
    assert (np.abs(estimate - 1) <= stars.TOLERANCE).mean() == pytest.approx(stars.possible(field)[index], abs=0.04)


@settings(max_examples=20, deadline=None)
@given(y=st.floats(30, 34), x=st.floats(30, 34), fwhm=st.floats(1.5, 3.5), background=st.floats(0, 0.5))
def test_photometry_does_not_depend_on_a_background(y: float, x: float, fwhm: float, background: float) -> None:
    star = Star(y, x, 1.0, fwhm=fwhm)
    picture_ = render_stars((64, 64), [star])[..., 1]
    assert stars.photometry(picture_ + np.float32(background), star) == pytest.approx(0.98, abs=0.04)


# --- flat fields ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["RGGB", "X-Trans"])
def test_a_flat_fields_noise_has_no_mean(name: str) -> None:
    array = array_of(name)
    raw, camera = flat_field(0.18, 96, array, 51200, 0)
    difference = raw.mosaic - mosaic_of(camera, array)
    for color in range(3):
        assert abs(difference[array.colors(96, 96) == color].mean()) < 1e-6
    assert difference.std() > 0.01


def developed_truth(level: float, side: int) -> tuple[Rendering, Float]:
    camera = np.full((side, side, 3), level, np.float32)
    return Rendering(develop(camera, camera_matrix()), camera_matrix() @ camera.mean((0, 1), dtype=np.float64)), camera


@pytest.mark.parametrize("level", flat.LEVELS)
def test_a_true_result_has_no_shift_and_a_tinted_one_has(level: float) -> None:
    truth, camera = developed_truth(level, 120)
    noise = np.random.default_rng(0).normal(0, 0.3 / 255, truth.display.shape).astype(np.float32)
    shift, found = flat_figures(replace(truth, display=truth.display + noise), camera, 2, 24)
    assert abs(shift) < 1e-3
    assert found.lines == 0
    tinted, _ = flat_figures(replace(truth, linear_mean=truth.linear_mean * [1.02, 1, 1]), camera, 2, 24)
    assert tinted > flat.LARGEST_SHIFT


@settings(max_examples=12, deadline=None)
@given(
    amplitude=st.floats(0.1, 2.0),
    frequency=st.sampled_from([(0.5, 0.5, 2), (0.5, 0.0, 2), (1 / 3, 1 / 6, 6), (0.0, 0.5, 6), (1 / 24, 0.0, 2)]),
    channel=st.integers(0, 2),
)
def test_a_pattern_at_the_array_or_the_tiles_is_found_with_its_amplitude(
    amplitude: float, frequency: tuple[float, float, int], channel: int
) -> None:
    fy, fx, period = frequency
    y, x = np.mgrid[:72, :96]
    residual = np.random.default_rng(0).normal(0, 0.2 / 255, (72, 96, 3)).astype(np.float32)
    assert pattern(residual, period, 24).lines == 0
    residual[..., channel] += amplitude / 255 * np.cos(2 * np.pi * (fy * y + fx * x))
    found = pattern(residual, period, 24)
    assert found.ratio > LINE
    assert found.frequency == pytest.approx((fy, fx))
    assert found.visible == pytest.approx(amplitude, abs=0.04)


def test_noise_of_any_spectrum_is_no_pattern() -> None:
    ratios = []
    for seed in range(60):
        noise = np.random.default_rng(seed).standard_normal((96, 96, 3)).astype(np.float32) / 255
        smooth = cv2.GaussianBlur(noise, (0, 0), 0.6 + 0.02 * seed)
        ratios.append(pattern(smooth + noise * np.float32(0.05), 6, 24).ratio)
    assert max(ratios) < LINE


# --- the noise level, and the whole ---------------------------------------------------------------------------------


def test_the_cost_of_measuring_is_the_loss_in_decibel() -> None:
    found = level_row("set", "sigma 25", "x", [31.0, 30.0], [30.8, 30.1])
    assert (found.cost, found.worst) == (pytest.approx(0.05), pytest.approx(0.2))


def test_a_raw_without_what_it_says_of_its_noise() -> None:
    raw, camera = flat_field(0.1, 32, array_of("RGGB"), 1600, 0)
    sample = unknown(Sample(raw, camera, None))
    assert getattr(sample.noisy, "noise", 0) is None


def test_every_part_has_its_rows_and_they_repeat(
    tmp_path: Path, rgb_model: ModelDescriptor, raw_model: ModelDescriptor, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(tmp_path / "eval" / "CBSD68" / "a.png", picture())
    save(tmp_path / "eval" / "Kodak24" / "a.png", picture())
    monkeypatch.setattr(flat, "LEVELS", (0.09, 0.5))

    def rows() -> list[Row]:
        events = night.run(
            tmp_path, arrays=("RGGB",), isos=(1600.0,), device="cpu", models=[rgb_model, raw_model], size=(120, 120)
        )
        return [e for e in events if isinstance(e, StarsRow | FlatRow | LevelRow)]

    first = rows()
    assert first == rows()
    by_part = {kind: {r.method for r in first if r.kind == kind} for kind in night.PARTS}
    networks = {rgb_model.name, raw_model.name}
    assert by_part == {"stars": {"noisy", *networks}, "flat": {"noisy", *networks}, "level": networks}
    text = night_table.table(first)
    assert all(r.method in text for r in first)
    night_table.write(tmp_path / "out", first)
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == sorted(
        f"night-{part}.{kind}" for part in night.PARTS for kind in ("csv", "md")
    )


def test_progress_reaches_its_end(tmp_path: Path) -> None:
    events = night.run(tmp_path, ("stars",), arrays=("RGGB",), models=[], size=(120, 120))
    assert [e.fraction for e in events if isinstance(e, Progress)][-1] == 1
