"""A whole session of a simulated camera, with faults planted where they are asked for; ``truth.json`` tells them.

It is what a photographer would bring home: low-ISO frames first and last, high-ISO frames between, files with Exif. The
truth is known, so that what the check, the calibration and a trained model say can be held against it.
"""

from __future__ import annotations

import datetime
import io
import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from denoiser_app.core.progress import CancelToken, Progress
from denoiser_app.formats.dng import Shot, write_dng
from denoiser_app.formats.publish import publishing
from denoiser_app.pairs import session as sessions
from denoiser_app.pairs.planning.plan import KINDS, ShootingPlan, Wish
from denoiser_app.pairs.session import FRAMES, Frame, Scene, Session
from denoiser_app.pairs.simulation.camera import BLACK, WHITE, XYZ_TO_CAMERA, SimulatedCamera, camera_light
from denoiser_app.pairs.simulation.scenes import MARGIN, pictures_in, scene_light

Float = NDArray[np.float32]
Rng = np.random.Generator

FaultKind = Literal["shift", "moved", "exposure", "gain", "light", "defocus", "shake", "lens"]
FAULTS: tuple[FaultKind, ...] = ("shift", "moved", "exposure", "gain", "light", "defocus", "shake", "lens")
TRUTH = "truth.json"
_BEGIN = datetime.datetime(2026, 11, 20, 21, 0, 0)
_BETWEEN_SCENES = (240, 900)
_BETWEEN_FRAMES = (3, 9)


@dataclass(frozen=True)
class Fault:
    """What goes wrong in a scene, from its high-ISO frames on.

    amount: shift (y, x) in pixels; moved (y, x, radius) in pixels of the frame; exposure, gain, light in EV (exposure
    stands in the files, gain does not, light is what the last low-ISO frames have more than the first); defocus and
    shake: radius and length in pixels; lens: nothing.
    """

    kind: FaultKind
    amount: tuple[float, ...] = ()

    @classmethod
    def random(cls, kind: FaultKind, size: tuple[int, int], rng: Rng) -> Fault:
        """A fault as bad as faults are that a photographer would want to be told."""
        sign = float(rng.choice([-1, 1]))
        match kind:
            case "shift":
                return cls(kind, _shift(rng))
            case "moved":
                radius = float(rng.uniform(0.04, 0.1) * min(size))
                place = [float(rng.uniform(2 * radius, side - 2 * radius)) for side in size]
                return cls(kind, (*place, radius))
            case "exposure" | "gain":
                return cls(kind, (sign * float(rng.uniform(0.33, 2.0)),))
            case "light":
                return cls(kind, (sign * float(rng.uniform(0.15, 1.0)),))
            case "defocus":
                return cls(kind, (float(rng.uniform(1.2, 4.0)),))
            case "shake":
                return cls(kind, (float(rng.uniform(4.0, 12.0)),))
            case "lens":
                return cls(kind)


@dataclass(frozen=True)
class Options:
    """Everything that a simulated session depends on. size: (height, width) of the sensor; at least 512 a side for
    X-Trans, which LibRaw demosaics only from there on. pictures: folder of HDR panoramas or clean photos, None draws
    nights. faults: by the number of the scene, from 0. format: DNG, or the JPEG that the camera would make. begin: when
    the evening begins, by the camera's clock."""

    seed: int = 0
    array: str = "RGGB"
    size: tuple[int, int] = (512, 960)
    scenes: int = 6
    low_frames: int = 4
    high_frames: int = 2
    low_iso: int = 100
    high_iso: int = 12800
    shutter: float = 1 / 8
    pictures: Path | None = None
    faults: Mapping[int, Fault] = field(default_factory=dict)
    format: Literal["dng", "jpeg"] = "dng"
    begin: datetime.datetime = _BEGIN

    @property
    def plan(self) -> ShootingPlan:
        """What the photographer meant to do; the last scene is held out."""
        kinds = [KINDS[index % len(KINDS)] for index in range(self.scenes)]
        wishes = tuple(Wish(kind, index == self.scenes - 1 > 0) for index, kind in enumerate(kinds))
        counts = {"low_frames": self.low_frames, "high_frames": self.high_frames}
        return ShootingPlan("", self.low_iso, self.high_iso, self.shutter, wishes=wishes, **counts)

    @property
    def camera(self) -> SimulatedCamera:
        """The camera, the same for the same seed."""
        return SimulatedCamera.random(np.random.default_rng([self.seed, 1]), self.array, self.size)


