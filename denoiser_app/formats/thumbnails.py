"""Small pictures of photos: for the strip, and for the blink before a photo itself is read."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from denoiser_app.core.errors import DecoderDied
from denoiser_app.core.photo import Metadata
from denoiser_app.core.progress import CancelToken
from denoiser_app.formats.decoded import Decoded
from denoiser_app.formats.decoder import Limits, Question
from denoiser_app.formats.decoder_pool import DecoderPool, shared_pool
from denoiser_app.formats.preview import Preview
from denoiser_app.formats.read import require_readable
from denoiser_app.formats.thumbnail_cache import ThumbnailCache

__all__ = ["Preview", "ThumbnailCache", "preview", "warm_up"]

_LIMITS = Limits()
_TEXTS = ("make", "model", "lens", "taken")


def preview(
    path: Path,
    longest: int,
    token: CancelToken | None = None,
    limits: Limits = _LIMITS,
    pool: DecoderPool | None = None,
) -> Preview:
    """A picture of the photo with no side longer than ``longest`` (1 or more) pixels, possibly smaller.

    The one the camera embedded where it is large enough (at least 2/3 of ``longest``, or 1000 pixels), else the photo
    at reduced size; a raw without one is developed quickly at half size. Raises the InputErrors of ``read``, as far as
    the header tells, within ``limits``; or Cancelled. May be called from several threads: a child decodes for each,
    from ``pool`` (None: the one that all of the program shares).
    """
    path = Path(path)
    if token is not None:
        token.check()
    require_readable(path)
    decoded = (pool or shared_pool()).ask(Question(path, limits, longest=longest), token)
    try:
        return _preview(decoded, path)
    except (KeyError, ValueError, TypeError) as error:  # the child makes no sense
        raise DecoderDied(path=str(path)) from error


def warm_up() -> None:
    """Start a decoding child ahead of the first preview (about 0.3 s in the background). OSError if none starts."""
    shared_pool().warm_up()


def _preview(decoded: Decoded, path: Path) -> Preview:
    height, width = (int(side) for side in decoded.values["size"])
    plain = dict(decoded.values["metadata"])
    if min(height, width) < 1 or not all(_is_plain(name, value) for name, value in plain.items()):
        raise ValueError("the child's values make no sense")
    pixels = cast(NDArray[np.uint8], decoded.arrays["preview"])
    return Preview(pixels, (height, width), Metadata(path=path, **plain))


def _is_plain(name: str, value: Any) -> bool:
    if name in _TEXTS:
        return isinstance(value, str)
    return value is None or isinstance(value, int | float)
