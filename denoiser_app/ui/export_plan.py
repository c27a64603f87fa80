"""What an export will write where: targets that are free, files that are passed over, photos that are refused.

Nothing here knows Qt, and nothing writes. The names themselves are those of formats.naming, as on the command line.
"""

from __future__ import annotations

import math
import os
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from denoiser_app.core.errors import DenoiserError, OutputExists
from denoiser_app.core.photo import Metadata
from denoiser_app.core.recipe import ExportOptions
from denoiser_app.formats.free_names import renamed
from denoiser_app.formats.metadata import read_facts
from denoiser_app.formats.naming import Originals, plan_each
from denoiser_app.ui.preferences import IfExists

Which = Literal["photo", "selection", "all"]


@dataclass(frozen=True)
class ExportRequest:
    """What was asked for. which: the photos; folder: None is beside each photo; if_exists: about a file in the way."""

    which: Which
    options: ExportOptions
    folder: Path | None
    if_exists: IfExists = "rename"


@dataclass(frozen=True)
class ExportPlan:
    """What will be done.

    pairs: (source, target) to be written with ``options``. skipped: (source, the file that is there already).
    refused: (source, why), among them photos whose export would replace an original.
    """

    pairs: tuple[tuple[Path, Path], ...]
    skipped: tuple[tuple[Path, Path], ...]
    refused: tuple[tuple[Path, DenoiserError], ...]
    options: ExportOptions


def resolve(
    sources: Sequence[Path],
    request: ExportRequest,
    *,
    model: str = "auto",
    facts: Callable[[Path], Metadata] = read_facts,
) -> ExportPlan:
    """Where each source goes, in their order.

    'rename' gives a name that is taken, by a file, an original or another photo of this run, a number: name-2.tif.
    facts: reads a photo's metadata, when the template needs it: that takes a while for many, so not in the GUI thread.
    Raises NameTemplateInvalid, OutputUnsupported.
    """
    options = replace(request.options, overwrite=request.if_exists == "overwrite")
    output = None if request.folder is None else f"{request.folder}{os.sep}"
    planned = plan_each(sources, output, options, model=model, facts=facts)
    if request.if_exists == "rename":
        planned = renamed(planned, Originals.of(sources))
    pairs, skipped, refused = [], [], []
    for source, item in zip(sources, planned, strict=True):
        if isinstance(item, Path):
            pairs.append((source, item))
        elif isinstance(item, OutputExists) and request.if_exists == "skip":
            skipped.append((source, Path(item.parameters["path"])))
        else:
            refused.append((source, item))
    return ExportPlan(tuple(pairs), tuple(skipped), tuple(refused), options)


def example(
    photo: Path, metadata: Metadata, request: ExportRequest, *, model: str = "auto"
) -> tuple[Path, Literal["new", "skipped", "replaced"]]:
    """The file that this photo would become, and what that means. Raises DenoiserError where it would be refused."""
    plan = resolve([photo], request, model=model, facts=lambda _: metadata)
    if plan.refused:
        raise plan.refused[0][1]
    if plan.skipped:
        return plan.skipped[0][1], "skipped"
    target = plan.pairs[0][1]
    return target, "replaced" if os.path.lexists(target) else "new"


# --- folders ----------------------------------------------------------------------------------------------------------

FolderProblem = Literal["", "none", "missing", "file", "closed"]


def folder_problem(folder: Path | None) -> FolderProblem:
    """Why nothing can be written into a folder: none chosen, it is missing, it is a file, it is write-protected."""
    if folder is None or not str(folder).strip():
        return "none"
    if not folder.exists():
        return "missing"
    if not folder.is_dir():
        return "file"
    return "" if os.access(folder, os.W_OK | os.X_OK) else "closed"


# --- sizes ------------------------------------------------------------------------------------------------------------

BYTES_A_PIXEL = {("tiff", 16): (4.0, 5.2), ("tiff", 8): (0.5, 1.6), ("png", 16): (4.1, 5.2), ("png", 8): (0.5, 1.7)}
JPEG_QUALITY = (50, 70, 80, 85, 90, 91, 92, 95, 98, 100)
JPEG_LEAST = (0.03, 0.03, 0.04, 0.04, 0.05, 0.05, 0.08, 0.10, 0.13, 0.23)
JPEG_MOST = (0.10, 0.14, 0.17, 0.20, 0.24, 0.25, 0.34, 0.44, 0.63, 1.09)
"""Bytes a pixel, least and most, of 12 photos of 0.3-5 MP (both samples, 2 Canon raws, 8 of the shared real pairs),
denoised in full with the shipped networks and encoded as formats.write does. From 92 on a JPEG keeps all colour."""


@dataclass(frozen=True)
class Size:
    """Bytes of an export, from ``least`` to ``most``: how much fine structure a photo has is not known beforehand."""

    least: float
    most: float

    @property
    def is_narrow(self) -> bool:
        """Whether one figure says enough."""
        return self.most < 1.35 * self.least

    @property
    def middle(self) -> float:
        """The figure that errs least in proportion."""
        return math.sqrt(self.least * self.most)


def expected_size(megapixels: float, options: ExportOptions) -> Size:
    """What a denoised photo will take as a file. Noise that is left or grain makes it larger."""
    pixels = megapixels * 1e6
    if options.format == "jpeg":
        least, most = _between(options.quality, JPEG_LEAST), _between(options.quality, JPEG_MOST)
    else:
        least, most = BYTES_A_PIXEL[options.format, options.bits]
    return Size(pixels * least, pixels * most)


def _between(quality: int, table: Sequence[float]) -> float:
    """The table's figure for a JPEG quality, linear between its entries."""
    quality = min(max(quality, JPEG_QUALITY[0]), JPEG_QUALITY[-1])
    right = max(bisect_left(JPEG_QUALITY, quality), 1)
    low, high = JPEG_QUALITY[right - 1], JPEG_QUALITY[right]
    share = (quality - low) / (high - low)
    return float(table[right - 1] * (1 - share) + table[right] * share)
