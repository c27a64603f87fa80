"""Proofs by hand, and what lies on the disk around them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from PIL import Image

from denoiser_app.benchmark.proof.facts import Gain, Pictures, Proof, Row

NAMES = ("noisy", "shipped", "shipped with your profile", "personal", "truth")
PSNR = {"noisy": 28.4, "shipped": 33.7, "shipped with your profile": 33.93, "personal": 34.45}
SIZE = (48, 72)


def proof(
    name: str = "night", *, gain: float = 0.52, better: bool = True, reasons: tuple[str, ...] = (), sha256: str = "one"
) -> Proof:
    """The personal model against the shipped one with the profile; without it, it gains a fifth more."""
    rows = tuple(Row(c, "raw-balanced", "", p, 0.9, (0.1, -0.4, 0.3), 0.01, 0.88, 1.0) for c, p in PSNR.items())
    gains = tuple(
        Gain(against, g, g - 0.11, g + 0.11, 0.001, 0.0, 0.002, 0.9)
        for against, g in (("shipped", gain + 0.2), ("shipped with your profile", gain))
    )
    files = {one: f"proof/{name}/{number}.png" for number, one in enumerate(NAMES)}
    return Proof(
        name=name,
        domain="raw",
        sha256=sha256,
        camera="Simulated S1",
        iso=(12800.0, 12800.0),
        session="Evening",
        scenes=("scene-3",),
        pairs=("scene-3/a",),
        megapixels=6.0,
        usable=0.98,
        cropped=False,
        patches=1200,
        rows=rows,
        gains=gains,
        better=better,
        reasons=reasons,
        pictures=(Pictures("scene-3/a", files),),
        report=f"proof/{name}/report.html",
        date="2026-11-28",
        versions={},
    )


def train(session: Path, name: str = "night", sha256: str = "one") -> None:
    """As a training leaves its model."""
    place = session / "training" / name / "model"
    place.mkdir(parents=True)
    (place / f"{name}.json").write_text(json.dumps({"name": name, "sha256": sha256}))


def write(session: Path, made: Proof) -> None:
    """As a proof leaves what it found: every picture of an even grey of its own."""
    place = session / "proof" / made.name
    place.mkdir(parents=True, exist_ok=True)
    (place / "proof.json").write_text(made.to_json())
    for number, _ in enumerate(NAMES):
        Image.fromarray(np.full((*SIZE, 3), 40 * (number + 1), np.uint8)).save(place / f"{number}.png")


def install(user: Path, name: str = "night", sha256: str = "one", *, anyway: bool = False) -> None:
    """As an installation leaves it among the user's models."""
    place = user / "models"
    place.mkdir(parents=True, exist_ok=True)
    personal = {"camera": "Simulated S1", "iso_from": 6400, "iso_to": 25600, "installed_anyway": anyway}
    (place / f"{name}.json").write_text(json.dumps({"name": name, "sha256": sha256, "personal": personal}))
