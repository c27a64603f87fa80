"""Decoding children that stay between questions, so that a preview does not wait 0.3 s for a process to start.

Whoever asks while all are busy gets a child more; nobody waits for another. A child that was killed, ran out of memory
or answered often enough is replaced, since what C libraries leave behind adds up.
"""

from __future__ import annotations

import atexit
import subprocess
import threading
from contextlib import suppress
from dataclasses import dataclass
from functools import cache

from denoiser_app.core.errors import DecoderDied, DecoderOutOfMemory, DecoderTimedOut, InputError
from denoiser_app.core.progress import CancelToken
from denoiser_app.formats import decoder
from denoiser_app.formats.decoded import Decoded
from denoiser_app.formats.decoder import Question

IDLE = 2
"""Children kept when there is nothing to do: one for the photo that is opened next, one for the strip."""
LIFETIME = 500
"""Answers after which a child is replaced."""

_LAST_ANSWERS = (DecoderDied, DecoderTimedOut, DecoderOutOfMemory)


@dataclass
class _Stayer:
    process: subprocess.Popen[bytes]
    answers: int = 0


class DecoderPool:
    """Children for many questions, from any thread."""

    def __init__(self, idle: int = IDLE, lifetime: int = LIFETIME) -> None:
        self._keep, self._lifetime = idle, lifetime
        self._idle: list[_Stayer] = []
        self._lock = threading.Lock()
        self._closed = False

    def warm_up(self) -> None:
        """Start a child if none is ready, and let it load its libraries meanwhile. Does not wait for it.

        OSError if the system cannot start a process.
        """
        with self._lock:
            if self._idle:
                return
        child = _Stayer(decoder.start())
        pipe = child.process.stdin
        with suppress(OSError):  # a child that is gone is noticed when it is asked
            if pipe is not None:
                pipe.write(b'{"kind": "warm"}\n')
                pipe.flush()
        self._give_back(child)

    def ask(self, question: Question, token: CancelToken | None) -> Decoded:
        """The answer of a child that is free. Raises InputError, or Cancelled when the token says so."""
        child = self._take()
        used = child.answers > 0
        try:
            return self._asked(child, question, token)
        except DecoderDied:
            if not used:
                raise
        # It may have been killed while it was idle, or harmed by the file before: this file gets a child of its own.
        return self._asked(_Stayer(decoder.start()), question, token)

    def close(self) -> None:
        """End the idle children; those at work end with their answer."""
        with self._lock:
            self._closed = True
            ending, self._idle = self._idle, []
        for child in ending:
            decoder.end(child.process)

    def _take(self) -> _Stayer:
        with self._lock:
            if self._idle:
                return self._idle.pop()
        return _Stayer(decoder.start())

    def _asked(self, child: _Stayer, question: Question, token: CancelToken | None) -> Decoded:
        child.answers += 1
        in_step = False
        try:
            answer = decoder.ask(child.process, question, token)
            in_step = True
        except InputError as error:
            in_step = not isinstance(error, _LAST_ANSWERS)
            raise
        finally:
            if in_step:
                self._give_back(child)
            else:
                decoder.end(child.process)
        return answer

    def _give_back(self, child: _Stayer) -> None:
        with self._lock:
            kept = not self._closed and len(self._idle) < self._keep and child.answers < self._lifetime
            if kept:
                self._idle.append(child)
        if not kept:
            decoder.end(child.process)


@cache
def shared_pool() -> DecoderPool:
    """The one pool of this process; its children end with it."""
    pool = DecoderPool()
    atexit.register(pool.close)
    return pool
