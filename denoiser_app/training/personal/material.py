"""Everything that a personal training learns from and is judged by, in memory: made of a session's pairs.

The same pairs and the same profile make the same material, to the last bit on one machine: a training that is resumed
goes on with what it had.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from denoiser_app.core.camera_profile import CameraProfile
from denoiser_app.core.errors import SessionUnfit
from denoiser_app.core.noise import NoiseCurve
from denoiser_app.core.photo import PoissonGaussian, RawPhoto, RgbPhoto
from denoiser_app.core.progress import CancelToken, Progress
from denoiser_app.engine.noise_level import NoiseLevel, describe
from denoiser_app.networks.architectures import Network
from denoiser_app.pairs.prepared import PreparedPair
from denoiser_app.pairs.session import Pair
from denoiser_app.training.batches import Batch
from denoiser_app.training.personal import measuring
from denoiser_app.training.personal.bands import Bands, measure_bands
from denoiser_app.training.personal.correcting import Corrections
from denoiser_app.training.personal.crops import Crop, Part, crops_of
from denoiser_app.training.personal.measuring import Judged
from denoiser_app.training.personal.raw_batches import Mix, PairedRawBatches, RawPart
from denoiser_app.training.personal.rgb_batches import PairedRgbBatches, RgbPart
from denoiser_app.training.personal.sources import Sources
from denoiser_app.training.personal.targets import Developer, full_color, without_edge
from denoiser_app.training.personal.told import fed, is_from_profile, nearly_none, told_noise, without_hot

KEPT_BACK, HELD_OUT = "kept back", "held out"


@dataclass(frozen=True)
class Ready:
    """What was made of the pairs. noises: what the network is told, in words, by pair. averaged, low_noise: of the crop
    that is shown."""

    raw: tuple[RawPart, ...]
    rgb: tuple[RgbPart, ...]
    kept_back: tuple[Judged, ...]
    held_out: tuple[Judged, ...]
    shown: Crop
    shown_noise: NoiseLevel
    low_noise: PoissonGaussian | None
    noises: Mapping[str, str]
    notes: tuple[str, ...]

    @property
    def megapixels(self) -> float:
        """Of what is learned from."""
        return (sum(part.usable.size for part in self.raw) + sum(part.usable.size for part in self.rgb)) / 1e6


def make_ready(
    sources: Sources, develop: Developer | None, device: str, token: CancelToken | None = None, at: str = ""
) -> Iterator[Progress | Ready]:
    """Yields progress by pairs, at last what was made of them. develop: for raws. at: the session, for SessionUnfit."""
    total = len(sources.training) + len(sources.held_out)
    kinds: list[tuple[Part, Sequence[Pair]]] = [("training", sources.training), ("held out", sources.held_out)]
    making = _Making(sources, develop, device)
    for done, (kind, pair) in enumerate((kind, pair) for kind, pairs in kinds for pair in pairs):
        yield Progress("prepare", done, total)
        if token is not None:
            token.check()
        prepared = without_hot(sources.prepared(pair, token), sources.profile)
        making.add(prepared, kind)
    yield Progress("prepare", total, total)
    yield making.ready(at)


class _Making:
    def __init__(self, sources: Sources, develop: Developer | None, device: str) -> None:
        self._sources, self._develop, self._device = sources, develop, device
        self._raw: list[RawPart] = []
        self._rgb: list[RgbPart] = []
        self._kept_back: list[Judged] = []
        self._held_out: list[Judged] = []
        self._shown: tuple[Crop, NoiseLevel, PoissonGaussian | None] | None = None
        self._noises: dict[str, str] = {}
        self._unknown = False

    def add(self, pair: PreparedPair, kind: Part) -> None:
        noise = told_noise(pair.noisy, self._sources.profile)
        self._noises[pair.pair.id] = describe(noise)
        self._unknown |= not is_from_profile(noise)
        if kind == "held out":
            crops = crops_of(pair, "held out", len(self._sources.held_out))
            self._held_out += [Judged.of(crop, noise, self._device) for crop in crops if crop.usable.any()]
            self._show(pair, crops, noise)
            return
        count = len(self._sources.training)
        crops = crops_of(pair, "kept back", count)
        self._kept_back += [Judged.of(crop, noise, self._device) for crop in crops if crop.usable.any()]
        self._learn(pair, [c for c in crops_of(pair, "training", count) if c.usable.any()], noise)

    def ready(self, at: str) -> Ready:
        if not (self._raw or self._rgb) or not self._kept_back or not self._held_out or self._shown is None:
            raise SessionUnfit(
                path=at,
                reason="the pictures are too small, or too little of them can be used, to train on. They need at least "
                "300 pixels a side; see 'denoiser-app pairs check'.",
            )
        note = (
            "The noise of these frames was not calibrated, so it is measured on each of them. Calibrate first for more."
        )
        notes = (note,) if self._unknown else ()
        crop, noise, low = self._shown
        kept_back, held_out = tuple(self._kept_back), tuple(self._held_out)
        return Ready(tuple(self._raw), tuple(self._rgb), kept_back, held_out, crop, noise, low, self._noises, notes)

    def _learn(self, pair: PreparedPair, crops: Sequence[Crop], noise: NoiseLevel) -> None:
        if isinstance(pair.noisy, RgbPhoto):
            assert isinstance(noise, NoiseCurve)
            self._rgb += [_rgb_part(crop, noise) for crop in crops]
            return
        assert isinstance(noise, PoissonGaussian)
        assert isinstance(pair.clean, RawPhoto)
        assert self._develop is not None
        low = nearly_none(pair.clean, pair.noisy, pair.averaged, self._sources.profile)
        bands = _bands(pair.noisy, pair.clean, pair.usable, noise)
        self._raw += [_raw_part(crop, noise, low, bands, self._develop) for crop in crops]

    def _show(self, pair: PreparedPair, crops: Sequence[Crop], noise: NoiseLevel) -> None:
        """The crop that is shown: of the first held-out pair, the one with the most to see."""
        if self._shown is not None or not crops:
            return
        crop = max(crops, key=_structure)
        low = None
        if isinstance(pair.clean, RawPhoto) and isinstance(pair.noisy, RawPhoto):
            low = nearly_none(pair.clean, pair.noisy, pair.averaged, self._sources.profile)
        self._shown = crop, noise, low


def _structure(crop: Crop) -> float:
    picture = crop.clean.mosaic if isinstance(crop.clean, RawPhoto) else crop.clean.rgb
    return float(np.sqrt(np.maximum(picture, 0)).std()) * float(crop.usable.mean())


def _raw_part(crop: Crop, noise: PoissonGaussian, low: PoissonGaussian, bands: Bands, develop: Developer) -> RawPart:
    noisy, clean = crop.noisy, crop.clean
    assert isinstance(noisy, RawPhoto)
    assert isinstance(clean, RawPhoto)
    gains = np.array(noisy.white_balance, np.float32)
    clean = replace(clean, white_balance=noisy.white_balance)
    target = full_color(clean, low, develop)
    return RawPart(
        samples=_balanced(noisy, gains),
        # float16 has 11 binary digits at every brightness: far finer than the noise of any frame.
        target=np.clip(target, -60000.0, 60000.0).astype(np.float16),
        usable=without_edge(crop.usable),
        cfa=noisy.cfa,
        fed=fed(noisy, noise),
        noise=noise,
        bands=bands,
        gains=gains,
        camera_matrix=noisy.camera_matrix,
    )


def _balanced(photo: RawPhoto, gains: NDArray[np.float32]) -> NDArray[np.float32]:
    if photo.mosaic.ndim == 3 or photo.cfa.kind != "mosaic":
        mosaic = photo.mosaic if photo.mosaic.ndim == 3 else photo.mosaic[..., None]
        return np.asarray(np.broadcast_to(mosaic * gains, (*photo.size, 3)), np.float32)
    return photo.mosaic * gains[photo.cfa.colors(*photo.size)]


def _rgb_part(crop: Crop, curve: NoiseCurve) -> RgbPart:
    assert isinstance(crop.noisy, RgbPhoto)
    assert isinstance(crop.clean, RgbPhoto)
    noisy, clean = (np.clip(photo.rgb, 0.0, 1.0).astype(np.float16) for photo in (crop.noisy, crop.clean))
    return RgbPart(noisy, clean, crop.usable, curve.array())


def _bands(noisy: RawPhoto, clean: RawPhoto, usable: NDArray[np.bool_], noise: PoissonGaussian) -> Bands:
    if noisy.mosaic.ndim != 2:
        return Bands()
    a, b = noise.by_color()
    colors = noisy.cfa.colors(*noisy.size)
    variance = a[colors] * np.maximum(clean.mosaic, 0.0) + b[colors]
    found = measure_bands(noisy.mosaic - clean.mosaic, variance, usable)
    # They are part of the read noise that was measured; what is left of it must not be less than half.
    excess = max(1.0, (found.row + found.column) / max(0.5 * float(b.min()), 1e-12))
    return Bands(found.row / excess, found.column / excess)


class PairedMaterial:
    """``Material`` of a training (training/loop.py): batches of both kinds of patches, figures on what is not learned
    from."""

    def __init__(self, ready: Ready, mix: Mix, side: int, seed: int, device: str, half: bool) -> None:
        self._ready, self._half = ready, half
        flats = [one.flat for one in (*ready.kept_back, *ready.held_out) if one.flat is not None]
        self._corrections = Corrections(flats, device)
        self._make: PairedRawBatches | PairedRgbBatches
        if ready.raw:
            self._make = PairedRawBatches(ready.raw, mix, side, seed, device)
        else:
            real = mix.real + mix.calibrated
            self._make = PairedRgbBatches(ready.rgb, real, mix.general, side, seed, device)

    def batches(self, step: int) -> Batch:
        """The batch of a step."""
        return self._make(step)

    def validate(self, network: Network) -> dict[str, float]:
        """PSNR in dB: 'kept back' and 'held out' over all their samples, then every scene."""
        curves = self._corrections.measured(network, self._half)
        kept_back, held_out = (
            [one.of_network(network, self._half, curves) for one in judged]
            for judged in (self._ready.kept_back, self._ready.held_out)
        )
        return _table(self._ready, kept_back, held_out)

    @cached_property
    def noisy(self) -> dict[str, float]:
        """The same of the noisy crops themselves."""
        kept_back, held_out = ([one.of_noisy() for one in j] for j in (self._ready.kept_back, self._ready.held_out))
        return _table(self._ready, kept_back, held_out)

    def psnr(self, validation: Mapping[str, float]) -> float:
        """On what is kept back. The held-out scenes decide nothing: the proof is on them."""
        return validation[KEPT_BACK]

    def close(self) -> None:
        """Stops the thread that simulates JPEGs."""
        if isinstance(self._make, PairedRgbBatches):
            self._make.close()


def _table(
    ready: Ready, kept_back: Sequence[tuple[float, int]], held_out: Sequence[tuple[float, int]]
) -> dict[str, float]:
    scenes = measuring.by_scene(ready.kept_back, kept_back) | measuring.by_scene(ready.held_out, held_out)
    # The mean of scenes, not of all pixels: one noisy scene must not outweigh the others.
    mean = {
        name: float(np.mean(list(measuring.by_scene(judged, errors).values())))
        for name, judged, errors in ((KEPT_BACK, ready.kept_back, kept_back), (HELD_OUT, ready.held_out, held_out))
    }
    return mean | scenes


def profile_values(profile: CameraProfile | None) -> str | None:
    """The profile as it goes into the recipe."""
    return None if profile is None else profile.to_json()
