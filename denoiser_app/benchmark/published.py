"""Figures that papers report, to be set beside what is measured here.

All are PSNR in dB on CBSD68 at sigma 15, 25 and 50: CBM3D (Dabov et al., ICIP 2007), DnCNN (Zhang et al., IEEE TIP
2017, the blind one for colour), DRUNet (Zhang et al., "Plug-and-play image restoration with deep denoiser prior", IEEE
TPAMI 2021) and Restormer (Zamir et al., CVPR 2022).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Published:
    """PSNR in dB by sigma in steps of 255."""

    method: str
    source: str
    psnr: tuple[tuple[float, float], ...]


_CBSD68 = (
    Published("CBM3D", "Dabov et al. 2007", ((15, 33.52), (25, 30.71), (50, 27.38))),
    Published("DnCNN", "Zhang et al. 2017", ((15, 33.90), (25, 31.24), (50, 27.95))),
    Published("DRUNet", "Zhang et al. 2021", ((15, 34.30), (25, 31.69), (50, 28.51))),
    Published("Restormer", "Zamir et al. 2022", ((15, 34.40), (25, 31.79), (50, 28.60))),
)


def published(table: str, condition: str) -> Iterator[tuple[str, float, str]]:
    """(method, PSNR in dB, source) of what papers report for a condition of a table."""
    if table == "CBSD68, white noise":
        for paper in _CBSD68:
            for sigma, psnr in paper.psnr:
                if condition == f"sigma {sigma:g}":
                    yield paper.method, psnr, paper.source
