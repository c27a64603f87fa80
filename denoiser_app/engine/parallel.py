"""A few pieces of work shared between the calling thread and helpers, for array work that lets the interpreter go.

The caller takes part, so that nothing waits for a helper that the system has not got round to starting.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from functools import cache
from typing import TypeVar

Item = TypeVar("Item")

_MOST = 4
"""Threads at most: beyond that, memory is the limit and not arithmetic."""


def threads() -> int:
    """How many threads share a piece of work, the caller among them."""
    return max(1, min(_MOST, os.cpu_count() or 1))


def share(work: Callable[[Iterator[Item]], None], items: Iterable[Item], pool: Executor | None = None) -> None:
    """Lets ``work`` consume the items in several threads at once; each item goes to one of them.

    pool: lasting helpers (``painters``); None takes helpers for this call only, and leaves one core to the window. The
    first exception is raised, after all have stopped.
    """
    if pool is not None:
        _shared(work, items, pool, threads() - 1)
    elif threads() <= 2:
        work(iter(list(items)))
    else:
        with ThreadPoolExecutor(threads() - 2, "denoiser-build") as helpers:
            _shared(work, items, helpers, threads() - 2)


@cache
def painters() -> Executor:
    """The helpers that paint. They are for the window alone: behind a long job it would wait in line."""
    return ThreadPoolExecutor(max(1, threads() - 1), "denoiser-paint")


def _shared(work: Callable[[Iterator[Item]], None], items: Iterable[Item], helpers: Executor, count: int) -> None:
    line = iter(list(items))  # the next item of a list is taken in one step, also between threads
    others = [helpers.submit(work, line) for _ in range(count)]
    try:
        work(line)
    except BaseException:
        for _ in line:  # leaves nothing to do for the others
            pass
        raise
    finally:
        running = [other for other in others if not other.cancel()]
        problems = [problem for problem in (other.exception() for other in running) if problem is not None]
    if problems:
        raise problems[0]
