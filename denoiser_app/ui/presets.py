"""Named settings: the user's own and three shipped ones, some of them applied by camera and ISO on their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from denoiser_app import paths
from denoiser_app.core.photo import Metadata
from denoiser_app.core.recipe import Recipe
from denoiser_app.ui import stored

VERSION = 1
HIGHEST_ISO = 1e8

RECIPE_RULES: dict[str, stored.Rule] = {
    "model": stored.text(),
    "noise": stored.or_none(stored.number(0.0, 255.0)),
    "strength": stored.number(0.0, 100.0),
    "color_strength": stored.or_none(stored.number(0.0, 100.0)),
    "detail": stored.number(0.0, 100.0),
    "grain": stored.number(0.0, 100.0),
}
PRESET_RULES: dict[str, stored.Rule] = {
    "name": stored.text(),
    "recipe": lambda data: stored.adopt(Recipe(), data, RECIPE_RULES),
    "camera": stored.text(empty=True),
    "iso_from": stored.or_none(stored.number(0.0, HIGHEST_ISO)),
    "iso_to": stored.or_none(stored.number(0.0, HIGHEST_ISO)),
    "automatic": stored.flag,
}


@dataclass(frozen=True)
class Preset:
    """A recipe with a name.

    camera: as ``Metadata.camera`` says it, '' for any. iso_from, iso_to: inclusive, None for no limit. automatic:
    whether new photos that fit get it. shipped: part of the program, cannot be removed, and its name is translated
    for display.
    """

    name: str
    recipe: Recipe = field(default_factory=Recipe)
    camera: str = ""
    iso_from: float | None = None
    iso_to: float | None = None
    automatic: bool = False
    shipped: bool = False

    @property
    def label(self) -> str:
        """The name for display."""
        return QCoreApplication.translate("Presets", self.name) if self.shipped else self.name

    def fits(self, metadata: Metadata) -> bool:
        """Whether the camera and the ISO range are those of the photo. An unknown ISO fits no limit."""
        if self.camera and self.camera.casefold() != metadata.camera.casefold():
            return False
        if metadata.iso is None:
            return self.iso_from is None and self.iso_to is None
        return (self.iso_from is None or self.iso_from <= metadata.iso) and (
            self.iso_to is None or metadata.iso <= self.iso_to
        )


def shipped() -> tuple[Preset, ...]:
    """The presets that come with the program."""
    return (
        Preset(str(QT_TRANSLATE_NOOP("Presets", "Gentle")), Recipe(strength=70.0, detail=30.0), shipped=True),
        Preset(str(QT_TRANSLATE_NOOP("Presets", "Strong")), Recipe(strength=100.0), shipped=True),
        # All of the colour noise goes; some of the luminance noise stays and is evened out by grain.
        Preset(
            str(QT_TRANSLATE_NOOP("Presets", "Keep grain")),
            Recipe(strength=75.0, color_strength=100.0, detail=40.0, grain=15.0),
            shipped=True,
        ),
    )


class Presets:
    """The presets in order: shipped ones first, then the user's. A user's one hides a shipped one of the same name.

    Names are compared without regard to case. Every change is on the disk when the method returns
    (SettingsNotSaved if that fails), and starts from what is on the disk, so that two windows lose nothing.
    """

    def __init__(self, path: Path | None = None) -> None:
        """path: the file; by default presets.json among the user's data."""
        self._path = path or paths.user_data() / "presets.json"
        self._own: list[Preset] = []
        self.reload()

    def __iter__(self) -> Iterator[Preset]:
        hidden = {_key(preset.name) for preset in self._own}
        yield from (preset for preset in shipped() if _key(preset.name) not in hidden)
        yield from self._own

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def get(self, name: str) -> Preset | None:
        """The preset of this name."""
        return next((preset for preset in self if _key(preset.name) == _key(name)), None)

    def reload(self) -> None:
        """Read the file again; what cannot be understood is left out."""
        entries = stored.read(self._path).get("presets")
        read = [stored.adopt(Preset(""), entry, PRESET_RULES) for entry in entries] if isinstance(entries, list) else []
        self._own = list({_key(preset.name): preset for preset in read if preset.name}.values())

    def save(self, preset: Preset) -> None:
        """Add ``preset``, or replace the user's one of that name where it stands. ValueError for a blank name."""
        preset = replace(preset, name=preset.name.strip(), shipped=False)
        if not preset.name:
            raise ValueError("a preset needs a name")

        def change(own: list[Preset]) -> list[Preset]:
            if any(_key(p.name) == _key(preset.name) for p in own):
                return [preset if _key(p.name) == _key(preset.name) else p for p in own]
            return [*own, preset]

        self._change(change)

    def remove(self, name: str) -> None:
        """Remove the user's preset of this name; shipped ones stay. KeyError if there is none."""
        self._own_named(name)
        self._change(lambda own: [preset for preset in own if _key(preset.name) != _key(name)])

    def rename(self, name: str, new: str) -> None:
        """Give a user's preset another name. KeyError if there is none, ValueError if the new one is taken or blank."""
        preset = self._own_named(name)
        new = new.strip()
        taken = any(_key(p.name) == _key(new) for p in self._own if p is not preset)
        if not new or taken:
            raise ValueError(new)
        self._change(lambda own: [replace(p, name=new) if _key(p.name) == _key(name) else p for p in own])

    def match(self, metadata: Metadata) -> Preset | None:
        """The first automatic preset whose camera and ISO range fit the photo."""
        return next((preset for preset in self if preset.automatic and preset.fits(metadata)), None)

    def _own_named(self, name: str) -> Preset:
        for preset in self._own:
            if _key(preset.name) == _key(name):
                return preset
        raise KeyError(name)

    def _change(self, change: Callable[[list[Preset]], list[Preset]]) -> None:
        self.reload()
        own = change(self._own)
        entries = [{key: value for key, value in asdict(preset).items() if key != "shipped"} for preset in own]
        stored.write(self._path, {"version": VERSION, "presets": entries})
        self._own = own


def _key(name: str) -> str:
    return name.strip().casefold()
