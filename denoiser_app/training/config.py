"""A training recipe: one TOML file per model, kept in the repository."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from denoiser_app.core.errors import DataMissing


@dataclass(frozen=True)
class TrainingConfig:
    """Everything that a training's result depends on, besides the photos.

    steps of ``batch`` patches of ``patch`` pixels a side; ``gaussian`` of a batch have white noise (rgb only).
    learning_rate: the peak, reached after ``warmup`` steps and taken down to a hundredth by a cosine.
    start: name of the recipe whose averaged weights this one begins with, in the folder beside this one's; '' begins
        with random ones.
    rmse_from: the step from which the loss is each patch's root mean square error instead of the mean absolute one:
        L1 learns fast but aims at the median, which darkens texture in the noisiest channel; the mean does not.
    coarse_from: the step from which the error of 8x8-pixel means counts as well, ``coarse`` times: smooth areas keep
        their brightness and colour, which single pixels hardly tell.
    ema: decay of the moving average of the weights, which is what is kept.
    clip: largest gradient norm. data: where the photos come from and their licences, for the model card.
    """

    name: str
    domain: Literal["raw", "rgb"]
    architecture: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    steps: int = 40000
    batch: int = 16
    patch: int = 64
    gaussian: int = 8
    learning_rate: float = 3e-3
    warmup: int = 500
    weight_decay: float = 1e-4
    start: str = ""
    rmse_from: int = 1 << 30
    coarse_from: int = 1 << 30
    coarse: float = 2.0
    ema: float = 0.999
    clip: float = 0.3
    seed: int = 0
    half_precision: bool = True
    data: str = ""

    @classmethod
    def load(cls, path: Path) -> TrainingConfig:
        """Reads a TOML file. DataMissing if it is not there or does not fit."""
        try:
            return cls(**tomllib.loads(path.read_text(encoding="utf-8")))
        except (OSError, tomllib.TOMLDecodeError, TypeError) as error:
            raise DataMissing(path=path, reason=f"this is not a training recipe ({error})") from error

    def fingerprint(self) -> str:
        """Changes when a checkpoint of another recipe must not be resumed."""
        numbers = {key: value for key, value in asdict(self).items() if key != "data"}
        text = json.dumps(numbers, sort_keys=True, default=dict)
        return hashlib.sha256(text.encode()).hexdigest()[:16]
