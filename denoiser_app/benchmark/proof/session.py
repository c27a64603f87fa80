"""What a proof is about: the model, the session's held-out pairs that were not rejected, and the camera's profile."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from denoiser_app.core.camera_profile import CameraProfile
from denoiser_app.core.errors import ModelUnknown, SessionUnfit
from denoiser_app.core.progress import CancelToken
from denoiser_app.networks import library
from denoiser_app.networks.descriptor import ModelDescriptor
from denoiser_app.pairs import session as sessions
from denoiser_app.pairs.calibration.calibrate import required_profile
from denoiser_app.pairs.checking.check import load_verdicts
from denoiser_app.pairs.prepared import PreparedPair, prepare
from denoiser_app.pairs.session import TRAINING, Pair, Session
from denoiser_app.pairs.verdict import Verdict

MODEL = "model"
"""The folder of a training that holds its model."""


@dataclass(frozen=True)
class Material:
    """Everything that a proof needs."""

    folder: Path
    session: Session
    model: ModelDescriptor
    profile: CameraProfile | None
    pairs: tuple[tuple[Pair, Verdict], ...]

    def prepared(self, token: CancelToken | None) -> Iterator[PreparedPair]:
        """The pairs, one after another: they are large."""
        for pair, verdict in self.pairs:
            if token is not None:
                token.check()
            yield prepare(self.folder, self.session, pair, verdict, token)


def material_of(folder: Path, name: str) -> Material:
    """SessionUnfit with what is missing, ModelUnknown, ModelDamaged, SessionMissing, SessionDamaged."""
    session = sessions.load(folder)
    trained = trained_model(folder, name)
    model = trained or library.find(name)
    _require_fitting(folder, session, model)
    # Scenes can be held out after a training; one that it has seen proves nothing.
    seen = set((model.personal or {}).get("scenes", ())) if trained is not None else set()
    return Material(folder, session, model, required_profile(folder), _pairs(folder, session, seen))


def trained_model(folder: Path, name: str) -> ModelDescriptor | None:
    """The model of that name that was trained in the session. ModelDamaged."""
    place = folder / TRAINING / name / MODEL
    try:
        return library.find(name, place) if Path(name).name == name and place.is_dir() else None
    except ModelUnknown:
        return None


def _require_fitting(folder: Path, session: Session, model: ModelDescriptor) -> None:
    if session.kind != model.domain:
        kinds = {"raw": "camera raws", "rgb": "finished pictures (JPEG)"}
        reason = f"'{model.name}' is for {kinds[model.domain]}, and the pairs of this session are not"
        raise SessionUnfit(path=str(folder), reason=f"{reason}. Choose another model or session.")
    camera = str((model.personal or {}).get("camera", ""))
    if camera and session.camera and camera.casefold() != session.camera.casefold():
        raise SessionUnfit(
            path=str(folder), reason=f"'{model.name}' is for the {camera}, and this session is of the {session.camera}."
        )


def _pairs(folder: Path, session: Session, seen: set[str]) -> tuple[tuple[Pair, Verdict], ...]:
    held_out = session.pairs(held_out=True)
    if not held_out:
        raise SessionUnfit(
            path=str(folder),
            reason="no scene is held out from training, so nothing can be proven. Hold one out, and train again.",
        )
    unseen = [pair for pair in held_out if pair.scene.id not in seen]
    if not unseen:
        raise SessionUnfit(
            path=str(folder),
            reason="the model was trained on the scenes that are held out now. Train again, or hold out another scene.",
        )
    verdicts = load_verdicts(folder)
    found = [(pair, verdict) for pair in unseen if (verdict := verdicts.find(pair.id)) is not None]
    if not found:
        raise SessionUnfit(path=str(folder), reason="the held-out pairs were not checked yet. Check the pairs first.")
    usable = tuple((pair, verdict) for pair, verdict in found if verdict.mark != "rejected")
    if not usable:
        raise SessionUnfit(
            path=str(folder), reason="every held-out pair was rejected by the check. Shoot the held-out scene again."
        )
    return usable
