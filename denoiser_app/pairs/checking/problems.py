"""What is wrong with a session as a whole, whatever its frames show."""

from __future__ import annotations

from collections.abc import Callable

from denoiser_app.pairs.planning.plan import LEAST_SCENES
from denoiser_app.pairs.session import Frame, Session
from denoiser_app.pairs.verdict import Finding, Grade


def problems(session: Session) -> tuple[Finding, ...]:
    """Findings of the check 'session': graded 'reject' where nothing can be made of it, else 'note'."""
    checks: tuple[Callable[[Session], list[Finding]], ...] = (_cameras, _kinds, _pairs, _proof, _isos, _lonely)
    return tuple(finding for check in checks for finding in check(session))


def _finding(code: str, grade: Grade = "note", **parameters: object) -> Finding:
    return Finding("session", code, grade, parameters)


def _used(session: Session) -> list[Frame]:
    return [frame for frame in session.frames if frame.role != "other" and frame.scene and not frame.dropped]


def _cameras(session: Session) -> list[Finding]:
    names = sorted({frame.camera for frame in _used(session) if frame.camera})
    return [_finding("mixed-cameras", "reject", names=", ".join(names))] if len(names) > 1 else []


def _kinds(session: Session) -> list[Finding]:
    mixed = len({frame.kind for frame in _used(session)}) > 1
    return [_finding("mixed-kinds", "reject")] if mixed else []


def _pairs(session: Session) -> list[Finding]:
    pairs = session.pairs()
    scenes = {pair.scene.id for pair in pairs}
    if not pairs:
        return [_finding("no-pairs", "reject")]
    if len(pairs) == 1:
        return [_finding("single-pair", wanted=LEAST_SCENES)]
    if len(scenes) == 1:
        return [_finding("single-scene", wanted=LEAST_SCENES)]
    return [_finding("few-scenes", scenes=len(scenes), wanted=LEAST_SCENES)] if len(scenes) < LEAST_SCENES else []


def _proof(session: Session) -> list[Finding]:
    scenes = {pair.scene.id: pair.scene.held_out for pair in session.pairs()}
    if len(scenes) > 1 and not any(scenes.values()):
        return [_finding("no-held-out")]
    return [_finding("only-held-out")] if scenes and all(scenes.values()) else []


def _isos(session: Session) -> list[Finding]:
    isos = sorted({pair.high.iso for pair in session.pairs() if pair.high.iso})
    return [_finding("mixed-isos", isos=", ".join(f"{iso:.0f}" for iso in isos))] if len(isos) > 1 else []


def _lonely(session: Session) -> list[Finding]:
    found = []
    for scene in session.scenes:
        low, high = (session.frames_of(scene.id, role) for role in ("low", "high"))
        if low and not high:
            found.append(_finding("low-alone", title=scene.title or scene.id))
        if high and not low:
            found.append(_finding("high-alone", title=scene.title or scene.id))
    return found
