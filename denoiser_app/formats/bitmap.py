"""JPEG, PNG, TIFF, WebP and HEIC as whole numbers, upright, with their profile. Runs in the decoding child.

Pillow decodes 8 bits; it would silently reduce 16-bit colour to 8, so tifffile and OpenCV decode those. No decoder is
asked before the header's size was checked: OpenCV took 25 s and 4 GB for a PNG of 56 bytes.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms, UnidentifiedImageError

from denoiser_app.core.errors import FileDamaged, FormatUnsupported
from denoiser_app.formats import ifd
from denoiser_app.formats.decoded import AnnounceSize, Decoded
from denoiser_app.formats.exif import describe, read_exif
from denoiser_app.formats.sniff import Kind

Pixels = NDArray[np.uint8] | NDArray[np.uint16]

_PILLOW_FORMATS: Mapping[Kind, tuple[str, ...]] = {
    "jpeg": ("JPEG",), "png": ("PNG",), "tiff": ("TIFF",), "webp": ("WEBP",)}  # fmt: skip
_ORIENTATION_TAG = 0x0112
_TIFF_LOSSY = (6, 7, 34892, 50001)
"""TIFF compressions with loss: old and new JPEG, lossy DNG JPEG, WebP."""


@dataclass(frozen=True)
class Bitmap:
    """``pixels``: (H, W, 1 to 4) uint8 or uint16, grey or RGB, alpha last, upright; ``top`` is their highest value."""

    pixels: Pixels
    top: int
    icc: bytes | None
    lossy: bool


def decode_bitmap(path: Path, kind: Kind, announce: AnnounceSize) -> Decoded:
    """Everything an RgbPhoto holds. Raises InputError."""
    try:
        bitmap = _heic(path, announce) if kind == "heic" else _open(path, kind, announce)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError) as error:
        raise FileDamaged(path=str(path), reason=reason(error, path)) from error
    values = {
        "top": bitmap.top,
        "bits": 8 if bitmap.pixels.dtype == np.uint8 else 16,
        "icc": base64.b64encode(bitmap.icc).decode("ascii") if bitmap.icc else None,
        "lossy": bitmap.lossy,
        "metadata": describe(read_exif(path)),
    }
    return Decoded(values, {"pixels": np.ascontiguousarray(bitmap.pixels)})


def _open(path: Path, kind: Kind, announce: AnnounceSize) -> Bitmap:
    """Pillow reads the header, profile and orientation; the pixels go to whoever can read them."""
    page, bits = _tiff_page(path) if kind == "tiff" else (0, _png_bits(path) if kind == "png" else 8)
    if bits == 16 and kind == "tiff":
        return _deep_tiff(path, page, announce)
    with Image.open(path, formats=_PILLOW_FORMATS[kind]) as image:
        if page:
            image.seek(page)
        announce(image.height, image.width)
        icc = image.info.get("icc_profile")
        orientation = 1 if kind == "tiff" else orientation_of(image)  # Pillow turns a TIFF itself when it loads it
        if bits == 16:
            return Bitmap(upright(_deep_png(path), orientation), 65535, icc, lossy=False)
        lossy = kind == "jpeg" or _is_lossy(image, path, kind)
        pixels, icc = eight_bits(image, icc, path)
    return Bitmap(upright(pixels, orientation), 255, icc, lossy)


def eight_bits(image: Image.Image, icc: bytes | None, path: Path) -> tuple[NDArray[np.uint8], bytes | None]:
    """(H, W, C) uint8 and the profile that holds for it."""
    if image.mode == "CMYK":
        return _from_cmyk(image, icc, path), None
    transparent = "transparency" in image.info or image.mode in ("PA", "LA", "La", "RGBA", "RGBa")
    if image.mode in ("1", "L", "LA", "La"):
        mode = "LA" if transparent else "L"
    elif image.mode in ("P", "PA", "RGB", "RGBA", "RGBa", "RGBX", "YCbCr"):
        mode = "RGBA" if transparent else "RGB"
    else:
        raise _unsupported(path, f"a picture of the kind '{image.mode}'")
    pixels = np.asarray(image if image.mode == mode else image.convert(mode), np.uint8)
    return (pixels[..., None] if pixels.ndim == 2 else pixels), icc


def _from_cmyk(image: Image.Image, icc: bytes | None, path: Path) -> NDArray[np.uint8]:
    """CMYK means nothing without its profile; with it, sRGB."""
    if not icc:
        raise _unsupported(path, "CMYK without a colour profile")
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(icc))
        converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError) as error:
        raise FileDamaged(path=str(path), reason="its colour profile cannot be used") from error
    if converted is None:
        raise FileDamaged(path=str(path), reason="its colour profile cannot be used")
    return np.asarray(converted, np.uint8)


def _is_lossy(image: Image.Image, path: Path, kind: Kind) -> bool:
    if kind == "webp":
        with path.open("rb") as stream:
            return b"VP8 " in stream.read(4096)
    tags = getattr(image, "tag_v2", {})
    return kind == "tiff" and tags.get(ifd.COMPRESSION, 1) in _TIFF_LOSSY


def orientation_of(image: Image.Image) -> int:
    """EXIF orientation 1-8 of an opened picture."""
    value = image.getexif().get(_ORIENTATION_TAG, 1)
    return value if value in range(1, 9) else 1


def upright(pixels: Pixels, orientation: int) -> Pixels:
    """(H, W, C) turned and mirrored as EXIF orientation 1-8 asks for."""
    if orientation >= 5:
        pixels = pixels.swapaxes(0, 1)
    if orientation in (2, 3, 6, 7):
        pixels = pixels[:, ::-1]
    if orientation in (3, 4, 7, 8):
        pixels = pixels[::-1]
    return pixels


def _png_bits(path: Path) -> int:
    """Bit depth from IHDR: 16, or 8 for 1, 2, 4 and 8."""
    with path.open("rb") as stream:
        return 16 if stream.read(25)[24:25] == b"\x10" else 8


def _png_is_gray(path: Path) -> bool:
    """Whether IHDR announces grey, with or without alpha."""
    with path.open("rb") as stream:
        return stream.read(26)[25:26] in (b"\x00", b"\x04")


def _deep_png(path: Path) -> NDArray[np.uint16]:
    """(H, W, C) uint16. The caller has checked its size."""
    import cv2

    data = np.fromfile(path, np.uint8)
    pixels = cv2.imdecode(data, cv2.IMREAD_UNCHANGED)
    if pixels is None or pixels.dtype != np.uint16:
        raise FileDamaged(path=str(path), reason="its pixels cannot be decoded")
    if pixels.ndim == 2:
        return np.asarray(pixels[..., None], np.uint16)
    order = [0, 3] if _png_is_gray(path) else [2, 1, 0, 3][: pixels.shape[2]]  # OpenCV expands grey with alpha to BGRA
    return np.asarray(pixels[..., order], np.uint16)


def _tiff_page(path: Path) -> tuple[int, int]:
    """Index and bits (8 or 16) of the page to read: the largest that is no preview. Raises FormatUnsupported."""
    with path.open("rb") as stream:
        pages = ifd.read_container(stream).pages
    best = max(range(len(pages)), key=lambda index: (not pages[index].is_reduced, pages[index].area, -index))
    page = pages[best]
    bits, sample_format = max(page.tags.get(ifd.BITS, (1,))), page.number(ifd.SAMPLE_FORMAT, 1)
    if sample_format == 3:
        raise _unsupported(path, "TIFF with floating-point numbers")
    if sample_format not in (1, 4) or bits > 16:
        raise _unsupported(path, f"TIFF with {bits:.0f}-bit {'signed ' if sample_format == 2 else ''}numbers")
    return best, 16 if bits > 8 else 8


def _deep_tiff(path: Path, index: int, announce: AnnounceSize) -> Bitmap:
    """9 to 16 bits a sample, with tifffile."""
    import tifffile

    with tifffile.TiffFile(path) as file:
        page = file.pages[index]
        if not isinstance(page, tifffile.TiffPage):
            page = page.aspage()
        announce(page.imagelength, page.imagewidth)
        photometric = int(page.photometric)
        if photometric not in (0, 1, 2):
            raise _unsupported(path, "16-bit TIFF in other colours than grey and RGB")
        pixels = np.asarray(page.asarray())
        tags = {tag.code: tag.value for tag in page.tags.values() if tag.code in (_ORIENTATION_TAG, 34675)}
        bits, planar, lossy = int(page.bitspersample), int(page.planarconfig), int(page.compression) in _TIFF_LOSSY
    if pixels.dtype != np.uint16:
        raise FileDamaged(path=str(path), reason="its pixels are not what its header says")
    pixels = pixels[..., None] if pixels.ndim == 2 else np.moveaxis(pixels, 0, -1) if planar == 2 else pixels
    top = (1 << bits) - 1
    if photometric == 0:
        pixels = np.uint16(top) - pixels
    kept = _without_extras(pixels, colored=photometric == 2)
    return Bitmap(upright(kept, int(tags.get(_ORIENTATION_TAG, 1))), top, tags.get(34675), lossy)


def _without_extras(pixels: NDArray[np.uint16], colored: bool) -> NDArray[np.uint16]:
    """The colours and the first extra channel, which is taken as alpha."""
    return np.asarray(pixels[..., : (4 if colored else 2)], np.uint16)


def _heic(path: Path, announce: AnnounceSize) -> Bitmap:
    """HEIC, 8 bits or more. Its decoder applies the orientation itself."""
    try:
        import pillow_heif
    except ImportError:
        raise FormatUnsupported(
            path=str(path), what="HEIC", advice="Install the package pillow-heif, or convert the photo to JPEG or TIFF."
        ) from None
    image = pillow_heif.open_heif(path, convert_hdr_to_8bit=False)
    announce(image.size[1], image.size[0])
    pixels = np.asarray(image)
    if pixels.dtype not in (np.uint8, np.uint16) or not pixels.size:
        raise FileDamaged(path=str(path), reason="its pixels cannot be decoded")
    top = 255 if pixels.dtype == np.uint8 else 65535
    return Bitmap(pixels[..., None] if pixels.ndim == 2 else pixels, top, image.info.get("icc_profile"), lossy=True)


def _unsupported(path: Path, what: str) -> FormatUnsupported:
    return FormatUnsupported(path=str(path), what=what, advice="Save it as 8- or 16-bit RGB TIFF first.")


def reason(error: Exception, path: Path) -> str:
    """The decoder's words in one line, without the path, which the sentence names already."""
    text = str(error).split("\n")[0].replace(repr(str(path)), "it").strip()
    return text[:120] or type(error).__name__
