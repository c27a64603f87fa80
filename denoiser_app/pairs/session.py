"""A session: one camera, one evening, in one folder that can be moved. Its manifest can be read by people.

    session.json            this manifest: the plan, the scenes, every frame and what it is
    frames/                 the photos, copied here; originals on the card are not touched
    check/                  verdicts.json and the pictures that show the reasons
    profile.json            the camera's noise, once it was measured
    training/NAME/          checkpoints, log, model of one personal training
    proof/NAME/             the report of its proof

Paths in the manifest are relative and use '/', so that the folder may go to another disk or system. Every change is
read, made and written whole under a lock, so that a capture and a window do not lose each other's frames.
"""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path, PurePosixPath
from typing import Any, Literal, Self

from denoiser_app.core.errors import SessionBusy, SessionDamaged, SessionMissing
from denoiser_app.formats.publish import publishing
from denoiser_app.pairs.planning.plan import SceneKind, ShootingPlan

MANIFEST = "session.json"
FRAMES, CHECK, TRAINING, PROOF, PROFILE = "frames", "check", "training", "proof", "profile.json"
VERSION = 1
LARGEST_MANIFEST = 16 << 20

Role = Literal["low", "high", "other"]


@dataclass(frozen=True)
class Frame:
    """One photo of a session. Unknown values are None or '', as in ``Metadata``.

    file: where it lies, relative to the session folder. role: what its ISO makes it; 'other' belongs to no pair.
    scene: id of its scene, '' while it has none. size: (height, width) upright. original: the name it came with.
    dropped: taken out, by the photographer or because it was shot again; it stays in the folder. role_by_hand,
    scene_by_hand: said by the photographer or by the capture that set the camera, so that grouping leaves it alone.
    digest: SHA-256 of the file in hex. stamp: 'size:mtime_ns' of the original, to know it again without reading it.
    """

    file: str
    kind: Literal["raw", "rgb"]
    role: Role = "other"
    scene: str = ""
    camera: str = ""
    lens: str = ""
    iso: float | None = None
    shutter: float | None = None
    aperture: float | None = None
    focal_length: float | None = None
    taken: str = ""
    size: tuple[int, int] | None = None
    original: str = ""
    dropped: bool = False
    role_by_hand: bool = False
    scene_by_hand: bool = False
    digest: str = ""
    stamp: str = ""


@dataclass(frozen=True)
class Scene:
    """What one setting of the tripod saw. id: 'scene-1'. title: the photographer's word for it. by_hand: kind and
    held_out are the photographer's choice; grouping changes them no more, and keeps the scene also without frames."""

    id: str
    title: str = ""
    kind: SceneKind = "mixed"
    held_out: bool = False
    by_hand: bool = False


@dataclass(frozen=True)
class Pair:
    """A high-ISO frame and the low-ISO frames of its scene, in the order they were taken."""

    scene: Scene
    low: tuple[Frame, ...]
    high: Frame

    @property
    def id(self) -> str:
        """'scene-1/DSC_0042': scene and the name of the noisy frame."""
        return f"{self.scene.id}/{PurePosixPath(self.high.file).stem}"


def as_planned(pair: Pair, plan: ShootingPlan) -> Pair:
    """With the plan's ISOs where the files do not tell them: their roles were set by hand then."""
    low = tuple(replace(frame, iso=frame.iso or plan.low_iso) for frame in pair.low)
    return replace(pair, low=low, high=replace(pair.high, iso=pair.high.iso or plan.high_iso))


