"""What a proof leaves in the session: proof/NAME/ with proof.json, report.html and the pictures of every candidate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from denoiser_app.benchmark.proof.candidates import Frame
from denoiser_app.benchmark.proof.facts import FILE, NOISY, PAGE, PERSONAL, Pictures, Proof, folder_of
from denoiser_app.benchmark.proof.html import Crop, Place, page
from denoiser_app.benchmark.proof.measures import PATCH, Patches
from denoiser_app.core.cfa import Float
from denoiser_app.core.photo import RgbPhoto
from denoiser_app.core.tiling import Box
from denoiser_app.engine.finish import upright
from denoiser_app.formats import icc
from denoiser_app.formats.publish import publishing
from denoiser_app.pairs.session import PROOF

Pixels = NDArray[np.uint8]
TRUTH = "truth"
SIDE = 192
"""Of a crop in the report, in pixels: three patches."""
_FULL = 1.0
"""Difference in dB from which the map of a scene has its full colours."""
_BETTER, _WORSE, _SAME, _UNUSABLE = (33, 113, 181), (217, 95, 2), (240, 240, 240), (150, 150, 150)


@dataclass
class Shown:
    """The pictures of one frame: 8-bit sRGB, as its array lies, by candidate."""

    pair: str
    orientation: int
    profile: bytes | None
    pictures: dict[str, Pixels] = field(default_factory=dict)
    patches: Mapping[str, Patches] = field(default_factory=dict)

    @classmethod
    def of(cls, frame: Frame, true_display: Float) -> Shown:
        """true_display: (H, W, 3) float32, 0-1, of the clean frame."""
        photo = frame.noisy
        profile = photo.icc if isinstance(photo, RgbPhoto) and icc.identify(photo.icc) != "srgb" else None
        shown = cls(frame.pair.pair.id, photo.metadata.orientation, profile)
        shown.put(TRUTH, true_display)
        return shown

    def put(self, candidate: str, display: Float) -> None:
        """(H, W, 3) float32, 0-1, in the photo's own space."""
        if self.profile is not None:
            display = icc.convert(display, self.profile, icc.profile_bytes("srgb"))
        self.pictures[candidate] = np.rint(np.clip(display, 0, 1) * 255).astype(np.uint8)

    def with_patches(self, patches: Mapping[str, Patches]) -> Shown:
        """With what decides which places are shown."""
        self.patches = patches
        return self


def write(folder: Path, proof: Proof, shown: list[Shown]) -> Proof:
    """Writes everything; the proof with the paths of its pictures and of its report. proof.json is written last, so
    that an interrupted proof is none. OutputError."""
    place = folder_of(folder, proof.name)
    pictures = tuple(_pictures(folder, place, one) for one in shown)
    proof = replace(proof, pictures=pictures, report=f"{PROOF}/{proof.name}/{PAGE}")
    places = [spot for one in shown for spot in _places(one, proof)]
    maps = [(one.pair, _png(upright(_map(one, proof), one.orientation))) for one in shown]
    _publish(place / PAGE, page(proof, places, maps).encode())
    _publish(place / FILE, proof.to_json().encode())
    return proof


def _pictures(folder: Path, place: Path, shown: Shown) -> Pictures:
    files = {}
    for candidate, pixels in shown.pictures.items():
        name = f"{shown.pair.replace('/', '-')}-{candidate.replace(' ', '-')}.png"
        _publish(place / name, _png(upright(pixels, shown.orientation)))
        files[candidate] = (place / name).relative_to(folder).as_posix()
    return Pictures(shown.pair, files)


def _publish(path: Path, data: bytes) -> None:
    with publishing(path, overwrite=True, needed=len(data)) as part:
        part.file.write(data)


def _png(pixels: Pixels) -> bytes:
    """(H, W, 3) uint8 RGB."""
    bgr = np.ascontiguousarray(pixels[..., ::-1])
    done, data = cv2.imencode(".png", bgr, [cv2.IMWRITE_PNG_COMPRESSION, 4])
    assert done
    return data.tobytes()


# --- what is shown of a scene -----------------------------------------------------------------------------------------


def _rival(proof: Proof) -> str:
    """The shipped candidate that is hardest to beat."""
    return min(proof.gains, key=lambda gain: gain.psnr).against


def _decibels(shown: Shown, rival: str) -> Float:
    """(rows, columns) float64: how much less error the personal model has in each patch, dB; NaN where too little can
    be compared."""
    mine, other = shown.patches[PERSONAL], shown.patches[rival]
    enough = mine.samples >= 0.5 * mine.samples.max()
    ratio = np.maximum(other.error, 1e-12) / np.maximum(mine.error, 1e-12)
    return np.asarray(np.where(enough, 10.0 * np.log10(ratio), np.nan), np.float32)


def _map(shown: Shown, proof: Proof) -> Pixels:
    """Where it is better (blue) and worse (orange), a square a patch."""
    found = np.clip(_decibels(shown, _rival(proof)) / _FULL, -1, 1)[..., None]
    share = np.nan_to_num(np.abs(found))
    end = np.where(found > 0, _BETTER, _WORSE)
    colors = np.where(np.isnan(found), _UNUSABLE, np.asarray(_SAME) * (1 - share) + end * share)
    square = max(4, 480 // max(found.shape[:2]))
    return np.asarray(np.repeat(np.repeat(np.rint(colors), square, 0), square, 1), np.uint8)


def _places(shown: Shown, proof: Proof) -> list[Place]:
    """Where it gains most, where least, and where about as much as usual."""
    found = _decibels(shown, _rival(proof))
    order = np.argsort(found, axis=None)[: int(np.isfinite(found).sum())]
    if not len(order):
        return []
    ranks = {"where it gains most": -1, "where it gains about as usual": len(order) // 2, "where it gains least": 0}
    chosen = {words: int(order[rank]) for words, rank in ranks.items()}
    return [_place(shown, words, divmod(at, found.shape[1]), float(found.flat[at])) for words, at in chosen.items()]


def _place(shown: Shown, words: str, patch: tuple[int, int], decibels: float) -> Place:
    box = _around(patch, shown.pictures[NOISY].shape[:2])
    order = [NOISY, *(name for name in shown.pictures if name not in (NOISY, TRUTH)), TRUTH]
    crops = [Crop(name, _png(upright(shown.pictures[name][box.slices], shown.orientation))) for name in order]
    return Place(shown.pair, words, decibels, tuple(crops))


def _around(patch: tuple[int, int], size: tuple[int, ...]) -> Box:
    starts = []
    for index, side in zip(patch, size, strict=True):
        middle = index * PATCH + PATCH // 2
        starts.append(max(0, min(middle - SIDE // 2, side - SIDE)))
    top, left = starts
    return Box(top, min(top + SIDE, size[0]), left, min(left + SIDE, size[1]))
