"""Shooting from the computer: the plan is followed scene by scene, each frame set, released, fetched and kept."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from denoiser_app.core.errors import (
    CameraFailed,
    CameraLost,
    CameraMissing,
    CameraTaken,
    InputError,
    OutputError,
)
from denoiser_app.core.progress import CancelToken
from denoiser_app.formats.publish import publishing
from denoiser_app.formats.sniff import RAW_SUFFIXES
from denoiser_app.pairs import session as sessions
from denoiser_app.pairs.capture.course import next_shot
from denoiser_app.pairs.capture.events import CaptureEvent, FrameAdded, GoesOn, NextShot, Refused, Waiting
from denoiser_app.pairs.capture.port import CameraPort, Picture, differs
from denoiser_app.pairs.capture.settings import Setting, Settings, settings_for
from denoiser_app.pairs.grouping.adding import Place, take
from denoiser_app.pairs.grouping.likeness import Likeness
from denoiser_app.pairs.planning.shutter import Shutter

Ready = Callable[[NextShot], bool]
"""Asked before the first frame of a scene, and before a frame whose ISO or time is set by hand; may take as long as the
photographer needs. False ends the capture."""

POLL = 1.0
STEP = 0.1
TRIES = 3
"""How often in a row a camera may refuse one frame before the capture gives up."""
ARRIVING = ".arriving"
"""Folder in the session for files on their way from the camera."""


def at_once(shot: NextShot) -> bool:
    """Nobody has to move anything: for tests, and for cameras that do not stand on a tripod."""
    return True


def capture(
    folder: Path,
    camera: CameraPort,
    token: CancelToken | None = None,
    ready: Ready = at_once,
    poll: float = POLL,
) -> Iterator[CaptureEvent]:
    """Shoots what the plan of the session lacks, and ends when nothing is lacking or ``ready`` says no.

    Advice tells first what the camera offers and what not. NextShot comes before each frame and FrameAdded after it.
    Frames that are dropped meanwhile (``adding.drop``), also while ``ready`` is asked, are shot again before the tripod
    is moved. While the camera is not there, or does not do what it is asked to, Waiting is told, and GoesOn when it
    does; the frame is then shot again. So it is with a full disk, and the photo is kept meanwhile. Raises at the start
    CameraMissing, CameraTaken, TetherNotInstalled, CameraUnfit, CameraFailed after TRIES, and of the session
    SessionMissing, SessionDamaged, SessionBusy; Cancelled.
    """
    token = token or CancelToken()
    session = sessions.load(folder)
    try:
        run = _Run(folder, camera, token, ready, poll, settings_for(session.plan, camera.connect()))
        yield from run.settings.advice
        yield from run.shoot()
    finally:
        camera.close()


class _Run:
    def __init__(
        self, folder: Path, camera: CameraPort, token: CancelToken, ready: Ready, poll: float, settings: Settings
    ) -> None:
        self.folder, self.camera, self.token, self.ready, self.poll = folder, camera, token, ready, poll
        self.settings = settings
        self._set: Setting | None = None
        self._likeness = Likeness(folder, token)

    def shoot(self) -> Iterator[CaptureEvent]:
        """All that is lacking."""
        while (shot := self._next()) is not None:
            self.token.check()
            yield shot
            if self._has_to_wait(shot):
                if not self.ready(shot):
                    return
                self.token.check()
                if self._next() != shot:  # something was dropped meanwhile: the tripod has to stay
                    continue
            yield from self._one(shot)

    def _next(self) -> NextShot | None:
        """As it will be set, which is not always as it was planned."""
        shot = next_shot(sessions.load(self.folder))
        if shot is None:
            return None
        setting = self.settings.of(shot.role)
        shutter = shot.shutter
        if setting.shutter is not None and differs(shutter.seconds, setting.seconds):
            shutter = Shutter(setting.seconds, setting.shutter.text)
        return replace(shot, iso=setting.iso_value, shutter=shutter)

    def _has_to_wait(self, shot: NextShot) -> bool:
        setting = self.settings.of(shot.role)
        by_hand = setting.iso is None or setting.shutter is None
        return shot.first or (by_hand and setting != self._set)

    def _one(self, shot: NextShot) -> Iterator[CaptureEvent]:
        """One frame, however often the camera is lost on the way."""
        failed = 0
        while True:
            self.token.check()
            try:
                self._prepare(self.settings.of(shot.role))
                yield from self._kept(shot, self.camera.capture())
                return
            except CameraLost as error:
                yield from self._reconnected(error)
            except CameraFailed as error:
                failed += 1
                if failed >= TRIES:
                    raise
                yield Waiting(error)
                _rest(self.poll, self.token)
                yield GoesOn()

    def _prepare(self, setting: Setting) -> None:
        if setting == self._set:
            return
        self._set = None
        if setting.iso is not None:
            self.camera.set_iso(setting.iso)
        if setting.shutter is not None:
            self.camera.set_shutter(setting.shutter)
        self._set = setting

    def _reconnected(self, error: CameraLost) -> Iterator[CaptureEvent]:
        yield Waiting(error)
        self._set = None
        while True:
            _rest(self.poll, self.token)
            with suppress(CameraMissing, CameraLost, CameraTaken, CameraFailed):
                self.camera.connect()
                break
        yield GoesOn()

    def _kept(self, shot: NextShot, pictures: Sequence[Picture]) -> Iterator[CaptureEvent]:
        """The photo into the session. While its disk has no room, it is held in memory and that is waited for."""
        wanted, waits = best_of(pictures), False
        if wanted is None:
            raise CameraFailed(what="hand over the photo", reason="it made no file")
        while True:
            try:
                added = self._taken(shot, wanted)
                break
            except OutputError as error:
                sessions.load(self.folder)  # a folder that is gone is another matter
                if not waits:
                    yield Waiting(error)
                waits = True
                _rest(self.poll, self.token)
            except InputError as error:
                yield Refused(Path(wanted.name), error)
                raise CameraFailed(what="make a photo that can be read", reason=str(error)) from error
        if waits:
            yield GoesOn()
        yield added

    def _taken(self, shot: NextShot, picture: Picture) -> FrameAdded:
        setting = self.settings.of(shot.role)
        place = Place(shot.role, shot.scene, setting.iso_value, setting.seconds)
        with _on_the_disk(self.folder, picture) as path:
            return take(self.folder, path, place, self.token, self._likeness, name=picture.name, fresh=True)


def best_of(pictures: Sequence[Picture]) -> Picture | None:
    """The raw, where the camera makes a JPEG too."""
    raws = [one for one in pictures if Path(one.name).suffix.lower() in RAW_SUFFIXES]
    return next(iter([*raws, *pictures]), None)


@contextmanager
def _on_the_disk(folder: Path, picture: Picture) -> Iterator[Path]:
    """The picture as a file of the session that is gone afterwards. OutputError."""
    sessions.load(folder)
    path = folder / ARRIVING / f"{secrets.token_hex(4)}{Path(picture.name).suffix}"
    try:
        with publishing(path, needed=len(picture.data), within=folder) as part:
            part.file.write(picture.data)
        yield path
    finally:
        with suppress(OSError):
            path.unlink(missing_ok=True)
            path.parent.rmdir()


def _rest(seconds: float, token: CancelToken) -> None:
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        token.check()
        time.sleep(min(STEP, left))
