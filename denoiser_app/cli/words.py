"""Figures as people read them: durations, sizes, shutter speeds."""

from __future__ import annotations


def duration(seconds: float) -> str:
    """'0.8 s', '42 s', '3 min 05 s', '2 h 07 min'."""
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02d} s"
    minutes = round(seconds / 60)
    return f"{minutes // 60} h {minutes % 60:02d} min"


def file_size(size: int) -> str:
    """'640 bytes', '12 kB', '34.5 MB' (decimal units)."""
    if size < 1000:
        return f"{size} bytes"
    return f"{size / 1e3:.0f} kB" if size < 1e6 else f"{size / 1e6:.1f} MB"


def shutter(seconds: float) -> str:
    """Exposure time as on a camera: '1/60 s', '0.8 s', '30 s'."""
    if 0 < seconds < 0.3:
        return f"1/{1 / seconds:.0f} s"
    return f"{seconds:.3g} s"


def count(number: int, noun: str) -> str:
    """'1 photo', '3 photos', '1,000 photos'."""
    return f"{number} {noun}" if number == 1 else f"{number:,} {noun}s"
