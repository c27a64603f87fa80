from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from denoiser_app.ui import words


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.84, "0.8 s"), (9.96, "10 s"), (59.6, "1 min 00 s"), (185, "3 min 05 s"), (7620, "2 h 07 min"), (-1, "0.0 s")],
)
def test_durations(seconds: float, text: str) -> None:
    assert words.duration(seconds) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (None, ""),
        (-3, ""),
        (1, "Almost done"),
        (7.4, "About 7 s left"),
        (38, "About 40 s left"),
        (58, "About 1 min left"),
        (170, "About 3 min left"),
        (7000, "About 1 h 57 min left"),
    ],
)
def test_time_left_is_calm(seconds: float | None, text: str) -> None:
    assert words.time_left(seconds) == text


@given(st.floats(0, 1e5))
def test_a_forecast_is_within_an_eighth_and_never_zero(seconds: float) -> None:
    text = words.about(seconds)
    units = {"h": 3600, "min": 60, "s": 1}
    told = sum(int(n) * units[unit] for n, unit in re.findall(r"(\d+) (h|min|s)", text))
    assert told >= 1
    assert abs(told - seconds) <= max(1, seconds / 4 if seconds < 60 else 31)


@pytest.mark.parametrize(
    ("size", "text"),
    [(12_345, "12 kB"), (34_500_000, "34.5 MB"), (999_960_000, "1.0 GB"), (999_600, "1.0 MB"), (2.5e9, "2.5 GB")],
)
def test_file_sizes(size: float, text: str) -> None:
    assert words.file_size(size) == text


def test_exposure_as_on_a_camera() -> None:
    assert words.shutter(1 / 60) == "1/60 s"
    assert words.shutter(0.8) == "0.8 s"
    assert words.shutter(30.0) == "30 s"
    assert words.iso(6400.0) == "ISO 6400"
    assert words.aperture(2.8) == "f/2.8"
    assert words.aperture(3.90625) == "f/3.9"
    assert words.focal_length(7.09375) == "7.1 mm"
    assert words.focal_length(35.0) == "35 mm"
    unknown = (words.shutter(None), words.shutter(0), words.iso(None), words.aperture(None), words.focal_length(None))
    assert set(unknown) == {""}


def test_sizes_of_photos() -> None:
    assert words.megapixels(45.44) == "45.4 megapixels"
    assert words.megapixels(150) == "150 megapixels"
    assert words.dimensions((5504, 8256)) == "8256 × 5504"


@given(st.floats(-1, 2))
def test_percent_says_100_only_when_all_is_done(fraction: float) -> None:
    number = int(words.percent(fraction).split()[0])
    assert 0 <= number <= 100
    assert (number == 100) == (fraction >= 1 - 1e-9)


@pytest.mark.parametrize(
    ("text", "said"),
    [("&Open photos...", "Open photos..."), ("打开照片(&O)...", "打开照片..."), ("Salt && pepper", "Salt & pepper")],
)
def test_words_without_the_mark_of_their_key(text: str, said: str) -> None:
    assert words.unmarked(text) == said
