"""What a personal training reports while it runs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from denoiser_app.core.errors import DenoiserError
from denoiser_app.core.progress import Progress


@dataclass(frozen=True)
class Estimate:
    """Before it starts. seconds: of training, what was done already included; seconds_left: what is still to do,
    preparing included. step_seconds: measured on this machine. every: steps between checkpoints. start: the model that
    it begins with, 'scratch' or 'three-layer'. exact: whether the same run twice gives the same to the last bit."""

    name: str
    start: str
    domain: str
    steps: int
    seconds: float
    seconds_left: float
    step_seconds: float
    every: int
    threads: int
    device: str
    parameter_count: int
    exact: bool


@dataclass(frozen=True)
class Prepared:
    """The pairs are in memory. pairs, scenes, held_out: ids. megapixels: of the training scenes' patches. notes: what
    the photographer should know, one sentence each. noise: what the network is told of it, in words."""

    pairs: tuple[str, ...]
    scenes: tuple[str, ...]
    held_out: tuple[str, ...]
    megapixels: float
    noise: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Stepped:
    """step of total steps are done. loss: of the last step, where ``psnr`` is given the mean since the figures before.

    psnr: dB of the averaged weights on the parts of the training scenes that are kept back; held_out: on the scenes
    that are held out. noisy, noisy_held_out: of the same without any denoising. All None between two checkpoints, but
    best_step and best_psnr, which tell the weights that would be kept now.
    """

    step: int
    total: int
    seconds: float
    seconds_left: float
    loss: float | None
    psnr: float | None = None
    held_out: float | None = None
    noisy: float | None = None
    noisy_held_out: float | None = None
    best_step: int = 0
    best_psnr: float | None = None


@dataclass(frozen=True)
class Previewed:
    """A picture of three parts side by side, noisy, denoised at ``step``, truth: the file is replaced every time."""

    step: int
    path: Path


@dataclass(frozen=True)
class Paused:
    """A checkpoint is on the disk, unless ``error`` says why it cannot be; what it lacks is tried again by itself."""

    step: int
    total: int
    error: DenoiserError | None = None


@dataclass(frozen=True)
class Resumed:
    """It goes on from this step."""

    step: int
    total: int


@dataclass(frozen=True)
class Finished:
    """The model was published. early: it was asked to stop before its last step. best_step: 0 where nothing was better
    than what it began with. Figures in dB, as in ``Stepped``: those of the start, and of the model."""

    name: str
    step: int
    total: int
    early: bool
    best_step: int
    psnr: float
    start_psnr: float
    noisy: float
    held_out: float
    start_held_out: float
    noisy_held_out: float
    seconds: float
    path: Path


Event: TypeAlias = Progress | Estimate | Prepared | Stepped | Previewed | Paused | Resumed | Finished
