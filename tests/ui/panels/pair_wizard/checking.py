"""A check that takes no time and finds what it is told to; it writes what the real one writes."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from denoiser_app.core.progress import CancelToken, Progress
from denoiser_app.pairs import session as sessions
from denoiser_app.pairs.checking.fingerprint import fingerprint
from denoiser_app.pairs.verdict import Finding, Mark, Verdict, Verdicts
from denoiser_app.ui.jobs.pair_session import VERDICTS, read_verdicts

GOOD = Finding("alignment", "aligned", "good", {"pixels": 0.08})
MOVED = Finding("movement", "moved", "mask", {"percent": 2.5})
SHIFTED = Finding("alignment", "shifted", "reject", {"pixels": 4.2})
FINDINGS: dict[Mark, tuple[Finding, ...]] = {"good": (GOOD,), "masked": (GOOD, MOVED), "rejected": (SHIFTED,)}


@dataclass(frozen=True)
class PairChecked:
    """As of the real check."""

    verdict: Verdict


@dataclass
class Checking:
    """marks: of pairs that are not good. endless: it never comes to an end by itself. asked: which pairs, each time."""

    marks: dict[str, Mark] = field(default_factory=dict)
    endless: bool = False
    asked: list[list[str] | None] = field(default_factory=list)

    def __call__(
        self, folder: Path, token: CancelToken, only: Sequence[str] | None = None, *, again: bool = False
    ) -> Iterator[object]:
        self.asked.append(None if only is None else list(only))
        pairs = [pair for pair in sessions.load(folder).pairs() if only is None or pair.id in only]
        for done, one in enumerate(pairs):
            yield Progress("check", done, len(pairs))
            while self.endless:
                token.check()
                yield Progress("check", done, len(pairs))
                time.sleep(0.005)
            mark = self.marks.get(one.id, "good")
            verdict = Verdict(one.id, one.scene.id, mark, FINDINGS[mark], 0.9)
            write(folder, verdict)
            yield PairChecked(verdict)
        yield Progress("check", len(pairs), len(pairs))


def write(folder: Path, *verdicts: Verdict) -> None:
    """Beside those that are there."""
    session = sessions.load(folder)
    prints = {pair.id: fingerprint(folder, pair) for pair in session.pairs()}
    ids = {verdict.pair for verdict in verdicts}
    kept = tuple(one for one in read_verdicts(folder, session).of if one.pair not in ids)
    new = tuple(replace(one, fingerprint=prints[one.pair]) for one in verdicts)
    path = folder / VERDICTS
    path.parent.mkdir(exist_ok=True)
    path.write_text(Verdicts((*kept, *new)).to_json(), encoding="utf-8")
