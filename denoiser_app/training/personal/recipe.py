"""How one personal training goes: decided before its first step, kept in recipe.json, the same when it is resumed.

fine-tuning     the weights of an installed model, a low rate: what it knows is worth more than what minutes teach
scratch         the same kind of network, smaller where the minutes are few, from random weights
three-layer     three convolutions of 32 channels on patches of 64x64: the simplest thing that works
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Self

from denoiser_app.core.camera_profile import CameraProfile
from denoiser_app.core.errors import DataMissing, ModelWrongDomain
from denoiser_app.formats.publish import publishing
from denoiser_app.networks import library
from denoiser_app.networks.architectures import ARCHITECTURES, Domain
from denoiser_app.training.config import Stage, TrainingConfig
from denoiser_app.training.personal.raw_batches import Mix
from denoiser_app.training.personal.request import SCRATCH, THREE_LAYER, PersonalRequest

RECIPE = "recipe.json"
VERSION = 1
_LARGEST = 32 << 20

PATCH = 64
_USUAL_START: Mapping[str, str] = {"raw": "raw-balanced", "rgb": "rgb-balanced"}
_SMALL = {"widths": [16, 32, 48, 64], "encoder": [0, 2, 1], "middle": 2, "decoder": [1, 2, 1]}
_ENOUGH_FOR_LARGE = 60.0
"""Minutes from which a network of the shipped size is worth starting from nothing; below a smaller one learns more."""
_LOSS = (Stage(0, {"rmse": 1.0, "coarse": 2.0}),)
_LOSS_OF_LEARNER = (Stage(0, {"rmse": 1.0}),)
_EMA_SHARE = 0.05
"""The moving average looks back over so much of a training; a short one needs a short memory."""
_SECONDS_BETWEEN_CHECKPOINTS = 25.0


@dataclass(frozen=True)
class Recipe:
    """config: what the learner does (its ``name`` and ``start`` are those of the request). mix: of every batch. every:
    steps between checkpoints. threads: of the processor. step_seconds: as it was measured. iso: from, to, of the noisy
    frames. sources: which pairs, with their fingerprints. profile: of the camera, as it was then."""

    config: TrainingConfig
    mix: Mix
    every: int
    threads: int
    device: str
    step_seconds: float
    camera: str
    iso: tuple[float, float]
    scenes: tuple[str, ...]
    held_out: tuple[str, ...]
    sources: Mapping[str, Any]
    profile: CameraProfile | None
    session: str
    began: str
    versions: Mapping[str, str]

    def fingerprint(self) -> str:
        """Changes when a checkpoint of another recipe must not be resumed: not with threads or device."""
        profile = None if self.profile is None else self.profile.to_json()
        numbers = [self.config.fingerprint(), asdict(self.mix), self.every, self.sources, profile]
        return hashlib.sha256(json.dumps(numbers, sort_keys=True).encode()).hexdigest()[:16]

    def to_json(self) -> str:
        """For people too."""
        profile = None if self.profile is None else json.loads(self.profile.to_json())
        values = {**asdict(self), "config": asdict(self.config), "profile": profile}
        return json.dumps({"version": VERSION, **values}, indent=1, default=dict) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The inverse. ValueError."""
        data = json.loads(text)
        if not isinstance(data, dict) or data.pop("version", None) != VERSION:
            raise ValueError(f"not a recipe of version {VERSION}")
        try:
            stages = tuple(Stage(**stage) for stage in data["config"]["stages"])
            config = TrainingConfig(**{**data["config"], "stages": stages})
            profile = None if data["profile"] is None else CameraProfile.from_json(json.dumps(data["profile"]))
            low, high = data["iso"]
            made = {"config": config, "profile": profile, "mix": Mix(**data["mix"]), "iso": (low, high)}
            lists = {key: tuple(data[key]) for key in ("scenes", "held_out")}
            return cls(**{**data, **made, **lists})
        except (TypeError, KeyError, AttributeError) as error:
            raise ValueError(f"a field is missing or wrong ({error})") from error


