"""The model card, Markdown: everything that a manifest says, for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from denoiser_app.networks.descriptor import ModelDescriptor
from denoiser_app.networks.personal import iso_range, standing


def card(d: ModelDescriptor) -> str:
    """The card of a model."""
    facts: dict[str, Any] = {
        "domain": d.domain,
        "architecture": f"{d.architecture}, {d.parameter_count:,} parameters",
        "cost": f"{d.giga_macs} GMAC per megapixel, receptive field {d.halo} pixels to each side",
        "noise level": d.conditioning,
        "licence": d.licence,
        "sha256": f"`{d.sha256}`",
        **d.training,
    }
    lines = [f"# {d.name}", "", d.summary, "", *_rows(("", ""), facts)]
    if d.personal is not None:
        lines += _made_for(d.personal)
    if d.scores:
        lines += ["", "## Scores", "", *_rows(("what", "figure"), d.scores)]
    if d.personal is not None:
        lines += _proof(d.personal)
    return "\n".join(lines) + "\n"


def _made_for(personal: Mapping[str, Any]) -> list[str]:
    facts = {
        "camera": personal["camera"],
        "ISO": iso_range(personal).removeprefix("ISO "),
        "scenes": ", ".join(personal["scenes"]),
        "kept from training": ", ".join(personal["held_out"]),
        "session": personal.get("session", ""),
        "date": personal["date"],
        "versions": ", ".join(f"{name} {number}" for name, number in personal["versions"].items()),
        "standing": standing(personal),
    }
    return ["", "## Made for", "", *_rows(("", ""), {key: value for key, value in facts.items() if value})]


def _proof(personal: Mapping[str, Any]) -> list[str]:
    """The table of the proof, as ``benchmark.proof.facts.summary`` put it into the manifest."""
    proof = personal.get("proof")
    if not proof:
        return []
    lines = ["", "## Proof", "", str(proof.get("verdict", ""))]
    for title, table in proof.items():
        if isinstance(table, Mapping):
            lines += ["", *_rows((title, ""), table)]
        elif isinstance(table, list | tuple) and table and all(isinstance(row, Mapping) for row in table):
            lines += ["", *_table(table)]
        elif title not in ("verdict", "better"):
            lines += ["", f"{title}: {_text(table)}"]
    return lines


def _rows(header: tuple[str, str], facts: Mapping[str, Any]) -> list[str]:
    return [_line(header), "|---|---|", *(_line((key, value)) for key, value in facts.items())]


def _table(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    columns = list(rows[0])
    return [_line(columns), "|" + "---|" * len(columns), *(_line([row.get(c, "") for c in columns]) for row in rows)]


def _line(cells: Sequence[Any]) -> str:
    """A row of a table; a cell of a stranger's manifest must not end it early."""
    return "| " + " | ".join(_text(cell).replace("|", "\\|") for cell in cells) + " |" if any(cells) else "| | |"


def _text(value: Any) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    return " ".join(text.split())
