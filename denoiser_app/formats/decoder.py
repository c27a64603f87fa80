"""The parent's side of the decoding child: start it, bound it, believe nothing it says.

A whole photo is decoded in a child of its own, which ends with it; everything else is asked of children that stay
(decoder_pool.py).

Pixels come back through a pipe into arrays that the parent allocated after checking their size. A pipe rather than
shared memory: nothing can be left behind in /dev/shm, whoever is killed; it is the same on every system; and it costs
0.1 s for a raw of 24 MP (240 MB) on 2 cores.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, BinaryIO, Literal, cast

import numpy as np
from numpy.typing import NDArray

from denoiser_app.core import errors
from denoiser_app.core.errors import DecoderDied, DecoderTimedOut, InputError
from denoiser_app.core.progress import CancelToken
from denoiser_app.formats.decoded import Decoded, require_size

_MAX_LINE = 1 << 24  # an ICC profile of some megabytes fits
_MAX_CHANNELS = 4
_DTYPES = frozenset(("uint8", "uint16", "float32"))
_NAMES: Mapping[str, frozenset[str]] = {
    "photo": frozenset(("mosaic", "demosaiced", "pixels")),
    "preview": frozenset(("preview",)),
}
"""Arrays that an answer may hold, by the kind of question; there are none in answers of other kinds."""
_POLL = 0.03  # seconds; a cancel is acknowledged well below 0.1 s
_PIPE_SIZE = 1 << 20


@dataclass(frozen=True)
class Limits:
    """What decoding one photo may cost. The time is ``seconds`` plus ``seconds_per_10mp`` for every 10 megapixels."""

    megapixels: float = 200.0
    seconds: float = 20.0
    seconds_per_10mp: float = 1.0
    memory_gb: float = 12.0
    """Address space of the child (Linux only); 200 MP of raw need about 8."""


@dataclass(frozen=True)
class Question:
    """What a child is asked about one file.

    longest: of a preview, in pixels; None for the whole photo. wants: "facts" is what the header tells, "whole" decodes
    all of the photo, but only its size comes back.
    """

    path: Path
    limits: Limits
    demosaic: bool = False
    longest: int | None = None
    wants: Literal["pixels", "facts", "whole"] = "pixels"

    @property
    def kind(self) -> Literal["photo", "preview", "facts", "whole"]:
        """What decode_child.py calls it."""
        if self.wants != "pixels":
            return self.wants
        return "photo" if self.longest is None else "preview"

    def line(self) -> bytes:
        """The request as decode_child.py reads it."""
        request = {"kind": self.kind, "path": str(self.path.absolute()), "demosaic": self.demosaic,
                   "longest": self.longest, "megapixels": self.limits.megapixels,
                   "memory_gb": self.limits.memory_gb}  # fmt: skip
        return json.dumps(request).encode("ascii") + b"\n"


def decode(path: Path, demosaic: bool, limits: Limits, token: CancelToken | None) -> Decoded:
    """Decode in a child process. Raises InputError, or Cancelled when the token says so."""
    with _child() as child:
        return ask(child, Question(path, limits, demosaic=demosaic), token)


def ask(child: subprocess.Popen[bytes], question: Question, token: CancelToken | None) -> Decoded:
    """The child's answer. Raises InputError, or Cancelled when the token says so.

    After a DecoderTimedOut, a DecoderDied or a Cancelled the child is of no more use: it was killed or is out of step.
    """
    guard = _Guard(child, question.limits.seconds, token)
    try:
        return _Conversation(child, question, guard).run()
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:  # it broke off or makes no sense
        guard.raise_reason(question.path)
        raise DecoderDied(path=str(question.path)) from error
    finally:
        guard.stop()


class _Guard:
    """Kills the child when its time is up or the user cancels, from a thread of its own, so that reading may block."""

    def __init__(self, child: subprocess.Popen[bytes], seconds: float, token: CancelToken | None) -> None:
        self._child, self._token = child, token
        self._started, self._seconds = time.monotonic(), seconds
        self._over = threading.Event()
        self._timed_out = False
        self._thread = threading.Thread(target=self._watch, name="decoder guard", daemon=True)
        self._thread.start()

    def extend(self, seconds: float) -> None:
        """Allow more time, once the photo's size is known."""
        self._seconds += seconds

    def stop(self) -> None:
        """End the watch; returns when its thread has ended."""
        self._over.set()
        self._thread.join()

    def raise_reason(self, path: Path) -> None:
        """Raise what made the guard kill the child, if it did."""
        if self._token is not None:
            self._token.check()
        if self._timed_out:
            raise DecoderTimedOut(path=str(path), seconds=self._seconds)

    def _watch(self) -> None:
        while not self._over.wait(_POLL):
            self._timed_out = time.monotonic() - self._started > self._seconds
            if self._timed_out or (self._token is not None and self._token.cancelled):
                self._child.kill()
                return


