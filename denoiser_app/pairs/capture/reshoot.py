"""A scene whose check failed is shot again at once, while the tripod still stands."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from denoiser_app.pairs import session as sessions
from denoiser_app.pairs.capture.course import lacking
from denoiser_app.pairs.grouping.arranging import drop
from denoiser_app.pairs.session import Session
from denoiser_app.pairs.verdict import Verdict


def is_whole(session: Session, scene: str) -> bool:
    """Whether all frames of the plan are there."""
    return bool(scene) and not lacking(session, scene).count


def drop_rejected(folder: Path, scene: str, verdicts: Sequence[Verdict]) -> Session:
    """Drops what has to be shot again: the rejected high-ISO frames, or all frames of the scene where no pair is left,
    as then the low-ISO frames may be the reason. What ``session.update`` raises."""
    session = sessions.load(folder)
    rejected = {verdict.pair for verdict in verdicts if verdict.mark == "rejected"}
    pairs = [pair for pair in session.pairs() if pair.scene.id == scene]
    again = [pair.high.file for pair in pairs if pair.id in rejected]
    if not again:
        return session
    if len(again) == len(pairs):
        again = [frame.file for frame in session.frames_of(scene)]
    return drop(folder, again)
