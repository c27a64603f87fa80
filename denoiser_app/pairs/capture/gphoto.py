"""Cameras that libgphoto2 knows, through the python binding ``gphoto2`` (Linux, macOS)."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import PurePosixPath
from typing import Any

from denoiser_app.core.errors import (
    CameraFailed,
    CameraLost,
    CameraMissing,
    CameraTaken,
    TetherNotInstalled,
)
from denoiser_app.formats.sniff import RAW_SUFFIXES
from denoiser_app.pairs.capture.port import Capabilities, Choice, Picture, iso_choices, shutter_choices

ISO_NAMES = ("iso", "isospeed")
SHUTTER_NAMES = ("shutterspeed2", "shutterspeed", "exptime")
"""What makers' drivers call the settings; Nikon's has the shutter time twice, and the first is the exact one."""
WISHED = (
    ("capturetarget", "card"),  # a cable that is pulled loses no photo
    ("isoauto", "off"),
    ("autofocus", "off"),
    ("longexpnr", "off"),
    ("highisonr", "off"),
)
"""Settings, where a camera has them, and a word of the choice that pairs need; they are set back at the end."""
SETTLING = 3.0
"""Seconds that a camera gets to show what it was set to."""
QUIET = 3.0
"""Seconds for which the raw of a shot is waited for once its JPEG is there."""
NEWS = 200
"""Milliseconds that a look at the camera's news takes at most; they pile up in some cameras when nobody looks."""

_MISSING = frozenset({-105, -52, -5})
"""GP_ERROR_MODEL_NOT_FOUND, GP_ERROR_IO_USB_FIND, GP_ERROR_UNKNOWN_PORT (gphoto2-result.h, gphoto2-port-result.h)."""
_TAKEN = frozenset({-53, -60})
"""GP_ERROR_IO_USB_CLAIM, GP_ERROR_IO_LOCK."""
_LOST = frozenset({-52, -7, -31, -34, -35, -37})
"""GP_ERROR_IO_USB_FIND, GP_ERROR_IO, and those of opening, reading, writing and updating a port."""


def library() -> Any:
    """The binding. TetherNotInstalled."""
    try:
        import gphoto2
    except ImportError as error:
        raise TetherNotInstalled from error
    return gphoto2