@dataclass(frozen=True)
class Session:
    """A manifest as it is on the disk."""

    name: str
    plan: ShootingPlan = field(default_factory=ShootingPlan)
    scenes: tuple[Scene, ...] = ()
    frames: tuple[Frame, ...] = ()
    created: str = ""

    def scene(self, wanted: str) -> Scene:
        """The scene of that id. KeyError."""
        found = next((scene for scene in self.scenes if scene.id == wanted), None)
        if found is None:
            raise KeyError(wanted)
        return found

    def frames_of(self, scene: str, role: Role | None = None) -> tuple[Frame, ...]:
        """Frames of a scene that were not dropped, by the time they were taken and by name."""
        found = [f for f in self.frames if f.scene == scene and not f.dropped and role in (None, f.role)]
        return tuple(sorted(found, key=lambda frame: (frame.taken, frame.file)))

    def pairs(self, *, held_out: bool | None = None) -> tuple[Pair, ...]:
        """Every high-ISO frame whose scene has a low-ISO frame. held_out: only of such scenes, None of all."""
        found = []
        for scene in self.scenes:
            low = self.frames_of(scene.id, "low")
            if low and held_out in (None, scene.held_out):
                found += [Pair(scene, low, high) for high in self.frames_of(scene.id, "high")]
        return tuple(found)

    @property
    def kind(self) -> Literal["raw", "rgb"] | None:
        """Of the frames that make pairs; None without any, or when they are mixed."""
        kinds = {frame.kind for frame in self.frames if frame.role != "other" and not frame.dropped}
        return kinds.pop() if len(kinds) == 1 else None

    @property
    def camera(self) -> str:
        """Of most frames that make pairs; the plan's word for it where the files do not say."""
        names = [f.camera for f in self.frames if f.role != "other" and not f.dropped and f.camera]
        return max(names, key=names.count) if names else self.plan.camera

    def to_json(self) -> str:
        """The manifest's text."""
        data = {"version": VERSION, **asdict(self), "plan": self.plan.values()}
        return json.dumps(data, indent=1, ensure_ascii=False) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The inverse of ``to_json``. ValueError with the reason for what is no manifest."""
        data = json.loads(text)
        if not isinstance(data, dict) or data.pop("version", None) != VERSION:
            raise ValueError(f"not a session of version {VERSION}")
        try:
            session = cls(
                name=str(data["name"]),
                plan=ShootingPlan.of(data["plan"]),
                scenes=tuple(Scene(**scene) for scene in data["scenes"]),
                frames=tuple(_frame(frame) for frame in data["frames"]),
                created=str(data["created"]),
            )
        except (TypeError, KeyError, AttributeError) as error:
            raise ValueError(f"a field is missing or wrong ({error})") from error
        return session


def _frame(values: Mapping[str, Any]) -> Frame:
    size = values.get("size")
    frame = Frame(**{**values, "size": None if size is None else (int(size[0]), int(size[1]))})
    path = PurePosixPath(frame.file)
    # A manifest that came from somebody else must not be able to point outside its folder.
    if path.is_absolute() or ".." in path.parts or "\\" in frame.file or ":" in frame.file:
        raise ValueError(f"{frame.file} is not inside the session")
    return frame


# --- on the disk ------------------------------------------------------------------------------------------------------


def exists(folder: Path) -> bool:
    """Whether the folder holds a session."""
    return (folder / MANIFEST).is_file()


def load(folder: Path) -> Session:
    """SessionMissing if there is none, SessionDamaged if its manifest cannot be used."""
    path = folder / MANIFEST
    if not path.is_file():
        raise SessionMissing(path=str(folder))
    try:
        if path.stat().st_size > LARGEST_MANIFEST:
            raise ValueError("the manifest is too large")
        return Session.from_json(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise SessionDamaged(path=str(path), reason=reason) from error


def create(folder: Path, session: Session) -> Session:
    """Makes the folder with an empty session, or returns the one that is there. OutputError."""
    with _locked(folder):
        if exists(folder):
            return load(folder)
        _write(folder, session)
    return session


def update(folder: Path, change: Callable[[Session], Session]) -> Session:
    """Reads, changes and writes the manifest under its lock; returns it as it is now. SessionMissing, SessionDamaged,
    SessionBusy, OutputError; whatever ``change`` raises leaves it as it was."""
    if not exists(folder):
        raise SessionMissing(path=str(folder))
    with _locked(folder):
        before = load(folder)
        after = change(before)
        if after != before:
            _write(folder, after)
    return after


def change_frame(session: Session, file: str, **changes: Any) -> Session:
    """With one frame changed. KeyError for an unknown one."""
    if file not in {frame.file for frame in session.frames}:
        raise KeyError(file)
    known = {field.name for field in fields(Frame)}
    assert set(changes) <= known
    frames = tuple(replace(frame, **changes) if frame.file == file else frame for frame in session.frames)
    return replace(session, frames=frames)


def change_scene(session: Session, scene: str, **changes: Any) -> Session:
    """With one scene changed. KeyError for an unknown one."""
    session.scene(scene)
    scenes = tuple(replace(one, **changes) if one.id == scene else one for one in session.scenes)
    return replace(session, scenes=scenes)


def _write(folder: Path, session: Session) -> None:
    text = session.to_json().encode()
    with publishing(folder / MANIFEST, overwrite=True, needed=len(text)) as part:
        part.file.write(text)


_THREADS = threading.RLock()
_PATIENCE = 10.0


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Alone among this program's threads, and where the system has file locks among its programs too."""
    with _THREADS:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            from denoiser_app.formats.publish import output_error

            raise output_error(folder, error) from error
        with _file_lock(folder / f".{MANIFEST}.lock"):
            yield


@contextlib.contextmanager
def _file_lock(path: Path) -> Iterator[None]:
    try:
        import fcntl
    except ImportError:  # Windows: the threads' lock has to do
        yield
        return
    import time

    try:
        stream = path.open("a")
    except OSError:  # a folder that cannot be written to says so when the manifest is
        yield
        return
    with stream:
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as error:
                if time.monotonic() > until:
                    raise SessionBusy(path=str(path.parent)) from error
                time.sleep(0.05)
            except OSError:  # a network disk without locks
                break
        yield
