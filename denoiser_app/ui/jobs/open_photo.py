"""The photo on the bench: what was read, what is shown, what is denoised of it so far.

A raw is shown and denoised from the sensor's data, which are there in a third of a second; LibRaw's demosaic of its
original, which the export mixes in, takes seconds (24 MP: 2) and is made meanwhile on another core.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Self

from denoiser_app.core.errors import Cancelled
from denoiser_app.core.photo import Photo, RawPhoto
from denoiser_app.core.progress import CancelToken
from denoiser_app.core.tiling import Box
from denoiser_app.engine.cache import Key
from denoiser_app.engine.clipped import pass_through
from denoiser_app.engine.denoised import Denoised
from denoiser_app.engine.display import open_display
from denoiser_app.engine.picture import Picture
from denoiser_app.engine.rendering import Rendering
from denoiser_app.formats.read import read
from denoiser_app.ui.jobs import events

if TYPE_CHECKING:
    from denoiser_app.engine.denoiser import TileDone

_POLL = 0.02


@dataclass
class OpenPhoto:
    """key: what the file was when it was read. display: for what the picture is rendered. complete: what the whole of
    ``denoised`` was made with, '' while parts are missing."""

    path: Path
    key: Key
    display: str
    photo: Photo
    rendering: Rendering
    picture: Picture
    denoised: Denoised
    complete: str = ""
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _closing: CancelToken = field(default_factory=CancelToken)
    _developing: threading.Thread | None = None
    _problem: BaseException | None = None

    @classmethod
    def read(cls, path: Path, key: Key, display: str, token: CancelToken) -> Self:
        """Raises InputError, DisplayProfileUnusable, Cancelled."""
        photo = read(path, demosaic=False, token=token)
        rendering = Rendering(photo, open_display(display))
        return cls(path, key, display, photo, rendering, Picture.of(rendering, token), Denoised.empty(photo))

    def develop(self, tell: Callable[[events.Event], None]) -> None:
        """Starts the demosaic of a raw, once; ``tell`` hears, from another thread, when the picture shows it."""
        if isinstance(self.photo, RawPhoto) and self._developing is None:
            self._developing = threading.Thread(target=self._develop, args=(tell,), name="developing")
            self._developing.start()

    def wait_until_developed(self, token: CancelToken) -> None:
        """Raises what went wrong, or Cancelled."""
        while self._developing is not None and self._developing.is_alive():
            token.check()
            time.sleep(_POLL)
        if self._problem is not None:
            raise self._problem

    def complete_highlights(self, token: CancelToken) -> None:
        """When all tiles are done: clipped highlights of a raw come from its demosaic. Raises as above."""
        self.wait_until_developed(token)
        if isinstance(self.photo, RawPhoto):
            with self._lock:
                pass_through(self.photo, self.denoised)
                self.picture.restore(self.rendering, self.denoised, token)

    def begin(self) -> None:
        """Before the network runs: what is denoised stays in view until a new tile replaces it."""
        with self._lock:
            if not self.denoised.codes.flags.writeable:  # the last result came from the cache
                self.denoised = Denoised.empty(self.photo)
            self.picture.begin(keep=True)

    def put(self, tile: TileDone) -> Box:
        """A tile is done; returns where, upright."""
        with self._lock:
            self.denoised.put(tile.box, tile.pixels)
            return self.picture.put(self.rendering, self.denoised, tile.box)

    def restore(self, denoised: Denoised, token: CancelToken) -> None:
        """A whole result from before. Raises Cancelled."""
        with self._lock:
            self.denoised = denoised
            self.picture.restore(self.rendering, denoised, token)

    def put_away(self) -> None:
        """Stops what still runs for this photo, and waits for it: a moment, its child process is killed."""
        self._closing.cancel()
        if self._developing is not None:
            self._developing.join()

    def _develop(self, tell: Callable[[events.Event], None]) -> None:
        try:
            whole = read(self.path, token=self._closing)
            assert isinstance(whole, RawPhoto)
            assert isinstance(self.photo, RawPhoto)
            with self._lock:
                self.photo = replace(self.photo, demosaiced=whole.demosaiced)
                del whole
                self.rendering = Rendering(self.photo, self.rendering.display)
                self.picture.renew(self.rendering, self.denoised, self._closing)
            tell(events.Developed(self.picture))
        except Cancelled:
            return
        except Exception as error:  # noqa: BLE001 - raised again where the photo is denoised
            self._problem = error
