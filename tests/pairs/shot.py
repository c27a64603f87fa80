"""Sessions of small frames on the disk, whose scenes, faults and noise a test chooses."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from denoiser_app.core.cfa import bayer, xtrans
from denoiser_app.core.progress import CancelToken
from denoiser_app.formats import read
from denoiser_app.formats.bitmap import decode_bitmap
from denoiser_app.formats.decoded import Decoded
from denoiser_app.formats.decoder import Limits
from denoiser_app.formats.dng import Shot, write_dng
from denoiser_app.formats.raw import decode_raw
from denoiser_app.formats.sniff import sniff
from denoiser_app.pairs import session as sessions
from denoiser_app.pairs.session import Frame, Scene, Session
from tests.pairs.looks import HIGH, LOW, frame, raw, wide_scene

BLACK, WHITE = 2048, 63488
SHIFTS = tuple[float, float]
STILL: SHIFTS = (0.0, 0.0)


def shoot(
    folder: Path,
    *,
    scene: int = 1,
    low: tuple[SHIFTS, ...] = (STILL, STILL),
    high: SHIFTS = STILL,
    array: str = "RGGB",
    size: tuple[int, int] = (192, 240),
    light: tuple[float, ...] = (),
    change=lambda light: light,
    level: float = 0.2,
) -> Session:
    """Adds a scene of a pair to the session: low-ISO frames, each as bright as ``light`` says, half of them before and
    half after the high-ISO frame, whose light ``change`` changes. SHIFTS: where their content lies."""
    sessions.create(folder, Session("test"))
    (folder / "frames").mkdir(exist_ok=True)
    wide = wide_scene(scene, size, level)
    brightness = light or (1.0,) * len(low)
    shots = [("low", frame(wide, at) * np.float32(factor)) for at, factor in zip(low, brightness, strict=True)]
    shots.insert((len(low) + 1) // 2, ("high", change(frame(wide, high))))
    frames = [_written(folder, scene, number, role, seen, array) for number, (role, seen) in enumerate(shots)]
    scenes = Scene(f"scene-{scene}", f"scene {scene}")
    return sessions.update(
        folder, lambda now: replace(now, scenes=(*now.scenes, scenes), frames=(*now.frames, *frames))
    )


def _written(folder: Path, scene: int, number: int, role, light, array: str) -> Frame:
    iso, shutter = (100, 16.0) if role == "low" else (12800, 1 / 8)
    cfa = xtrans() if array == "X-Trans" else bayer(array)
    mosaic = raw(light, LOW if role == "low" else HIGH, 100 * scene + number, cfa).mosaic
    code = np.clip(np.rint(BLACK + mosaic * (WHITE - BLACK)), 0, WHITE).astype(np.uint16)
    taken = f"2026:05:{scene:02} 20:00:{number:02}"
    name = f"S{scene}_{number}.dng"
    shot = Shot("Synthetic", "Test camera", iso, shutter, 4.0, 35.0, taken, "Lens 35mm")
    write_dng(folder / "frames" / name, code, cfa, BLACK, WHITE, shot=shot)
    return Frame(
        f"frames/{name}", "raw", role, f"scene-{scene}", "Synthetic Test camera", "Lens 35mm",
        float(iso), shutter, 4.0, 35.0, taken, light.shape[:2], name,
    )  # fmt: skip


def read_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Decodes without a child, which saves a second a frame; what cannot be decoded is as damaged as there."""

    def decode(path: Path, demosaic: bool, limits: Limits, token: CancelToken | None) -> Decoded:
        del limits
        if token is not None:
            token.check()
        with path.open("rb") as stream:
            kind = sniff(stream, path)
        if kind == "raw":
            return decode_raw(path, lambda *_: None, demosaic)
        return decode_bitmap(path, kind, lambda *_: None)

    monkeypatch.setattr(read, "decode", decode)


def jpeg(path: Path, light) -> None:
    """A finished picture of linear light."""
    Image.fromarray(np.rint(255 * np.clip(light, 0, 1) ** (1 / 2.2)).astype(np.uint8)).save(path, "JPEG", quality=97)
