"""Is a personal model better than what ships? Shown on scenes that its training never saw, or not shown.

Four candidates go through the real engine: the noisy frame itself; the shipped model as anybody gets it; the shipped
model told the noise that the camera's own profile says; the personal model, told the same. The personal model is better
if all of this holds:

- its PSNR is higher than that of both shipped candidates, and so is the lower end of the 95 % interval of each
  difference (interval.py): chance alone would show that once in forty times at most;
- its SSIM is about as far from 1 as the better one's, or nearer: 1 % further at most, as much as 0.04 dB is of an
  error, so that PSNR was not won by smoothing;
- it does not shift the mean of a colour by more than 1/255, the least that the program warns of (engine/check.py),
  unless the shipped ones shift it by as much.
"""

from __future__ import annotations

import datetime
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch

from denoiser_app import __version__
from denoiser_app.benchmark.proof.candidates import Frame, denoise, display_of, frame_of
from denoiser_app.benchmark.proof.facts import NOISY, PERSONAL, SHIPPED, WITH_PROFILE, Gain, Proof, Row
from denoiser_app.benchmark.proof.interval import Compared, difference
from denoiser_app.benchmark.proof.measures import Patches, color, detail, patches
from denoiser_app.benchmark.proof.pages import Shown, write
from denoiser_app.benchmark.proof.samples import Float, Sampling
from denoiser_app.benchmark.proof.session import Material, material_of
from denoiser_app.core.camera_profile import CameraProfile
from denoiser_app.core.progress import CancelToken, Progress
from denoiser_app.engine.check import TOLERANCE
from denoiser_app.engine.denoiser import Denoiser
from denoiser_app.engine.noise_level import NoiseLevel, describe
from denoiser_app.networks import library
from denoiser_app.networks.descriptor import ModelDescriptor
from denoiser_app.pairs.prepared import PreparedPair

LARGEST = 6e6
"""Pixels of a frame that are compared: three networks take about a minute for them on two cores."""
LEAST_PATCHES = 20
"""With fewer there is no telling how sure a difference is."""
SSIM_SLACK = 1.01
_STEPS = 100
"""Steps of progress for each frame and network."""


def prove(
    name: str,
    folder: Path,
    *,
    device: str = "auto",
    tile: int | None = None,
    threads: int | None = None,
    token: CancelToken | None = None,
    largest: float = LARGEST,
) -> Iterator[Progress | Proof]:
    """Proves a model on the held-out scenes of a session; yields Progress of stage 'prove', last the Proof, which is
    then also in the session as proof/NAME/proof.json and report.html.

    name: trained in this session, or installed. largest: pixels of a frame that are compared at most, in its middle.
    Raises SessionUnfit, SessionMissing, SessionDamaged, ModelUnknown, ModelDamaged, DeviceUnavailable, InputError,
    OutputError, Cancelled.
    """
    if threads:
        torch.set_num_threads(threads)
    material = material_of(folder, name)
    shipped = library.choose(library.AUTO, material.model.domain)
    runs = _runs(material.model, shipped, material.profile)
    bench = _Bench(runs, device, tile, token, len(material.pairs))
    yield bench.now()
    for pair in material.prepared(token):
        yield from _measure(bench, pair, material.profile, largest)
    proof = _proof(material, bench)
    yield bench.now()
    yield write(folder, proof, bench.shown)


@dataclass(frozen=True)
class _Run:
    """A candidate with a network. profiled: whether it gets what the camera's profile knows."""

    candidate: str
    model: ModelDescriptor
    profiled: bool


def _runs(personal: ModelDescriptor, shipped: ModelDescriptor, profile: CameraProfile | None) -> list[_Run]:
    with_profile = [] if profile is None else [_Run(WITH_PROFILE, shipped, True)]
    return [_Run(SHIPPED, shipped, False), *with_profile, _Run(PERSONAL, personal, True)]


