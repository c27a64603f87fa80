"""What the benchmarks say besides their rows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from denoiser_app.core.errors import DenoiserError


@dataclass(frozen=True)
class Failed:
    """A photo that could not be measured, and why; the rest goes on."""

    path: Path
    error: DenoiserError