class GphotoCamera:
    """The first camera that is found. A ``CameraPort``; not for several threads."""

    def __init__(self) -> None:
        self._gp = library()
        self._camera: Any = None
        self._iso = self._shutter = ""
        self._before: dict[str, str] = {}
        """Settings that are set back at the end."""

    def connect(self) -> Capabilities:
        """Opens it and asks what it offers."""
        self.close()
        camera = self._gp.Camera()
        try:
            camera.init()
        except self._gp.GPhoto2Error as error:
            raise self._not_opened(error) from error
        self._camera = camera
        with self._speaking("say what it offers"):
            for name, word in WISHED:
                self._choose(name, word)
            self._iso, isos = self._offered(ISO_NAMES)
            self._shutter, times = self._offered(SHUTTER_NAMES)
            return Capabilities(str(camera.get_abilities().model), iso_choices(isos), shutter_choices(times))

    def set_iso(self, choice: Choice) -> None:
        """One of the offered."""
        self._set(self._iso, choice.text, f"take ISO {choice.text}")

    def set_shutter(self, choice: Choice) -> None:
        """One of the offered."""
        self._set(self._shutter, choice.text, f"take {choice.text} as its shutter time")

    def capture(self) -> Sequence[Picture]:
        """The raw of a shot, or its only file."""
        with self._speaking("release the shutter"):
            path = self._camera.capture(self._gp.GP_CAPTURE_IMAGE)
            found = self._raw_of((path.folder, path.name))
        with self._speaking("hand over the photo"):
            return [self._fetched(*found)]

    def close(self) -> None:
        """Lets it go."""
        if self._camera is None:
            return
        for name, text in self._before.items():
            with suppress(self._gp.GPhoto2Error):
                self._write(name, text)
        camera, self._camera, self._before = self._camera, None, {}
        with suppress(self._gp.GPhoto2Error):
            camera.exit()

    # --- parts ---

    def _offered(self, names: Sequence[str]) -> tuple[str, list[str]]:
        """Name and choices of the first of these settings that the camera lets be chosen."""
        for name in names:
            widget = self._widget(name)
            if widget is not None and not widget.get_readonly() and widget.get_type() in self._choosable():
                return name, [str(widget.get_choice(index)) for index in range(widget.count_choices())]
        return "", []

    def _choosable(self) -> tuple[int, ...]:
        return self._gp.GP_WIDGET_RADIO, self._gp.GP_WIDGET_MENU

    def _widget(self, name: str) -> Any:
        try:
            return self._camera.get_single_config(name)
        except self._gp.GPhoto2Error as error:
            if error.code in _LOST:
                raise
            return None

    def _choose(self, name: str, word: str) -> None:
        """Makes the first choice with that word, where there is one; cameras that do not let it be chosen are fine."""
        widget = self._widget(name)
        if widget is None:
            return
        with suppress(self._gp.GPhoto2Error):
            before = str(widget.get_value())
            texts = [str(widget.get_choice(index)) for index in range(widget.count_choices())]
            wanted = next((text for text in texts if word in text.lower()), before)
            if wanted != before:
                self._write(name, wanted)
                self._before[name] = before

    def _write(self, name: str, text: str) -> None:
        widget = self._camera.get_single_config(name)
        widget.set_value(text)
        self._camera.set_single_config(name, widget)

    def _set(self, name: str, text: str, what: str) -> None:
        with self._speaking(what):
            if self._camera.get_single_config(name).get_value() != text:
                self._write(name, text)
            until = time.monotonic() + SETTLING
            while (shown := self._camera.get_single_config(name).get_value()) != text:
                if time.monotonic() > until:
                    raise CameraFailed(what=what, reason=f"it shows {shown}")
                time.sleep(0.1)

    def _raw_of(self, first: tuple[str, str]) -> tuple[str, str]:
        """Folder and name of the raw that comes with a JPEG; the first file itself if it is one, or if none comes."""
        stem = PurePosixPath(first[1]).stem
        until = time.monotonic() + (0.0 if _is_raw(first[1]) else QUIET)
        while True:
            kind, data = self._camera.wait_for_event(NEWS)
            if kind == self._gp.GP_EVENT_FILE_ADDED and _is_raw(data.name) and PurePosixPath(data.name).stem == stem:
                return data.folder, data.name
            if time.monotonic() >= until:
                return first

    def _fetched(self, folder: str, name: str) -> Picture:
        file = self._camera.file_get(folder, name, self._gp.GP_FILE_TYPE_NORMAL)
        return Picture(PurePosixPath(name).name, bytes(memoryview(file.get_data_and_size())))

    @contextmanager
    def _speaking(self, what: str) -> Iterator[None]:
        if self._camera is None:
            raise CameraLost(reason="it was not found again")
        try:
            yield
        except self._gp.GPhoto2Error as error:
            reason = str(error.string)
            if error.code in _LOST or not self._is_there():
                raise CameraLost(reason=reason) from error
            raise CameraFailed(what=what, reason=reason) from error

    def _is_there(self) -> bool:
        with suppress(self._gp.GPhoto2Error):
            return len(self._gp.Camera.autodetect()) > 0
        return False

    def _not_opened(self, error: Any) -> CameraMissing | CameraTaken | CameraFailed:
        if error.code in _TAKEN:
            return CameraTaken(reason=str(error.string))
        if error.code in _MISSING or not self._is_there():
            return CameraMissing()
        return CameraFailed(what="answer", reason=str(error.string))


def _is_raw(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() in RAW_SUFFIXES
