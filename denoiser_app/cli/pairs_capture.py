"""``denoiser-app pairs capture``: frames from a camera on a cable or from a watched folder, checked scene by scene."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from denoiser_app.cli.arguments import WrongArguments
from denoiser_app.cli.interrupt import Stopped, cancel_on_signal, ended
from denoiser_app.cli.output import Output
from denoiser_app.cli.pairs_ask import answer, somebody_is_there
from denoiser_app.cli.pairs_frames import overview, tell_left_out, tell_refused
from denoiser_app.cli.pairs_words import frame_text, next_text, verdict_text
from denoiser_app.core.errors import DenoiserError
from denoiser_app.core.progress import CancelToken
from denoiser_app.pairs import session as sessions
from denoiser_app.pairs.capture.course import next_shot
from denoiser_app.pairs.capture.events import (
    Advice,
    CaptureEvent,
    FrameAdded,
    GoesOn,
    NextShot,
    Refused,
    Waiting,
)
from denoiser_app.pairs.capture.reshoot import drop_rejected, is_whole
from denoiser_app.pairs.session import Session

if TYPE_CHECKING:
    from denoiser_app.pairs.verdict import Verdict


@dataclass(frozen=True)
class Backend:
    """folder: what is watched; None for a camera on a cable."""

    folder: Path | None = None


def backend(text: str) -> Backend:
    """'gphoto2', or 'folder:/incoming'."""
    kind, _, where = text.partition(":")
    if text == "gphoto2":
        return Backend()
    if kind == "folder" and where:
        return Backend(Path(where))
    raise argparse.ArgumentTypeError(f"'{text}' is neither gphoto2 nor folder:PATH, such as folder:/incoming")


def run(args: argparse.Namespace, output: Output) -> int:
    """Goes on until all is shot (gphoto2, --until-whole) or until a signal (130 or 143). 1 if a file was refused."""
    session = sessions.load(args.session)
    if args.backend.folder is not None and args.backend.folder.is_file():
        raise WrongArguments(f"{args.backend.folder} is no folder; 'denoiser-app pairs add' takes photos")
    token = CancelToken()
    course = Course(args.session, output, token, not args.no_check, args.until_whole)
    try:
        with cancel_on_signal(token), ended(begun(args, course, output)) as events:
            course.follow(events, session)
    except Stopped:
        output.summary(f"Stopped. {overview(sessions.load(args.session))} The same command goes on.")
        raise
    session = sessions.load(args.session)
    output.summary(f"{'All scenes are shot.' if next_shot(session) is None else 'Stopped.'} {overview(session)}")
    tell_left_out(args.session, session, output)
    return 1 if course.refused else 0


def begun(args: argparse.Namespace, course: Course, output: Output) -> Iterator[CaptureEvent]:
    """The events of the capture that was asked for."""
    if args.backend.folder is not None:
        from denoiser_app.pairs.capture.folder import watch

        output.note(f"Watching {args.backend.folder}; Ctrl-C stops it.")
        return watch(args.session, args.backend.folder, course.token, still=args.still)
    from denoiser_app.pairs.capture.gphoto import GphotoCamera
    from denoiser_app.pairs.capture.tether import capture

    return capture(args.session, GphotoCamera(), course.token, course.ready)


@dataclass
class Course:
    """What is told and asked while frames come in."""

    folder: Path
    output: Output
    token: CancelToken
    checks: bool = True
    until_whole: bool = False
    refused: int = 0
    _checked: set[tuple[str, ...]] = field(default_factory=set)

    def follow(self, events: Iterator[CaptureEvent], session: Session) -> None:
        """Until they end, or all is there."""
        if self.until_whole and next_shot(session) is None:
            return
        for event in events:
            self.tell(event)
            if isinstance(event, FrameAdded):
                self.check(event)
                if self.until_whole and next_shot(sessions.load(self.folder)) is None:
                    return

    def tell(self, event: CaptureEvent) -> None:
        """One event."""
        match event:
            case FrameAdded():
                self.output.result(event.frame, frame_text(event.frame), "frame")
            case NextShot():
                self.output.result(event, next_text(event), "next")
            case Waiting():
                self.output.error(event.error)
            case GoesOn():
                self.output.result({}, "It is there again.", "goes-on")
            case Refused():
                self.refused += tell_refused(event, self.output)
            case Advice():
                values = {"code": event.code, "sentence": event.sentence, "parameters": event.parameters}
                self.output.result(values, event.sentence, "advice")

    def ready(self, shot: NextShot) -> bool:
        """Lets the photographer move the tripod, or set what cannot be set from here."""
        if not somebody_is_there():
            return True
        todo = "Set up the tripod for the next scene" if shot.first else "Set the camera by hand"
        return answer(f"{todo}, then press Enter ('q' ends).", self.token) != "q"

    def check(self, event: FrameAdded) -> None:
        """A scene that has become whole; rejected pairs are shot again if the photographer wants it."""
        scene, session = event.frame.scene, event.session
        frames = tuple(sorted(frame.file for frame in session.frames_of(scene)))
        if not (self.checks and is_whole(session, scene)) or frames in self._checked:
            return
        self._checked.add(frames)
        verdicts = self._verdicts(scene, session)
        rejected = [verdict.pair.rpartition("/")[2] for verdict in verdicts if verdict.mark == "rejected"]
        if not rejected:
            return
        if somebody_is_there() and answer("Shoot it again? [Y/n]", self.token) in ("", "y", "yes"):
            drop_rejected(self.folder, scene, verdicts)
            return
        self.output.note(f"To shoot it again: denoiser-app pairs drop {self.folder} {' '.join(rejected)}")

    def _verdicts(self, scene: str, session: Session) -> list[Verdict]:
        from denoiser_app.pairs.checking.check import quick

        verdicts = []
        for pair in session.pairs():
            if pair.scene.id == scene:
                try:
                    verdict = quick(self.folder, pair.id)
                except DenoiserError as error:  # the capture goes on: the check can be made later
                    self.output.error(error)
                    continue
                verdicts.append(verdict)
                self.output.result(verdict, verdict_text(verdict, self.folder), "verdict")
        return verdicts