def read_recipe(folder: Path) -> Recipe | None:
    """Of the training in a folder; None if there is none. DataMissing if it cannot be read."""
    path = folder / RECIPE
    if not path.is_file():
        return None
    try:
        if path.stat().st_size > _LARGEST:
            raise ValueError("it is too large")
        return Recipe.from_json(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DataMissing(
            path=str(path), reason="this training's recipe cannot be read. Begin a new training under another name."
        ) from error


def write_recipe(folder: Path, recipe: Recipe) -> None:
    """Whole or not at all. OutputError."""
    text = recipe.to_json().encode()
    with publishing(folder / RECIPE, overwrite=True, needed=len(text)) as part:
        part.file.write(text)


def begin_config(request: PersonalRequest, domain: Domain, half: bool) -> tuple[TrainingConfig, Mix]:
    """The recipe without its number of steps, which is 1. ModelUnknown, ModelDamaged, ModelWrongDomain."""
    start = request.start or _USUAL_START[domain]
    common: dict[str, Any] = {"name": request.name, "domain": domain, "steps": 1, "patch": PATCH, "beta2": 0.99}
    common |= {"seed": request.seed, "half_precision": half, "start": start, "weight_decay": 1e-4}
    if start == THREE_LAYER:
        channels = dict(ARCHITECTURES[THREE_LAYER].parameters)
        mix = _mix(domain, real=6, calibrated=8, general=2)
        config = TrainingConfig(
            **common, architecture=THREE_LAYER, parameters=channels, stages=_LOSS_OF_LEARNER, learning_rate=3e-3
        )
    elif start == SCRATCH:
        mix = _mix(domain, real=4, calibrated=6, general=6)
        config = TrainingConfig(
            **common, architecture="residual-unet", parameters=_size(request), stages=_LOSS, learning_rate=2e-3
        )
    else:
        model = library.find(start)
        if model.domain != domain:
            photo = {"raw": "camera raw", "rgb": "finished picture"}[domain]
            raise ModelWrongDomain(path=str(model.path), name=start, domain=model.domain, photo=photo)
        mix = _mix(domain, real=4, calibrated=5, general=3)
        config = TrainingConfig(
            **common,
            architecture=model.architecture,
            parameters=model.parameters,
            stages=_LOSS,
            learning_rate=_FINE_RATE[domain],
        )
    return replace(config, batch=mix.total, gaussian=0), mix


_FINE_RATE: Mapping[str, float] = {"raw": 5e-4, "rgb": 1e-4}


def with_steps(config: TrainingConfig, steps: int) -> TrainingConfig:
    """Warm-up and average that fit so many steps."""
    decay = min(0.999, max(0.9, 1.0 - 1.0 / max(_EMA_SHARE * steps, 1.0)))
    return replace(config, steps=steps, warmup=max(1, min(200, steps // 20)), ema=decay)


def steps_in(request: PersonalRequest, step_seconds: float) -> int:
    """How many steps fit into the minutes, those that checking and saving take included."""
    if request.steps is not None:
        return request.steps
    return max(1, round(60.0 * request.minutes / step_seconds))


def checkpoint_interval(step_seconds: float, steps: int) -> int:
    """Steps that take about 25 seconds."""
    return max(1, min(steps, round(_SECONDS_BETWEEN_CHECKPOINTS / step_seconds)))


def _size(request: PersonalRequest) -> dict[str, Any]:
    if request.steps is None and request.minutes < _ENOUGH_FOR_LARGE:
        return dict(_SMALL)
    return dict(ARCHITECTURES["residual-unet"].parameters)


def _mix(domain: Domain, *, real: int, calibrated: int, general: int) -> Mix:
    """Finished pictures have no calibrated part: theirs is real."""
    return Mix(real, calibrated, general) if domain == "raw" else Mix(real + calibrated, 0, general)
