"""Makes resources/noise_profiles.json, the noise of real cameras that training samples from.

    .venv/bin/python packaging/noise_profiles.py ../shared/data/profiles/noiseprofiles.json

The source is darktable's data/noiseprofiles.json (GPL-3.0). Its a and b of Var(x) = a x + b are not those of a raw:

- Red and blue were measured after white balance, so only green is kept, for all colours.
- darktable measures in the finest band of an averaging Haar transform, which holds a quarter of white noise's variance,
  and on demosaiced pixels. For simulated flat fields of known noise the raw's variance is 10 to 13 times what the same
  estimator reports, and a photon transfer curve of a real camera agrees: both are multiplied by 10.
- The fits are free, so many b are negative. Read noise below 0.8 electrons is taken as 0.8 (b = (0.8 a)^2), which few
  cameras go below; entries with a <= 0 are left out.

Of all cameras those are kept whose profile covers five stops, grows steadily with ISO and has six entries or more, and
of these up to ten a maker, spread evenly from the least noise at ISO 1600 to the most: full frame to compact camera.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

VARIANCE_FACTOR = 10.0
LEAST_ELECTRONS = 0.8
MOST_PER_MAKER = 10

_SOURCE = "darktable, data/noiseprofiles.json at 275833583a15, contributed by its users"
_CORRECTION = (
    "green a and b for all colours, times 10 (they were measured in a Haar band of demosaiced pixels); "
    "b at least (0.8 a)^2; entries with a <= 0 left out"
)


def main() -> None:
    """Command line: the source, and where to write."""
    parser = argparse.ArgumentParser(description="make resources/noise_profiles.json from darktable's profiles")
    parser.add_argument("source", type=Path)
    parser.add_argument("output", type=Path, nargs="?", default=Path("resources/noise_profiles.json"))
    args = parser.parse_args()
    cameras = select(json.loads(args.source.read_text(encoding="utf-8")))
    head = {"source": _SOURCE, "licence": "GPL-3.0", "correction": _CORRECTION}
    lines = ",\n".join(json.dumps(camera, separators=(",", ":")) for camera in cameras)
    args.output.write_text(json.dumps(head, indent=0)[:-2] + f',\n"cameras": [\n{lines}\n]\n}}\n', encoding="utf-8")


def select(profiles: dict[str, Any]) -> list[dict[str, Any]]:
    """Cameras {maker, model, iso, a, b} with corrected lists over rising ISO, from darktable's document."""
    chosen = []
    for maker in profiles["noiseprofiles"]:
        steady = sorted((camera for camera in _cameras(maker) if is_steady(camera)), key=_at_iso_1600)
        keep = np.unique(np.linspace(0, len(steady) - 1, min(MOST_PER_MAKER, len(steady))).round().astype(int))
        chosen += [steady[i] for i in keep]
    return chosen


def is_steady(camera: dict[str, Any]) -> bool:
    """Whether a profile covers five stops in six entries and its a goes with ISO: no entry off by more than x 1.6 from
    a power law of slope 0.8-1.1."""
    if len(camera["iso"]) < 6 or camera["iso"][-1] < 32 * camera["iso"][0]:
        return False
    iso, a = np.log(camera["iso"]), np.log(camera["a"])
    slope, start = np.polyfit(iso, a, 1)
    return bool(0.8 <= slope <= 1.1 and np.abs(a - slope * iso - start).max() < np.log(1.6))


def _at_iso_1600(camera: dict[str, Any]) -> float:
    return float(np.interp(np.log(1600.0), np.log(camera["iso"]), np.log(camera["a"])))


def _cameras(maker: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for model in maker["models"]:
        green = {p["iso"]: (p["a"][1], p["b"][1]) for p in model["profiles"] if p["a"][1] > 0 and not p.get("skip")}
        iso = sorted(green)
        a = [VARIANCE_FACTOR * green[i][0] for i in iso]
        b = [max(VARIANCE_FACTOR * green[i][1], (LEAST_ELECTRONS * x) ** 2) for i, x in zip(iso, a, strict=True)]
        short = {"a": [float(f"{x:.3g}") for x in a], "b": [float(f"{x:.3g}") for x in b]}
        yield {"maker": maker["maker"], "model": model["model"], "iso": iso, **short}


if __name__ == "__main__":
    main()
