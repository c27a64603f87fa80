"""The shooting plan as one printable page: a PDF laid out by Qt, or ``pairs.planning.sheet``'s page for a browser."""

from __future__ import annotations

import html
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QIODevice, QMarginsF, QSizeF
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPdfWriter, QTextDocument

from denoiser_app.formats.publish import publishing
from denoiser_app.pairs.planning.plan import ShootingPlan, Wish, exposure_seconds, shots, warnings
from denoiser_app.pairs.planning.sheet import runs, sheet_html, shutter_text
from denoiser_app.pairs.planning.words import CHECKLIST, KIND_NAMES, LOOK_FOR
from denoiser_app.ui.panels.pair_wizard import wording

MARGIN = 15.0
"""Millimetres."""
POINTS, LEAST_POINTS = 12.0, 3.0
"""Of the letters; smaller ones where the plan would not fit onto the page otherwise."""
BOX = "☐"
LINE = "border-top: 1px solid #b0b0b0"


def save(plan: ShootingPlan, target: Path) -> None:
    """Whole or not at all, in place of a file of that name. OutputError."""
    data = pdf(plan) if target.suffix.lower() == ".pdf" else sheet_html(plan, say).encode()
    with publishing(target, overwrite=True, needed=len(data)) as part:
        part.file.write(data)


def say(text: str) -> str:
    """The words of the sheet in the window's language."""
    return QCoreApplication.translate("Findings", text)


def pdf(plan: ShootingPlan) -> bytes:
    """One A4 page."""
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(say("Pairs for your own camera"))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(MARGIN, MARGIN, MARGIN, MARGIN), QPageLayout.Unit.Millimeter)
    room = QSizeF(writer.pageLayout().paintRectPixels(writer.resolution()).size())
    document = QTextDocument()
    document.documentLayout().setPaintDevice(writer)
    document.setDocumentMargin(0)
    points = POINTS
    while True:  # the letters become smaller until it is one page
        font = QFont(document.defaultFont())
        font.setPointSizeF(points)
        document.setDefaultFont(font)
        document.setHtml(_page(plan))
        document.setPageSize(room)
        if document.pageCount() <= 1 or points <= LEAST_POINTS:
            break
        points -= 0.5
    document.print_(writer)
    del writer
    buffer.close()
    return bytes(held.data())


def _page(plan: ShootingPlan) -> str:
    """In the HTML that Qt knows: tables, no boxes of CSS."""
    camera = _text(plan.camera) or "_" * 24
    fields = (("Camera", camera), ("Lens and aperture", "_" * 20), ("Date", "_" * 11))
    cells = "".join(f"<td><b>{_said(name)}</b><br>{value}</td>" for name, value in fields)
    parts = [
        f"<h1>{_said('Pairs for your own camera')}</h1>",
        f"<table width=100% cellspacing=0 cellpadding=2><tr>{cells}</tr></table>",
        f"<h3>{_said('Before the first frame')}</h3>",
        _checklist(),
        f"<h3>{_said('Each scene')}</h3>",
        _frames(plan),
        f"<h3>{_said('Scenes')}</h3>",
        _scenes(plan),
    ]
    notes = [f"<li>{_text(wording.warning(one))}</li>" for one in warnings(plan)]
    if notes:
        parts.append(f"<h3>{_said('Please note')}</h3><ul>{''.join(notes)}</ul>")
    return "".join(parts)


def _checklist() -> str:
    half = (len(CHECKLIST) + 1) // 2
    rows = [(CHECKLIST[n], CHECKLIST[n + half] if n + half < len(CHECKLIST) else "") for n in range(half)]
    cells = "".join(
        f"<tr>{''.join(f'<td width=50%>{BOX} {_said(one)}</td>' if one else '<td></td>' for one in row)}</tr>"
        for row in rows
    )
    return f"<table width=100% cellpadding=2 cellspacing=0>{cells}</table>"


def _frames(plan: ShootingPlan) -> str:
    head = "".join(f"<th align=left>{_said(name) if name else ''}</th>" for name in ("Frames", "", "ISO", "Shutter"))
    rows = "".join(
        f"<tr><td>{_said(_part(shot.role, shot.last))}</td><td>{count} ×</td><td>{shot.iso:.0f}</td>"
        f"<td>{_text(shutter_text(shot.shutter, say))}</td></tr>"
        for shot, count in runs(plan)
    )
    total = say("Shutter open {minutes:.0f} min in all. The aperture stays the same in all frames of a scene.")
    then = say(
        "Then move the tripod. Do not touch the camera between the frames of a scene but for ISO and shutter time."
    )
    minutes = max(1.0, exposure_seconds(plan) / 60)
    table = f"<table cellpadding=5 cellspacing=0><tr>{head}</tr>{rows}</table>"
    return f"{table}<p>{_text(then)} {_text(total.format(minutes=minutes))}</p>"


def _part(role: str, last: bool) -> str:
    return "High ISO" if role == "high" else "Low ISO, last" if last else "Low ISO, first"


def _scenes(plan: ShootingPlan) -> str:
    ticks = " &nbsp;".join(BOX * count for _, count in runs(plan)) if len(shots(plan)) <= 16 else BOX
    rows = "".join(_scene(number, wish, ticks) for number, wish in enumerate(plan.wishes, start=1))
    return f"<table width=100% cellpadding=5 cellspacing=0>{rows}</table>"


def _scene(number: int, wish: Wish, ticks: str) -> str:
    name = _text(wish.title) or _said(KIND_NAMES[wish.kind])
    words = " ".join(_held_out(wish, _said(LOOK_FOR[wish.kind])))
    cells = (f"<b>{number} &nbsp;{name}</b>", words, f"<nobr>{ticks}</nobr>")
    row = "".join(f"<td style='{LINE}'>{cell}</td>" for cell in cells)
    return f"<tr>{row}</tr>"


def _held_out(wish: Wish, words: str) -> Iterator[str]:
    yield words
    if wish.held_out:
        yield f"<b>{_said('Held out: the model never sees this scene, so that it can be tested on it.')}</b>"


def _said(text: str) -> str:
    return _text(say(text))


def _text(text: str) -> str:
    return html.escape(text)
