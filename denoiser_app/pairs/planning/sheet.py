"""The plan on one A4 page to print and take along: what to see to first, the frames of a scene, boxes to tick.

A single HTML file without scripts, pictures or anything from elsewhere. Its type shrinks with the number of scenes, so
that it stays one page.
"""

from __future__ import annotations

import html
import itertools
from collections.abc import Callable, Iterator, Sequence

from denoiser_app.pairs.planning.plan import PlannedShot, ShootingPlan, Wish, exposure_seconds, shots, warnings
from denoiser_app.pairs.planning.sheet_room import scale
from denoiser_app.pairs.planning.shutter import Shutter
from denoiser_app.pairs.planning.words import CHECKLIST, KIND_NAMES, LOOK_FOR, WARNINGS

Say = Callable[[str], str]

TEXTS: tuple[str, ...] = (
    "Pairs for your own camera",
    "Before the first frame",
    "Each scene",
    "Scenes",
    "Frames",
    "ISO",
    "Shutter",
    "Low ISO, first",
    "High ISO",
    "Low ISO, last",
    "Held out: the model never sees this scene, so that it can be tested on it.",
    "What to look for",
    "Scene",
    "Camera",
    "Date",
    "Lens and aperture",
    "Please note",
    "bulb",
    "Then move the tripod. Do not touch the camera between the frames of a scene but for ISO and shutter time.",
    "Shutter open {minutes:.0f} min in all. The aperture stays the same in all frames of a scene.",
)
"""What the page says besides the words of the plan, for translators."""


def same(text: str) -> str:
    """English as it is."""
    return text


def sheet_html(plan: ShootingPlan, say: Say = same) -> str:
    """One page. say: translates TEXTS and the texts of ``words``. ValueError for a plan without times."""
    parts = [
        _head(plan, say),
        _checklist(say),
        _shots(plan, say),
        _scenes(plan.wishes, shots(plan), say),
        _notes(plan, say),
    ]
    style = _STYLE.replace("SCALE", f"{_scale(plan, say):.3f}")
    title = _text(say("Pairs for your own camera"))
    head = f'<meta charset="utf-8"><title>{title}</title><style>{style}</style>'
    return f"<!DOCTYPE html>\n<html><head>{head}</head><body>\n" + "\n".join(parts) + "\n</body></html>\n"


def shutter_text(shutter: Shutter, say: Say = same) -> str:
    """'1/8', '15"', '64" bulb'."""
    return f"{shutter.label} {say('bulb')}" if shutter.bulb else shutter.label


def runs(plan: ShootingPlan) -> list[tuple[PlannedShot, int]]:
    """The frames of a scene with how many of each follow one another."""
    return [(shot, len(list(same_shots))) for shot, same_shots in itertools.groupby(shots(plan))]


def _scale(plan: ShootingPlan, say: Say) -> float:
    fields = " ".join(say(name) for name in ("Camera", "Lens and aperture", "Date")) + plan.camera + 80 * "_"
    looks = [_look(wish, say) for wish in plan.wishes]
    names = [f"0  {_name(wish, say)}" for wish in plan.wishes]
    return scale([say(item) for item in CHECKLIST], fields, looks, names, _warned(plan, say))


def _name(wish: Wish, say: Say) -> str:
    return wish.title or say(KIND_NAMES[wish.kind])


def _look(wish: Wish, say: Say) -> str:
    look = say(LOOK_FOR[wish.kind])
    held = say("Held out: the model never sees this scene, so that it can be tested on it.")
    return f"{look} {held}" if wish.held_out else look


def _head(plan: ShootingPlan, say: Say) -> str:
    camera = _text(plan.camera) or _line(38)
    fields = [(say("Camera"), camera), (say("Lens and aperture"), _line(42)), (say("Date"), _line(24))]
    cells = "".join(f"<span><b>{_text(name)}</b> {value}</span>" for name, value in fields)
    return f'<h1>{_text(say("Pairs for your own camera"))}</h1><p class="fields">{cells}</p>'


def _checklist(say: Say) -> str:
    items = "".join(f"<li>{_BOX} {_text(say(item))}</li>" for item in CHECKLIST)
    return f'<h2>{_text(say("Before the first frame"))}</h2><ul class="checklist">{items}</ul>'


def _shots(plan: ShootingPlan, say: Say) -> str:
    rows = "".join(
        f"<tr><td>{_text(say(_part(shot)))}</td><td class=n>{number} ×</td><td class=n>{shot.iso:.0f}</td>"
        f"<td class=n>{_text(shutter_text(shot.shutter, say))}</td></tr>"
        for shot, number in runs(plan)
    )
    names = "".join(f"<th>{_text(say(name))}</th>" for name in ("Frames", "", "ISO", "Shutter"))
    total = say("Shutter open {minutes:.0f} min in all. The aperture stays the same in all frames of a scene.")
    then = say(
        "Then move the tripod. Do not touch the camera between the frames of a scene but for ISO and shutter time."
    )
    words = _text(f"{then} {total.format(minutes=max(1.0, exposure_seconds(plan) / 60))}")
    table = f'<table class="shots"><thead><tr>{names}</tr></thead><tbody>{rows}</tbody></table>'
    return f'<h2>{_text(say("Each scene"))}</h2><div class="each">{table}<p>{words}</p></div>'


