"""Profiles: other programs read ours, we recognise theirs, broken ones do no harm."""

from __future__ import annotations

import hashlib
import io
import struct

import imagecodecs
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from denoiser_app.core.color import (
    ADOBE_RGB_TRANSFER,
    LSTAR_TRANSFER,
    SRGB_TRANSFER,
    ColorSpaceName,
    Transfer,
    color_space,
    matrix_from_srgb,
    to_display,
    to_linear,
)
from denoiser_app.formats import icc

every_space = pytest.mark.parametrize("space", icc.SPACES)
SRGB = icc.profile_bytes("srgb")


def pillow(profile: bytes) -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(io.BytesIO(profile))


@every_space
def test_little_cms_reads_ours(space: ColorSpaceName) -> None:
    profile = icc.profile_bytes(space)
    imagecodecs.cms_profile_validate(profile)
    read = pillow(profile)
    definition = color_space(space)
    assert ImageCms.getProfileDescription(read).strip() == definition.title
    assert read.profile.is_matrix_shaper
    assert read.profile.media_white_point[0] == pytest.approx((0.9642, 1, 0.8249), abs=1e-4)


@every_space
def test_white_is_exactly_white(space: ColorSpaceName) -> None:
    tags = icc._tags(icc.profile_bytes(space))
    columns = [struct.unpack_from(">3i", tags[name], 8) for name in ("rXYZ", "gXYZ", "bXYZ")]
    assert tuple(map(sum, zip(*columns, strict=True))) == icc.PCS_WHITE


@every_space
def test_the_id_is_the_digest_of_the_profile(space: ColorSpaceName) -> None:
    """ICC.1:2010, 7.2.18: MD5 with flags, intent and the ID itself as zeros (ours has no flags and intent 0)."""
    profile = icc.profile_bytes(space)
    blanked = profile[:84] + bytes(16) + profile[100:]
    assert profile[84:100] == hashlib.md5(blanked, usedforsecurity=False).digest()
    assert len(profile) == struct.unpack_from(">I", profile)[0]


@every_space
def test_our_own_are_recognised(space: ColorSpaceName) -> None:
    assert icc.identify(icc.profile_bytes(space)) == space
    assert icc.transfer_of(icc.profile_bytes(space)) == color_space(space).transfer


def test_profiles_of_others_are_recognised() -> None:
    assert icc.identify(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()) == "srgb"
    assert icc.identify(imagecodecs.cms_profile("srgb")) == "srgb"
    assert icc.identify(imagecodecs.cms_profile("adobergb")) == "adobe-rgb"
    gamma_18 = imagecodecs.cms_profile(
        "rgb",
        whitepoint=[0.3457, 0.3585, 1.0],
        primaries=[0.7347, 0.2653, 1, 0.1596, 0.8404, 1, 0.0366, 1e-4, 1],
        gamma=1.8,
    )
    assert icc.identify(gamma_18) == "prophoto"


def with_curve(curve: bytes) -> bytes:
    return icc._rgb_profile("test", "srgb", curve)


def table(function: Transfer, count: int) -> bytes:
    values = np.rint(function.decode(np.linspace(0, 1, count, dtype=np.float32)) * 65535).astype(">u2")
    return b"curv" + struct.pack(">4xI", count) + values.tobytes()


@pytest.mark.parametrize("count", [256, 1024, 4096])
def test_a_table_of_the_srgb_curve_is_srgb(count: int) -> None:
    """As in the profile of Hewlett-Packard that most cameras embed."""
    assert icc.identify(with_curve(table(SRGB_TRANSFER, count))) == "srgb"


def test_a_pure_power_on_the_primaries_of_srgb_is_not_srgb() -> None:
    profile = with_curve(b"curv" + struct.pack(">4xIH", 1, round(2.2 * 256)))
    assert icc.identify(profile) is None
    assert icc.transfer_of(profile) == ADOBE_RGB_TRANSFER


def test_unknown_curves_become_the_nearest_power() -> None:
    assert icc.transfer_of(with_curve(table(LSTAR_TRANSFER, 1024))) == LSTAR_TRANSFER
    assert icc.transfer_of(with_curve(b"curv" + struct.pack(">4xI", 0))) == Transfer(1.0)
    assert icc.transfer_of(with_curve(table(Transfer(2.6), 4096))).gamma == pytest.approx(2.6, abs=0.01)
    assert icc.transfer_of(with_curve(b"none")) == SRGB_TRANSFER
    assert icc.transfer_of(None) == SRGB_TRANSFER


@pytest.mark.parametrize("kind", [1, 2, 3, 4])
def test_every_parametric_type_is_understood(kind: int) -> None:
    """The same curve, ((x + 0.1) / 1.1)^2 from -0.1 on, in the types that can hold it."""
    numbers = {
        1: [2.0, 1 / 1.1, 0.1 / 1.1],
        2: [2.0, 1 / 1.1, 0.1 / 1.1, 0.0],
        3: [2.0, 1 / 1.1, 0.1 / 1.1, 0.0, 0.0],
        4: [2.0, 1 / 1.1, 0.1 / 1.1, 0.0, 0.0, 0.0, 0.0],
    }[kind]
    values = [round(number * 65536) for number in numbers]
    found = icc._sampled(b"para" + struct.pack(f">4xHH{len(values)}i", kind, 0, *values))
    assert found == pytest.approx(((np.linspace(0, 1, 257) + 0.1) / 1.1) ** 2, abs=1e-4)


