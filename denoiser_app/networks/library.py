"""The models that are installed, and which of them a photo gets."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from denoiser_app import paths
from denoiser_app.core.errors import ModelDamaged, ModelUnknown
from denoiser_app.networks.architectures import Domain
from denoiser_app.networks.descriptor import LARGEST_MANIFEST, ModelDescriptor

AUTO = "auto"


def installed(folder: Path | None = None) -> list[ModelDescriptor]:
    """All models whose manifest can be read, best of each domain first. Damaged ones are left out here and named by
    ``find``."""
    found = []
    for path in sorted((folder or paths.models()).glob("*.json")):
        try:
            found.append(read_manifest(path))
        except ModelDamaged:
            continue
    return sorted(found, key=lambda d: (d.domain, -d.rank, d.name))


def for_comparison() -> list[ModelDescriptor]:
    """Networks of the papers, trained by us, that the benchmark compares with and no photo is offered."""
    return installed(paths.models() / "comparison")


def find(name: str, folder: Path | None = None) -> ModelDescriptor:
    """The model of that name. ModelUnknown, or ModelDamaged if its manifest cannot be used."""
    folder = folder or paths.models()
    path = folder / f"{name}.json"
    if Path(path.name) != Path(f"{name}.json") or not path.is_file():
        known = ", ".join(d.name for d in installed(folder)) or "none"
        raise ModelUnknown(name=name, known=known)
    return read_manifest(path)


def choose(name: str, domain: Domain, folder: Path | None = None) -> ModelDescriptor:
    """The named model, or for 'auto' the best one of the domain."""
    if name != AUTO:
        return find(name, folder)
    candidates: Sequence[ModelDescriptor] = [d for d in installed(folder) if d.domain == domain]
    if not candidates:
        raise ModelUnknown(name=f"{AUTO} ({domain})", known="none for this kind of photo")
    return candidates[0]


def read_manifest(path: Path) -> ModelDescriptor:
    """A manifest file. ModelDamaged with the reason if it cannot be used."""
    try:
        if path.stat().st_size > LARGEST_MANIFEST:
            raise ValueError("the manifest is too large")
        return ModelDescriptor.from_json(path.read_text(encoding="utf-8"), path.parent)
    except (OSError, ValueError, TypeError, AttributeError, KeyError) as error:
        raise ModelDamaged(
            path=path, reason=str(error).splitlines()[0] if str(error) else type(error).__name__
        ) from error
