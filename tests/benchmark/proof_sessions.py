"""Sessions whose pairs are in memory: what they show is known, and nothing has to be decoded."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from denoiser_app import paths
from denoiser_app.benchmark.proof import session as proof_session
from denoiser_app.core import cfa
from denoiser_app.core.camera_profile import CameraProfile, HotPixels, IsoNoise
from denoiser_app.core.photo import Levels, Metadata, Photo, RawPhoto, RgbPhoto
from denoiser_app.networks.architectures import Domain, Network
from denoiser_app.networks.descriptor import ModelDescriptor
from denoiser_app.pairs import session as sessions
from denoiser_app.pairs.prepared import PreparedPair
from denoiser_app.pairs.session import PROFILE, TRAINING, Frame, Pair, Scene, Session
from denoiser_app.pairs.verdict import Mark, Verdict, Verdicts
from tests.helpers.models import personal_model, tiny_model, tiny_network

Float = NDArray[np.float32]

CAMERA = "Simulant S-1"
SIZE = (256, 384)
LEVELS = Levels((0, 0, 0, 0), 1, "test", "test")
GAINS = (2.0, 1.0, 1.5)
NOISE = 0.03


def scene(size: tuple[int, int], seed: int) -> Float:
    """(H, W, 3), 0.02-0.45: soft shapes and fine texture."""
    rng = np.random.default_rng(seed)
    soft = cv2.resize(
        rng.random((size[0] // 32, size[1] // 32, 3), np.float32), size[::-1], interpolation=cv2.INTER_CUBIC
    )
    fine = cv2.GaussianBlur(rng.standard_normal(size, np.float32), (0, 0), 1.0)[..., None]
    return np.clip(0.05 + 0.3 * soft + 0.03 * fine, 0.02, 0.45).astype(np.float32)


def prepared(pair: Pair, domain: Domain, size: tuple[int, int] = SIZE, array: str = "RGGB") -> PreparedPair:
    """Frames of one scene show the same with other noise."""
    seed = int(pair.scene.id.rpartition("-")[2])
    rng = np.random.default_rng([seed, int(pair.high.file[-6:-4])])
    truth = scene(size, seed)
    usable = np.ones(size, np.bool_)
    usable[: size[0] // 8] = False
    metadata = Metadata(make="Simulant", model="S-1", iso=12800)
    frames: list[Photo] = []
    for sigma in (NOISE, NOISE / 20):
        if domain == "raw":
            colors = cfa.xtrans() if array == "X-Trans" else cfa.bayer(array)
            flat = (truth / np.array(GAINS, np.float32) * colors.masks(*size)).sum(2)
            noisy = flat + sigma * rng.standard_normal(size).astype(np.float32)
            frames.append(RawPhoto(noisy.astype(np.float32), colors, LEVELS, GAINS, np.eye(3), metadata))
        else:
            noisy = truth + sigma * rng.standard_normal(truth.shape).astype(np.float32)
            frames.append(RgbPhoto(np.clip(noisy, 0, 1).astype(np.float32), metadata, lossy=True))
    return PreparedPair(pair, frames[0], frames[1], usable, 4)


def make(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    domain: Domain,
    *,
    marks: Callable[[str], Mark | None] = lambda pair: "good",
    held_out: tuple[int, ...] = (3,),
    shots: int = 2,
    **options: object,
) -> Session:
    """A session in ``folder`` with three scenes, whose pairs are those above. marks: None, not checked."""
    scenes = tuple(Scene(f"scene-{n}", held_out=n in held_out) for n in (1, 2, 3))
    frames, count = [], itertools.count(10)
    kind = {"camera": CAMERA, "kind": domain}
    for one in scenes:
        suffix = ".dng" if domain == "raw" else ".jpg"
        frames += [Frame(f"frames/low{next(count)}{suffix}", role="low", scene=one.id, iso=100, **kind)]
        frames += [
            Frame(f"frames/high{next(count)}{suffix}", role="high", scene=one.id, iso=12800, **kind)
            for _ in range(shots)
        ]
    session = sessions.create(folder, Session("An evening", scenes=scenes, frames=tuple(frames)))

    def load_verdicts(_folder: Path) -> Verdicts:
        known = [(pair, marks(pair.id)) for pair in session.pairs()]
        return Verdicts(tuple(Verdict(p.id, p.scene.id, mark, (), 1.0) for p, mark in known if mark is not None))

    def prepare(_folder: Path, _session: Session, pair: Pair, verdict: Verdict, _token: object) -> PreparedPair:
        assert verdict.mark != "rejected"
        return prepared(pair, domain, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(proof_session, "load_verdicts", load_verdicts)
    monkeypatch.setattr(proof_session, "prepare", prepare)
    return session


def shipped(folder: Path, monkeypatch: pytest.MonkeyPatch, network: Callable[[Domain], Network] | None = None) -> None:
    """Networks with random weights, which do harm, in the place of those that ship."""
    for domain in ("raw", "rgb"):
        tiny_model(folder, domain)  # type: ignore[arg-type]
    monkeypatch.setattr(paths, "models", lambda: folder)


def trained(folder: Path, name: str, domain: Domain, harm: float, **changes: object) -> ModelDescriptor:
    """A model in a session's folder. harm: how large its random weights are; 0.4 is what the shipped ones have here,
    and near 0 it leaves the photo as it is."""
    place = folder / TRAINING / name / proof_session.MODEL
    facts = {"camera": CAMERA, "scenes": ["scene-1", "scene-2"], "held_out": ["scene-3"], **changes}
    return personal_model(place, name, domain, tiny_network(domain, seed=3, size=harm), **facts)


def measured(folder: Path, a: float = 1e-5, size: tuple[int, int] = SIZE) -> CameraProfile:
    """The noise of these pairs as the session's profile."""
    noise = IsoNoise(12800, (a,) * 3, (NOISE**2,) * 3)
    hot = HotPixels(size, ((50, 60), (180, 300)), 12800, 0.125)
    profile = CameraProfile(CAMERA, raw=(noise,), hot=hot, measured="2026-11-20")
    (folder / PROFILE).write_text(profile.to_json(), encoding="utf-8")
    return profile
