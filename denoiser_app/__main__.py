"""The door of the program: for now the command line; in a frozen bundle also that of the decoding child."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and end the process with its exit status."""
    if sys.argv[1:] == ["decode-child"]:  # a bundle has no "python -m"; see formats/decoder.py
        from denoiser_app.formats.decode_child import main as decode

        decode()
        return
    try:
        from denoiser_app.cli.main import main as run

        status = run()
    except KeyboardInterrupt:  # while modules were still being imported
        status = 130
    sys.exit(status)


if __name__ == "__main__":
    main()
