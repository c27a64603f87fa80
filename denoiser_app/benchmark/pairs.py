"""PSNR and SSIM against real pairs: a noisy photo, and a clean one of the same scene (the mean of many shots, or low
ISO).

Both are compared display-encoded and neutral (rendering.py), over all pixels (core/metrics.py); the noise level is
measured unless it is given. Besides the figures, what the network did to the colours: differences of the channels'
means.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np

from denoiser_app.benchmark.baselines import Kept, NlmResult, best_nlm
from denoiser_app.benchmark.discovery import Pair, find_pairs, grouped
from denoiser_app.benchmark.events import Failed
from denoiser_app.benchmark.models import Models
from denoiser_app.benchmark.rendering import Shift, after, before, display_shift, linear_shift, remosaiced
from denoiser_app.benchmark.table import decibel, layout, signed, triple
from denoiser_app.core.errors import DataMissing, DenoiserError
from denoiser_app.core.metrics import WINDOW, psnr, ssim
from denoiser_app.core.photo import Photo, RawPhoto
from denoiser_app.core.progress import Progress
from denoiser_app.engine.noise_level import describe, noise_of
from denoiser_app.formats.read import read
from denoiser_app.networks.descriptor import ModelDescriptor

Load = Callable[[Path], Photo]


@dataclass(frozen=True)
class PairRow:
    """One pair. psnr in dB, gain = psnr - psnr_noisy; seconds: of estimation and network.

    Shifts are (red, green, blue), in 1/255, of the denoised photo against its clean twin and against itself before:
    ``shift_*`` of the means as displayed (clipping at black lifts the noisy photo's), ``linear_*`` of the means in
    linear light, display-encoded afterwards (which noise does not move).
    """

    set: str
    name: str
    domain: str
    noise: str
    psnr_noisy: float
    psnr: float
    gain: float
    ssim_noisy: float
    ssim: float
    shift_clean: Shift
    shift_noisy: Shift
    linear_clean: Shift
    linear_noisy: Shift
    seconds: float
    kind: Literal["pair"] = "pair"


@dataclass(frozen=True)
class SetRow:
    """The means over a set of pairs, or over all of them.

    worst_gain: that of the pair that gained least, ``worst``. psnr_nlm, nlm_h: OpenCV's non-local means at the best
    setting for this set, None if not asked for. largest_shift: the largest of all ``linear_noisy``, in 1/255,
    whatever its sign.
    """

    set: str
    pairs: int
    psnr_noisy: float
    psnr_nlm: float | None
    nlm_h: float | None
    psnr: float
    gain: float
    worst_gain: float
    worst: str
    ssim_noisy: float
    ssim: float
    largest_shift: float
    seconds: float
    kind: Literal["mean"] = "mean"


Event = Progress | PairRow | SetRow | Failed


def run(
    folder: Path,
    model: ModelDescriptor | None = None,
    device: str = "auto",
    tile: int | None = None,
    *,
    threads: int | None = None,
    noise: float | None = None,
    baseline: bool = False,
    remosaic: bool = False,
    sets: Sequence[str] = (),
    limit: int | None = None,
    load: Load = read,
) -> Iterator[Event]:
    """A row for every pair, after each set its mean row, and in the end one for all pairs if there are several sets.

    model: None takes the program's best one of each pair's domain. noise: as ``Recipe.noise``. baseline: non-local
    means too (rgb only, slow). remosaic: raws go through LibRaw's demosaic after the network (rendering.py). sets:
    only these; limit: the first pairs of each set. DataMissing if there are no pairs.
    """
    found = find_pairs(folder)
    wanted = _wanted(grouped(found.pairs), sets, limit, folder)
    models, steps = Models(model, device, tile, threads), _Steps(sum(map(len, wanted.values())))
    for sentence in found.skipped:
        yield steps.now(note=f"skipped {sentence}")
    means: list[tuple[SetRow, list[PairRow]]] = []
    for name, pairs in wanted.items():
        kept: list[Kept] | None = [] if baseline else None
        rows = yield from _pair_rows(models, pairs, load, _How(noise, remosaic), kept, steps)
        nlm = (yield from _baseline(kept, steps)) if kept else None
        if rows:
            means.append((set_row(name, rows, nlm), rows))
            yield means[-1][0]
    if len(means) > 1:
        yield total_row(means)
    yield steps.now()


def set_row(name: str, rows: Sequence[PairRow], nlm: NlmResult | None = None) -> SetRow:
    """The means of a set."""
    worst = min(rows, key=lambda row: row.gain)
    return SetRow(
        set=name,
        pairs=len(rows),
        psnr_noisy=_mean([r.psnr_noisy for r in rows]),
        psnr_nlm=nlm.psnr if nlm else None,
        nlm_h=nlm.h if nlm else None,
        psnr=_mean([r.psnr for r in rows]),
        gain=_mean([r.gain for r in rows]),
        worst_gain=worst.gain,
        worst=worst.name,
        ssim_noisy=_mean([r.ssim_noisy for r in rows]),
        ssim=_mean([r.ssim for r in rows]),
        largest_shift=max(abs(channel) for row in rows for channel in row.linear_noisy),
        seconds=_mean([r.seconds for r in rows]),
    )


def total_row(sets: Sequence[tuple[SetRow, Sequence[PairRow]]]) -> SetRow:
    """The means over all pairs. Non-local means may have another setting for each set; without one in every set its
    mean is left out."""
    baselines = [(mean.psnr_nlm, mean.pairs) for mean, _ in sets]
    known = [psnr_nlm * count for psnr_nlm, count in baselines if psnr_nlm is not None]
    total = sum(count for _, count in baselines)
    row = set_row("all", [row for _, rows in sets for row in rows])
    return replace(row, psnr_nlm=sum(known) / total) if len(known) == len(baselines) else row


def table(rows: Sequence[PairRow | SetRow]) -> str:
    """The pairs of each set and their means; then the sets alone."""
    pairs, means = [r for r in rows if isinstance(r, PairRow)], [r for r in rows if isinstance(r, SetRow)]
    each = layout(
        ("pair", "noisy dB", "PSNR dB", "gain", "SSIM", "was", "colour, display", "colour, linear", "noise"),
        [_pair_cells(row) for row in pairs],
    )
    header = ("set", "pairs", "noisy dB", "NLM dB", "h", "PSNR dB", "gain", "worst", "SSIM", "was", "colour", "seconds")
    return f"{each}\n\n{layout(header, [_set_cells(row) for row in means])}"


def _pair_cells(row: PairRow) -> tuple[str, ...]:
    figures = (decibel(row.psnr_noisy), decibel(row.psnr), signed(row.gain), f"{row.ssim:.4f}", f"{row.ssim_noisy:.4f}")
    return (
        f"{row.set}/{row.name}",
        *figures,
        triple(row.shift_clean),
        triple(row.linear_noisy),
        row.noise.split(" (")[0],
    )


def _set_cells(row: SetRow) -> tuple[str, ...]:
    nlm = (decibel(row.psnr_nlm), "-" if row.nlm_h is None else f"{row.nlm_h:g}")
    gains = (decibel(row.psnr), signed(row.gain), signed(row.worst_gain))
    rest = (f"{row.ssim:.4f}", f"{row.ssim_noisy:.4f}", f"{row.largest_shift:.2f}", f"{row.seconds:.2f}")
    return row.set, str(row.pairs), decibel(row.psnr_noisy), *nlm, *gains, *rest


@dataclass(frozen=True)
class _How:
    """What is asked of every pair alike."""

    noise: float | None
    remosaic: bool


@dataclass
class _Steps:
    """Where the run is, in pairs."""

    total: int
    done: int = 0

    def now(self, stage: str = "pairs", note: str = "") -> Progress:
        return Progress(stage, self.done, self.total, note)


def _wanted(
    found: Mapping[str, list[Pair]], sets: Sequence[str], limit: int | None, folder: Path
) -> dict[str, list[Pair]]:
    unknown = sorted(set(sets) - set(found))
    if unknown:
        known = ", ".join(found)
        raise DataMissing(path=folder, reason=f"there is no set '{unknown[0]}'. Sets in this folder: {known}.")
    return {name: pairs[:limit] for name, pairs in found.items() if not sets or name in sets}


def _pair_rows(
    models: Models, pairs: Sequence[Pair], load: Load, how: _How, kept: list[Kept] | None, steps: _Steps
) -> Generator[Event, None, list[PairRow]]:
    """The rows of a set; finished pictures are added to ``kept``, if there is one."""
    rows = []
    for pair in pairs:
        yield steps.now()
        steps.done += 1
        try:
            row = _measure(models, pair, load, how, kept)
        except DenoiserError as error:
            yield Failed(pair.noisy, error)
            continue
        rows.append(row)
        yield row
    return rows


def _measure(models: Models, pair: Pair, load: Load, how: _How, kept: list[Kept] | None) -> PairRow:
    photo, twin = load(pair.noisy), load(pair.clean)
    require_twins(pair, photo, twin)
    denoiser = models.of(photo)
    start = time.perf_counter()
    level = noise_of(photo, how.noise)
    denoised = denoiser.whole(photo, noise=level)
    seconds = time.perf_counter() - start
    if how.remosaic and isinstance(photo, RawPhoto):
        denoised = remosaiced(photo, denoised)
    truth, noisy, result = before(twin), before(photo), after(photo, denoised)
    if kept is not None and photo.domain == "rgb":
        kept.append(Kept.of(noisy.display, truth.display))
    psnr_noisy, psnr_result = (psnr(r.display, truth.display) for r in (noisy, result))
    return PairRow(
        set=pair.set,
        name=pair.name,
        domain=photo.domain,
        noise=describe(level),
        psnr_noisy=psnr_noisy,
        psnr=psnr_result,
        gain=psnr_result - psnr_noisy,
        ssim_noisy=ssim(noisy.display, truth.display),
        ssim=ssim(result.display, truth.display),
        shift_clean=display_shift(result, truth),
        shift_noisy=display_shift(result, noisy),
        linear_clean=linear_shift(result, truth),
        linear_noisy=linear_shift(result, noisy),
        seconds=seconds,
    )


def require_twins(pair: Pair, photo: Photo, twin: Photo) -> None:
    """DataMissing unless the two can be compared: of one kind and size, and large enough for SSIM."""
    if photo.domain != twin.domain or photo.size != twin.size:
        what = " and ".join(f"{p.size[1]}x{p.size[0]} {p.domain}" for p in (photo, twin))
        raise DataMissing(
            path=pair.noisy, reason=f"its clean twin {pair.clean.name} is of another kind or size ({what})."
        )
    if min(photo.size) < WINDOW:
        raise DataMissing(path=pair.noisy, reason=f"the photo is smaller than {WINDOW}x{WINDOW} pixels.")


def _baseline(kept: Sequence[Kept], steps: _Steps) -> Generator[Progress, None, NlmResult]:
    search = best_nlm(kept)
    while True:
        try:
            h = next(search)
        except StopIteration as finished:
            result: NlmResult = finished.value
            return result
        yield steps.now(f"non-local means, h = {h:g}")


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values))
