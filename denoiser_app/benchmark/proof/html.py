"""The report of a proof as one page that needs nothing beside it: verdict, table, intervals, places side by side.

No scripts, no fonts, nothing from a network; pictures are in the page. Every text that comes from files is escaped.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from denoiser_app.benchmark.proof.facts import Gain, Proof, Row, compared, kept
from denoiser_app.engine.batch.report_html import STYLE

_OWN = """
table { border-collapse: collapse; font-variant-numeric: tabular-nums; } th, td { padding: .35rem .8rem;
  text-align: right; border-bottom: 1px solid var(--line); } th:first-child, td:first-child { text-align: left; }
th { color: var(--soft); font-weight: 500; } tr.mine td { font-weight: 600; }
.strip { display: flex; flex-wrap: wrap; gap: .5rem; margin: .4rem 0 1.4rem; }
.strip img { width: 192px; image-rendering: pixelated; } .map { width: auto; max-width: 100%; }
svg text { fill: var(--text); font-size: 13px; } svg line { stroke: var(--soft); } svg .mine { stroke: var(--link);
  stroke-width: 3; } svg circle { fill: var(--link); }
"""
_HEADER = ("", "model", "PSNR dB", "SSIM", "colour (R G B, of 255)", "detail kept", "detail in what was removed", "s")


@dataclass(frozen=True)
class Crop:
    """A PNG and what it shows."""

    candidate: str
    png: bytes


@dataclass(frozen=True)
class Place:
    """The same part of a frame from every candidate. decibels: by which the personal model is better there."""

    pair: str
    words: str
    decibels: float
    crops: tuple[Crop, ...]


def page(proof: Proof, places: Sequence[Place], maps: Sequence[tuple[str, bytes]]) -> str:
    """The page as HTML. maps: pair and PNG."""
    title = f"Proof of {proof.name}"
    kind = "good" if proof.better else "bad"
    parts = [
        f"<h1>{escape(title)}</h1>",
        f'<p class="soft">{escape(_about(proof))}</p>',
        f'<p class="{kind}"><strong>{escape(proof.verdict)}</strong></p>',
        "<h2>Figures</h2>",
        _table(proof.rows),
        f'<p class="soft">{escape(_how(proof))}</p>',
        "<h2>How sure that is</h2>",
        _intervals(proof.gains),
        "<h2>Side by side</h2>",
        *(_strip(place) for place in places),
        "<h2>Where it is better and where worse</h2>",
        *(_map(pair, png) for pair, png in maps),
        f'<p class="soft">{escape(", ".join(f"{name} {number}" for name, number in proof.versions.items()))}</p>',
    ]
    head = (
        f'<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">\n<title>{escape(title)}</title>'
    )
    style = f"<style>{STYLE}{_OWN}</style>"
    body = "\n".join(parts)
    return f'<!doctype html>\n<html lang="en">\n<head>\n{head}\n{style}\n</head>\n<body>\n{body}\n</body>\n</html>\n'


def _about(proof: Proof) -> str:
    low, high = proof.iso or (0.0, 0.0)
    iso = "" if proof.iso is None else f", ISO {low:g}" + (f" to {high:g}" if high > low else "")
    scenes = ", ".join(proof.scenes)
    return (
        f"{proof.camera or 'unknown camera'}{iso} · {proof.session} · {proof.date} · never seen in training: {scenes}"
    )


def _how(proof: Proof) -> str:
    where = (
        "PSNR is taken at the photosites, white-balanced and display-encoded, without any demosaicing"
        if proof.domain == "raw"
        else "PSNR is taken of the pictures as they are"
    )
    return (
        f"Compared: {compared(proof)}. {where}. Colour: by how much the mean of red, green and blue became brighter,"
        " which noise does not change. Detail kept: the share of the scene's fine detail that is left. Detail in what"
        " was removed:"
        " correlation, 0 if only noise was. The truth is the mean of the low-ISO frames; what noise it has left counts"
        " against every candidate alike."
    )


def _table(rows: Sequence[Row]) -> str:
    head = "".join(f"<th>{escape(cell)}</th>" for cell in _HEADER)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(map(_row, rows))}</tbody></table>"


def _row(row: Row) -> str:
    cells = (
        row.candidate,
        row.model or "-",
        f"{row.psnr:.2f}",
        f"{row.ssim:.4f}",
        " ".join(f"{shift:+.2f}" for shift in row.color),
        kept(row),
        f"{row.detail_removed:+.3f}",
        f"{row.seconds:.1f}" if row.seconds else "-",
    )
    mine = ' class="mine"' if row.candidate == "personal" else ""
    hint = f' title="{escape(row.noise)}"' if row.noise else ""
    return f"<tr{mine}{hint}>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"


def _intervals(gains: Sequence[Gain]) -> str:
    """Differences in PSNR with their 95 % intervals, on one scale."""
    low = min(0.0, *(gain.low for gain in gains), -0.05)
    high = max(0.0, *(gain.high for gain in gains), 0.05)

    def at(value: float) -> float:
        return 300 + 320 * (value - low) / (high - low)

    height = 44 * len(gains) + 30
    lines = [f'<line x1="{at(0):.1f}" x2="{at(0):.1f}" y1="4" y2="{height - 22}" stroke-dasharray="3 3"/>']
    lines += [f'<text x="{at(0):.1f}" y="{height - 6}" text-anchor="middle">0 dB</text>']
    for index, gain in enumerate(gains):
        y = 22 + 44 * index
        span = f'x1="{at(gain.low):.1f}" x2="{at(gain.high):.1f}" y1="{y}" y2="{y}"'
        text = f"{gain.psnr:+.2f} ({gain.low:+.2f} to {gain.high:+.2f})"
        lines += [
            f'<text x="0" y="{y + 5}">against {escape(gain.against)}</text>',
            f'<line class="mine" {span}/><circle cx="{at(gain.psnr):.1f}" cy="{y}" r="5"/>',
            f'<text x="640" y="{y + 5}">{escape(text)}</text>',
        ]
    words = "; ".join(
        f"better in {100 * gain.patches_better:.0f} % of the patches against {gain.against}" for gain in gains
    )
    note = f"PSNR of the personal model minus the other's, with its 95 % interval over 64x64 patches; {words}."
    drawing = f'<svg viewBox="0 0 860 {height}" width="860" role="img">{"".join(lines)}</svg>'
    return f'{drawing}<p class="soft">{escape(note)}</p>'


def _strip(place: Place) -> str:
    title = f"{place.pair}: {place.words} ({place.decibels:+.1f} dB)"
    figures = "".join(_figure(crop, title) for crop in place.crops)
    return f'<h3>{escape(title)}</h3><div class="strip">{figures}</div>'


def _figure(crop: Crop, title: str) -> str:
    words = escape(crop.candidate)
    return f"<figure>{_image(crop.png, f'{title}, {crop.candidate}')}<figcaption>{words}</figcaption></figure>"


def _map(pair: str, png: bytes) -> str:
    words = f"{pair}: blue where it is closer to the truth, orange where it is not; full colour from 1 dB on"
    return f'<p class="soft">{escape(words)}; gray: not usable</p>{_image(png, words, "map")}'


def _image(png: bytes, words: str, kind: str = "") -> str:
    name = f' class="{kind}"' if kind else ""
    return f'<img{name} src="data:image/png;base64,{base64.b64encode(png).decode()}" alt="{escape(words)}">'
