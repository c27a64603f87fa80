"""What a file is, by its first bytes and its TIFF tags; the name decides only where the bytes are silent."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO, Literal

from denoiser_app.core.errors import FormatUnknown, FormatUnsupported, SensorUnsupported
from denoiser_app.formats.ifd import Container, is_tiff, read_container

Kind = Literal["raw", "jpeg", "png", "tiff", "webp", "heic"]

_RAW_MAGIC = (
    (0, b"FUJIFILMCCD-RAW"),  # RAF
    (6, b"HEAPCCDR"),  # CRW
    (8, b"CR\x02"),  # CR2, a TIFF with this mark
    (4, b"ftypcrx "),  # CR3
    (0, b"IIU\0"),  # RW2, RWL
    (0, b"IIRO"),  # ORF
    (0, b"IIRS"),
    (0, b"MMOR"),
    (0, b"\0MRM"),  # MRW
)
_HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
_RAW_NAMES = (
    ".3fr .ari .arw .bay .cap .cr2 .cr3 .crw .dc2 .dcr .dcs .dng .drf .eip .erf .fff .gpr .iiq .k25 .kdc .mdc .mef .mos"
    " .mrw .nef .nrw .orf .pef .ptx .pxn .qtk .raf .raw .rdc .rw2 .rwl .rwz .sr2 .srf .srw .sti .x3f"
)
RAW_SUFFIXES = frozenset(_RAW_NAMES.split())
"""Names of camera raws, for finding photos in a folder."""
BITMAP_SUFFIXES = frozenset((".jpg", ".jpeg", ".jpe", ".png", ".tif", ".tiff", ".webp", ".heic", ".heif"))


def sniff(stream: BinaryIO, path: Path) -> Kind:
    """The kind of a file. Raises FormatUnknown, FormatUnsupported or SensorUnsupported."""
    stream.seek(0)
    head = stream.read(32)
    if head[:4] == b"FOVb":
        raise SensorUnsupported(path=str(path), sensor="Foveon X3")
    if any(head[at:].startswith(magic) for at, magic in _RAW_MAGIC):
        return "raw"
    if is_tiff(head):
        return "raw" if _holds_sensor_data(read_container(stream), path) else "tiff"
    return _bitmap(head, path)


def _holds_sensor_data(container: Container, path: Path) -> bool:
    """DNGs say so; other raws have a CFA image. The camera's make proves nothing: exported TIFFs keep it."""
    if container.is_dng or any(d.is_raw for d in container.directories):
        return True
    # Some raws hide their data behind private tags; their main chain shows nothing but a small preview.
    largest = container.largest()
    small = largest is None or largest.area == 0 or largest.is_reduced
    return small and path.suffix.lower() in RAW_SUFFIXES


def _bitmap(head: bytes, path: Path) -> Kind:
    if head[:3] == b"\xff\xd8\xff":
        return "jpeg"
    if head[:8] == b"\x89PNG\r\n\x1a\n":
        return "png"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[4:8] == b"ftyp":
        return _heif(head, path)
    if path.suffix.lower() in RAW_SUFFIXES:  # a few old raws have no mark; LibRaw knows them by their size
        return "raw"
    raise FormatUnknown(path=str(path))


def _heif(head: bytes, path: Path) -> Kind:
    if head[8:12] in _HEIC_BRANDS:
        return "heic"
    what = "AVIF" if head[8:12] in (b"avif", b"avis") else "this kind of video or picture container"
    raise FormatUnsupported(path=str(path), what=what, advice="Convert it to TIFF or PNG first.")
