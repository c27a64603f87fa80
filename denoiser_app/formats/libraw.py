"""Opening a raw with LibRaw, and what its errors mean to a photographer. Runs in the decoding child."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import rawpy

from denoiser_app.core.errors import (
    FileDamaged,
    FileTruncated,
    FormatUnknown,
    FormatUnsupported,
    InputError,
    SensorUnsupported,
)
from denoiser_app.formats.raw_dng import read_dng_tags
from denoiser_app.formats.raw_fuji import is_super_ccd


@contextmanager
def opened(path: Path) -> Iterator[rawpy.RawPy]:
    """The open raw, its pixels not unpacked yet. LibRaw's errors in the block become InputError or MemoryError."""
    if is_super_ccd(path):
        raise SensorUnsupported(path=str(path), sensor="Fujifilm Super CCD, photosites at 45 degrees")
    try:
        with rawpy.imread(str(path)) as raw:
            yield raw
    except rawpy.LibRawUnsufficientMemoryError as error:
        raise MemoryError from error
    except rawpy.LibRawIOError as error:
        raise FileTruncated(path=str(path)) from error
    except (rawpy.LibRawFileUnsupportedError, rawpy.NotSupportedError) as error:
        raise _unsupported(path) from error
    except rawpy.LibRawError as error:
        raise FileDamaged(path=str(path), reason=_reason(error)) from error


def _unsupported(path: Path) -> InputError:
    """LibRaw knows the format of no such file; a DNG is at least known to be one (JPEG XL, for example)."""
    if read_dng_tags(path) is None:
        return FormatUnknown(path=str(path))
    advice = "Convert it with lossless compression, or to TIFF, in Adobe DNG Converter or the maker's program."
    return FormatUnsupported(path=str(path), what="the compression of this DNG", advice=advice)


def _reason(error: Exception) -> str:
    text = error.args[0] if error.args else type(error).__name__
    return text.decode("ascii", "replace") if isinstance(text, bytes) else str(text)
