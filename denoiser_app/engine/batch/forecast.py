"""How long the rest of a batch takes: what its photos took so far, by kind of work and megapixels; honest at the start.

A photo's cost is the time between its end and that of the photo before it: in a pipeline several are worked on at once,
and only that interval tells how fast the batch gets on. Where the batch stood still (the night between two runs, a full
disk) the interval is longer than all of the photo's own stages together; then these stand in for it, but only while
there is nothing better: in a pipeline they are more than what the photo cost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from denoiser_app.engine.batch.items import Item, State
from denoiser_app.formats.sniff import RAW_SUFFIXES

ENOUGH = 3
"""Photos of a kind that must be done before anything is said of it."""
RECENT = 50
"""Photos of a kind that count, the last ones: a computer that has other work now will not be as fast as it was."""
GROUP = 4
"""Neighbouring photos that are taken together."""
THROUGHPUT = 20
"""Photos over which the throughput is taken."""
SLACK = 2.0
"""Seconds that a photo may wait besides its own stages: for the journal, for its turn to be written."""
FEW = 0.1
"""Share of the waiting photos that may be of kinds not known yet; they are taken for the slowest kind that is."""

_Kind = tuple[str, bool, str]
"""Action, whether it is a camera raw by its name, and the model that was asked for."""


@dataclass(frozen=True)
class Forecast:
    """seconds: until all is done, None while that would be a guess ("estimating"). photos_per_hour and
    megapixels_per_second: over the last photos that were done, None before there are three."""

    seconds: float | None = None
    photos_per_hour: float | None = None
    megapixels_per_second: float | None = None


@dataclass(frozen=True)
class _Cost:
    """after_a_stop: seconds are those of the photo's own stages."""

    kind: _Kind
    seconds: float
    megapixels: float
    after_a_stop: bool


def seconds_left(ended: Sequence[Item], waiting: Sequence[Item], elapsed: float = 0.0) -> Forecast:
    """The forecast for a batch.

    ended: all photos that have ended, of every state, in any order. waiting: those that wait or are being worked on.
    elapsed: seconds of work since the last photo ended, so that the time left falls between two photos too; at most
    the time of one photo is taken off.
    """
    usual = _usual_megapixels([*ended, *waiting])
    costs = _costs(ended, usual)
    return Forecast(_seconds(costs, waiting, usual, elapsed), *_throughput(_best(costs)[-THROUGHPUT:], len(costs)))


def _costs(ended: Sequence[Item], usual: float) -> list[_Cost]:
    """What every photo that was done cost, in the order in which they ended."""
    in_order = sorted((item for item in ended if item.ended is not None), key=lambda item: item.ended or 0.0)
    pairs = [(None, item) for item in in_order[:1]] + list(pairwise(in_order))
    costs = (_cost(item, None if before is None else before.ended, usual) for before, item in pairs)
    return [cost for cost in costs if cost is not None]


def _cost(item: Item, before: float | None, usual: float) -> _Cost | None:
    """By how much this photo moved the end of the batch; None if it tells nothing."""
    own = _own_seconds(item)
    if own is None or item.ended is None:
        return None
    interval = None if before is None else max(item.ended - before, 0.0)
    stopped = interval is None or interval > own + SLACK
    return _Cost(_kind(item), own if interval is None or stopped else interval, _megapixels(item, usual), stopped)


def _best(costs: Sequence[_Cost]) -> Sequence[_Cost]:
    """Those that were measured without a stop, if there are some."""
    measured = [cost for cost in costs if not cost.after_a_stop]
    return measured if len(measured) >= ENOUGH - 1 else costs


def _own_seconds(item: Item) -> float | None:
    """Of all its stages. Copies and checks have none of their own; a result found after a crash tells nothing."""
    worked = item.state is State.DONE or (item.state is State.SKIPPED and item.action == "verify")
    if worked and item.seconds:
        return sum(item.seconds.values())
    if worked and item.action != "denoise" and item.started is not None and item.ended is not None:
        return max(item.ended - item.started, 0.0)
    return None


def _seconds(costs: Sequence[_Cost], waiting: Sequence[Item], usual: float, elapsed: float) -> float | None:
    if not waiting:
        return 0.0
    paces = _paces(costs)
    kinds = Counter(_kind(item) for item in waiting)
    unknown = sum(number for kind, number in kinds.items() if kind not in paces)
    if not paces or unknown > FEW * len(waiting):
        return None
    slowest = max(paces.values())
    each = [paces.get(_kind(item), slowest) * _megapixels(item, usual) for item in waiting]
    return max(sum(each) - min(max(elapsed, 0.0), max(each)), 0.0)


def _paces(costs: Sequence[_Cost]) -> Mapping[_Kind, float]:
    """Seconds a megapixel of every kind of which enough is done."""
    by_kind: dict[_Kind, list[_Cost]] = {}
    for cost in costs:
        by_kind.setdefault(cost.kind, []).append(cost)
    return {kind: _pace(_best(some)[-RECENT:]) for kind, some in by_kind.items() if len(some) >= ENOUGH}


def _pace(costs: Sequence[_Cost]) -> float:
    """The median over groups of neighbours: two devices end two photos at once, so that single intervals alternate."""
    width = min(GROUP, len(costs))
    groups = [costs[start : start + width] for start in range(len(costs) - width + 1)]
    return median(sum(one.seconds for one in group) / sum(one.megapixels for one in group) for group in groups)


def _throughput(costs: Sequence[_Cost], done: int) -> tuple[float | None, float | None]:
    seconds = sum(cost.seconds for cost in costs)
    if done < ENOUGH or seconds <= 0.0:
        return None, None
    return 3600.0 * len(costs) / seconds, sum(cost.megapixels for cost in costs) / seconds


def _kind(item: Item) -> _Kind:
    return item.action, item.source.suffix.lower() in RAW_SUFFIXES, item.recipe.model


def _usual_megapixels(items: Sequence[Item]) -> float:
    """For photos whose header does not tell their size."""
    known = [item.megapixels for item in items if item.megapixels]
    return median(known) if known else 1.0


def _megapixels(item: Item, usual: float) -> float:
    return item.megapixels or usual
