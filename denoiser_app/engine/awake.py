"""The computer stays awake while a block runs, where the system offers that.

Linux: over D-Bus, in desktop_awake. macOS: the program caffeinate. Windows: SetThreadExecutionState. The latter two are
written from their documentation and were tried with stand-ins only. When the process dies, each ends by itself.
"""

from __future__ import annotations

import ctypes
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Any

CAFFEINATE = "/usr/bin/caffeinate"
PATIENCE_S = 5.0
"""For what is not the desktop's answer but the system's own: a thread that starts, a child that ends."""
ES_CONTINUOUS, ES_SYSTEM_REQUIRED = 0x80000000, 0x00000001
"""https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-setthreadexecutionstate"""
log = logging.getLogger(__name__)

Way = Callable[[str], AbstractContextManager[str]]
"""Takes the reason; entered, it keeps the computer awake and names what does it, or raises anything."""


@dataclass(frozen=True)
class Awake:
    """Whether the computer is kept awake, and the name of the service or program that does it, or nothing."""

    held: bool
    how: str


@contextmanager
def keep_awake(reason: str) -> Iterator[Awake]:
    """The computer does not go to sleep by itself while the block runs, where that can be had.

    ``reason``: a few words that the desktop may show. Never raises, and nothing is left when the block ends. Waits up
    to a second for each service that does not answer: not for the window's own thread.
    """
    with ExitStack() as stack:
        yield _first(stack, reason)


def _first(stack: ExitStack, reason: str) -> Awake:
    for way in _ways():
        try:
            return Awake(held=True, how=stack.enter_context(way(reason)))
        except Exception as error:  # noqa: BLE001 - whatever a desktop answers, the work goes on
            log.info("The computer is not kept awake by %s: %r", getattr(way, "__name__", way), error)
    return Awake(held=False, how="")


def _ways() -> tuple[Way, ...]:
    if sys.platform == "darwin":
        return (caffeinated,)
    elif sys.platform == "win32":  # noqa: RET505 - mypy follows a chain on every platform
        return (execution_state,)
    else:
        return _over_dbus()


def _over_dbus() -> tuple[Way, ...]:
    try:
        from denoiser_app.engine.desktop_awake import login_lock, session_lock
    except ImportError:  # jeepney is a dependency on Linux only
        return ()
    return (login_lock, session_lock)


@contextmanager
def caffeinated(_reason: str) -> Iterator[str]:
    """caffeinate(8): -i prevents idle sleep, -w ends it with this process, however that ends."""
    command = [CAFFEINATE, "-i", "-w", str(os.getpid())]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet) as child:
        try:
            yield "caffeinate"
        finally:
            _end(child)


def _end(child: subprocess.Popen[bytes]) -> None:
    child.terminate()
    try:
        child.wait(PATIENCE_S)
    except subprocess.TimeoutExpired:
        child.kill()


@contextmanager
def execution_state(_reason: str) -> Iterator[str]:
    """The state belongs to a thread, so one of its own holds it: the block may end in another than it began in."""
    set_state = _set_state()
    before: SimpleQueue[int] = SimpleQueue()
    ended = threading.Event()

    def hold() -> None:
        before.put(set_state(ES_CONTINUOUS | ES_SYSTEM_REQUIRED))
        ended.wait()
        set_state(ES_CONTINUOUS)

    thread = threading.Thread(target=hold, name="awake", daemon=True)
    thread.start()
    try:
        if before.get(timeout=PATIENCE_S) == 0:
            raise OSError("SetThreadExecutionState failed")
        yield "SetThreadExecutionState"
    finally:
        ended.set()
        thread.join()


def _set_state() -> Callable[[int], int]:
    """Windows' function, which answers with the state before, or 0 where it failed."""
    if sys.platform == "win32":
        function: Any = ctypes.WinDLL("kernel32").SetThreadExecutionState
        function.argtypes, function.restype = (ctypes.c_uint32,), ctypes.c_uint32
        return lambda state: int(function(state))
    else:  # noqa: RET505 - as above
        raise OSError("only Windows has it")
