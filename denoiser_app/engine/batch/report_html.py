"""A batch as one page to look at: what was not done comes first, then every photo before and after.

The page needs nothing but the crops beside it: no scripts, no fonts, nothing from a network. Every text that comes from
files is escaped, and names are isolated, so that one written from right to left cannot turn its line round.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from html import escape
from pathlib import Path

from denoiser_app.engine.batch.items import ENDED, Batch, Item, State
from denoiser_app.engine.batch.report_words import (
    counts_of,
    duration,
    file_size,
    headline,
    photos,
    reason,
    sizes,
    what_was_done,
)

STYLE = """
:root { color-scheme: light dark; --text: #1c1c1e; --soft: #5b5b62; --page: #fafafa; --card: #fff; --line: #dcdce0;
  --bad: #b3261e; --good: #1b6e3c; --link: #0b57d0; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e6e6e8; --soft: #a4a4ac; --page: #161618; --card: #212124; --line: #38383d; --bad: #ff8a80;
    --good: #7fd6a0; --link: #8ab4f8; }
}
body { margin: 0 auto; padding: 2rem 1.5rem; max-width: 76rem; background: var(--page); color: var(--text);
  font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.15rem; margin: 2.2rem 0 .8rem; }
h3 { font-size: 1rem; margin: 0 0 .2rem; overflow-wrap: anywhere; }
p { margin: .2rem 0; } a { color: var(--link); }
.soft { color: var(--soft); overflow-wrap: anywhere; } .bad { color: var(--bad); } .good { color: var(--good); }
.counts { display: flex; flex-wrap: wrap; gap: .8rem; padding: 0; margin: 1.2rem 0; list-style: none; }
.counts li { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: .5rem 1rem; }
.counts b { display: block; font-size: 1.3rem; font-variant-numeric: tabular-nums; }
article { display: flex; flex-wrap: wrap; gap: 1rem; background: var(--card); border: 1px solid var(--line);
  border-radius: 8px; padding: .9rem; margin: 0 0 .8rem; content-visibility: auto; contain-intrinsic-size: auto 14rem; }
article > div { flex: 1 1 20rem; min-width: 0; }
figure { margin: 0; } figcaption { color: var(--soft); font-size: .85rem; }
img { display: block; width: 300px; max-width: 100%; height: auto; border-radius: 4px; }
@media print { article { break-inside: avoid; } }
"""


def page(batch: Batch, items: Sequence[Item], pictured: Collection[int], crops: str) -> str:
    """The page as HTML. pictured: numbers of the photos with crops; crops: their folder as seen from the page."""
    counts = counts_of(items)
    failed = [item for item in items if item.state in (State.FAILED, State.QUARANTINED)]
    shown = set(pictured)
    parts = [
        f"<h1>{_name(batch.name)}</h1>",
        f"<p><strong>{escape(headline(batch, counts))}</strong></p>",
        _about(batch, items),
        _counts([
            ("found", counts.found, ""),
            ("done", counts.done, "good"),
            ("not done", counts.not_done, "bad" if counts.not_done else ""),
            ("skipped", counts.skipped, ""),
            ("still to do", counts.waiting + counts.running, ""),
        ]),
        *_section(f"Not done: {photos(len(failed))}", failed, shown, crops),
        *_section(f"All {photos(len(items))}", items, shown, crops),
    ]  # fmt: skip
    head = f'<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">\n<title>{escape(batch.name)}'
    style = f"</title>\n<style>{STYLE}</style>"
    return f'<!doctype html>\n<html lang="en">\n<head>\n{head}{style}\n</head>\n<body>\n' + "\n".join(parts) + _END


_END = "\n</body>\n</html>\n"


def _about(batch: Batch, items: Sequence[Item]) -> str:
    started = min((item.started for item in items if item.started is not None), default=None)
    ended = max((item.ended for item in items if item.ended is not None), default=None)
    lines = ["From " + ", ".join(_name(str(source)) for source in batch.plan.sources)]
    lines += [f"to {_name(str(batch.plan.output))}"] if batch.plan.output else ["to the folder of each photo"]
    if started is not None and ended is not None and ended >= started:
        lines += [f"{_time(started)} to {_time(ended)} ({duration(ended - started)})"]
    return f'<p class="soft">{" · ".join(lines)}</p>'


def _counts(counts: Iterable[tuple[str, int, str]]) -> str:
    cells = "".join(
        f'<li><b class="{kind}" data-count="{label}">{number:,}</b>{label}</li>' for label, number, kind in counts
    )
    return f'<ul class="counts">{cells}</ul>'


def _section(title: str, items: Sequence[Item], pictured: Collection[int], crops: str) -> list[str]:
    if not items:
        return []
    return [f"<h2>{escape(title)}</h2>", *(_article(item, item.id in pictured, crops) for item in items)]


def _article(item: Item, has_crops: bool, crops: str) -> str:
    pictures = f"{_figure(item, crops, 'before')}{_figure(item, crops, 'after')}" if has_crops else ""
    lines = [line for line in (_state(item), _result(item), _facts(item), *_warnings(item)) if line]
    folder = f'<p class="soft">{_name(str(item.source.parent))}</p>'
    return f"<article>{pictures}<div><h3>{_name(item.source.name)}</h3>{folder}{''.join(lines)}</div></article>"


def _figure(item: Item, crops: str, side: str) -> str:
    described = escape(f"{item.source.name}, {side}")
    image = f'<img src="{escape(crops)}{item.id}-{side}.jpg" alt="{described}" loading="lazy">'
    return f"<figure>{image}<figcaption>{side}</figcaption></figure>"


def _state(item: Item) -> str:
    if item.state in (State.FAILED, State.QUARANTINED):
        return f'<p class="bad">Not done. {escape(reason(item))}</p>'
    if item.state not in ENDED:
        return '<p class="soft">Still to do.</p>'
    words = what_was_done(item).capitalize()
    return f"<p>{escape(' '.join(part for part in ((words and words + '.'), reason(item)) if part))}</p>"


def _result(item: Item) -> str:
    there = item.state is State.DONE or item.skipped == "exists"
    if item.target is None or not there:
        return ""
    return f'<p>Result: <a href="{escape(Path(item.target).absolute().as_uri())}">{_name(item.target.name)}</a></p>'


def _facts(item: Item) -> str:
    before, after = sizes(item)
    parts = [
        f"{item.megapixels:.1f} MP" if item.megapixels else "",
        " → ".join(file_size(size) for size in (before, after) if size),
        duration(sum(item.seconds.values())) if item.seconds else "",
        f"model {_name(item.model)}" if item.model else "",
        f"noise {escape(item.noise)}" if item.noise else "",
        f"tried {item.attempts} times" if item.attempts > 1 else "",
    ]
    return f'<p class="soft">{" · ".join(part for part in parts if part)}</p>'


def _warnings(item: Item) -> list[str]:
    return [f"<p>Note: {escape(warning)}</p>" for warning in item.warnings]


def _name(text: str) -> str:
    return f"<bdi>{escape(text)}</bdi>"


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds).strftime("%Y-%m-%d %H:%M")
