"""The doors of the program: the window, and the command line; in a frozen bundle also that of the decoding child."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path


def main() -> None:
    """Open the window, or run a command, and end the process with its exit status."""
    arguments = sys.argv[1:]
    if arguments == ["decode-child"]:  # a bundle has no "python -m"; see formats/decoder.py
        from denoiser_app.formats.decode_child import main as decode

        decode()
        return
    try:
        if is_for_window(arguments):
            from denoiser_app.ui.app import run as open_window

            status = open_window([Path(argument) for argument in arguments])
        else:
            from denoiser_app.cli.main import main as run

            status = run()
    except KeyboardInterrupt:  # while modules were still being imported
        status = 130
    sys.exit(status)


def is_for_window(arguments: Sequence[str]) -> bool:
    """Nothing, or only photos and folders. A file that has the name of a command is opened as './name'.

    Where there is no screen the command line answers, which can say so; Qt would end the process.
    """
    if not has_screen():
        return False
    from denoiser_app.cli.main import COMMAND_NAMES

    return all(not a.startswith("-") and a not in COMMAND_NAMES and Path(a).exists() for a in arguments)


def has_screen() -> bool:
    """Whether Qt can open a window here."""
    if sys.platform in ("win32", "darwin") or "QT_QPA_PLATFORM" in os.environ:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


if __name__ == "__main__":
    main()
