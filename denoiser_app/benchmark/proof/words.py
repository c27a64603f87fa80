"""A proof as text for a terminal."""

from __future__ import annotations

from denoiser_app.benchmark.proof.facts import Proof, Row, compared, kept
from denoiser_app.benchmark.table import decibel, layout, triple

_HEADER = ("", "model", "PSNR dB", "SSIM", "colour, linear", "detail kept", "removed", "seconds")


def table(proof: Proof) -> str:
    """A line a candidate, and what was compared."""
    return f"{layout(_HEADER, [_cells(row) for row in proof.rows])}\n\nCompared: {compared(proof)}."


def _cells(row: Row) -> tuple[str, ...]:
    figures = (decibel(row.psnr), f"{row.ssim:.4f}", triple(row.color), kept(row), f"{row.detail_removed:+.3f}")
    return row.candidate, row.model or "-", *figures, f"{row.seconds:.1f}" if row.seconds else "-"