class _Conversation:
    """One question to a child and its answer."""

    def __init__(self, child: subprocess.Popen[bytes], question: Question, guard: _Guard) -> None:
        self._to, self._from = cast(IO[bytes], child.stdin), cast(BinaryIO, child.stdout)
        self._question, self._path, self._limits, self._guard = question, question.path, question.limits, guard
        self._pixels = 0

    def run(self) -> Decoded:
        """Ask, and take the answer apart."""
        self._to.write(self._question.line())
        self._to.flush()
        while True:
            message = self._message()
            if "error" in message:
                raise self._error(str(message["error"]), dict(message["parameters"]))
            if "size" in message:
                self._announced(*message["size"])
            else:
                return Decoded(dict(message["values"]), {a["name"]: self._array(a) for a in message["arrays"]})

    def _message(self) -> dict[str, Any]:
        line = self._from.readline(_MAX_LINE)
        if not line.endswith(b"\n"):
            raise EOFError("the child's answer broke off") if not line else ValueError("the child's answer is too long")
        message = json.loads(line)
        if not isinstance(message, dict):
            raise ValueError("the child's answer is no object")
        return message

    def _announced(self, height: int, width: int) -> None:
        require_size(self._path, height, width, self._limits.megapixels)
        if not self._pixels:
            self._pixels = height * width
            self._guard.extend(self._limits.seconds_per_10mp * self._pixels / 1e7)

    def _array(self, layout: dict[str, Any]) -> NDArray[Any]:
        shape, dtype = tuple(int(n) for n in layout["shape"]), str(layout["dtype"])
        names = _NAMES.get(self._question.kind, frozenset())
        if layout["name"] not in names or dtype not in _DTYPES or len(shape) not in (2, 3) or min(shape) < 1:
            raise ValueError(f"the child offers {layout}")
        if not self._fits(shape, dtype):
            raise ValueError(f"the child offers {dtype} {shape} for {self._pixels} pixels")
        array = np.empty(shape, dtype)
        rest = memoryview(array.data).cast("B")
        while rest:
            count = self._from.readinto(rest)  # type: ignore[attr-defined]
            if not count:
                raise EOFError("the child's pixels broke off")
            rest = rest[count:]
        return array

    def _fits(self, shape: tuple[int, ...], dtype: str) -> bool:
        """Whether the array is as large as was announced, or a preview no larger than was asked for."""
        if self._question.longest is not None:
            return dtype == "uint8" and len(shape) == 3 and shape[2] == 3 and max(shape) <= self._question.longest
        return shape[0] * shape[1] == self._pixels and (len(shape) == 2 or shape[2] <= _MAX_CHANNELS)

    def _error(self, code: str, parameters: dict[str, Any]) -> InputError:
        kind = getattr(errors, code, None)
        if not (isinstance(kind, type) and issubclass(kind, InputError)):
            raise ValueError(f"the child reports {code}")
        return kind(**{**parameters, "path": str(self._path)})


@contextmanager
def _child() -> Iterator[subprocess.Popen[bytes]]:
    """A started child; gone, waited for, and its pipes closed, when the block ends."""
    child = start()
    try:
        yield child
    finally:
        end(child)


def start() -> subprocess.Popen[bytes]:
    """A new child, which waits for questions. It ends by itself when this process is gone."""
    child = subprocess.Popen(
        _command(), cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}, creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )  # fmt: skip
    _widen(child.stdout)
    return child


def end(child: subprocess.Popen[bytes]) -> None:
    """Kill a child, wait for it and close its pipes."""
    child.kill()  # does nothing to a child that has ended
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            _close(pipe)
    child.wait()


_ROOT = Path(__file__).resolve().parents[2]


def _command() -> list[str]:
    """A frozen bundle has no ``-m``; its entry point understands ``decode-child``."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "decode-child"]
    return [sys.executable, "-m", "denoiser_app.formats.decode_child"]


def _widen(pipe: IO[bytes] | None) -> None:
    """A larger pipe means fewer switches between the processes; a refusal does no harm."""
    if sys.platform != "linux" or pipe is None:
        return
    import fcntl

    try:
        fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, _PIPE_SIZE)
    except OSError:
        return


def _close(pipe: IO[bytes]) -> None:
    try:
        pipe.close()
    except OSError:  # what was buffered for a child that is gone
        return
