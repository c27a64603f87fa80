"""The models that are installed - the program's own and the user's - and which of them a photo gets."""

from __future__ import annotations

from pathlib import Path

from denoiser_app import paths
from denoiser_app.core.errors import ModelDamaged, ModelUnknown
from denoiser_app.core.photo import Metadata
from denoiser_app.networks import folders
from denoiser_app.networks.architectures import Domain
from denoiser_app.networks.descriptor import LARGEST_MANIFEST, ModelDescriptor
from denoiser_app.networks.personal import suitable

AUTO = "auto"


def installed(folder: Path | None = None) -> list[ModelDescriptor]:
    """All models whose manifest can be read: the program's own, best of each domain first, then the user's. Damaged
    ones are left out here and named by ``find``. folder: only those that lie there."""
    if folder is not None:
        return _readable(folder, sorted(path.stem for path in folder.glob("*.json")))
    return [*shipped(), *personal()]


def shipped() -> list[ModelDescriptor]:
    """The program's own models, best of each domain first: what benchmarks compare."""
    return _readable(paths.models(), folders.shipped_names())


def personal() -> list[ModelDescriptor]:
    """What the user installed or imported."""
    return _readable(paths.user_models(), folders.personal_names())


def for_comparison() -> list[ModelDescriptor]:
    """Networks of the papers, trained by us, that the benchmark compares with and no photo is offered."""
    return installed(paths.models() / "comparison")


def find(name: str, folder: Path | None = None) -> ModelDescriptor:
    """The model of that name. ModelUnknown, or ModelDamaged if its manifest cannot be used."""
    place = folder or folders.folder_of(name)
    path = None if place is None else place / f"{name}.json"
    if path is None or Path(path.name) != Path(f"{name}.json") or not path.is_file():
        known = ", ".join(d.name for d in installed(folder)) or "none"
        raise ModelUnknown(name=name, known=known)
    return read_manifest(path)


def choose(name: str, domain: Domain, metadata: Metadata | None = None, folder: Path | None = None) -> ModelDescriptor:
    """The named model, or for 'auto' the one that fits the photo best.

    That is a personal model of the photo's camera and ISO (``personal.suitable``; never without ``metadata``), else the
    program's own best one of the domain. folder: only what lies there. ModelUnknown, ModelDamaged.
    """
    if name != AUTO:
        return find(name, folder)
    ours = shipped() if folder is None else installed(folder)
    theirs = personal() if folder is None else ours
    usable = [d for d in theirs if d.path.is_file()]
    ranked = [d for d in ours if d.domain == domain and d.personal is None]
    candidates = [*suitable(usable, domain, metadata), *ranked]
    if not candidates:
        raise ModelUnknown(name=f"{AUTO} ({domain})", known="none for this kind of photo")
    return candidates[0]


def _readable(folder: Path, names: list[str]) -> list[ModelDescriptor]:
    found = []
    for name in names:
        try:
            found.append(read_manifest(folder / f"{name}.json"))
        except ModelDamaged:
            continue
    return sorted(found, key=lambda d: (d.domain, -d.rank, d.name))


def read_manifest(path: Path) -> ModelDescriptor:
    """A manifest file. ModelDamaged with the reason if it cannot be used."""
    try:
        if path.stat().st_size > LARGEST_MANIFEST:
            raise ValueError("the manifest is too large")
        descriptor = ModelDescriptor.from_json(path.read_text(encoding="utf-8"), path.parent)
        if descriptor.name != path.stem:
            raise ValueError("it has another name than its file")
        return descriptor
    except (OSError, ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
        raise ModelDamaged(
            path=path, reason=str(error).splitlines()[0] if str(error) else type(error).__name__
        ) from error
