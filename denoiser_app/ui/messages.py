"""What went wrong, as one sentence in the window's language."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from denoiser_app.core.errors import Cancelled, DenoiserError

NAMES = frozenset({"path", "name", "template", "known", "device"})
"""Parameters that are taken as they are; other texts are looked up among the reasons."""

REASONS_OF_THE_SYSTEM = (
    QT_TRANSLATE_NOOP("Reasons", "Permission denied"),
    QT_TRANSLATE_NOOP("Reasons", "Operation not permitted"),
    QT_TRANSLATE_NOOP("Reasons", "No such file or directory"),
    QT_TRANSLATE_NOOP("Reasons", "Not a directory"),
    QT_TRANSLATE_NOOP("Reasons", "Is a directory"),
    QT_TRANSLATE_NOOP("Reasons", "Read-only file system"),
    QT_TRANSLATE_NOOP("Reasons", "Input/output error"),
    QT_TRANSLATE_NOOP("Reasons", "No space left on device"),
    QT_TRANSLATE_NOOP("Reasons", "Disk quota exceeded"),
    QT_TRANSLATE_NOOP("Reasons", "File name too long"),
    QT_TRANSLATE_NOOP("Reasons", "Stale file handle"),
    QT_TRANSLATE_NOOP("Reasons", "Too many open files"),
    QT_TRANSLATE_NOOP("Reasons", "raw"),
    QT_TRANSLATE_NOOP("Reasons", "rgb"),
)
"""What Linux and macOS say in English whatever the language; the program's own reasons are found in its code."""

REASONS_WITH_FIGURES = (
    QT_TRANSLATE_NOOP("Reasons", "mean colour changed by {}, {}, {} of 255 (red, green, blue)"),
    QT_TRANSLATE_NOOP("Reasons", "its results differ from the CPU's by {}"),
)
"""The program's own reasons that hold figures, each in the place of its figures."""
_FIGURE = re.compile(r"[+-]\d+\.\d|\d+%")


def sentence(error: BaseException, *, short: bool = False) -> str:
    """The sentence for ``error``; with ``short``, files are named without their folders."""
    if isinstance(error, DenoiserError):
        return _of_class(error, short)
    if isinstance(error, Cancelled):
        return QCoreApplication.translate("Errors", "Stopped.")
    if isinstance(error, MemoryError):
        return QCoreApplication.translate("Errors", "There is not enough memory. Close other programs and try again.")
    if isinstance(error, OSError) and error.strerror:
        return _of_system(error, short)
    text = QCoreApplication.translate("Errors", "This is a fault of the program: {kind}: {text}")
    return text.format(kind=type(error).__name__, text=str(error) or "—")


def reason(text: str) -> str:
    """A short text of the engine or the system (why, what was changed on the way), translated where it is known."""
    said = QCoreApplication.translate("Reasons", text) if text else ""
    pattern = _FIGURE.sub("{}", text)
    if said == text and pattern in REASONS_WITH_FIGURES:
        return QCoreApplication.translate("Reasons", pattern).format(*_FIGURE.findall(text))
    return said


def _of_system(error: OSError, short: bool) -> str:
    why = reason(str(error.strerror))
    if error.filename is None:
        return QCoreApplication.translate("Errors", "The system answered: {reason}").format(reason=why)
    text = QCoreApplication.translate("Errors", "{path}: the system answered: {reason}")
    return text.format(path=_value("path", str(error.filename), short), reason=why)


def _of_class(error: DenoiserError, short: bool) -> str:
    """A translation whose placeholders do not fit the error falls back to English instead of failing."""
    try:
        template = QCoreApplication.translate("Errors", type(error).sentence)
        values = {name: _value(name, value, short) for name, value in error.parameters.items()}
        return template.format(**values)
    except (KeyError, IndexError, ValueError, TypeError):
        return str(error)


def _value(name: str, value: object, short: bool) -> object:
    if name == "path":
        return Path(str(value)).name or str(value) if short else value
    return reason(value) if isinstance(value, str) and name not in NAMES else value
