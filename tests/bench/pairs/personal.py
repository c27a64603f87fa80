"""Evenings from the first frame to the proof, through the command line, as a photographer would do it.

raw: six scenes of a simulated camera, a personal model, its proof on the scene held out. three-layer: the small
network from scratch on the same scenes. jpeg: the real pairs of PolyU, whose four whole photos are of three cameras:
without their Exif they count as one nameless camera, and each scene is held out in turn.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

NAME = "Mine"


@dataclass(frozen=True)
class Told:
    """What one command said, line by line."""

    status: int
    lines: list[dict[str, Any]]

    def of(self, kind: str) -> list[dict[str, Any]]:
        """Its lines of one type."""
        return [line for line in self.lines if line.get("type") == kind]


def command(*arguments: object, data: Path) -> Told:
    """``denoiser-app ARGUMENTS --json`` in a process of its own, with its own user data."""
    call = [sys.executable, "-m", "denoiser_app", *map(str, arguments), "--json"]
    done = subprocess.run(
        call, env=os.environ | {"DENOISER_DATA": str(data)}, capture_output=True, text=True, check=False
    )
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    if done.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(call)}\n{done.stderr}")
    return Told(done.returncode, lines)


@dataclass(frozen=True)
class Effort:
    """How long a training takes, and on how many threads (None: as many as the program takes)."""

    minutes: float
    threads: int | None = None


def raw(folder: Path, pictures: Path, effort: Effort, array: str, seed: int) -> Iterator[str]:
    """A simulated camera and its model."""
    data, session = folder / "data", folder / "session"
    command("pairs", "simulate", session, "--seed", seed, "--array", array, "--pictures", pictures, data=data)
    yield from _trained(session, data, effort, "raw-balanced")


def three_layer(folder: Path, pictures: Path, effort: Effort, seed: int) -> Iterator[str]:
    """The simplest network, from scratch."""
    data, session = folder / "data", folder / "session"
    command("pairs", "simulate", session, "--seed", seed, "--pictures", pictures, data=data)
    yield from _trained(session, data, effort, "three-layer")


def jpeg(folder: Path, photos: Path, effort: Effort, held_out: int) -> Iterator[str]:
    """The four whole photos of PolyU, one of them held out."""
    data, session = folder / "data", folder / "session"
    session.mkdir(parents=True)
    command("pairs", "new", session, data=data)
    for number, noisy in enumerate(sorted(photos.glob("*_noisy.jpg"))):
        clean = noisy.with_name(noisy.name.replace("_noisy", "_mean"))
        for role, photo in (("low", clean), ("high", noisy)):
            copy = folder / photo.name
            copy.write_bytes(without_exif(photo.read_bytes()))
            scene = f"scene-{number + 1}"
            command("pairs", "add", session, copy, "--role", role, "--scene", scene, data=data)
    for number in range(4):
        chosen = "--held-out" if number == held_out else "--no-held-out"
        command("pairs", "scene", session, f"scene-{number + 1}", chosen, data=data)
    yield from _trained(session, data, effort, "rgb-balanced")


def without_exif(data: bytes) -> bytes:
    """A JPEG without its APP1 segments; the picture itself is not touched."""
    kept, at = [data[:2]], 2
    while data[at + 1] != 0xDA:
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if data[at + 1] != 0xE1:
            kept.append(data[at:end])
        at = end
    return b"".join([*kept, data[at:]])


def _trained(session: Path, data: Path, effort: Effort, start: str) -> Iterator[str]:
    for line in command("pairs", "check", session, data=data).of("result"):
        yield f"  {line.get('pair')}: {line.get('mark')}"
    command("pairs", "calibrate", session, data=data)
    threads = () if effort.threads is None else ("--threads", effort.threads)
    told = command("train", session, "--name", NAME, "--from", start, "--minutes", effort.minutes, *threads, data=data)
    steps = told.of("step")
    if not steps:
        yield from (f"  {line}" for line in told.lines)
        return
    yield f"  {len(steps)} reports, {steps[-1]['step']} steps, {steps[-1]['seconds'] / 60:.1f} minutes"
    proof = command("models", "prove", NAME, session, data=data)
    yield from (f"  {json.dumps(line)}" for line in proof.of("result"))
    installed = command("models", "install", NAME, session, data=data)
    yield f"  install: exit status {installed.status}"


def run(what: Sequence[str], shared: Path, scratch: Path, minutes: float | None, threads: int | None) -> Iterator[str]:
    """The lines of each evening that is asked for."""
    pictures, photos = shared / "clean_hdri_linear", shared / "real_pairs" / "PolyU_full"
    quick, slow = Effort(minutes or 5, threads), Effort(minutes or 15, threads)
    evenings = {
        "raw": lambda at: raw(at, pictures, slow, "RGGB", 11),
        "x-trans": lambda at: raw(at, pictures, slow, "X-Trans", 12),
        "three-layer": lambda at: three_layer(at, pictures, quick, 11),
        **{f"jpeg-{n + 1}": lambda at, n=n: jpeg(at, photos, quick, n) for n in range(4)},
    }
    for name in what or evenings:
        yield name
        shutil.rmtree(scratch / name, ignore_errors=True)
        yield from evenings[name](scratch / name)