@dataclass(frozen=True)
class Taken:
    """A frame that was simulated: the file it is in, and what it is. scene: number, from 0."""

    path: Path
    scene: int
    frame: Frame


@dataclass(frozen=True)
class Simulated:
    """The session is whole. truth: what truth.json says."""

    folder: Path
    session: Session
    truth: Mapping[str, Any]


def simulate(
    folder: Path, options: Options, token: CancelToken | None = None
) -> Iterator[Progress | Taken | Simulated]:
    """Makes a session with its frames, grouped as they belong, and truth.json. Raises OutputError, DataMissing,
    Cancelled; what is there until then stays."""
    (folder / FRAMES).mkdir(parents=True, exist_ok=True)
    truth = _truth(options)
    _write_truth(folder, truth)
    scenes = tuple(
        Scene(f"scene-{index + 1}", wish.kind, wish.kind, wish.held_out)
        for index, wish in enumerate(options.plan.wishes)
    )
    name = f"Simulated {options.camera.model}"
    session = sessions.create(folder, Session(name, options.plan, scenes, created=f"{options.begin:%Y-%m-%d}"))
    frames: list[Frame] = []
    for step in shoot(folder / FRAMES, options, token):
        if isinstance(step, Taken):
            frames.append(replace(step.frame, file=f"{FRAMES}/{step.path.name}", scene=scenes[step.scene].id))
        yield step
    session = sessions.update(folder, lambda now: replace(now, frames=tuple(frames)))
    yield Simulated(folder, session, truth)


def shoot(
    folder: Path, options: Options, token: CancelToken | None = None, pace: float = 0.0
) -> Iterator[Progress | Taken]:
    """The frames alone, into any folder, one after another with ``pace`` seconds between them: what a tether program
    does to a watched folder."""
    camera, pictures = options.camera, pictures_in(options.pictures)
    total, done = options.scenes * (options.low_frames + options.high_frames), 0
    moment = options.begin
    for index in range(options.scenes):
        rng = np.random.default_rng([options.seed, 2, index])
        moment += datetime.timedelta(seconds=int(rng.integers(*_BETWEEN_SCENES)))
        for exposure in _exposures(options, camera, pictures, index, rng):
            if token is not None:
                token.check()
            moment += datetime.timedelta(seconds=int(rng.integers(*_BETWEEN_FRAMES)) + int(exposure.shot.shutter))
            shot = replace(exposure.shot, taken=f"{moment:%Y:%m:%d %H:%M:%S}")
            code = camera.record(exposure.light, exposure.iso, exposure.shot.shutter, rng)
            path = _written(folder, done + 1, code, camera, shot, options)
            done += 1
            yield Taken(path, index, _frame(path, camera, shot, options, exposure.role))
            yield Progress("simulate", done, total)
            time.sleep(pace)


# --- a scene ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Exposure:
    """light: (H, W, 3) as it falls on the sensor, in units of its white at ``iso``."""

    role: Literal["low", "high"]
    light: Float
    iso: float
    shot: Shot


