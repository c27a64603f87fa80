"""What rules and names need to know of a photo before it is read: camera, exposure, kind, size, our own stamp."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from denoiser_app.core.errors import DecoderDied, InputError
from denoiser_app.core.photo import Metadata
from denoiser_app.core.progress import CancelToken
from denoiser_app.formats.decoder import Limits, Question
from denoiser_app.formats.decoder_pool import DecoderPool, shared_pool
from denoiser_app.formats.metadata import Stamp
from denoiser_app.formats.read import require_readable

CHILDREN = 2
"""Children that are asked at once: one reads its file while the other looks into its own."""
AHEAD = 16
"""Photos asked about before the first of them is taken."""

_LIMITS = Limits()


@dataclass(frozen=True)
class Facts:
    """What the header of a file tells.

    metadata: its orientation is that in the file. megapixels: None where the header does not tell. stamp: of the
    program's own exports. size: (height, width) upright, not stretched; None like ``megapixels``.
    """

    metadata: Metadata
    kind: Literal["raw", "rgb"]
    megapixels: float | None = None
    stamp: Stamp | None = None
    size: tuple[int, int] | None = None


def facts(path: Path, token: CancelToken | None = None, pool: DecoderPool | None = None) -> Facts:
    """What the header of one file tells; what it does not tell, or what is damaged, is left empty.

    Raises InputError for a file that is missing, empty, unreadable or no photo, or over which the decoder crashes or
    hangs; Cancelled when the token says so. ``pool`` as for previews: None is the one that all of the program shares.
    """
    path = Path(path)
    if token is not None:
        token.check()
    require_readable(path)
    answer = (pool or shared_pool()).ask(Question(path, _LIMITS, wants="facts"), token)
    try:
        return _facts(answer.values, path)
    except (KeyError, ValueError, TypeError, AttributeError) as error:  # the child makes no sense
        raise DecoderDied(path=str(path)) from error


def facts_of(
    paths: Iterable[Path], token: CancelToken | None = None, pool: DecoderPool | None = None
) -> Iterator[tuple[Path, Facts | InputError]]:
    """Each path with its facts or why there are none, in their order. Raises Cancelled when the token says so.

    The paths are taken only a little ahead of the answers, so that there may be any number of them.
    """

    def answer(path: Path) -> Facts | InputError:
        try:
            return facts(path, token, pool)
        except InputError as error:
            return error

    waiting: deque[tuple[Path, Future[Facts | InputError]]] = deque()
    with ThreadPoolExecutor(CHILDREN, thread_name_prefix="facts") as threads:
        try:
            for path in paths:
                waiting.append((path, threads.submit(answer, path)))
                if len(waiting) > AHEAD:
                    yield _first(waiting)
            while waiting:
                yield _first(waiting)
        finally:
            for _, future in waiting:
                future.cancel()


def _first(waiting: deque[tuple[Path, Future[Facts | InputError]]]) -> tuple[Path, Facts | InputError]:
    path, future = waiting.popleft()
    return path, future.result()


def _facts(values: dict[str, Any], path: Path) -> Facts:
    """ValueError, KeyError or TypeError if these are no facts."""
    kind, size, stamp = values["kind"], values["size"], values["stamp"]
    if kind not in ("raw", "rgb"):
        raise ValueError(f"the child calls it {kind}")
    if size is not None:
        height, width = (int(side) for side in size)
        if min(height, width) < 1:
            raise ValueError(f"the child says {size}")
        size = height, width
    megapixels = None if size is None else size[0] * size[1] / 1e6
    return Facts(_metadata(values["metadata"], path), kind, megapixels, _stamp(stamp), size)


def _metadata(plain: dict[str, Any], path: Path) -> Metadata:
    _require_kinds(plain, Metadata())
    if plain.get("orientation", 1) not in range(1, 9):
        raise ValueError(f"the child says orientation {plain['orientation']}")
    return Metadata(path=path, **plain)


def _stamp(plain: dict[str, Any] | None) -> Stamp | None:
    if plain is None:
        return None
    _require_kinds(plain, Stamp(model=""))
    return Stamp(**plain)


def _require_kinds(plain: dict[str, Any], blank: Metadata | Stamp) -> None:
    """ValueError unless every value is of the kind that the blank's field holds."""
    for name, value in plain.items():
        usual = getattr(blank, name)
        kinds = str if isinstance(usual, str) else (int, float)
        if not (isinstance(value, kinds) or (usual is None and value is None)):
            raise ValueError(f"the child says {name} is {value!r}")
