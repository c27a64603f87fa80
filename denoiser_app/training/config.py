"""A training recipe: one TOML file per model, kept in the repository."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

from denoiser_app.core.errors import DataMissing
from denoiser_app.training.losses import LOSSES, SSIM_WINDOW

ADVERSARIAL = "adversarial"
"""The one term of a loss that is not a function of prediction and target alone (adversarial.py)."""


@dataclass(frozen=True)
class Stage:
    """From step ``start`` on the loss is the sum of ``loss``'s terms (losses.py, or 'adversarial'), each times its
    weight."""

    start: int = 0
    loss: Mapping[str, float] = field(default_factory=lambda: {"l1": 1.0})


@dataclass(frozen=True)
class TrainingConfig:
    """Everything that a training's result depends on, besides the photos and the weights it begins with.

    steps of ``batch`` patches of ``patch`` pixels a side; ``gaussian`` of a batch have white noise (rgb only), a share
        of ``night`` are made night scenes, ``texture``, ``shrink`` and ``jpeg`` as in scenes.Sampling.
    learning_rate: the peak, reached after ``warmup`` steps and taken down to a hundredth by a cosine.
    beta2: AdamW's memory of squared gradients. Where 0.999 let wide networks diverge that began with trained weights,
        0.99 did not.
    start: name of the recipe whose averaged weights this one begins with, in the folder beside this one's, or of an
        installed model; a smaller or larger network of the same kind is fitted (grow.py). '' begins with random ones.
    teacher: name, found in the same way, of the network whose results are ``teacher_weight`` (0-1) of the target
        (distillation.py); '' for none.
    stages: what the loss is from which step on; the first begins at 0.
    ema: decay of the moving average of the weights, which is what is kept.
    clip: largest gradient norm. half_precision: bfloat16 on whatever device trains.
    data: where the photos come from and their licences, for the model card.

    ValueError for values that do not fit together.
    """

    name: str
    domain: Literal["raw", "rgb"]
    architecture: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    stages: Sequence[Stage] = (Stage(),)
    steps: int = 40000
    batch: int = 16
    patch: int = 64
    gaussian: int = 8
    night: float = 0.12
    texture: float = 0.0
    shrink: float = 0.0
    jpeg: float = 0.0
    learning_rate: float = 3e-3
    warmup: int = 500
    weight_decay: float = 1e-4
    beta2: float = 0.999
    start: str = ""
    teacher: str = ""
    teacher_weight: float = 0.0
    ema: float = 0.999
    clip: float = 0.3
    seed: int = 0
    half_precision: bool = True
    data: str = ""

    def __post_init__(self) -> None:
        wrong = [
            what
            for what, right in {
                "domain": self.domain in ("raw", "rgb"),
                "stages": self._stages_fit(),
                "shares": all(0.0 <= share <= 1.0 for share in (self.night, self.texture, self.shrink, self.jpeg)),
                "teacher_weight": 0.0 <= self.teacher_weight <= 1.0 and bool(self.teacher) == (self.teacher_weight > 0),
                "gaussian": self.domain == "raw" or 0 <= self.gaussian <= self.batch,
                "patch": self.patch >= SSIM_WINDOW or "ssim" not in self.terms,
            }.items()
            if not right
        ]
        if wrong:
            raise ValueError(f"wrong {', '.join(wrong)}")

    @classmethod
    def load(cls, path: Path) -> TrainingConfig:
        """Reads a TOML file. DataMissing if it is not there or does not fit."""
        try:
            values = tomllib.loads(path.read_text(encoding="utf-8"))
            if "stages" in values:
                values["stages"] = tuple(Stage(**stage) for stage in values["stages"])
            return cls(**values)
        except (OSError, ValueError, TypeError, AttributeError) as error:
            raise DataMissing(path=path, reason=f"this is not a training recipe ({error})") from error

    @property
    def terms(self) -> tuple[str, ...]:
        """Every term that the loss has at any step, in the order of first use."""
        return tuple(dict.fromkeys(term for stage in self.stages for term in stage.loss))

    def loss_at(self, step: int) -> Mapping[str, float]:
        """The loss's terms and their weights at ``step``."""
        return next(stage.loss for stage in reversed(self.stages) if stage.start <= step)

    def fingerprint(self) -> str:
        """Changes when a checkpoint of another recipe must not be resumed."""
        numbers = {key: value for key, value in asdict(self).items() if key != "data"}
        text = json.dumps(numbers, sort_keys=True, default=dict)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def _stages_fit(self) -> bool:
        starts = [stage.start for stage in self.stages]
        known = {*LOSSES, ADVERSARIAL}
        return (
            starts[:1] == [0]
            and all(one < two for one, two in pairwise(starts))
            and all(stage.loss and known.issuperset(stage.loss) for stage in self.stages)
            and all(weight > 0 for stage in self.stages for weight in stage.loss.values())
            and all(set(stage.loss) != {ADVERSARIAL} for stage in self.stages)
        )
