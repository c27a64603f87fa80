"""What a crash report says, and what it does not: no folders, no file names, no pixels, nothing of the photo.

Paths and names of photos become ids like ``<file 3fa9c1>.nef``: the same file has the same id within one installation,
and nobody without its secret salt can tell which one it is.
"""

from __future__ import annotations

import hashlib
import logging
import os
import platform
import re
import secrets
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from denoiser_app import APP_NAME, __version__

PACKAGES = ("PySide6-Essentials", "torch", "numpy", "opencv-python-headless", "rawpy", "pillow", "imagecodecs")
PHOTO_ENDINGS = (
    "3fr arw avif bmp cr2 cr3 crw dcr dng erf fff gif gpr heic heif hif iiq jp2 jpeg jpg jxl kdc mef mos mrw nef nrw "
    "orf pef png psd raf raw rw2 rwl sr2 srf srw tif tiff webp x3f icc icm"
).replace(" ", "|")

PROGRAM_FILE = re.compile(
    r"""(?:[A-Za-z]:)?[\\/][^\n"'<>|]*[\\/](denoiser_app|site-packages|python3\.\d+|Lib|_internal)(?=[\\/][^\n"'<>|]*?\.pyc?\b)"""
)
"""A file of the program or of a library: only the way to that folder is left out."""
QUOTED_PATH = re.compile(r"""(?<=['"])(?:[A-Za-z]:[\\/]|[\\/~])[^'"\n]*(?=['"])""")
PATH_OF_PHOTO = re.compile(
    rf"""(?<![\w<>.])(?:[A-Za-z]:[\\/]|[\\/~])[^'"\n<>|]*?\.(?:{PHOTO_ENDINGS})\b""", re.IGNORECASE
)
NAME_OF_PHOTO = re.compile(rf"""[^\s'"<>|:(),=]+\.(?:{PHOTO_ENDINGS})\b""", re.IGNORECASE)
PATH_BEFORE_COLON = re.compile(r"""(?<![\w<>./\\])(?:[A-Za-z]:[\\/]|\\\\|~?/)[^\n'"<>|:]*(?=: )""")
ANY_PATH = re.compile(r"""(?<![\w<>./\\])(?:[A-Za-z]:[\\/]|\\\\|~?/)[^\s'"<>|:,;()]+""")


@dataclass(frozen=True)
class Report:
    """A crash: one line that says what, and the whole text that may be copied."""

    summary: str
    text: str


class Scrubber:
    """Takes paths and names of photos out of a text."""

    def __init__(self, salt: bytes) -> None:
        self._salt = salt

    @classmethod
    def of(cls, folder: Path) -> Scrubber:
        """With the salt kept in ``folder``; with a new one if that cannot be read or written."""
        path = folder / "salt"
        salt = secrets.token_bytes(16)
        with suppress(OSError):
            if path.is_file() and len(known := path.read_bytes()) == len(salt):
                return cls(known)
            folder.mkdir(parents=True, exist_ok=True)
            path.write_bytes(salt)
        return cls(salt)

    def __call__(self, text: str) -> str:
        """``text`` with ids. Doing it twice changes nothing more."""
        text = PROGRAM_FILE.sub(r"\1", text)
        for pattern in (QUOTED_PATH, PATH_OF_PHOTO, PATH_BEFORE_COLON, ANY_PATH, NAME_OF_PHOTO):
            text = pattern.sub(self._id, text)
        return text

    def _id(self, found: re.Match[str]) -> str:
        path = found[0].replace("\\", "/").rstrip("/")
        name = path.rsplit("/", 1)[-1]
        ending = os.path.splitext(name)[1].lower()  # noqa: PTH122 - this is text, of whatever system
        known = ending[1:] in PHOTO_ENDINGS.split("|")
        return f"<file {self.id(name)}>{ending if known else ''}"

    def id(self, name: str) -> str:
        """Six hexadecimal digits for a file's name (without its folder, so that log lines can be matched)."""
        return hashlib.blake2b(name.encode("utf-8", "replace"), key=self._salt, digest_size=3).hexdigest()


class ScrubbedFormatter(logging.Formatter):
    """Log lines and tracebacks without paths or names of photos."""

    def __init__(self, scrub: Callable[[str], str]) -> None:
        super().__init__("%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s")
        self._scrub = scrub

    def format(self, record: logging.LogRecord) -> str:
        """One record as text."""
        return self._scrub(super().format(record))


def about_this_machine() -> str:
    """Versions and platform, one a line."""
    lines = [f"{APP_NAME} {__version__}", f"Python {platform.python_version()}, {platform.platform()}"]
    lines += [f"{os.cpu_count()} processors, {'frozen' if hasattr(sys, '_MEIPASS') else 'not frozen'}"]
    for package in PACKAGES:
        with suppress(PackageNotFoundError):
            lines.append(f"{package} {version(package)}")
    return "\n".join(lines)


def compose(title: str, details: str, log_tail: str, scrub: Scrubber) -> Report:
    """The report of one crash, already without paths and names."""
    summary = scrub(title.strip())
    parts = [
        summary,
        about_this_machine(),
        scrub(details.strip()),
        "Last lines of the log:\n" + scrub(log_tail.strip()),
    ]
    return Report(summary, "\n\n".join(part for part in parts if part) + "\n")


def tail(path: Path, lines: int = 40) -> str:
    """The last ``lines`` of a text file; '' if it cannot be read."""
    with suppress(OSError):
        return "\n".join(path.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])
    return ""
