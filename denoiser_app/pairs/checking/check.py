"""The check of a session: every pair gets a verdict, with reasons, numbers and pictures, in check/verdicts.json.

Frames are read one at a time. What the low-ISO frames of a scene say is found once for all of its pairs; verdicts are
written after every pair, and those whose frames have not changed are taken over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from denoiser_app.core.errors import InputError, SessionMissing, SessionUnfit
from denoiser_app.core.progress import CancelToken, Progress
from denoiser_app.formats.publish import publishing
from denoiser_app.formats.read import read
from denoiser_app.pairs.checking import settings
from denoiser_app.pairs.checking.examining import examined, mark_of
from denoiser_app.pairs.checking.fingerprint import fingerprint
from denoiser_app.pairs.checking.lows import LowFrames
from denoiser_app.pairs.checking.problems import problems
from denoiser_app.pairs.checking.views import View, view
from denoiser_app.pairs.session import CHECK, Frame, Pair, Session, exists, load
from denoiser_app.pairs.verdict import Finding, Verdict, Verdicts

__all__ = ["Checked", "PairChecked", "check", "load_verdicts", "problems", "quick"]

VERDICTS = "verdicts.json"


@dataclass(frozen=True)
class PairChecked:
    """A pair has its verdict. reused: it was known already."""

    verdict: Verdict
    reused: bool = False


@dataclass(frozen=True)
class Checked:
    """All pairs that were asked for have verdicts. verdicts: of the whole session."""

    verdicts: Verdicts


def check(
    folder: Path, token: CancelToken | None = None, only: Sequence[str] | None = None
) -> Iterator[Progress | PairChecked | Checked]:
    """Checks the session's pairs, or ``only`` those of these ids, and keeps the verdicts and pictures in its folder.

    Frames that cannot be read make a rejected verdict. Raises SessionMissing, SessionDamaged, OutputError, Cancelled;
    SessionUnfit for an id that is no pair.
    """
    session = load(folder)
    wanted = _wanted(folder, session, only)
    prints = {pair.id: fingerprint(folder, pair) for pair in session.pairs()}
    known = {v.pair: v for v in load_verdicts(folder).of if prints.get(v.pair) == v.fingerprint}
    yield from (PairChecked(known[pair.id], reused=True) for pair in wanted if pair.id in known)
    left = [pair for pair in wanted if pair.id not in known]
    steps = _Steps(sum(1 + len(low) for low in {pair.scene.id: pair.low for pair in left}.values()), token)
    for scene in dict.fromkeys(pair.scene.id for pair in left):
        for event in _scene(folder, [pair for pair in left if pair.scene.id == scene], steps):
            if isinstance(event, Verdict):
                known[event.pair] = replace(event, fingerprint=prints[event.pair])
                _save(folder, session, known)
                yield PairChecked(known[event.pair])
            else:
                yield event
    yield Checked(_save(folder, session, known))


def quick(folder: Path, pair_id: str, token: CancelToken | None = None) -> Verdict:
    """The verdict of one pair, while the tripod still stands. Raises like ``check``."""
    found = [e.verdict for e in check(folder, token, only=[pair_id]) if isinstance(e, PairChecked)]
    return found[0]


def load_verdicts(folder: Path) -> Verdicts:
    """What the last check said; nothing if there was none, or if it cannot be used: it can be made again."""
    try:
        return Verdicts.from_json((folder / CHECK / VERDICTS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Verdicts()


def _wanted(folder: Path, session: Session, only: Sequence[str] | None) -> list[Pair]:
    pairs = session.pairs()
    if only is None:
        return list(pairs)
    strange = set(only) - {pair.id for pair in pairs}
    if strange:
        raise SessionUnfit(path=str(folder), reason=f"'{min(strange)}' is no pair of this session.")
    return [pair for pair in pairs if pair.id in only]


def _save(folder: Path, session: Session, known: dict[str, Verdict]) -> Verdicts:
    if not exists(folder):
        raise SessionMissing(path=str(folder))
    verdicts = Verdicts(tuple(known[pair.id] for pair in session.pairs() if pair.id in known), problems(session))
    data = verdicts.to_json().encode()
    with publishing(folder / CHECK / VERDICTS, overwrite=True, needed=len(data), within=folder) as part:
        part.file.write(data)
    return verdicts


@dataclass
class _Steps:
    """Frames that were read, of those that have to be."""

    total: int
    token: CancelToken | None
    done: int = 0

    def next(self, what: str) -> Progress:
        self.done += 1
        self.total = max(self.total, self.done)
        return Progress("check", self.done - 1, self.total, what)


def _scene(folder: Path, pairs: Sequence[Pair], steps: _Steps) -> Iterator[Progress | Verdict]:
    """Verdicts of pairs of one scene. Pairs that by their settings are none are not read."""
    readable = []
    for pair in pairs:
        found = settings.findings(pair)
        if any(finding.grade == "reject" for finding in found):
            yield Verdict(pair.id, pair.scene.id, mark_of(found), found, usable=0.0)
        else:
            readable.append((pair, found))
    if not readable:
        return
    lows, lost = LowFrames(), []
    for frame in readable[0][0].low:
        yield steps.next(frame.file)
        finding = _add(folder, lows, frame, steps.token)
        if finding is not None:
            lost.append(finding)
    for pair, found in readable:
        yield steps.next(pair.high.file)
        yield _verdict(folder, pair, lows, (*found, *lost), steps.token)


def _add(folder: Path, lows: LowFrames, frame: Frame, token: CancelToken | None) -> Finding | None:
    """Reads a low-ISO frame; the reason if it cannot be used."""
    try:
        seen = _seen(folder, frame, token)
    except InputError as error:
        return Finding("rest", "frames-lost", "note", {"name": frame.original or frame.file, "reason": str(error)})
    if lows.first is not None and not seen.like(lows.first):
        return _unlike(lows.first, seen)
    lows.add(frame, seen)
    return None


def _verdict(
    folder: Path, pair: Pair, lows: LowFrames, found: tuple[Finding, ...], token: CancelToken | None
) -> Verdict:
    try:
        seen = _seen(folder, pair.high, token)
    except InputError as error:
        return _refused(pair, (*found, Finding("rest", "unreadable", "reject", {"reason": str(error)})))
    if lows.first is None:
        lost = [f.parameters["reason"] for f in found if f.code == "frames-lost"]
        return _refused(pair, (Finding("rest", "unreadable", "reject", {"reason": lost[0] if lost else ""}),))
    if not seen.like(lows.first):
        return _refused(pair, (*found, _unlike(lows.first, seen)))
    return examined(folder, pair, lows, seen, found)


def _refused(pair: Pair, found: tuple[Finding, ...]) -> Verdict:
    return Verdict(pair.id, pair.scene.id, "rejected", found, usable=0.0)


def _unlike(first: View, second: View) -> Finding:
    if first.kind != second.kind:
        return Finding("settings", "kind-differs", "reject")
    names = [f"{seen.size[1]} x {seen.size[0]} {seen.pattern}".strip() for seen in (first, second)]
    return Finding("settings", "shape-differs", "reject", {"first": names[0], "second": names[1]})


def _seen(folder: Path, frame: Frame, token: CancelToken | None) -> View:
    return view(read(folder / frame.file, demosaic=False, token=token))
