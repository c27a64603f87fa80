"""What a method costs on this machine: seconds a megapixel and memory, for one picture in a process of its own.

The picture is as large as the photos of the Kodak set, noise of sigma 25 over soft shapes; a raw method gets an RGGB
raw of it. The time is the best of two after a warm-up (one run where it takes longer than five seconds), without
reading, demosaicing and estimating the noise. Memory is the most the process held in RAM above what it held before the
method was loaded; on a GPU its own memory is not counted.
"""

from __future__ import annotations

from dataclasses import dataclass

from denoiser_app.benchmark.child import ask
from denoiser_app.benchmark.methods import Method

SIZE = (512, 768)


@dataclass(frozen=True)
class Cost:
    """None where it was not measured or the system does not tell. device: where it ran, for people."""

    seconds_per_megapixel: float | None = None
    peak_mb: float | None = None
    device: str = ""


def measure(
    method: Method,
    device: str = "auto",
    tile: int | None = None,
    threads: int | None = None,
    size: tuple[int, int] = SIZE,
) -> Cost:
    """The cost of a method. DenoiserError as the child reports it, DenoisingFailed if it dies."""
    model = method.model
    request = {
        "measure": "cost",
        "method": method.name,
        "manifest": str(model.manifest) if model else None,
        "device": device,
        "tile": tile,
        "threads": threads,
        "size": size,
    }
    for message in ask(request):
        if "result" in message:
            return Cost(**message["result"])
    return Cost()
