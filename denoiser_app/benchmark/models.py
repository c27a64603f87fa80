"""The networks of a benchmark: each loaded when the first photo of its domain comes."""

from __future__ import annotations

import torch

from denoiser_app.core.photo import Photo, RawPhoto
from denoiser_app.engine.denoiser import Denoiser
from denoiser_app.networks import library
from denoiser_app.networks.architectures import Domain
from denoiser_app.networks.descriptor import ModelDescriptor


class Models:
    """model: the one to use; None takes the program's best one of each photo's domain. device, tile: as for
    ``Denoiser``. threads: of the processor; None leaves torch's choice."""

    def __init__(
        self, model: ModelDescriptor | None, device: str = "auto", tile: int | None = None, threads: int | None = None
    ) -> None:
        self._model, self._device, self._tile = model, device, tile
        self._loaded: dict[Domain, Denoiser] = {}
        if threads:
            torch.set_num_threads(threads)

    def of(self, photo: Photo) -> Denoiser:
        """The network for a photo. ModelUnknown, ModelDamaged, DeviceUnavailable."""
        domain: Domain = "raw" if isinstance(photo, RawPhoto) else "rgb"
        if domain not in self._loaded:
            descriptor = self._model or library.choose(library.AUTO, domain)
            self._loaded[domain] = Denoiser.load(descriptor, self._device, self._tile)
        return self._loaded[domain]
