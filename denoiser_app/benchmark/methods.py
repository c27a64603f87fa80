"""Everything that is compared: the noisy photo itself, classical filters, and every installed network.

A method is given a photo and the deviation of its noise (or measures it: engine/noise_level.py for networks, the median
of the same curve for filters). What works on finished pictures takes a camera raw after LibRaw's demosaic and neutral
development, with the noise that is measured there: what a user without a raw network would do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec

import numpy as np

from denoiser_app.benchmark.filters import FILTERS, Filter, Float
from denoiser_app.benchmark.rendering import Rendering, after, before
from denoiser_app.core.noise_estimation import estimate_rgb
from denoiser_app.core.photo import Metadata, Photo, RawPhoto, RgbPhoto
from denoiser_app.engine.denoiser import Denoiser
from denoiser_app.engine.noise_level import noise_of
from denoiser_app.networks.architectures import Domain
from denoiser_app.networks.descriptor import ModelDescriptor

Denoise = Callable[[Photo, float | None], Rendering]

NOISY = "noisy"
ON_RAWS = (NOISY, "non-local means")
"""Of what is no network, this is run on raws; the rest is behind by more and some of it takes hours."""

CLASSICS = ("three-layer", "dncnn")
"""Networks from the papers that have a row even where they are not installed."""


@dataclass(frozen=True)
class Method:
    """denoise: (photo, sigma in steps of 255 or None to measure it) -> what it makes of the photo. domain: "rgb" takes
    both kinds of photos. missing: why there is nothing to run, '' if there is."""

    name: str
    domain: Domain
    denoise: Denoise
    setting: str = ""
    missing: str = ""
    model: ModelDescriptor | None = None

    def takes(self, domain: Domain) -> bool:
        """Whether this method has a row for photos of that kind."""
        if domain == "rgb":
            return self.domain == "rgb"
        return self.model is not None or self.name in (*ON_RAWS, *CLASSICS)


def every_method(
    models: Sequence[ModelDescriptor], device: str = "auto", tile: int | None = None
) -> tuple[Method, ...]:
    """The rows of the table in their order: noisy, filters, the papers' networks, ours from the fastest on."""
    installed = {model.name: model for model in models}
    classics = [_of_paper(installed[n], device, tile) if n in installed else _absent(n) for n in CLASSICS]
    ours = sorted((m for m in models if m.name not in CLASSICS), key=lambda m: (m.domain, m.giga_macs, m.name))
    return (*simple_methods(), *classics, *(of_model(m, device, tile) for m in ours))


def _of_paper(model: ModelDescriptor, device: str, tile: int | None) -> Method:
    return replace(of_model(model, device, tile), setting="our short training, not the paper's")


def simple_methods() -> tuple[Method, ...]:
    """What needs no weights."""
    noisy = Method(NOISY, "rgb", lambda photo, _: before(photo))
    return (noisy, *(_of_filter(f) for f in FILTERS))


def of_model(model: ModelDescriptor, device: str = "auto", tile: int | None = None) -> Method:
    """A network as a method; loaded when the first photo comes. ModelDamaged, DeviceUnavailable then."""
    loaded: list[Denoiser] = []

    def denoise(photo: Photo, sigma: float | None) -> Rendering:
        if not loaded:
            loaded.append(Denoiser.load(model, device, tile))
        return _by_network(loaded[0], photo, sigma)

    return Method(model.name, model.domain, denoise, model=model)


def developed(photo: Photo) -> RgbPhoto:
    """A finished picture as it is; a raw demosaiced by LibRaw and rendered neutrally in sRGB."""
    return photo if isinstance(photo, RgbPhoto) else RgbPhoto(before(photo).display, Metadata(), bits=16)


def _by_network(denoiser: Denoiser, photo: Photo, sigma: float | None) -> Rendering:
    if isinstance(photo, RawPhoto) and denoiser.descriptor.domain == "rgb":
        photo, sigma = developed(photo), None
    return after(photo, denoiser.whole(photo, noise=noise_of(photo, sigma)))


def _of_filter(filter_: Filter) -> Method:
    def denoise(photo: Photo, sigma: float | None) -> Rendering:
        picture = developed(photo)
        known = sigma is not None and picture is photo
        level = sigma / 255.0 if known and sigma is not None else estimate_rgb(picture.rgb).typical
        pixels = np.ascontiguousarray(picture.rgb[..., 0] if picture.gray else picture.rgb)
        return after(picture, _three_channels(filter_.run(pixels, max(level, 1e-4))))

    missing = "" if find_spec(filter_.package) else f"not installed: pip install {filter_.distribution}"
    return Method(filter_.name, "rgb", denoise, filter_.setting, missing)


def _absent(name: str) -> Method:
    return Method(name, "rgb", lambda photo, _: before(photo), missing=f"no model of this name in models ({name}.json)")


def _three_channels(pixels: Float) -> Float:
    result = pixels.astype(np.float32, copy=False)
    return np.repeat(result[..., None], 3, 2) if result.ndim == 2 else result
