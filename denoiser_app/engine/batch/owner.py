"""Who works on a batch: a process of a machine, and whether it is still alive."""

from __future__ import annotations

import json
import os
import platform
import secrets
import time
from dataclasses import asdict, dataclass

import psutil

BOOT_ROUNDING = 60.0
"""Seconds by which the reported time of the last boot may move while the machine runs (its clock is corrected)."""


@dataclass(frozen=True)
class Owner:
    """A program that holds a lease. boot, started: when the machine and the process began, seconds since 1970."""

    host: str
    pid: int
    boot: float
    started: float
    token: str

    @classmethod
    def new(cls) -> Owner:
        """This process, with a token of its own for every lease."""
        process = psutil.Process()
        return cls(platform.node(), os.getpid(), psutil.boot_time(), process.create_time(), secrets.token_hex(8))

    def text(self) -> str:
        """For the journal."""
        return json.dumps(asdict(self))


def parsed(text: str) -> Owner | None:
    """The inverse of ``Owner.text``; None for ''."""
    return Owner(**json.loads(text)) if text else None


def holder(text: str, lease_until: float) -> str:
    """Who holds a lease, for people; '' if nobody does any more: it ran out, or its process is gone."""
    found = parsed(text)
    if found is None or lease_until < time.time() or is_gone(found):
        return ""
    return f"process {found.pid} on {found.host}"


def is_gone(found: Owner) -> bool:
    """Whether its process has certainly ended. Of another machine nobody can tell."""
    if found.host != platform.node():
        return False
    if rebooted_since(found):
        return True
    try:
        return bool(abs(psutil.Process(found.pid).create_time() - found.started) > 1.0)
    except psutil.NoSuchProcess:
        return True
    except psutil.Error:
        return False


def rebooted_since(found: Owner) -> bool:
    """Whether this machine was started anew since: a power cut, and no fault of a photo."""
    return found.host == platform.node() and abs(psutil.boot_time() - found.boot) > BOOT_ROUNDING
