"""The child process that decodes photos: ``python -m denoiser_app.formats.decode_child``.

Decoders are large C libraries fed with hostile bytes; here they can crash, hang or eat memory without harm. A request
is one line of JSON on stdin, of kind "photo", "preview", "facts" or "whole". The answer on stdout is a line {"size":
[height, width]} before anything large is allocated, then a line {"values": ..., "arrays": [{"name", "shape", "dtype"}
...]} followed by the arrays' bytes, or a line {"error": code, "parameters": ...}. A request of kind "warm" has no
answer: it only loads what previews need. The child ends with its stdin.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any, BinaryIO

from denoiser_app.core.errors import DecoderOutOfMemory, DenoiserError, FileDamaged
from denoiser_app.formats.complete import require_complete
from denoiser_app.formats.decoded import AnnounceSize, Decoded, require_size
from denoiser_app.formats.sniff import Kind, sniff


def main() -> None:
    """Answer the requests on stdin, then end."""
    # Ctrl-C in a terminal reaches the whole group; the parent decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    channel = _private_stdout()
    for line in iter(sys.stdin.readline, ""):
        request = json.loads(line)
        if request["kind"] == "warm":
            from denoiser_app.formats import preview_decode

            preview_decode.load_libraries()
            continue
        _limit_memory(float(request["memory_gb"]))
        _answer(request, channel)


def _answer(request: dict[str, Any], channel: BinaryIO) -> None:
    path = Path(request["path"])
    try:
        decoded = _decode(path, request, channel)
    except DenoiserError as error:
        _say(channel, {"error": error.code, "parameters": error.parameters})
    except MemoryError:
        _say(channel, {"error": DecoderOutOfMemory.__name__, "parameters": {"path": str(path)}})
    except Exception as error:  # noqa: BLE001 - decoders raise anything on damaged files; one clear answer must come out
        code, reason = _classify(error)
        _say(channel, {"error": code, "parameters": {"path": str(path), "reason": reason}})
    else:
        _send(channel, decoded)


def _decode(path: Path, request: dict[str, Any], channel: BinaryIO) -> Decoded:
    def announce(height: int, width: int) -> None:
        require_size(path, height, width, float(request["megapixels"]))
        _say(channel, {"size": [height, width]})

    with path.open("rb") as stream:
        kind = sniff(stream, path)
        if request["kind"] == "preview":
            from denoiser_app.formats.preview_decode import decode_preview

            return decode_preview(stream, path, kind, int(request["longest"]), announce)
        if request["kind"] == "facts":
            from denoiser_app.formats.facts_decode import decode_facts

            return decode_facts(path, kind)
        require_complete(stream, kind, path)
    if request["kind"] == "whole":
        return Decoded({"size": _size_of_whole(path, kind, announce)})
    return _decode_pixels(path, kind, bool(request["demosaic"]), announce)


def _decode_pixels(path: Path, kind: Kind, demosaic: bool, announce: AnnounceSize) -> Decoded:
    if kind == "raw":
        from denoiser_app.formats.raw import decode_raw

        return decode_raw(path, announce, demosaic)
    from PIL import Image

    from denoiser_app.formats.bitmap import decode_bitmap

    Image.MAX_IMAGE_PIXELS = None  # ``announce`` enforces the user's own limit
    return decode_bitmap(path, kind, announce)


def _size_of_whole(path: Path, kind: Kind, announce: AnnounceSize) -> tuple[int, int]:
    if kind == "tiff":
        from denoiser_app.formats.whole_decode import whole_tiff

        return whole_tiff(path, announce)
    arrays = _decode_pixels(path, kind, False, announce).arrays
    height, width, *_ = arrays["mosaic" if kind == "raw" else "pixels"].shape
    return height, width


def _classify(error: Exception) -> tuple[str, str]:
    """OpenCV reports a failed allocation as its error -4."""
    if getattr(error, "code", None) == -4:
        return DecoderOutOfMemory.__name__, ""
    if isinstance(error, TypeError | AttributeError | LookupError | ArithmeticError):
        # a library stumbled over what it found; its words would tell a photographer nothing
        return FileDamaged.__name__, "its contents contradict each other"
    return FileDamaged.__name__, (str(error).split("\n")[0] or type(error).__name__)[:120]


def _private_stdout() -> BinaryIO:
    """The real stdout, for the answer alone: what a library prints goes to stderr."""
    channel = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    if sys.platform == "win32":
        import msvcrt

        msvcrt.setmode(channel.fileno(), os.O_BINARY)
    return channel


def _limit_memory(gigabytes: float) -> None:
    """Bound the address space, where the system can. The soft limit only: the next request may allow more."""
    if sys.platform != "linux":
        return
    import resource

    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    limit = int(gigabytes * (1 << 30))
    limit = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _send(channel: BinaryIO, decoded: Decoded) -> None:
    layout = [{"name": n, "shape": a.shape, "dtype": a.dtype.name} for n, a in decoded.arrays.items()]
    _say(channel, {"values": decoded.values, "arrays": layout})
    for array in decoded.arrays.values():
        _write(channel, memoryview(array.data).cast("B"))


def _say(channel: BinaryIO, message: dict[str, Any]) -> None:
    _write(channel, memoryview(json.dumps(message).encode("ascii") + b"\n"))


def _write(channel: BinaryIO, data: memoryview) -> None:
    while data:
        data = data[channel.write(data) or 0 :]


if __name__ == "__main__":
    main()