def _part(shot: PlannedShot) -> str:
    if shot.role == "high":
        return "High ISO"
    return "Low ISO, last" if shot.last else "Low ISO, first"


def _scenes(wishes: Sequence[Wish], of_each: Sequence[PlannedShot], say: Say) -> str:
    if not wishes:
        return ""
    rows = "".join(_scene(number, wish, of_each, say) for number, wish in enumerate(wishes, 1))
    names = "".join(f"<th>{_text(say(name))}</th>" for name in ("Scene", "What to look for", "Frames"))
    table = f'<table class="scenes"><thead><tr>{names}</tr></thead><tbody>{rows}</tbody></table>'
    return f"<h2>{_text(say('Scenes'))}</h2>{table}"


def _scene(number: int, wish: Wish, of_each: Sequence[PlannedShot], say: Say) -> str:
    title, look = _text(f"{number}  {_name(wish, say)}"), _text(_look(wish, say))
    look = f"<em>{look}</em>" if wish.held_out else look
    return f"<tr><td class=name>{title}</td><td>{look}</td><td class=ticks>{''.join(_ticks(of_each))}</td></tr>"


def _ticks(of_each: Sequence[PlannedShot]) -> Iterator[str]:
    """A box a frame, a gap where ISO and shutter change; of very many frames one box for each run."""
    for _, same_shots in itertools.groupby(of_each):
        count = len(list(same_shots))
        boxes = _BOX * count if count <= 6 else f"{_BOX}<small>×{count}</small>"
        yield f"<span>{boxes}</span>"


def _notes(plan: ShootingPlan, say: Say) -> str:
    told = _warned(plan, say)
    if not told:
        return ""
    items = "".join(f"<li>{_text(sentence)}</li>" for sentence in told)
    return f'<h2>{_text(say("Please note"))}</h2><ul class="notes">{items}</ul>'


def _warned(plan: ShootingPlan, say: Say) -> list[str]:
    return [say(WARNINGS[one.code]).format(**one.parameters) for one in warnings(plan)]


def _line(millimetres: int) -> str:
    return f'<i style="width:calc({millimetres}mm*var(--scale))"></i>'


def _text(text: str) -> str:
    return html.escape(text)


_BOX = '<b class="box"></b>'

_STYLE = """
:root { --scale: SCALE }
@page { size: A4 portrait; margin: 14mm 15mm }
* { box-sizing: border-box }
html { font: calc(10.5pt*var(--scale))/1.35 "Helvetica Neue", Helvetica, Arial, "Liberation Sans", sans-serif;
       color: #111 }
body { margin: 0 auto; max-width: 180mm; overflow-wrap: anywhere }
h1 { font-size: 1.9em; line-height: 1.1; margin: 0 0 .35em; letter-spacing: -.01em }
h2 { font-size: 1em; text-transform: uppercase; letter-spacing: .08em; margin: 1.25em 0 .4em; padding-bottom: .2em;
     border-bottom: .4mm solid #111 }
p { margin: 0 }
ul { margin: 0; padding: 0; list-style: none }
.fields { display: flex; gap: 1.6em; flex-wrap: wrap }
.fields i { display: inline-block; border-bottom: .25mm solid #777 }
.checklist { columns: 2; column-gap: 2em }
.checklist li { break-inside: avoid; padding: .14em 0 .14em 1.7em; text-indent: -1.7em }
.box { display: inline-block; width: 1em; height: 1em; border: .3mm solid #111; border-radius: .12em;
       vertical-align: -.12em; margin-right: .3em; text-indent: 0 }
.checklist .box { margin-right: .4em }
table { border-collapse: collapse }
th { text-align: left; font-weight: 400; color: #555; font-size: .85em; padding: 0 .6em .15em 0 }
td { padding: .3em .6em .3em 0; vertical-align: top; border-top: .2mm solid #bbb }
.each { display: grid; grid-template-columns: auto 1fr; gap: 2em; align-items: center }
.shots td { font-size: 1.15em; white-space: nowrap; padding-right: 1.2em }
.n { text-align: right; font-variant-numeric: tabular-nums }
.shots th:nth-child(n+2) { text-align: right; padding-right: 1.4em }
.scenes { width: 100% }
.name { font-weight: 700; width: 26% }
.ticks { white-space: nowrap; width: 1% }
.ticks span { margin-right: .7em }
.ticks .box { width: 1.25em; height: 1.25em }
small { margin-right: .4em }
em { font-style: normal; font-weight: 700 }
.notes li { padding: .15em 0 }
@media screen { body { padding: 12mm } }
@media print { body { max-width: none; padding: 0 } h2, tr, li { break-inside: avoid } }
""".strip()
