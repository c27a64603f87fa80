"""What the user set once for the whole program: device, cache, display, language, theme, how to export."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal, get_args

from denoiser_app import paths
from denoiser_app.core.recipe import ColorSpaceName, ExportOptions, FileFormat
from denoiser_app.ui import stored

VERSION = 1

IfExists = Literal["rename", "skip", "overwrite"]
Language = Literal["system", "en", "zh_CN"]
Theme = Literal["system", "dark", "light"]

MOST_THREADS = 256
CACHE_GB = (0.0, 2000.0)
"""Least and most of the result cache; 0 keeps nothing on the disk."""


@dataclass(frozen=True)
class ExportDefaults:
    """How the export dialog opens. folder: '' is beside each photo. if_exists: what to do about a file in the way."""

    options: ExportOptions = field(default_factory=ExportOptions)
    folder: str = ""
    if_exists: IfExists = "rename"


@dataclass(frozen=True)
class Preferences:
    """The program's settings.

    device: 'auto' or a device's name. threads: None leaves one core to the window. cache_gb: size of the cache of
    denoised results, in 10^9 bytes; cache_folder: '' is the usual place. display: 'srgb', 'display-p3' or the path
    of an ICC profile.
    """

    device: str = "auto"
    threads: int | None = None
    cache_gb: float = 10.0
    cache_folder: str = ""
    display: str = "srgb"
    language: Language = "system"
    theme: Theme = "system"
    export: ExportDefaults = field(default_factory=ExportDefaults)


OPTION_RULES: dict[str, stored.Rule] = {
    "format": stored.one_of(*get_args(FileFormat)),
    "bit_depth": stored.one_of(None, 8, 16),
    "color_space": stored.one_of(None, *get_args(ColorSpaceName)),
    "quality": stored.whole(1, 100),
    "overwrite": stored.flag,
    "name": stored.text(),
}
EXPORT_RULES: dict[str, stored.Rule] = {
    "options": lambda data: stored.adopt(ExportOptions(), data, OPTION_RULES),
    "folder": stored.text(empty=True),
    "if_exists": stored.one_of(*get_args(IfExists)),
}
RULES: dict[str, stored.Rule] = {
    "device": stored.text(),
    "threads": stored.or_none(stored.whole(1, MOST_THREADS)),
    "cache_gb": stored.number(*CACHE_GB),
    "cache_folder": stored.text(empty=True),
    "display": stored.text(),
    "language": stored.one_of(*get_args(Language)),
    "theme": stored.one_of(*get_args(Theme)),
    "export": lambda data: stored.adopt(ExportDefaults(), data, EXPORT_RULES),
}


def default_path() -> Path:
    """Where the preferences are kept."""
    return paths.user_data() / "preferences.json"


def load(path: Path | None = None) -> Preferences:
    """The saved preferences, with the default for whatever is missing, unknown or out of range. Never raises."""
    return stored.adopt(Preferences(), stored.read(path or default_path()), RULES)


def save(preferences: Preferences, path: Path | None = None) -> None:
    """Keep ``preferences`` for the next start. SettingsNotSaved if the disk does not take them."""
    stored.write(path or default_path(), {"version": VERSION, **asdict(preferences)})
