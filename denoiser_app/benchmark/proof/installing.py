"""From a session into use: a trained model is installed if its proof says that it is better, or on an explicit word."""

from __future__ import annotations

import json
from pathlib import Path

from denoiser_app import paths
from denoiser_app.benchmark.proof import facts as proof_facts
from denoiser_app.benchmark.proof.facts import Proof
from denoiser_app.benchmark.proof.session import trained_model
from denoiser_app.core.errors import DataMissing, ModelNotProven, ModelNotTrained
from denoiser_app.engine import models
from denoiser_app.formats import camera_profiles
from denoiser_app.formats.publish import publishing
from denoiser_app.networks.descriptor import ModelDescriptor
from denoiser_app.pairs.calibration.calibrate import required_profile

_REMEMBERED = "proven.json"
_LARGEST = 1 << 20


def install(
    name: str, folder: Path | None = None, *, anyway: bool = False, replace_other: bool = False
) -> ModelDescriptor:
    """Installs the model of that name that was trained in the session ``folder``, or None: in the session in which it
    was proven last.

    anyway: also without a proof, or with one that does not show it to be better; the model is marked so. replace_other:
    also in the place of another model of this name. Raises ModelNotTrained, ModelNotProven, ModelNameUnusable,
    ModelExists, ModelDamaged, DataMissing, OutputError.
    """
    place = folder or remembered(name)
    if place is None:
        raise ModelNotProven(name=name, reason="it was not proven yet, and no session was named")
    trained = trained_model(place, name)
    if trained is None:
        raise ModelNotTrained(path=str(place), name=name)
    proof, doubt = _standing(place, name, trained)
    if doubt and not anyway:
        raise ModelNotProven(name=name, reason=doubt)
    known = None if proof is None else proof_facts.summary(proof)
    model = models.install(trained, proof=known, anyway=bool(doubt), replace_other=replace_other)
    _use_profile(place, model)
    return model


def remember(name: str, folder: Path) -> None:
    """That the model was proven in this session, for an ``install`` that names none. OutputError."""
    known = {**_known(), name: str(folder.absolute())}
    path, text = paths.user_data() / _REMEMBERED, json.dumps(known, indent=1, ensure_ascii=False).encode()
    with publishing(path, overwrite=True, needed=len(text)) as part:
        part.file.write(text)


def remembered(name: str) -> Path | None:
    """The session in which a model was proven last, None if that is not known or it is gone."""
    place = _known().get(name)
    return Path(place) if isinstance(place, str) and Path(place).is_dir() else None


def _use_profile(folder: Path, model: ModelDescriptor) -> None:
    """The session's profile becomes the camera's if that has none: the model was proven with it."""
    profile = required_profile(folder)
    camera = (model.personal or {}).get("camera", "")
    if profile is not None and profile.fits(camera) and camera_profiles.of_camera(camera) is None:
        camera_profiles.save(profile)


def _standing(folder: Path, name: str, trained: ModelDescriptor) -> tuple[Proof | None, str]:
    """The proof of this very model, and why it is not enough, '' if it is."""
    try:
        proof = proof_facts.load(folder, name)
    except DataMissing:
        return None, "its proof cannot be read"
    if proof is None:
        return None, "it was not proven yet"
    if proof.sha256 != trained.sha256:
        return None, "it was trained again since it was proven"
    return proof, "" if proof.better else _lower(proof.verdict).rstrip(".")


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def _known() -> dict[str, object]:
    path = paths.user_data() / _REMEMBERED
    try:
        if path.stat().st_size > _LARGEST:
            return {}
        known = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}
