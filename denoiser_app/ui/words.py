"""Figures as people read them, in the window's language: durations, sizes, shutter speeds, counts."""

from __future__ import annotations

import re

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QObject

_NOISE = (
    QT_TRANSLATE_NOOP("Words", "at mid-grey"),
    QT_TRANSLATE_NOOP("Words", "measured from your pairs"),  # before what it begins with
    QT_TRANSLATE_NOOP("Words", "measured"),
    QT_TRANSLATE_NOOP("Words", "given"),
    QT_TRANSLATE_NOOP("Words", "typical for"),
    QT_TRANSLATE_NOOP("Words", "typical"),
    QT_TRANSLATE_NOOP("Words", "uncertain"),
)
"""What the engine says of a noise level (``engine.noise_level.describe``), between the figures."""


def unmarked(text: str) -> str:
    """The words of a menu or a button without the mark of their key: '&Open...' and '打开(&O)...' lose it."""
    return re.sub(r"\s?\(&\w\)", "", text).replace("&&", "\0").replace("&", "").replace("\0", "&")


def duration(seconds: float) -> str:
    """'0.8 s', '42 s', '3 min 05 s', '2 h 07 min'."""
    if seconds < 9.95:
        return QCoreApplication.translate("Words", "{seconds} s").format(seconds=f"{max(seconds, 0.0):.1f}")
    whole = round(seconds)
    if whole < 60:
        return QCoreApplication.translate("Words", "{seconds} s").format(seconds=whole)
    if whole < 3600:
        text = QCoreApplication.translate("Words", "{minutes} min {seconds} s")
        return text.format(minutes=whole // 60, seconds=f"{whole % 60:02d}")
    hours, minutes = divmod(round(seconds / 60), 60)
    return QCoreApplication.translate("Words", "{hours} h {minutes} min").format(hours=hours, minutes=f"{minutes:02d}")


def time_left(seconds: float | None) -> str:
    """'About 40 s left', rounded so that it does not flicker; '' while it is not known."""
    if seconds is None or seconds < 0:
        return ""
    if seconds < 2.5:
        return QCoreApplication.translate("Words", "Almost done")
    return QCoreApplication.translate("Words", "About {duration} left").format(duration=_rough(seconds))


def about(seconds: float) -> str:
    """A forecast: 'about 20 s', 'about 3 min'."""
    return QCoreApplication.translate("Words", "about {duration}").format(duration=_rough(seconds))


def _rough(seconds: float) -> str:
    """To 1 s below 10 s, 5 s below a minute, then whole minutes: a forecast is not better than that."""
    if seconds >= 57.5:
        minutes = max(round(seconds / 60), 1)
        if minutes >= 60:
            return duration(60 * minutes)
        return QCoreApplication.translate("Words", "{minutes} min").format(minutes=minutes)
    step = 1 if seconds < 10 else 5
    return QCoreApplication.translate("Words", "{seconds} s").format(seconds=max(step * round(seconds / step), 1))


def file_size(size: float) -> str:
    """'640 bytes', '12 kB', '34.5 MB', '1.2 GB' (decimal units)."""
    if size < 1000:
        return Counts().bytes(int(size))
    if size < 999.5e3:
        return f"{size / 1e3:.0f} kB"
    return f"{size / 1e6:.1f} MB" if size < 999.95e6 else f"{size / 1e9:.1f} GB"


def shutter(seconds: float | None) -> str:
    """Exposure time as on a camera: '1/60 s', '0.8 s', '30 s'; '' if unknown."""
    if seconds is None or seconds <= 0:
        return ""
    value = f"1/{1 / seconds:.0f}" if seconds < 0.3 else f"{seconds:.3g}"
    return QCoreApplication.translate("Words", "{seconds} s").format(seconds=value)


def iso(value: float | None) -> str:
    """'ISO 6400'; '' if unknown."""
    return "" if value is None else f"ISO {value:.0f}"


def aperture(value: float | None) -> str:
    """'f/2.8', as cameras show it (files say 3.91 for f/3.9); '' if unknown."""
    return "" if value is None or value <= 0 else f"f/{value:.2g}"


def focal_length(value: float | None) -> str:
    """'35 mm', '7.1 mm'; '' if unknown."""
    return "" if value is None or value <= 0 else f"{value:.{2 if value < 10 else 3}g} mm"


def megapixels(value: float) -> str:
    """Millions of pixels: '45.4 megapixels'."""
    text = f"{value:.0f}" if value >= 99.95 else f"{value:.1f}"
    template = QCoreApplication.translate("Words", "{number} megapixels")
    return template.format(number=text, ten_thousands=round(value * 100))  # Chinese counts in units of 10,000


def dimensions(size: tuple[int, int]) -> str:
    """(height, width) as 'width × height'."""
    return f"{size[1]} × {size[0]}"


def percent(fraction: float) -> str:
    """0-1 as '42 %'; 100 % only when everything is done."""
    return in_percent(str(int(min(max(fraction, 0.0), 1.0) * 100 + 1e-9)))


def in_percent(figure: str) -> str:
    """'23.5' as '23.5 %'."""
    return QCoreApplication.translate("Words", "{number} %").format(number=figure)


def noise(text: str) -> str:
    """A noise level and where it comes from, as the engine has put it, in the window's language."""
    known = "|".join(map(str, _NOISE))
    return re.sub(known, lambda found: QCoreApplication.translate("Words", found[0]), text)


def photos(number: int) -> str:
    """'1 photo', '3 photos'."""
    return Counts().photos(number)


class Counts(QObject):
    """Texts with plural forms: up to PySide6 6.11, lupdate finds those in tr() only, not in translate()."""

    def bytes(self, number: int) -> str:
        """'1 byte', '640 bytes'."""
        return self.tr("%n byte(s)", "", number)

    def photos(self, number: int) -> str:
        """'1 photo', '3 photos'."""
        return self.tr("%n photo(s)", "", number)
