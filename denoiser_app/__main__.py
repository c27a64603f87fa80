"""The door of the program: for now the command line."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and end the process with its exit status."""
    try:
        from denoiser_app.cli.main import main as run

        status = run()
    except KeyboardInterrupt:  # while modules were still being imported
        status = 130
    sys.exit(status)


if __name__ == "__main__":
    main()
