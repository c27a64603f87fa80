"""Where models, resources and the user's data live: in a checkout, an installed wheel or a frozen bundle."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from denoiser_app import APP_NAME

_PACKAGE = Path(__file__).resolve().parent


def data_root() -> Path:
    """The folder that holds ``models/`` and ``resources/``.

    A frozen bundle unpacks them at its root, a wheel carries them in ``denoiser_app/_data`` (see pyproject.toml), and a
    checkout has them beside the package.
    """
    bundle = getattr(sys, "_MEIPASS", None)
    if bundle is not None:
        return Path(bundle)
    installed = _PACKAGE / "_data"
    return installed if installed.is_dir() else _PACKAGE.parent


def models() -> Path:
    """Shipped networks: weights, manifest and model cards. Read only."""
    return data_root() / "models"


def resources() -> Path:
    """Sample photos, noise profiles, icons, translations. Read only."""
    return data_root() / "resources"


def user_data() -> Path:
    """The user's own models and journals. Made by whoever writes there first; DENOISER_DATA names another folder."""
    override = os.environ.get("DENOISER_DATA")
    return Path(override) if override else _platform_data() / APP_NAME.lower()


def user_models() -> Path:
    """Networks that the user trained or imported."""
    return user_data() / "models"


def cache() -> Path:
    """What can be made again: thumbnails, denoised results. DENOISER_CACHE names another folder.

    Without it, DENOISER_DATA moves the cache as well, so that a portable installation (and a test) keeps to one folder.
    """
    override = os.environ.get("DENOISER_CACHE")
    if override:
        return Path(override)
    return user_data() / "cache" if os.environ.get("DENOISER_DATA") else _platform_cache()


def logs() -> Path:
    """The local log and crash reports; DENOISER_DATA moves them as well. Nothing in it is ever sent anywhere."""
    return user_data() / "logs" if os.environ.get("DENOISER_DATA") else _platform_logs()


def _platform_data() -> Path:
    if sys.platform == "win32":
        return _absolute("LOCALAPPDATA", Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    return _absolute("XDG_DATA_HOME", Path.home() / ".local" / "share")


def _platform_cache() -> Path:
    """On Windows inside the data folder: LOCALAPPDATA is the place for both."""
    if sys.platform == "win32":
        return _platform_data() / APP_NAME.lower() / "cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / APP_NAME.lower()
    return _absolute("XDG_CACHE_HOME", Path.home() / ".cache") / APP_NAME.lower()


def _platform_logs() -> Path:
    if sys.platform == "win32":
        return _platform_data() / APP_NAME.lower() / "logs"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Logs" / APP_NAME.lower()
    return _absolute("XDG_STATE_HOME", Path.home() / ".local" / "state") / APP_NAME.lower() / "logs"


def _absolute(variable: str, fallback: Path) -> Path:
    """The folder an environment variable names; a relative one is ignored, as the XDG specification asks."""
    folder = Path(os.environ.get(variable, ""))
    return folder if folder.is_absolute() else fallback
