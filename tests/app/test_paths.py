"""Where the program finds its models and keeps what belongs to the user."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from denoiser_app import paths

ROOT = Path(__file__).resolve().parents[2]


def test_a_checkout_uses_its_own_folders() -> None:
    assert paths.models() == ROOT / "models"
    assert (paths.resources() / "samples" / "README.md").is_file()


def test_a_wheel_carries_its_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "_data").mkdir()
    monkeypatch.setattr(paths, "_PACKAGE", tmp_path)
    assert paths.models() == tmp_path / "_data" / "models"


def test_a_frozen_bundle_unpacks_its_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert paths.resources() == tmp_path / "resources"


def test_the_data_folder_can_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DENOISER_DATA", str(tmp_path))
    assert paths.user_data() == tmp_path
    assert paths.user_models() == tmp_path / "models"


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="the XDG specification is for the other systems")
def test_xdg_is_followed_and_its_relative_paths_are_ignored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DENOISER_DATA")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert paths.user_data() == tmp_path / "denoiser"
    monkeypatch.setenv("XDG_DATA_HOME", "relative")
    assert paths.user_data() == Path.home() / ".local" / "share" / "denoiser"


def test_one_variable_moves_everything_and_the_cache_can_be_named_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DENOISER_CACHE", raising=False)
    monkeypatch.setenv("DENOISER_DATA", str(tmp_path))
    assert paths.cache() == tmp_path / "cache"
    assert paths.logs() == tmp_path / "logs"
    monkeypatch.setenv("DENOISER_CACHE", str(tmp_path / "fast disk"))
    assert paths.cache() == tmp_path / "fast disk"


@pytest.mark.parametrize("system", ["linux", "win32", "darwin"])
def test_the_cache_can_be_deleted_without_losing_anything_else(system: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "DENOISER_DATA",
        "DENOISER_CACHE",
        "XDG_CACHE_HOME",
        "XDG_STATE_HOME",
        "XDG_DATA_HOME",
        "LOCALAPPDATA",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", system)
    folders = (paths.cache(), paths.logs(), paths.user_models())
    assert all(folder.is_absolute() and "denoiser" in folder.parts for folder in folders)
    assert not any(paths.cache() in (folder, *folder.parents) for folder in folders[1:])


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="the XDG specification is for the other systems")
def test_xdg_is_followed_for_cache_and_logs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DENOISER_DATA", "DENOISER_CACHE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "c"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "s"))
    assert paths.cache() == tmp_path / "c" / "denoiser"
    assert paths.logs() == tmp_path / "s" / "denoiser" / "logs"