@given(st.binary(max_size=300))
def test_no_bytes_do_harm(data: bytes) -> None:
    for profile in (data, SRGB[:128] + data, SRGB[: 128 + len(data)] + data):
        assert icc.identify(profile) in (*icc.SPACES, None)
        assert 0.5 <= icc.transfer_of(profile).gamma <= 4
        imagecodecs.cms_profile_validate(icc.for_channels(profile, gray=True)) if icc.color_model(
            profile
        ) != "GRAY" else None


@given(st.integers(0, len(SRGB) - 1), st.integers(0, 255))
def test_no_changed_byte_does_harm(position: int, value: int) -> None:
    changed = SRGB[:position] + bytes([value]) + SRGB[position + 1 :]
    icc.identify(changed)
    gamma = icc.transfer_of(changed)
    values = np.linspace(0, 1, 100, dtype=np.float32)
    assert gamma.encode(gamma.decode(values)) == pytest.approx(values, abs=1e-5)


# --- converting -------------------------------------------------------------------------------------------------------

RGB = np.random.default_rng(0).random((40, 30, 3), np.float32)


@every_space
def test_conversion_is_the_matrix_in_linear_light(space: ColorSpaceName) -> None:
    """Little CMS against our own arithmetic; compared in linear light, where its 16-bit matrices err evenly."""
    converted = icc.convert(RGB, None, icc.profile_bytes(space))
    expected = to_linear(RGB, "srgb") @ matrix_from_srgb(space).T
    assert to_linear(converted, space) == pytest.approx(np.clip(expected, 0, 1), abs=6e-5)


@every_space
def test_there_and_back(space: ColorSpaceName) -> None:
    there = icc.convert(RGB, SRGB, icc.profile_bytes(space))
    back = icc.convert(there, icc.profile_bytes(space), SRGB)
    assert back == pytest.approx(RGB, abs=1e-3)


@pytest.mark.parametrize(("kind", "tolerance"), [(np.uint8, 1), (np.uint16, 12)])
def test_integers_are_as_precise_as_they_can_be(kind: type, tolerance: int) -> None:
    white = np.iinfo(kind).max
    source = np.rint(RGB * white).astype(kind)
    found = icc.convert(source, None, icc.profile_bytes("display-p3"))
    linear = to_linear(source.astype(np.float32) / white, "srgb") @ matrix_from_srgb("display-p3").T
    expected = to_display(linear.astype(np.float32), "display-p3") * white
    assert found.dtype == kind
    assert np.abs(found - expected).max() <= tolerance


def test_conversion_agrees_with_pillow() -> None:
    source = np.rint(RGB * 255).astype(np.uint8)
    transform = ImageCms.buildTransform(
        pillow(SRGB), pillow(icc.profile_bytes("adobe-rgb")), "RGB", "RGB", ImageCms.Intent.RELATIVE_COLORIMETRIC
    )
    theirs = np.asarray(ImageCms.applyTransform(Image.fromarray(source), transform)).astype(int)
    ours = icc.convert(source, SRGB, icc.profile_bytes("adobe-rgb"))
    assert np.abs(ours - theirs).max() <= 1


def test_the_same_profile_changes_nothing() -> None:
    assert icc.convert(RGB, SRGB, SRGB) is RGB
    assert icc.convert(RGB, None, SRGB) is RGB


def test_a_gray_profile_on_three_equal_channels() -> None:
    gray_profile = icc.for_channels(icc.profile_bytes("adobe-rgb"), gray=True)
    gray = np.repeat(RGB[..., :1], 3, axis=2)
    converted = icc.convert(gray, gray_profile, SRGB)
    assert converted == pytest.approx(to_display(to_linear(gray, "adobe-rgb"), "srgb"), abs=2e-5)


@every_space
def test_profiles_for_gray_keep_the_tones(space: ColorSpaceName) -> None:
    gray = icc.for_channels(icc.profile_bytes(space), gray=True)
    imagecodecs.cms_profile_validate(gray)
    assert icc.color_model(gray) == "GRAY"
    assert icc.transfer_of(gray) == color_space(space).transfer
    again = icc.for_channels(gray, gray=False)
    assert icc.color_model(again) == "RGB"
    assert icc.transfer_of(again) == color_space(space).transfer


@pytest.mark.parametrize("broken", [b"", b"x" * 500, SRGB[:36] + b"nope" + SRGB[40:], SRGB[:16] + b"CMYK" + SRGB[20:]])
def test_a_profile_that_cannot_be_true_becomes_srgb(broken: bytes) -> None:
    assert icc.for_channels(broken, gray=False) == SRGB
    assert icc.transfer_of(icc.for_channels(broken, gray=True)) == SRGB_TRANSFER
    assert icc.convert(RGB, broken, SRGB) is RGB
