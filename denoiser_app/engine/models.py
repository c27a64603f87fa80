"""Models of one's own on the disk: installed, removed, written to one file to share, and taken from such a file.

A model is three files in the user's folder: NAME.<hash>.safetensors, NAME.md and NAME.json. The manifest is written
last and removed first, and weights of another training have another name, so that a crash at any moment leaves the old
model or the new one, whole.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from denoiser_app import paths
from denoiser_app.core.errors import ModelDamaged, ModelExists, ModelNotPersonal, ModelUnknown
from denoiser_app.formats.publish import output_error, publishing
from denoiser_app.networks import folders, library
from denoiser_app.networks.card import card
from denoiser_app.networks.descriptor import ModelDescriptor
from denoiser_app.networks.personal import require_name
from denoiser_app.networks.sharing import pack, unpack
from denoiser_app.networks.weights import network_of, read_weights, reason_of

_HASH = 12
"""Digits of the weights' SHA-256 in their file's name."""


@dataclass(frozen=True)
class Exported:
    """A file to share. sha256: of the file, for whoever gets it to compare. size: bytes."""

    name: str
    path: Path
    sha256: str
    size: int


@dataclass(frozen=True)
class Imported:
    """A model that came in a file. sha256: of that file."""

    model: ModelDescriptor
    sha256: str


def install(
    trained: ModelDescriptor,
    *,
    proof: Mapping[str, Any] | None = None,
    anyway: bool = False,
    replace_other: bool = False,
) -> ModelDescriptor:
    """Takes a trained model from where it lies into the user's folder, with its proof. Whether it may be installed is
    for the caller to know (benchmark/proof/installing.py).

    anyway: it is marked as installed without being proven better. replace_other: a model of this name that is another
    training is replaced. ModelNameUnusable, ModelExists, ModelDamaged, OutputError.
    """
    if trained.personal is None:
        raise ModelDamaged(path=trained.manifest, reason="it does not say for which camera it is")
    weights = read_weights(trained)
    try:
        network_of(trained, weights)
    except Exception as error:
        raise ModelDamaged(path=trained.path, reason=reason_of(error)) from error
    said = {key: value for key, value in trained.personal.items() if key not in ("proof", "installed_anyway")}
    said |= {"proof": dict(proof)} if proof else {}
    said |= {"installed_anyway": True} if anyway else {}
    return _put(replace(trained, personal=said), weights, replace_other)


def import_model(path: Path, *, replace_other: bool = False) -> Imported:
    """Takes a model from a file that somebody shared, after every check. ModelFileRefused, ModelNameUnusable,
    ModelExists, OutputError."""
    shared = unpack(path)
    return Imported(_put(shared.descriptor, shared.weights, replace_other), shared.sha256)


def export(name: str, target: Path, *, overwrite: bool = False) -> Exported:
    """Writes one of the user's models to one file. ModelUnknown, ModelNotPersonal, ModelDamaged, OutputError."""
    import hashlib

    descriptor = library.find(_personal(name))
    if descriptor.personal is None:
        raise ModelNotPersonal(name=name)
    data = pack(descriptor)
    with publishing(
        target, originals=[descriptor.path, descriptor.manifest], overwrite=overwrite, needed=len(data)
    ) as part:
        part.file.write(data)
        part.sync()
        unpack(part.path)  # what cannot be imported is not given away
    return Exported(name, target, hashlib.sha256(data).hexdigest(), len(data))


def remove(name: str) -> None:
    """Takes one of the user's models away, also a damaged one. ModelUnknown, ModelNotPersonal, OutputError."""
    _take_away(_personal(name))


def _personal(name: str) -> str:
    """The name, if it is of a model of the user's."""
    if name in folders.personal_names():
        return name
    if name in folders.shipped_names():
        raise ModelNotPersonal(name=name)
    raise ModelUnknown(name=name, known=", ".join(folders.personal_names()) or "none of your own")


def _put(descriptor: ModelDescriptor, weights: bytes, replace_other: bool) -> ModelDescriptor:
    require_name(descriptor.name, folders.shipped_names())
    folder = paths.user_models()
    for name in folders.personal_names():
        # 'Night' and 'night' are one file on some disks and two on others, so neither can take the other's place.
        alike = name.casefold() == descriptor.name.casefold()
        if alike and not (name == descriptor.name and (replace_other or _same(name, descriptor))):
            raise ModelExists(name=name)
    file = f"{descriptor.name}.{descriptor.sha256[:_HASH]}.safetensors"
    placed = replace(descriptor, folder=folder, weights=file, rank=0)
    _write(placed.path, weights)
    _write(folder / f"{placed.name}.md", card(placed).encode())
    _write(placed.manifest, placed.to_json().encode())
    _sweep(placed.name, keep=file)
    return placed


def _same(name: str, descriptor: ModelDescriptor) -> bool:
    """Whether the installed model of that name is this very one."""
    try:
        return library.find(name).sha256 == descriptor.sha256
    except ModelDamaged:
        return False


def _write(target: Path, data: bytes) -> None:
    with publishing(target, overwrite=True, needed=len(data)) as part:
        part.file.write(data)


def _take_away(name: str) -> None:
    folder = paths.user_models()
    try:
        (folder / f"{name}.json").unlink(missing_ok=True)
        (folder / f"{name}.md").unlink(missing_ok=True)
    except OSError as error:
        raise output_error(folder / f"{name}.json", error) from error
    _sweep(name)


def _sweep(name: str, keep: str = "") -> None:
    """Weights that no manifest speaks of any more. Names have no '.', so they cannot be another model's."""
    ours = re.compile(re.escape(name) + r"(\.[0-9a-f]{12})?\.safetensors")
    for path in paths.user_models().glob("*.safetensors"):
        if ours.fullmatch(path.name) and path.name != keep:
            with suppress(OSError):  # Windows keeps a file that is open; the next time then
                path.unlink()
