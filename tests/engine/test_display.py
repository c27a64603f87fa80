"""A monitor's profile leads to the colours that Little CMS would show on it."""

from __future__ import annotations

import struct
from pathlib import Path

import imagecodecs
import numpy as np
import pytest

from denoiser_app.core.color import Transfer
from denoiser_app.engine.display import (
    Display,
    DisplayProfileUnusable,
    Output,
    codes_of_light,
    light_of_codes,
    open_display,
)
from denoiser_app.formats import icc


def _table_curve(gamma: float, points: int = 1024) -> bytes:
    values = np.rint(np.linspace(0, 1, points) ** gamma * 65535).astype(">u2")
    return b"curv" + struct.pack(">4xI", points) + values.tobytes()


def _monitor(curves: tuple[bytes, bytes, bytes]) -> bytes:
    """A wide-gamut monitor with its own curve for each channel."""
    columns = [(name, icc._xyz_tag(xyz)) for name, xyz in zip(icc.COLUMNS, icc._colorants("adobe-rgb"), strict=True)]
    return icc._profile(b"RGB ", "Monitor", [*columns, *zip((b"rTRC", b"gTRC", b"bTRC"), curves, strict=True)])


@pytest.fixture
def monitor(tmp_path: Path) -> Path:
    path = tmp_path / "monitor.icc"
    path.write_bytes(_monitor((_table_curve(2.2), _table_curve(2.0), icc._parametric(Transfer(2.4)))))
    return path


def test_colours_on_a_monitor_are_those_of_little_cms(monitor: Path) -> None:
    display = open_display(str(monitor))
    srgb = np.random.default_rng(0).random((50, 40, 3), np.float32) * np.float32(0.9) + np.float32(0.05)
    intent = imagecodecs.CMS.INTENT.RELATIVE_COLORIMETRIC
    expected = imagecodecs.cms_transform(
        srgb, icc.profile_bytes("srgb"), display.profile, colorspace="rgb", outcolorspace="rgb", intent=intent
    )
    linear = open_display("srgb").decoded(srgb)
    np.testing.assert_allclose(display.encoded(linear @ display.matrix.T), expected.clip(0, 1), atol=1e-3)
    assert np.abs(expected - srgb).max() > 0.03  # or it would prove nothing
    shown = Output(display, display.matrix).bytes(codes_of_light(linear))
    np.testing.assert_allclose(shown, expected.clip(0, 1) * 255, atol=1.01)
    assert not display.curves_alike


@pytest.mark.parametrize("name", ["srgb", "display-p3"])
def test_a_named_display_equals_its_profile(name: str, tmp_path: Path) -> None:
    path = tmp_path / "profile.icc"
    path.write_bytes(icc.profile_bytes(name))  # type: ignore[arg-type]
    ours, read = open_display(name), Display.from_icc(path)
    np.testing.assert_allclose(read.matrix, ours.matrix, atol=5e-4)
    np.testing.assert_allclose(read.luminance, ours.luminance, atol=5e-4)
    np.testing.assert_allclose(read.curves, ours.curves, atol=1e-4)


@pytest.mark.parametrize("name", ["srgb", "display-p3"])
def test_gray_stays_gray_and_encoding_is_the_inverse_of_decoding(name: str) -> None:
    display = open_display(name)
    np.testing.assert_allclose(display.matrix.sum(1), 1)
    assert sum(display.luminance) == pytest.approx(1)
    values = np.linspace(0, 1, 999)[:, None].repeat(3, 1)
    np.testing.assert_allclose(display.encoded(display.decoded(values)), values, atol=1e-4)


def test_codes_hold_light_from_below_black_to_above_white() -> None:
    light = np.linspace(-0.7, 1.7, 1001)
    np.testing.assert_allclose(light_of_codes(codes_of_light(light)), light, atol=2e-5)


@pytest.mark.parametrize("matrix", [None, np.eye(3)])
def test_lift_is_exposure_and_clips_at_white(matrix: np.ndarray | None) -> None:
    output = Output(open_display("srgb"), matrix)
    light = np.array([[[0.01, 0.1, 0.3]]])
    lifted = output.bytes(codes_of_light(light), 2.0)
    np.testing.assert_allclose(lifted, output.bytes(codes_of_light(np.minimum(4 * light, 1))), atol=1)
    assert lifted[0, 0, 2] == 255


def test_the_same_name_is_the_same_display(monitor: Path) -> None:
    assert open_display("srgb") is open_display("srgb")
    assert open_display(str(monitor)) is open_display(str(monitor))


def _damaged(tmp_path: Path, kind: str) -> Path:
    path = tmp_path / f"{kind}.icc"
    falling = b"curv" + struct.pack(">4xI", 3) + struct.pack(">3H", 65535, 30000, 0)
    match kind:
        case "gray":
            path.write_bytes(icc._profile(b"GRAY", "Gray", [(b"kTRC", _table_curve(2.2))]))
        case "noise":
            path.write_bytes(np.random.default_rng(0).bytes(3000))
        case "cut":
            path.write_bytes(_monitor((_table_curve(2.2),) * 3)[:400])
        case "falling":
            path.write_bytes(_monitor((falling,) * 3))
        case "black":
            columns = [(name, icc._xyz_tag((0, 0, 0))) for name in icc.COLUMNS]
            curves = [(name, _table_curve(2.2)) for name in (b"rTRC", b"gTRC", b"bTRC")]
            path.write_bytes(icc._profile(b"RGB ", "Black", [*columns, *curves]))
    return path


@pytest.mark.parametrize("kind", ["missing", "gray", "noise", "cut", "falling", "black"])
def test_what_is_no_display_profile_is_refused_in_one_sentence(tmp_path: Path, kind: str) -> None:
    path = _damaged(tmp_path, kind)
    with pytest.raises(DisplayProfileUnusable, match=rf"{kind}\.icc.*cannot be used for the display"):
        open_display(str(path))
