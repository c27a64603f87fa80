"""Seconds, megapixels a second and memory of one photo from file to file, by stage, on this machine.

A photo of the wanted size is made (scene.py) and denoised at full strength to a 16-bit TIFF by the engine that serves
every other command, in a fresh process; the time to start that process and to import is left out, loading the model is
not. Memory is the most this process held in RAM above what it held after the imports (the decoder's own process is not
counted). "Plain torch" is the same network on a crop without tiles, single precision, default memory layout, on the
same device with the same threads.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from denoiser_app.benchmark.child import ask
from denoiser_app.benchmark.scene import write_scene
from denoiser_app.benchmark.table import layout
from denoiser_app.core.errors import ModelUnknown, OutputNotWritable
from denoiser_app.core.progress import Progress
from denoiser_app.networks import library
from denoiser_app.networks.descriptor import ModelDescriptor

_AFTER_NETWORK = ("finish", "write", "plain torch")


@dataclass(frozen=True)
class SpeedRow:
    """One photo with one network.

    seconds: by stage (read, model, noise, network, finish, write), in their order; ``total`` is their sum.
    network_share: of the total, 0-1. peak_mb: the most memory held, above ``imports_mb``; None where it is not known.
    network, plain: seconds a megapixel of the engine and of plain torch; ``ratio`` is how many times faster we are.
    """

    domain: str
    model: str
    device: str
    threads: int
    megapixels: float
    seconds: Mapping[str, float]
    total: float
    megapixels_per_second: float
    network_share: float
    peak_mb: float | None
    imports_mb: float | None
    network: float
    plain: float
    ratio: float
    warnings: tuple[str, ...]


def run(
    megapixels: float = 24.0,
    model: ModelDescriptor | None = None,
    device: str = "auto",
    tile: int | None = None,
    *,
    threads: int | None = None,
    crop: int = 1024,
) -> Iterator[Progress | SpeedRow]:
    """A row for the model; without one, for the program's best model of either domain. crop: side of the crop for plain
    torch, pixels. ModelUnknown, ModelDamaged, DeviceUnavailable, DenoisingFailed, OutputError."""
    descriptors = [model] if model else _best()
    for index, descriptor in enumerate(descriptors):
        with tempfile.TemporaryDirectory(prefix="denoiser-benchmark-") as name:
            folder = Path(name)
            yield _overall("scene", 0.0, index, len(descriptors))
            source = _scene(descriptor, megapixels, folder)
            request = {
                "measure": "speed",
                "manifest": str(descriptor.manifest),
                "source": str(source),
                "target": str(folder / "result.tif"),
                "device": device,
                "threads": threads,
                "tile": tile,
                "crop": crop,
            }
            for message in ask(request):
                if "progress" in message:
                    stage, fraction = message["progress"]
                    yield _overall(stage, fraction, index, len(descriptors))
                else:
                    yield row_of(descriptor.domain, message["result"])


def row_of(domain: str, result: Mapping[str, Any]) -> SpeedRow:
    """What the child measured, with what follows from it."""
    seconds: dict[str, float] = result["seconds"]
    total, megapixels = sum(seconds.values()), result["megapixels"]
    network = seconds["network"] / megapixels
    known = result["peak_mb"] is not None and result["imports_mb"] is not None
    return SpeedRow(
        domain=domain,
        model=result["model"],
        device=result["device"],
        threads=result["threads"],
        megapixels=megapixels,
        seconds=seconds,
        total=total,
        megapixels_per_second=megapixels / total,
        network_share=seconds["network"] / total,
        peak_mb=result["peak_mb"] - result["imports_mb"] if known else None,
        imports_mb=result["imports_mb"],
        network=network,
        plain=result["plain"],
        ratio=result["plain"] / network,
        warnings=tuple(result["warnings"]),
    )


def table(rows: Sequence[SpeedRow]) -> str:
    """The rows for people: one column each."""
    if not rows:
        return ""
    stages = list(dict.fromkeys(stage for row in rows for stage in row.seconds))
    lines = [
        _line("device", [f"{row.device}, {row.threads} threads" for row in rows]),
        _line("photo", [f"{row.megapixels:.1f} MP {row.domain}" for row in rows]),
        *(_line(f"{stage} (s)", [f"{row.seconds.get(stage, 0.0):.2f}" for row in rows]) for stage in stages),
        _line("total (s)", [f"{row.total:.2f}" for row in rows]),
        _line("MP/s", [f"{row.megapixels_per_second:.2f}" for row in rows]),
        _line("network's share", [f"{100 * row.network_share:.0f} %" for row in rows]),
        _line("peak memory above imports (MB)", [_megabytes(row.peak_mb) for row in rows]),
        _line("network (s/MP)", [f"{row.network:.3f}" for row in rows]),
        _line("plain torch (s/MP)", [f"{row.plain:.3f}" for row in rows]),
        _line("times faster than plain torch", [f"{row.ratio:.2f}" for row in rows]),
    ]
    warnings = [f"{row.model}: {warning}" for row in rows for warning in row.warnings]
    return "\n".join([layout(("", *(row.model for row in rows)), lines), *warnings])


def _line(name: str, cells: list[str]) -> tuple[str, ...]:
    return (name, *cells)


def _megabytes(value: float | None) -> str:
    return "not known here" if value is None else f"{value:.0f}"


def _best() -> list[ModelDescriptor]:
    """The program's best model of each domain that has one. ModelUnknown without any."""
    best: dict[str, ModelDescriptor] = {}
    for descriptor in library.shipped():
        best.setdefault(descriptor.domain, descriptor)
    if not best:
        raise ModelUnknown(name=library.AUTO, known="none")
    return list(best.values())


def _scene(descriptor: ModelDescriptor, megapixels: float, folder: Path) -> Path:
    try:
        return write_scene(descriptor.domain, megapixels, folder)
    except OSError as error:
        raise OutputNotWritable(path=folder, reason=error.strerror or str(error)) from error


def _overall(stage: str, fraction: float, index: int, count: int) -> Progress:
    """Progress of the whole run in thousandths: nearly all of the time of a photo goes into the network."""
    share = fraction if stage == "network" else float(stage in _AFTER_NETWORK)
    return Progress(stage, round(1000 * (index + share) / count), 1000)
