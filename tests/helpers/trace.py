"""What a piece of Python does to the disk, in its order, as the kernel sees it (strace)."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Sequence
from pathlib import Path

import pytest

CALLS = ("fsync", "fdatasync", "rename", "renameat", "renameat2", "link", "linkat", "unlink", "unlinkat")
_CALL = re.compile(r"(\w+)\((.*)\) += 0$")
_PATH = re.compile(r'"([^"]*)"|<([^>]*)>')


def traced(script: str, folder: Path, calls: Sequence[str] = CALLS) -> list[tuple[str, list[str]]]:
    """The successful system calls of ``script`` that concern ``folder``, each with the paths in it, in their order.

    Skips the test without strace, or where tracing is not allowed.
    """
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not installed")
    log = folder.parent / f"{folder.name}.strace"
    command = [strace, "-f", "-y", "-s", "4096", "-qq", "-e", "trace=" + ",".join(f"?{call}" for call in calls)]
    done = subprocess.run(
        [*command, "-o", str(log), sys.executable, "-c", textwrap.dedent(script)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if "ptrace" in done.stderr:
        pytest.skip("tracing is not allowed here")
    assert done.returncode == 0, done.stderr
    found = [_CALL.search(line) for line in log.read_text().splitlines() if str(folder) in line]
    return [(call[1], [quoted or named for quoted, named in _PATH.findall(call[2])]) for call in found if call]
