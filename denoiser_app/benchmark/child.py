"""What is measured in a process of its own, so that its memory is its own too.

A JSON request on standard input, JSON lines on standard output: {"progress": [stage, fraction]}, then {"result":
{...}} or {"error": CODE, "parameters": {...}}. ``measure`` in the request names who answers: ``speed`` (a photo from
file to file, speed_child.py) or ``cost`` (one method, cost_child.py).
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from denoiser_app.core import errors
from denoiser_app.core.errors import DenoiserError, DenoisingFailed

Message = dict[str, Any]

_ROOT = Path(__file__).resolve().parents[2]


def ask(request: Mapping[str, Any]) -> Iterator[Message]:
    """The child's messages until its result. DenoiserError as it reports it, DenoisingFailed if it dies."""
    with subprocess.Popen(
        _command(),
        cwd=_ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        try:
            _send(child.stdin, request)
            for line in child.stdout:
                message = json.loads(line)
                if "error" in message:
                    raise _error(message)
                yield message
                if "result" in message:
                    return
        finally:
            child.kill()
    what = request.get("source") or request.get("method") or "-"
    raise DenoisingFailed(path=what, reason=f"the measuring process ended with status {child.returncode}")


def main() -> None:
    """Answers one request: the child's side."""
    request = json.loads(sys.stdin.readline())
    for message in answer(request):
        sys.stdout.write(json.dumps(message, default=str) + "\n")
        sys.stdout.flush()


def answer(request: Mapping[str, Any]) -> Iterator[Message]:
    """The messages for a request; a DenoiserError becomes one."""
    try:
        yield from _measured(request)
    except DenoiserError as error:
        yield {"error": error.code, "parameters": error.parameters}


def _measured(request: Mapping[str, Any]) -> Iterator[Message]:
    # Imported here: what the other measurement needs must not count as memory of this one.
    if request["measure"] == "speed":
        from denoiser_app.benchmark.speed_child import measured as speed_measured

        yield from speed_measured(request)
    else:
        from denoiser_app.benchmark.cost_child import measured

        yield from measured(request)


def _send(stream: IO[str], request: Mapping[str, Any]) -> None:
    with contextlib.suppress(BrokenPipeError):  # a child that died at once is told by its silence
        stream.write(json.dumps(request) + "\n")
        stream.flush()


def _error(message: Mapping[str, Any]) -> DenoiserError:
    kind: type[DenoiserError] = getattr(errors, message["error"])
    return kind(**message["parameters"])


def _command() -> list[str]:
    """A frozen bundle has no ``-m``; its entry point understands ``benchmark-child``."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "benchmark-child"]
    return [sys.executable, "-m", "denoiser_app.benchmark.child"]


if __name__ == "__main__":
    main()