def _exposures(
    options: Options, camera: SimulatedCamera, pictures: list[Path], index: int, rng: Rng
) -> Iterator[_Exposure]:
    kind, fault = options.plan.wishes[index].kind, options.faults.get(index)
    wide = camera_light(scene_light(pictures, index + options.seed, kind, options.size, rng))
    still = _seen(wide, (0.0, 0.0))
    troubled = _troubled(wide, fault, rng)
    shot = Shot(camera.make, camera.model, options.low_iso, options.plan.low_shutter, 4.0, 35.0, lens=camera.lens)
    before = (options.low_frames + 1) // 2
    for _ in range(before):
        yield _Exposure("low", still, options.low_iso, shot)
    high, brighter = _high_shot(replace(shot, iso=options.high_iso, shutter=options.shutter), fault)
    for _ in range(options.high_frames):
        yield _Exposure("high", troubled * np.float32(2.0**brighter), options.high_iso, high)
    more = fault.amount[0] if fault and fault.kind == "light" else 0.0
    for _ in range(options.low_frames - before):
        yield _Exposure("low", still * np.float32(2.0**more), options.low_iso, shot)


def _high_shot(shot: Shot, fault: Fault | None) -> tuple[Shot, float]:
    """What the file says, and by how many EV the light really differs."""
    match fault:
        case Fault("exposure", (stops,)):
            return replace(shot, shutter=shot.shutter * 2.0**stops), stops
        case Fault("gain", (stops,)):
            return shot, stops
        case Fault("light", (stops,)):
            return shot, stops / 2
        case Fault("lens"):
            return replace(shot, lens="Simular 28mm f/2.8", focal_length=28.0), 0.0
    return shot, 0.0


def _troubled(wide: Float, fault: Fault | None, rng: Rng) -> Float:
    """The light of the high-ISO frames."""
    match fault:
        case Fault("shift", (y, x)):
            return _seen(wide, (y, x))
        case Fault("moved", (y, x, radius)):
            return _with_object(_seen(wide, (0.0, 0.0)), (y, x), radius, rng)
        case Fault("defocus", (radius,)):
            return _seen(_blurred(wide, _disc(radius)), (0.0, 0.0))
        case Fault("shake", (length,)):
            return _seen(_blurred(wide, _line(length, rng.uniform(0.0, np.pi))), (0.0, 0.0))
    return _seen(wide, (0.0, 0.0))


def _seen(wide: Float, shift: tuple[float, float]) -> Float:
    """What the sensor sees of it when the camera has moved by ``shift`` pixels (y, x), fractions included."""
    height, width = (side - 2 * MARGIN for side in wide.shape[:2])
    move = np.array([[1.0, 0.0, MARGIN + shift[1]], [0.0, 1.0, MARGIN + shift[0]]])
    flags = cv2.WARP_INVERSE_MAP | (cv2.INTER_NEAREST if float(shift[0] + shift[1]).is_integer() else cv2.INTER_CUBIC)
    return np.maximum(cv2.warpAffine(wide, move, (width, height), flags=flags), np.float32(0))


def _with_object(light: Float, place: tuple[float, float], radius: float, rng: Rng) -> Float:
    """Somebody walked in: a disc with soft edges, clearly darker or brighter than what it covers."""
    y, x = np.ogrid[: light.shape[0], : light.shape[1]]
    inside = np.clip(radius + 0.5 - np.hypot(y - place[0], x - place[1]), 0.0, 1.0)[..., None].astype(np.float32)
    covered = float((light.mean(2) * inside[..., 0]).sum() / inside.sum())
    level = covered * rng.uniform(2.0, 3.0) + 0.05 if covered < 0.25 else covered * rng.uniform(0.2, 0.5)
    return light * (1 - inside) + np.float32(level) * np.asarray(rng.uniform(0.7, 1.0, 3), np.float32) * inside


def _shift(rng: Rng) -> tuple[float, float]:
    """1-8 pixels long, whole or not, in any direction."""
    while True:
        length, angle = rng.uniform(1.0, 8.0), rng.uniform(0.0, 2.0 * np.pi)
        y, x = float(length * np.sin(angle)), float(length * np.cos(angle))
        if rng.random() < 0.5:
            y, x = float(round(y)), float(round(x))
        if 1.0 <= float(np.hypot(y, x)) <= 8.0:
            return y, x


