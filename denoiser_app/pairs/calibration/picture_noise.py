"""What the pairs of finished pictures say of the camera's noise: curves over brightness, at two scales."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from denoiser_app.core.camera_profile import CameraProfile, IsoCurve
from denoiser_app.core.noise_estimation import KnownNoise, known_noise
from denoiser_app.core.photo import RgbPhoto
from denoiser_app.pairs.prepared import PreparedPair


class PictureNoise:
    """Pairs go in; a profile comes out."""

    def __init__(self) -> None:
        self._at: dict[float, list[KnownNoise]] = defaultdict(list)

    def add(self, prepared: PreparedPair) -> None:
        """One pair; blocks that hold anything that may not be compared are left out."""
        noisy, clean = prepared.noisy, prepared.clean
        assert isinstance(noisy, RgbPhoto)
        assert isinstance(clean, RgbPhoto)
        # A finished picture is cut off at black and white, and so is its noise: the clean one has to be likewise.
        truth = np.clip(clean.rgb, 0.0, 1.0)
        iso = float(prepared.pair.high.iso or noisy.metadata.iso or 0.0)
        self._at[iso].append(known_noise(noisy.rgb - truth, truth, prepared.usable))

    def profile(self, camera: str, measured: str, session: str) -> CameraProfile | None:
        """None where the pairs tell nothing."""
        curves = []
        for iso, parts in sorted(self._at.items()):
            curve = KnownNoise.joined(parts).curve()
            if curve is not None and max(curve.fine) > 0.0:
                curves.append(IsoCurve(iso, curve.fine, curve.coarse, len(parts)))
        if not curves:
            return None
        return CameraProfile(camera, rgb=tuple(curves), measured=measured, session=session)
