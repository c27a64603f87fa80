"""The best weights of a personal training become a model: weights, card and manifest, in the training's folder."""

from __future__ import annotations

import datetime
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from torch import Tensor

from denoiser_app.core.errors import DataMissing
from denoiser_app.formats.publish import output_error
from denoiser_app.networks.architectures import build
from denoiser_app.networks.descriptor import ModelDescriptor
from denoiser_app.networks.personal import iso_range
from denoiser_app.training.log import Step
from denoiser_app.training.personal.material import HELD_OUT, KEPT_BACK
from denoiser_app.training.personal.recipe import Recipe
from denoiser_app.training.personal.request import SCRATCH, THREE_LAYER
from denoiser_app.training.publish import publish

MODEL = "model"
_PART = ".model.part"


def publish_best(
    folder: Path, recipe: Recipe, best: Mapping[str, Any], lines: list[Step], noisy: Mapping[str, float]
) -> ModelDescriptor:
    """Writes folder/model/NAME.json with its weights and card; the manifest comes last, so that it is the whole model
    or the one before. DataMissing without best weights; OutputError."""
    if not best:
        raise DataMissing(path=str(folder), reason="the best weights of this training cannot be read.")
    network = build(recipe.config.architecture, recipe.config.parameters, recipe.config.domain)
    weights: Mapping[str, Tensor] = best["average"]
    network.load_state_dict(weights)
    network.eval().requires_grad_(False)
    part, model = folder / _PART, folder / MODEL
    try:
        shutil.rmtree(part, ignore_errors=True)
        publish(
            network,
            recipe.config,
            training_facts(recipe, best, lines),
            scores(best["validation"], lines[0].validation, noisy),
            part,
            personal=personal_of(recipe),
            summary=_summary(recipe),
        )
        model.mkdir(exist_ok=True)
        name = recipe.config.name
        for file in (f"{name}.safetensors", f"{name}.md", f"{name}.json"):
            _to_the_disk(part / file)
            os.replace(part / file, model / file)
        _folder_to_the_disk(model)
        part.rmdir()
    except OSError as error:
        raise output_error(model, error) from error
    from denoiser_app.networks import library

    return library.find(name, model)


def personal_of(recipe: Recipe) -> dict[str, Any]:
    """What the manifest says of the camera it is for."""
    return {
        "camera": recipe.camera or "unknown camera",
        "iso_from": recipe.iso[0],
        "iso_to": recipe.iso[1],
        "scenes": list(recipe.scenes),
        "held_out": list(recipe.held_out),
        "date": f"{datetime.date.today():%Y-%m-%d}",
        "versions": dict(recipe.versions),
        "session": recipe.session,
    }


def training_facts(recipe: Recipe, best: Mapping[str, Any], lines: list[Step]) -> dict[str, Any]:
    """What the card says of the training."""
    config, mix = recipe.config, recipe.mix
    kinds = {"real noise": mix.real, "simulated at the measured level": mix.calibrated, "other cameras": mix.general}
    patches = ", ".join(f"{count} of {kind}" for kind, count in kinds.items() if count)
    known = "measured from the pairs" if recipe.profile else "measured on each frame"
    pairs = len(recipe.sources.get("training", recipe.scenes))
    return {
        "photos": f"{pairs} pairs of {len(recipe.scenes)} scenes, with a strip of each kept back",
        "noise": f"that of the camera, {known}; in every {mix.total} patches {patches}",
        "training": f"step {best['step']:,} of {config.steps:,}, the best on what is kept back; "
        f"{mix.total} patches of {config.patch}x{config.patch} pixels a step",
        "time": f"{lines[-1].seconds / 60:.0f} minutes",
        "begins with": _start(config.start),
    }


def scores(best: Mapping[str, float], start: Mapping[str, float], noisy: Mapping[str, float]) -> dict[str, str]:
    """Figures of the noisy pictures, of the start and of the model."""
    titles = {KEPT_BACK: "kept back of the training scenes, PSNR", HELD_OUT: "held-out scenes, PSNR"}
    return {
        title: f"{best[row]:.2f} dB; noisy {noisy[row]:.2f} dB, before training {start[row]:.2f} dB"
        for row, title in titles.items()
    }


def _summary(recipe: Recipe) -> str:
    kind = {"raw": "camera raws", "rgb": "the camera's own JPEGs"}[recipe.config.domain]
    iso = iso_range({"iso_from": recipe.iso[0], "iso_to": recipe.iso[1]})
    return f"Made for {kind} of the {recipe.camera or 'camera'} at {iso}, from pairs of its owner."


def _start(start: str) -> str:
    return "random weights" if start in (SCRATCH, THREE_LAYER) else f"the weights of {start}"


def _to_the_disk(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _folder_to_the_disk(folder: Path) -> None:
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