@dataclass(frozen=True)
class _Measured:
    """What is kept of a frame once it was measured. size, usable: pixels. share: of the frame that was compared."""

    pair: str
    iso: float | None
    size: int
    usable: int
    share: float

    @classmethod
    def of(cls, frame: Frame) -> _Measured:
        usable, iso = frame.usable, frame.noisy.metadata.iso
        return cls(frame.pair.pair.id, iso, usable.size, int(usable.sum()), frame.share)


@dataclass
class _Figures:
    """Of a candidate, an entry a pair."""

    patches: list[Patches] = field(default_factory=list)
    colors: list[tuple[float, float, float]] = field(default_factory=list)
    details: list[tuple[float, float | None]] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    noise: str = ""


class _Bench:
    """What is measured so far. shown: the pictures of the first frame of each scene."""

    def __init__(self, runs: Sequence[_Run], device: str, tile: int | None, token: CancelToken | None, pairs: int):
        self.runs, self.token = runs, token
        self.figures = {candidate: _Figures() for candidate in (NOISY, *(run.candidate for run in runs))}
        self.scenes: list[str] = []
        self.frames: list[_Measured] = []
        self.shown: list[Shown] = []
        self._where, self._loaded = (device, tile), dict[str, Denoiser]()
        self._done, self._total = 0.0, pairs * len(runs)

    def denoiser(self, model: ModelDescriptor) -> Denoiser:
        """Loaded once. ModelDamaged, DeviceUnavailable."""
        if model.sha256 not in self._loaded:
            self._loaded[model.sha256] = Denoiser.load(model, *self._where)
        return self._loaded[model.sha256]

    def now(self, share: float = 0.0, note: str = "") -> Progress:
        """share: of the network that is running."""
        return Progress("prove", round((self._done + share) * _STEPS), self._total * _STEPS, note)

    def step(self) -> None:
        """A network is through a frame."""
        self._done += 1


def _measure(
    bench: _Bench, pair: PreparedPair, profile: CameraProfile | None, largest: float
) -> Generator[Progress, None, None]:
    """All candidates on one frame."""
    frame = frame_of(pair, profile, largest)
    sampling = Sampling.of(frame.noisy, frame.usable)
    truth, noisy = sampling.before(frame.clean), sampling.before(frame.noisy)
    true_display = display_of(frame.clean)
    shown = Shown.of(frame, true_display) if pair.pair.scene.id not in bench.scenes else None

    def record(candidate: str, samples: Float, display: Float, seconds: float, noise: str) -> None:
        figures = bench.figures[candidate]
        figures.patches.append(patches(sampling, samples, truth, display, true_display))
        figures.colors.append(color(sampling, samples, noisy))
        figures.details.append(detail(sampling, samples, noisy, truth))
        figures.seconds.append(seconds)
        figures.noise = figures.noise or noise
        if shown is not None:
            shown.put(candidate, display)

    record(NOISY, noisy, display_of(frame.noisy), 0.0, "")
    for run in bench.runs:
        pixels, seconds = yield from _denoised(bench, run, frame)
        display = display_of(frame.noisy, pixels)
        record(run.candidate, sampling.after(pixels), display, seconds, describe(_level(frame, run)))
        bench.step()
        yield bench.now()
    if shown is not None:
        bench.shown.append(shown.with_patches(_last(bench)))
    bench.scenes.append(pair.pair.scene.id)
    bench.frames.append(_Measured.of(frame))


def _level(frame: Frame, run: _Run) -> NoiseLevel:
    return frame.measured if run.profiled else frame.auto


def _denoised(bench: _Bench, run: _Run, frame: Frame) -> Generator[Progress, None, tuple[Float, float]]:
    profile = frame.profile if run.profiled else None
    running = denoise(bench.denoiser(run.model), frame.noisy, _level(frame, run), profile, bench.token)
    while True:
        try:
            share = next(running)
        except StopIteration as finished:
            result: tuple[Float, float] = finished.value
            return result
        yield bench.now(share)


def _last(bench: _Bench) -> Mapping[str, Patches]:
    return {candidate: figures.patches[-1] for candidate, figures in bench.figures.items()}


# --- the outcome ------------------------------------------------------------------------------------------------------


