"""What a capture tells while it goes on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from denoiser_app.core.errors import DenoiserError
from denoiser_app.pairs.planning.plan import SceneKind
from denoiser_app.pairs.planning.shutter import Shutter
from denoiser_app.pairs.planning.words import ADVICE
from denoiser_app.pairs.session import Frame, Session


@dataclass(frozen=True)
class FrameAdded:
    """A frame that is in the session now, grouped; ``session`` is all of it after that."""

    frame: Frame
    session: Session


@dataclass(frozen=True)
class NextShot:
    """What has to be shot now. scene: its id, which may not exist yet. number: of ``of`` frames in this scene, from 1.

    first: it begins a scene, so the tripod has to be moved before it. last: a low-ISO frame after the high-ISO frames.
    """

    scene: str
    role: Literal["low", "high"]
    iso: float
    shutter: Shutter
    number: int
    of: int
    kind: SceneKind = "mixed"
    title: str = ""
    first: bool = False
    last: bool = False


@dataclass(frozen=True)
class Waiting:
    """The work waits until what is wrong has been mended; it ends by itself only when it is stopped."""

    error: DenoiserError


@dataclass(frozen=True)
class GoesOn:
    """What was waited for is there again."""


@dataclass(frozen=True)
class Refused:
    """A file that was not taken. It is left where it is."""

    path: Path
    error: DenoiserError


@dataclass(frozen=True)
class Advice:
    """Something to know of the camera. code: key of ``planning.words.ADVICE``; ``parameters`` fill its placeholders."""

    code: str
    parameters: Mapping[str, Any] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """In English, for a photographer."""
        return ADVICE[self.code].format(**self.parameters)


CaptureEvent = FrameAdded | NextShot | Waiting | GoesOn | Refused | Advice
