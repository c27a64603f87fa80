"""Whether a file on the disk is a whole photo still, and which bytes it has."""

from __future__ import annotations

import hashlib
from pathlib import Path

from denoiser_app.core.errors import DecoderDied, FileMissing, FileUnreadable
from denoiser_app.core.progress import CancelToken
from denoiser_app.formats.decoder import Limits, Question
from denoiser_app.formats.decoder_pool import DecoderPool, shared_pool
from denoiser_app.formats.read import require_readable

_LIMITS = Limits()


def require_whole(path: Path, token: CancelToken | None = None, pool: DecoderPool | None = None) -> tuple[int, int]:
    """(height, width) of an exported TIFF, PNG or JPEG, upright, after all of it was decoded.

    In a child process, of which only the size comes back. Raises the InputErrors of ``read`` if the file is cut,
    damaged, missing or no photo, and Cancelled. Of a JPEG only what breaks its structure is seen: it has no checksums.
    """
    path = Path(path)
    if token is not None:
        token.check()
    require_readable(path)
    answer = (pool or shared_pool()).ask(Question(path, _LIMITS, wants="whole"), token)
    try:
        height, width = (int(side) for side in answer.values["size"])
    except (KeyError, ValueError, TypeError) as error:  # the child makes no sense
        raise DecoderDied(path=str(path)) from error
    return height, width


def file_hash(path: Path) -> str:
    """SHA-256 of a file's bytes, in hex. Raises FileMissing or FileUnreadable."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except FileNotFoundError as error:
        raise FileMissing(path=str(path)) from error
    except (OSError, ValueError) as error:  # ValueError: a null character in the name
        reason = error.strerror if isinstance(error, OSError) else None
        raise FileUnreadable(path=str(path), reason=reason or str(error)) from error
