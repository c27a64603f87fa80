"""Rows of text as a table for people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

GAP = "  "


def layout(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Columns under their headings, as wide as their widest cell: the first flush left, the others flush right.

    A row without cells becomes an empty line.
    """
    lines = [tuple(header), *(tuple(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines if line) for column in range(len(header))]
    return "\n".join(_line(line, widths) for line in lines)


def decibel(value: float | None) -> str:
    """'31.42', or '-' for what was not measured."""
    return "-" if value is None else f"{value:.2f}"


def signed(value: float | None) -> str:
    """'+1.25', or '-' for what was not measured."""
    return "-" if value is None else f"{value:+.2f}"


def triple(values: Sequence[float]) -> str:
    """'+0.1 -0.2 +0.0': one figure each for red, green and blue."""
    return " ".join(f"{value:+.2f}" for value in values)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    if not cells:
        return ""
    first, *others = zip(cells, widths, strict=True)
    return GAP.join([first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)]).rstrip()
