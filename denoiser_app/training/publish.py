"""A checkpoint becomes a model that can be shipped: weights, manifest and card."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from denoiser_app.networks.architectures import ARCHITECTURES, Network, count_parameters, giga_macs_per_megapixel
from denoiser_app.networks.card import card
from denoiser_app.networks.descriptor import ModelDescriptor
from denoiser_app.networks.receptive_field import halo_of
from denoiser_app.networks.weights import save_network
from denoiser_app.training.config import ADVERSARIAL, TrainingConfig

_CONDITIONING = {
    "raw": "Poisson-Gaussian a, b of the sensor, from the file's NoiseProfile, measured, or given",
    "rgb": "standard deviation over brightness at two scales, measured, or given",
}
_BLIND = "none: it is blind"
_NOISE = {
    "raw": "simulated: real cameras' profiles at ISO 50-204,800, random light and exposure, every CFA, none real",
    "rgb": "simulated: white (sigma 0-75) and high-ISO camera JPEGs, none real",
    "white": "white, sigma 0-75, and Poisson",
}
_TERMS = {
    "l1": "L1",
    "l2": "L2",
    "charbonnier": "Charbonnier",
    "rmse": "RMSE",
    "coarse": "RMSE of 8x8-pixel means",
    "ms-l1": "L1 at four scales",
    "ssim": "1 - SSIM",
    ADVERSARIAL: "adversarial",
}
_RANK = {"fast": 1, "best": 2, "balanced": 3}
"""The highest is what a photo gets unless told otherwise: best takes minutes on the laptops that most people have."""
_WHAT = {
    "raw": "Denoises and demosaics camera raw of any colour filter array, at any ISO.",
    "rgb": "Denoises finished pictures (JPEG, TIFF, PNG, HEIC), from fine grain to heavy noise.",
}
_TIERS = {
    "fast": "For slow computers and quick looks.",
    "balanced": "The usual choice.",
    "best": "The cleanest result, for a graphics card or patience.",
}


def publish(
    network: Network,
    config: TrainingConfig,
    facts: Mapping[str, Any],
    scores: Mapping[str, Any],
    folder: Path,
    *,
    personal: Mapping[str, Any] | None = None,
    summary: str = "",
) -> ModelDescriptor:
    """Writes NAME.safetensors, NAME.json and NAME.md into ``folder``. facts: what the card says of the training.
    personal: of a model for one camera (networks/personal.py), and ``summary``, what it is for."""
    folder.mkdir(parents=True, exist_ok=True)
    weights = f"{config.name}.safetensors"
    sha256, tensors = save_network(network, folder / weights)
    multiple = int(network.body.multiple)  # type: ignore[arg-type]
    descriptor = ModelDescriptor(
        name=config.name,
        domain=config.domain,
        summary=summary or _summary(config),
        architecture=config.architecture,
        # All of them: defaults may change, and a model must not.
        parameters={**ARCHITECTURES[config.architecture].parameters, **config.parameters},
        parameter_count=count_parameters(network),
        giga_macs=round(giga_macs_per_megapixel(network), 1),
        halo=halo_of(network, multiple),
        multiple=multiple,
        dtype="float32",
        conditioning=_BLIND if ARCHITECTURES[config.architecture].blind else _CONDITIONING[config.domain],
        licence="GPL-3.0-or-later",
        weights=weights,
        sha256=sha256,
        tensors=tensors,
        training=dict(facts),
        scores=dict(scores),
        rank=0 if personal is not None else _RANK.get(_tier(config), 0),
        personal=personal,
        folder=folder,
    )
    descriptor.manifest.write_text(descriptor.to_json(), encoding="utf-8")
    (folder / f"{config.name}.md").write_text(card(descriptor), encoding="utf-8")
    return descriptor


def training_facts(config: TrainingConfig, photos: int, steps: int, seconds: float) -> dict[str, Any]:
    """What a card says of a training that took ``seconds`` for ``steps`` steps over ``photos`` clean photos."""
    patches = f"{steps * config.batch:,} patches of {config.patch}x{config.patch} pixels"
    optimiser = f"{_losses(config)}, AdamW {config.learning_rate:g} with cosine, EMA {config.ema}"
    facts = {
        "photos": f"{photos} clean photos. {config.data}".strip(),
        "noise": _NOISE["white" if config.domain == "rgb" and config.gaussian == config.batch else config.domain],
        "training": f"{steps:,} steps, {patches}, {optimiser}",
        "time": f"{seconds / 60:.0f} minutes",
        "begins with": f"the weights of {config.start}" if config.start else "random weights",
        "recipe": f"{config.name}.toml in denoiser_app/training/configs, seed {config.seed}",
    }
    if config.teacher:
        facts["teacher"] = f"{config.teacher}, {100 * config.teacher_weight:.0f} % of the target"
    if ADVERSARIAL in config.terms:
        facts["caution"] = "trained with an adversarial loss: it invents detail"
    return facts


def _losses(config: TrainingConfig) -> str:
    stages = [(stage.start, _weighted(stage.loss)) for stage in config.stages if stage.start < config.steps]
    return ", ".join(f"from step {start:,} {loss}" if start else loss for start, loss in stages)


def _weighted(loss: Mapping[str, float]) -> str:
    return " + ".join(_TERMS[name] if weight == 1 else f"{weight:g} x {_TERMS[name]}" for name, weight in loss.items())


def _summary(config: TrainingConfig) -> str:
    if config.architecture == "residual-unet":
        return " ".join(filter(None, (_WHAT[config.domain], _TIERS.get(_tier(config), ""))))
    return f"For comparison: {ARCHITECTURES[config.architecture].summary}."


def _tier(config: TrainingConfig) -> str:
    return config.name.rsplit("-", 1)[-1]
