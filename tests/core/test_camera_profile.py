"""A profile says what was measured, bends between ISOs as amplifiers do, and is silent far away from them."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from denoiser_app.core.camera_profile import SOURCE, CameraProfile, HotPixels, IsoCurve, IsoNoise
from denoiser_app.core.noise import KNOTS
from denoiser_app.core.photo import Metadata

small = st.floats(1e-9, 1e-2)
three = st.tuples(small, small, small)
knots = st.lists(st.floats(0.0, 0.3), min_size=KNOTS, max_size=KNOTS).map(tuple)
isos = st.sampled_from([100.0, 800.0, 6400.0, 12800.0])
profiles = st.builds(
    CameraProfile,
    camera=st.text("abc XT-3", min_size=1, max_size=9),
    raw=st.lists(
        st.builds(IsoNoise, isos, three, three, st.integers(1, 9), st.floats(0, 1)), unique_by=lambda n: n.iso
    ).map(lambda found: tuple(sorted(found, key=lambda n: n.iso))),
    rgb=st.lists(st.builds(IsoCurve, isos, knots, knots), max_size=1).map(tuple),
    hot=st.none() | st.builds(HotPixels, st.just((40, 60)), st.just(((1, 2), (3, 4))), st.just(800.0), st.just(0.5)),
)


@given(profiles)
def test_it_reads_back(profile: CameraProfile) -> None:
    assert CameraProfile.from_json(profile.to_json()) == profile


@given(profiles)
def test_at_a_measured_iso_it_says_what_was_measured(profile: CameraProfile) -> None:
    for measured in profile.raw:
        noise = profile.noise_at(measured.iso)
        assert noise is not None
        a, b = noise.by_color()
        np.testing.assert_allclose(a, measured.a, rtol=1e-5)
        np.testing.assert_allclose(b, measured.b, rtol=1e-5)
        assert noise.source == SOURCE
    for curve in profile.rgb:
        told = profile.curve_at(curve.iso)
        assert told is not None
        np.testing.assert_allclose(told.fine, curve.fine, atol=1e-9)


@pytest.mark.parametrize("iso", [1000.0, 1600.0, 3200.0, 6400.0, 12800.0])
def test_an_amplifier_is_met_exactly_between_and_beyond(iso: float) -> None:
    def at(iso: float) -> IsoNoise:
        a = 2e-7 * iso
        return IsoNoise(iso, (a, a, a), ((3 * a) ** 2,) * 3)

    profile = CameraProfile("X", raw=(at(1600.0), at(6400.0)))
    noise = profile.noise_at(iso)
    assert noise is not None
    assert noise.a == pytest.approx(2e-7 * iso)
    assert noise.b == pytest.approx((6e-7 * iso) ** 2)


def test_far_away_it_is_silent() -> None:
    profile = CameraProfile("X", raw=(IsoNoise(1600.0, (1e-3,) * 3, (1e-5,) * 3),))
    assert all(profile.noise_at(iso) is not None for iso in (800.0, 1600.0, 3200.0))
    assert all(profile.noise_at(iso) is None for iso in (100.0, 790.0, 3300.0, 102400.0, None))
    assert profile.curve_at(1600.0) is None


def test_it_is_silent_in_the_middle_of_a_wide_gap() -> None:
    """What was measured at ISO 100 and 12800 says nothing of 1600, where the sensor may use another amplifier."""
    profile = CameraProfile(
        "X", raw=(IsoNoise(100.0, (1e-5,) * 3, (1e-9,) * 3), IsoNoise(12800.0, (1e-3,) * 3, (1e-5,) * 3))
    )
    assert all(profile.noise_at(iso) is None for iso in (210.0, 1600.0, 6000.0))
    near = profile.noise_at(6400.0)
    assert near is not None
    assert (near.a, near.b) == pytest.approx((5e-4, 2.5e-6))
    low = profile.noise_at(200.0)
    assert low is not None
    assert (low.a, low.b) == pytest.approx((2e-5, 4e-9))


@given(profiles, profiles)
def test_what_is_newer_counts_and_nothing_else_is_forgotten(older: CameraProfile, newer: CameraProfile) -> None:
    both = older.merged(newer)
    assert both.camera == newer.camera
    assert {n.iso for n in both.raw} == {n.iso for n in (*older.raw, *newer.raw)}
    assert all(n in both.raw for n in newer.raw)
    assert both.hot == (newer.hot or older.hot)
    assert CameraProfile.from_json(both.to_json()) == both


@given(profiles)
def test_the_fingerprint_is_of_what_changes_a_result(profile: CameraProfile) -> None:
    assert replace(profile, measured="2026-05-01", session="x").fingerprint == profile.fingerprint
    assert replace(profile, hot=HotPixels((9, 9), ((0, 0),), 100.0, 1.0)).fingerprint != profile.fingerprint
    assert CameraProfile.from_json(profile.to_json()).fingerprint == profile.fingerprint


@pytest.mark.parametrize(
    "noise",
    [{"a": [1, 2]}, {"b": [-1, 0, 0]}, {"iso": 0}, {"iso": 1e99}, {"spread": "x"}, {"row": None}, {"a": [1, 2, "x"]}],
)
def test_a_measurement_that_makes_no_sense_is_refused(noise: dict[str, object]) -> None:
    data = json.loads(CameraProfile("X", raw=(IsoNoise(1600.0, (1e-3,) * 3, (1e-5,) * 3),)).to_json())
    data["raw"][0] |= noise
    with pytest.raises(ValueError, match=r"\w"):
        CameraProfile.from_json(json.dumps(data))


@pytest.mark.parametrize("place", [[9, 0], [0, 9], [-1, 0], [1], "ab", [1, None]])
def test_a_hot_pixel_that_is_none_is_refused(place: object) -> None:
    data = json.loads(CameraProfile("X", hot=HotPixels((9, 9), ((1, 1),), 100.0, 1.0)).to_json())
    data["hot"]["places"] = [place]
    with pytest.raises(ValueError, match=r"\w"):
        CameraProfile.from_json(json.dumps(data))


def test_only_its_own_camera() -> None:
    profile = CameraProfile("FUJIFILM X-T3")
    assert profile.fits("Fujifilm X-T3")
    assert not profile.fits("X-T30")
    assert not CameraProfile("").fits("")


@pytest.mark.parametrize(
    ("field", "value"),
    [("raw", [{"iso": 1}]), ("raw", 3), ("rgb", [{"iso": 1, "fine": [1], "coarse": [1], "pairs": 1}]), ("hot", [1]),
     ("version", 9), ("camera", None)],
)  # fmt: skip
def test_what_is_no_profile_is_refused(field: str, value: object) -> None:
    data = json.loads(CameraProfile("X", raw=(IsoNoise(1600.0, (1e-3,) * 3, (1e-5,) * 3),)).to_json())
    if value is None:
        del data[field]
    else:
        data[field] = value
    with pytest.raises(ValueError, match=r"\w"):
        CameraProfile.from_json(json.dumps(data))
    data[field] = float("nan")
    with pytest.raises(ValueError, match=r"\w"):
        CameraProfile.from_json("[]")


def test_no_photo_is_of_a_camera_that_nobody_knows() -> None:
    assert not CameraProfile(Metadata().camera).fits(Metadata().camera)