def _proof(material: Material, bench: _Bench) -> Proof:
    rows = tuple(_row(candidate, bench) for candidate in bench.figures)
    gains = tuple(_gain(run.candidate, bench) for run in bench.runs if run.candidate != PERSONAL)
    reasons = tuple(reasons_against(rows, gains, _patch_count(bench)))
    isos = [frame.iso for frame in bench.frames if frame.iso is not None]
    compared = sum(frame.size for frame in bench.frames)
    return Proof(
        name=material.model.name,
        domain=material.model.domain,
        sha256=material.model.sha256,
        camera=material.session.camera,
        iso=(min(isos), max(isos)) if isos else None,
        session=material.session.name,
        scenes=tuple(dict.fromkeys(bench.scenes)),
        pairs=tuple(frame.pair for frame in bench.frames),
        megapixels=compared / 1e6,
        usable=sum(frame.usable for frame in bench.frames) / max(compared, 1),
        cropped=any(frame.share < 1 for frame in bench.frames),
        patches=_patch_count(bench),
        rows=rows,
        gains=gains,
        better=not reasons,
        reasons=reasons,
        pictures=(),
        report="",
        date=f"{datetime.date.today():%Y-%m-%d}",
        versions={"denoiser-app": __version__, "torch": torch.__version__},
    )


def _row(candidate: str, bench: _Bench) -> Row:
    figures = bench.figures[candidate]
    model = next((run.model.name for run in bench.runs if run.candidate == candidate), "")
    red, green, blue = np.mean(figures.colors, 0).tolist()
    kept = [share for _, share in figures.details if share is not None]
    return Row(
        candidate=candidate,
        model=model,
        noise=figures.noise,
        psnr=float(np.mean([one.psnr for one in figures.patches])),
        ssim=float(np.mean([one.ssim for one in figures.patches])),
        color=(red, green, blue),
        detail_removed=float(np.mean([removed for removed, _ in figures.details])),
        detail_kept=float(np.mean(kept)) if kept else None,
        seconds=float(np.mean(figures.seconds)),
    )


def _gain(against: str, bench: _Bench) -> Gain:
    mine, other = bench.figures[PERSONAL].patches, bench.figures[against].patches
    found = difference([Compared(s, m, o) for s, m, o in zip(bench.scenes, mine, other, strict=True)])
    return Gain(
        against=against,
        psnr=found.psnr,
        low=found.low,
        high=found.high,
        ssim=found.ssim,
        ssim_low=found.ssim_low,
        ssim_high=found.ssim_high,
        patches_better=found.better,
    )


def _patch_count(bench: _Bench) -> int:
    """Places that were compared; frames of one scene show the same ones."""
    return sum(
        max(
            int((patches.samples > 0).sum())
            for patches, of in zip(bench.figures[NOISY].patches, bench.scenes, strict=True)
            if of == scene
        )
        for scene in dict.fromkeys(bench.scenes)
    )


def reasons_against(rows: Sequence[Row], gains: Sequence[Gain], count: int) -> Iterator[str]:
    """Why it is not better, a sentence each; nothing if it is."""
    of = {row.candidate: row for row in rows}
    mine, shipped = of[PERSONAL], [of[gain.against] for gain in gains]
    if count < LEAST_PATCHES:
        yield f"Only {count} patches could be compared, too few to be sure of anything."
    for gain in gains:
        if not gain.low > 0:
            how = "It is worse" if gain.high < 0 else "The difference may be chance"
            yield f"{how}: against '{gain.against}' it lies between {gain.low:+.2f} and {gain.high:+.2f} dB."
    best = max(row.ssim for row in shipped)
    if not 1.0 - mine.ssim <= SSIM_SLACK * (1.0 - best):
        yield f"It keeps less structure: SSIM {mine.ssim:.4f}, the shipped model {best:.4f}."
    shift, usual = largest_shift(mine), max(largest_shift(row) for row in shipped)
    if shift > max(TOLERANCE, usual):
        yield f"It shifts a colour by {shift:.1f}/255, the shipped model by {usual:.1f}."


def largest_shift(row: Row) -> float:
    """Of any colour, in 1/255, whatever its sign."""
    return max(abs(shift) for shift in row.color)
