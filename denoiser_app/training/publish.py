"""A checkpoint becomes a model that can be shipped: weights, manifest and card."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from denoiser_app.networks.architectures import Network, count_parameters, giga_macs_per_megapixel
from denoiser_app.networks.descriptor import ModelDescriptor
from denoiser_app.networks.receptive_field import halo_of
from denoiser_app.networks.weights import save_network
from denoiser_app.training.config import TrainingConfig

_CONDITIONING = {
    "raw": "Poisson-Gaussian a, b of the sensor, from the file's NoiseProfile, measured, or given",
    "rgb": "standard deviation over brightness at two scales, measured, or given",
}
_NOISE = {
    "raw": "simulated: Poisson-Gaussian, ISO 50 to about 200,000, random cameras, light and exposure, every CFA",
    "rgb": "simulated: white (sigma 0-75) and high-ISO camera JPEGs; no real noisy photo was used",
}
_RANK = {"fast": 1, "balanced": 2, "best": 3}


def publish(
    network: Network, config: TrainingConfig, facts: Mapping[str, Any], scores: Mapping[str, Any], folder: Path
) -> ModelDescriptor:
    """Writes NAME.safetensors, NAME.json and NAME.md into ``folder``. facts: what the card says of the training."""
    folder.mkdir(parents=True, exist_ok=True)
    weights = f"{config.name}.safetensors"
    sha256, tensors = save_network(network, folder / weights)
    multiple = int(network.body.multiple)  # type: ignore[arg-type]
    descriptor = ModelDescriptor(
        name=config.name,
        domain=config.domain,
        summary=_summary(config),
        architecture=config.architecture,
        parameters=dict(config.parameters),
        parameter_count=count_parameters(network),
        giga_macs=round(giga_macs_per_megapixel(network), 1),
        halo=halo_of(network, multiple),
        multiple=multiple,
        dtype="float32",
        conditioning=_CONDITIONING[config.domain],
        licence="GPL-3.0-or-later",
        weights=weights,
        sha256=sha256,
        tensors=tensors,
        training=dict(facts),
        scores=dict(scores),
        rank=_RANK.get(config.name.rsplit("-", 1)[-1], 0),
        folder=folder,
    )
    (folder / f"{config.name}.json").write_text(descriptor.to_json(), encoding="utf-8")
    (folder / f"{config.name}.md").write_text(card(descriptor), encoding="utf-8")
    return descriptor


def training_facts(config: TrainingConfig, photos: int, steps: int, seconds: float) -> dict[str, Any]:
    """What a card says of a training that took ``seconds`` for ``steps`` steps over ``photos`` clean photos."""
    patches = f"{steps * config.batch:,} patches of {config.patch}x{config.patch} pixels"
    optimiser = f"{_losses(config)}, AdamW {config.learning_rate:g} with cosine, EMA {config.ema}"
    return {
        "photos": f"{photos} clean photos. {config.data}".strip(),
        "noise": _NOISE[config.domain],
        "training": f"{steps:,} steps, {patches}, {optimiser}",
        "time": f"{seconds / 60:.0f} minutes",
        "begins with": f"the weights of {config.start}" if config.start else "random weights",
        "recipe": f"denoiser_app/training/configs/{config.name}.toml, seed {config.seed}",
    }


def _losses(config: TrainingConfig) -> str:
    later = {config.rmse_from: "RMSE", config.coarse_from: "RMSE also of 8x8-pixel means"}
    stages = {0: "L1"} | {step: loss for step, loss in later.items() if step < config.steps}
    return ", ".join(f"from step {step:,} {loss}" if step else loss for step, loss in stages.items())


def card(d: ModelDescriptor) -> str:
    """The model card, Markdown."""
    lines = [f"# {d.name}", "", d.summary, "", "| | |", "|---|---|"]
    facts: dict[str, Any] = {
        "domain": d.domain,
        "architecture": f"{d.architecture}, {d.parameter_count:,} parameters",
        "cost": f"{d.giga_macs} GMAC per megapixel, receptive field {d.halo} pixels to each side",
        "noise level": d.conditioning,
        "licence": d.licence,
        "sha256": f"`{d.sha256}`",
        **d.training,
    }
    lines += [f"| {key} | {value} |" for key, value in facts.items()]
    if d.scores:
        lines += ["", "## Scores", "", "| what | figure |", "|---|---|"]
        lines += [f"| {key} | {value} |" for key, value in d.scores.items()]
    return "\n".join(lines) + "\n"


def _summary(config: TrainingConfig) -> str:
    if config.domain == "raw":
        return "Denoises and demosaics camera raw of any colour filter array, at any ISO."
    return "Denoises finished pictures (JPEG, TIFF, PNG, HEIC), from fine grain to heavy noise."
