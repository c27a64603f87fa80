"""Profiles are kept by camera, whole or not at all, and a damaged file is in nobody's way."""

import logging
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from denoiser_app.core.camera_profile import CameraProfile, HotPixels, IsoNoise
from denoiser_app.core.photo import Metadata
from denoiser_app.formats import camera_profiles

NOISE = IsoNoise(12800.0, (1e-3,) * 3, (1e-6,) * 3, 4, 0.01, 0.1, 0.05)
PROFILE = CameraProfile("FUJIFILM X-T3", (NOISE,), hot=HotPixels((40, 60), ((1, 2), (3, 4)), 12800.0, 0.125))


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DENOISER_DATA", str(tmp_path))
    return tmp_path / "cameras"


def test_what_was_saved_is_found_for_photos_of_that_camera() -> None:
    assert camera_profiles.load_all() == ()
    camera_profiles.save(PROFILE)
    assert camera_profiles.find(Metadata(make="FUJIFILM", model="X-T3")) == PROFILE
    assert camera_profiles.find(Metadata(make="Fujifilm", model="x-t3")) == PROFILE
    assert camera_profiles.find(Metadata(make="FUJIFILM", model="X-T30")) is None
    assert camera_profiles.load_all() == (PROFILE,)


def test_a_photo_that_does_not_say_its_camera_gets_nobodys_profile() -> None:
    camera_profiles.save(replace(PROFILE, camera="unknown camera"))
    assert camera_profiles.find(Metadata()) is None


def test_the_newer_replaces_the_older() -> None:
    camera_profiles.save(PROFILE)
    newer = replace(PROFILE, measured="2026-05-02")
    camera_profiles.save(newer)
    assert camera_profiles.load_all() == (newer,)


@given(st.text(min_size=1, max_size=300), st.text(min_size=1, max_size=300))
def test_whatever_a_camera_is_named_its_file_is_a_plain_name_of_its_own(one: str, other: str) -> None:
    path = camera_profiles.path_of(one)
    assert path.parent == camera_profiles.folder()
    assert path.name == path.name.strip(". ")
    assert set(path.name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.")
    assert len(path.name) < 80
    same = one.strip().casefold() == other.strip().casefold()
    assert (camera_profiles.path_of(other) == path) == same


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"version": 99}', "\0" * 100, "[" * 100_000])
def test_a_damaged_one_is_named_in_the_log_and_left_out(damage: str, caplog: pytest.LogCaptureFixture) -> None:
    path = camera_profiles.save(PROFILE)
    other = replace(PROFILE, camera="NIKON D800")
    camera_profiles.save(other)
    path.write_text(damage)
    with caplog.at_level(logging.WARNING):
        assert camera_profiles.load_all() == (other,)
        assert camera_profiles.find(Metadata(make="FUJIFILM", model="X-T3")) is None
    assert path.name in caplog.text
    assert camera_profiles.remove("FUJIFILM X-T3")


def test_a_file_that_was_renamed_to_another_camera_does_not_speak_for_it() -> None:
    camera_profiles.save(PROFILE).rename(camera_profiles.path_of("NIKON D800"))
    assert camera_profiles.of_camera("NIKON D800") is None


def test_it_can_be_forgotten() -> None:
    camera_profiles.save(PROFILE)
    assert camera_profiles.remove(PROFILE.camera)
    assert not camera_profiles.remove(PROFILE.camera)
    assert camera_profiles.load_all() == ()


def test_nothing_is_left_behind(own_folder: Path) -> None:
    path = camera_profiles.save(PROFILE)
    assert list(own_folder.iterdir()) == [path]
