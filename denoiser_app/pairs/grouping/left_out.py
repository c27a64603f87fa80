"""Frames that are in the session and make no pair, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from denoiser_app.pairs.grouping.roles import usual
from denoiser_app.pairs.planning.words import LEFT_OUT
from denoiser_app.pairs.session import Frame, Session


@dataclass(frozen=True)
class LeftOut:
    """code: key of ``planning.words.LEFT_OUT``, whose placeholders ``parameters`` fill. files: of the frames."""

    code: str
    files: tuple[str, ...]
    parameters: Mapping[str, Any] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """In English, for a photographer: what is wrong and what to do."""
        return LEFT_OUT[self.code].format(**self.parameters)


def left_out(session: Session, folder: Path | None = None) -> tuple[LeftOut, ...]:
    """One for each reason. folder: of the session, to see whether its files are there. Dropped frames are not told of,
    and neither are those that were said by hand to belong to no pair."""
    kind, camera = usual(session.frames)
    kept = [frame for frame in session.frames if not frame.dropped]
    free = [frame for frame in kept if frame.role == "other" and not frame.role_by_hand]
    strangers = [frame for frame in free if frame.camera not in ("", camera)]
    others = [frame for frame in free if frame not in strangers and frame.kind != kind]
    rest = [frame for frame in free if frame not in strangers and frame not in others]
    found = [
        *_told("other-camera", strangers, lambda frame: {"camera": frame.camera}),
        *_told(f"other-kind-{'rgb' if kind == 'raw' else 'raw'}", others),
        *_told("iso-unknown", [frame for frame in rest if not frame.iso]),
        *_told("iso-between", [frame for frame in rest if frame.iso]),
    ]
    if folder is not None:
        found += _told("file-missing", [frame for frame in kept if not (folder / frame.file).is_file()])
    return tuple(found)


def _told(
    code: str, frames: list[Frame], more: Callable[[Frame], Mapping[str, Any]] = lambda frame: {}
) -> Iterator[LeftOut]:
    if frames:
        first = frames[0]
        files = tuple(frame.file for frame in frames)
        yield LeftOut(code, files, {"count": len(frames), "file": first.file, **more(first)})
