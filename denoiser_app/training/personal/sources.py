"""Which pairs of a session a training learns from and which it is shown on, and the camera's noise that was measured.

What is chosen here is written into the training's recipe, so that a training that is resumed uses the same pairs and
the same noise, whatever was shot, checked or calibrated since.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, Protocol

from denoiser_app.core.camera_profile import CameraProfile
from denoiser_app.core.errors import SessionUnfit
from denoiser_app.core.progress import CancelToken, Progress
from denoiser_app.pairs import session as sessions
from denoiser_app.pairs.calibration.calibrate import required_profile
from denoiser_app.pairs.prepared import PreparedPair
from denoiser_app.pairs.session import Pair, Session
from denoiser_app.pairs.verdict import Verdict

Kind = Literal["raw", "rgb"]


class Sources(Protocol):
    """What a training needs of a session."""

    @property
    def kind(self) -> Kind:
        """Of all pairs."""

    @property
    def camera(self) -> str:
        """As ``Metadata.camera`` says it; the photographer's word where the files do not."""

    @property
    def iso(self) -> tuple[float, float]:
        """The lowest and the highest of the noisy frames to learn from; what was planned where the files do not say."""

    @property
    def training(self) -> Sequence[Pair]:
        """Pairs to learn from."""

    @property
    def held_out(self) -> Sequence[Pair]:
        """Pairs of the scenes that are held out."""

    @property
    def profile(self) -> CameraProfile | None:
        """The camera's noise, None where it was not measured."""

    def fingerprints(self) -> Mapping[str, str]:
        """Of every pair, by id: changes with its frames."""

    def prepared(self, pair: Pair, token: CancelToken | None) -> PreparedPair:
        """One of the pairs."""

    def values(self) -> dict[str, Any]:
        """For the recipe: plain values that tell which pairs these are."""


@dataclass(frozen=True)
class SessionSources:
    """Of a session on the disk. verdicts: by pair id, of pairs that were not rejected."""

    folder: Path
    session: Session
    kind: Kind
    training: tuple[Pair, ...]
    held_out: tuple[Pair, ...]
    verdicts: Mapping[str, Verdict]
    profile: CameraProfile | None

    @property
    def camera(self) -> str:
        return self.session.camera

    @property
    def iso(self) -> tuple[float, float]:
        found = [pair.high.iso or self.session.plan.high_iso for pair in self.training]
        return min(found), max(found)

    def fingerprints(self) -> Mapping[str, str]:
        return {pair.id: self.verdicts[pair.id].fingerprint for pair in (*self.training, *self.held_out)}

    def prepared(self, pair: Pair, token: CancelToken | None) -> PreparedPair:
        from denoiser_app.pairs.prepared import prepare

        return prepare(self.folder, self.session, pair, self.verdicts[pair.id], token)

    def values(self) -> dict[str, Any]:
        return {
            "training": [pair.id for pair in self.training],
            "held_out": [pair.id for pair in self.held_out],
            "fingerprints": dict(self.fingerprints()),
        }


def open_session(folder: Path, token: CancelToken | None = None) -> Iterator[Progress | SessionSources]:
    """Checks what was not checked yet, then yields the sources. SessionMissing, SessionDamaged, SessionUnfit with what
    to do."""
    session = sessions.load(folder)
    if session.kind is None:
        _refuse_kind(folder, session)
    verdicts = yield from _checked(folder, session, token)
    usable = [pair for pair in session.pairs() if verdicts[pair.id].mark != "rejected"]
    training = tuple(pair for pair in usable if not pair.scene.held_out)
    held_out = tuple(pair for pair in usable if pair.scene.held_out)
    _require_enough(folder, session, training, held_out)
    assert session.kind is not None
    chosen = {pair.id: verdicts[pair.id] for pair in usable}
    yield SessionSources(folder, session, session.kind, training, held_out, chosen, required_profile(folder))


def as_begun(sources: SessionSources, values: Mapping[str, Any], profile: CameraProfile | None) -> SessionSources:
    """The sources that a recipe's ``values`` tell, of the session as it is now. SessionUnfit where one of its pairs is
    not what it was."""
    pairs = {pair.id: pair for pair in sources.session.pairs()}
    now = sources.fingerprints()
    for name, fingerprint in values["fingerprints"].items():
        if name not in pairs or now.get(name, "") != fingerprint:
            raise SessionUnfit(
                path=str(sources.folder),
                reason="a pair that this training began with is not what it was. Begin a new training under another "
                "name; this one keeps the weights that it has.",
            )
    training, held_out = (tuple(pairs[name] for name in values[key]) for key in ("training", "held_out"))
    return replace(sources, training=training, held_out=held_out, profile=profile)


def _checked(
    folder: Path, session: Session, token: CancelToken | None
) -> Generator[Progress, None, Mapping[str, Verdict]]:
    from denoiser_app.pairs.checking.check import Checked, check

    verdicts: Mapping[str, Verdict] = {}
    for step in check(folder, token):
        if isinstance(step, Progress):
            yield step
        elif isinstance(step, Checked):
            verdicts = {verdict.pair: verdict for verdict in step.verdicts.of}
    if any(pair.id not in verdicts for pair in session.pairs()):
        raise SessionUnfit(path=str(folder), reason="some pairs could not be checked. Check the pairs first.")
    return verdicts


def _refuse_kind(folder: Path, session: Session) -> None:
    if not session.pairs():
        raise _no_pair(folder)
    raise SessionUnfit(
        path=str(folder),
        reason="some frames are camera raws and others finished pictures (JPEG). Drop the frames of one kind: a model "
        "is trained for one of them.",
    )


def _no_pair(folder: Path) -> SessionUnfit:
    return SessionUnfit(
        path=str(folder),
        reason="there is no pair yet: a scene needs low-ISO frames and a high-ISO frame. Add frames, or capture a "
        "scene.",
    )


def _require_enough(folder: Path, session: Session, training: Sequence[Pair], held_out: Sequence[Pair]) -> None:
    path = str(folder)
    if not session.pairs():
        raise _no_pair(folder)
    if not training and not held_out:
        raise SessionUnfit(
            path=path, reason="every pair was rejected by the check. See its reasons, and shoot the scenes again."
        )
    if len({pair.scene.id for pair in (*training, *held_out)}) < 2:
        raise SessionUnfit(
            path=path,
            reason="only one scene can be used, so there would be nothing to show on whether the model is better. "
            "Shoot at least one more scene and hold it out; six make a good model.",
        )
    if not held_out:
        raise SessionUnfit(
            path=path,
            reason="no usable scene is held out from training. Hold one out, so that the model can be proven on it.",
        )
    if not training:
        raise SessionUnfit(
            path=path, reason="every usable scene is held out from training. Leave some of them to learn from."
        )
