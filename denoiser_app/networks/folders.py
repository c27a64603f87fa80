"""The names of the models that are installed, by their manifests' file names: without torch, and without reading any.

A personal model never stands for a shipped one, so one whose name only differs in case from a shipped model's is left
out.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from denoiser_app import paths


def names() -> list[str]:
    """Of all models, those of the program first. Whether they can be used is another question."""
    return [*shipped_names(), *personal_names()]


def shipped_names() -> list[str]:
    """Of the program's own models."""
    return sorted(path.stem for path in paths.models().glob("*.json"))


def personal_names() -> list[str]:
    """Of the models that the user installed or imported."""
    taken = {name.casefold() for name in shipped_names()}
    found = (path.stem for path in paths.user_models().glob("*.json") if not path.name.startswith("."))
    return sorted(name for name in found if name.casefold() not in taken)


def personal_digests() -> dict[str, str]:
    """SHA-256 of the manifest of every model of the user's, by name; each manifest holds that of its weights. Two
    machines with the same ones choose the same model for a photo."""
    found = {name: paths.user_models() / f"{name}.json" for name in personal_names()}
    return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in found.items()}


def folder_of(name: str) -> Path | None:
    """The folder of that model's manifest, None if there is none."""
    if name in shipped_names():
        return paths.models()
    return paths.user_models() if name in personal_names() else None
