"""A profile says what was measured, bends between ISOs as amplifiers do, and is silent far away from them."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from denoiser_app.core.camera_profile import SOURCE, CameraProfile, HotPixels, IsoCurve, IsoNoise
from denoiser_app.core.noise import KNOTS

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