def _blurred(light: Float, kernel: Float) -> Float:
    return np.asarray(cv2.filter2D(light, -1, kernel), np.float32)


def _disc(radius: float) -> Float:
    reach = int(np.ceil(radius)) + 1
    y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    kernel = np.clip(radius + 0.5 - np.hypot(y, x), 0.0, 1.0)
    return np.asarray(kernel / kernel.sum(), np.float32)


def _line(length: float, angle: float) -> Float:
    reach = int(np.ceil(length / 2)) + 1
    kernel = np.zeros((2 * reach + 1, 2 * reach + 1), np.float32)
    for step in np.linspace(-length / 2, length / 2, 8 * reach):
        kernel[round(reach + step * np.sin(angle)), round(reach + step * np.cos(angle))] += 1.0
    return np.asarray(kernel / kernel.sum(), np.float32)


# --- files ------------------------------------------------------------------------------------------------------------


def _written(
    folder: Path, number: int, code: NDArray[np.uint16], camera: SimulatedCamera, shot: Shot, options: Options
) -> Path:
    path = folder / f"SIM_{number:04d}.{'dng' if options.format == 'dng' else 'jpg'}"
    if options.format == "dng":
        neutral = tuple(1.0 / gain for gain in camera.gains)
        return write_dng(path, code, camera.cfa, BLACK, WHITE, color_matrix=XYZ_TO_CAMERA, neutral=neutral, shot=shot)
    data = _jpeg(camera.develop(code), shot)
    with publishing(path, overwrite=True, needed=len(data)) as part:
        part.file.write(data)
    return path


def _jpeg(pixels: NDArray[np.uint8], shot: Shot) -> bytes:
    """Quality 97, colour at full resolution, with the Exif of ``shot``."""
    image = Image.fromarray(pixels)
    exif = image.getexif()
    exif[271], exif[272] = shot.make, shot.model
    numbers = {33434: shot.shutter, 33437: shot.aperture, 37386: shot.focal_length}
    ratios = {tag: IFDRational(Fraction(value).limit_denominator(100_000)) for tag, value in numbers.items()}
    exif.get_ifd(34665).update(ratios)
    exif.get_ifd(34665).update({34855: shot.iso, 36867: shot.taken, 42036: shot.lens})
    target = io.BytesIO()
    image.save(target, "JPEG", quality=97, subsampling=0, exif=exif)
    return target.getvalue()


def _frame(path: Path, camera: SimulatedCamera, shot: Shot, options: Options, role: Literal["low", "high"]) -> Frame:
    return Frame(
        file=path.name,
        kind="raw" if options.format == "dng" else "rgb",
        role=role,
        camera=camera.name,
        lens=shot.lens,
        iso=float(shot.iso),
        shutter=shot.shutter,
        aperture=shot.aperture,
        focal_length=shot.focal_length,
        taken=shot.taken,
        size=camera.size,
        original=path.name,
    )


def _truth(options: Options) -> dict[str, Any]:
    camera = options.camera
    noise = {
        str(iso): {"a": camera.noise_at(iso).a_by_color, "b": camera.noise_at(iso).b_by_color}
        for iso in (options.low_iso, options.high_iso)
    }
    faults = {f"scene-{i + 1}": {"kind": f.kind, "amount": list(f.amount)} for i, f in sorted(options.faults.items())}
    return {**camera.values(), "seed": options.seed, "noise": noise, "faults": faults}


def _write_truth(folder: Path, truth: Mapping[str, Any]) -> None:
    data = (json.dumps(truth, indent=1) + "\n").encode()
    with publishing(folder / TRUTH, overwrite=True, needed=len(data)) as part:
        part.file.write(data)
