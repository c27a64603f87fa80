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


def _platform_data() -> Path:
    if sys.platform == "win32":
        return _absolute("LOCALAPPDATA", Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    return _absolute("XDG_DATA_HOME", Path.home() / ".local" / "share")


def _absolute(variable: str, fallback: Path) -> Path:
    """The folder an environment variable names; a relative one is ignored, as the XDG specification asks."""
    folder = Path(os.environ.get(variable, ""))
    return folder if folder.is_absolute() else fallback
