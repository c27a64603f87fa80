"""A batch on a Dask cluster that is there already; the only module that speaks to Dask.

Workers read the photos and write the results on storage that all machines share; the journal stays here. The program
has to be the same everywhere, on the scheduler's machine too, since that unpacks what is sent.
"""

from __future__ import annotations

import asyncio
import functools
import secrets
import time
from collections.abc import Coroutine, Iterator, Mapping, Sequence
from concurrent.futures import Future, wait
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar

from denoiser_app import __version__
from denoiser_app.core.errors import ClusterNotInstalled, ClusterUnreachable, WorkerUnfit
from denoiser_app.core.progress import CancelToken
from denoiser_app.engine.batch import cluster_worker
from denoiser_app.engine.batch.cluster_worker import Fitness, Order, Said
from denoiser_app.engine.batch.events import Event
from denoiser_app.engine.batch.handing_out import HandingOut, Lost
from denoiser_app.engine.batch.items import Item
from denoiser_app.engine.batch.journal import Journal
from denoiser_app.engine.batch.lease import Lease
from denoiser_app.engine.batch.run import RunSettings, never_busy, run
from denoiser_app.engine.batch.stages import Room
from denoiser_app.networks.folders import personal_digests

PATIENCE = 5.0
"""Seconds to wait for an answer of the scheduler before it counts as unreachable."""
AT_ONCE = 3
"""Photos that one process can usefully have in work: one is read, one is on the network, one is written."""
AHEAD = 1
"""Photos that lie ready for a process, so that it never waits for the next one."""
CHECKED_EVERY = 10.0
"""Seconds between two looks whether an unfit worker has become fit."""
GOODBYE = 1.0
"""Seconds in which workers are told that a run is over; those that do not listen end their photo."""
GONE = "the connection was lost"
MARK = "denoiser-app"
Result = TypeVar("Result")


def run_on_cluster(
    journal: Journal, batch: int, url: str, settings: RunSettings, token: CancelToken
) -> Iterator[Event]:
    """As ``run.run``, with the photos done by the workers of the cluster at ``url`` (such as 'tcp://host:8786').

    settings: for each worker process; ``busy`` is of no meaning. Raises ClusterNotInstalled, and from the iterator also
    ClusterUnreachable, at any time, and WorkerUnfit at the start: nothing is lost, and another run goes on.
    """
    if find_spec("distributed") is None:
        raise ClusterNotInstalled()
    return run(journal, batch, settings, token, work=functools.partial(_on_the_cluster, url, settings))


def _on_the_cluster(url: str, settings: RunSettings, lease: Lease, room: Room, token: CancelToken) -> Iterator[Event]:
    if room.plan.output is not None and not lease.counts().done:
        with suppress(OSError):  # workers that may write more than this machine make it themselves
            room.plan.output.mkdir(parents=True, exist_ok=True)
    with connected(url, room, replace(settings, busy=never_busy)) as cluster:
        yield from HandingOut(lease, room, cluster).run(token)


@contextmanager
def connected(url: str, room: Room, settings: RunSettings) -> Iterator[Cluster]:
    """The cluster for one run; at the end workers stop what they still do for it. ClusterUnreachable."""
    from distributed import Client
    from distributed.comm.addressing import get_address_host_port

    with reaching(url):
        if not url.startswith("inproc:"):
            get_address_host_port(url)  # a client that was begun with half an address cannot be ended
        client = Client(url, timeout=PATIENCE, set_as_default=False, name=MARK)  # type: ignore[no-untyped-call]
    cluster = Cluster(url, client, room, settings)
    try:
        yield cluster
    finally:
        cluster.leave()


@dataclass(frozen=True)
class _Unfit:
    """Why a worker gets no photos, and when that was found (monotonic)."""

    reason: WorkerUnfit
    since: float


class Cluster:
    """A connection for one run, not for several threads at once. Methods raise ClusterUnreachable.

    What may have to wait for a worker, which may be dead, goes on in the event loop of Dask's client and is asked for.
    """

    def __init__(self, url: str, client: Any, room: Room, settings: RunSettings) -> None:
        self.url = url
        self._client, self._room, self._settings = client, room, settings
        self._run = secrets.token_hex(8)
        self._threads: Mapping[str, int] = {}
        self._fit: dict[str, str] = {}
        self._unfit: dict[str, _Unfit] = {}
        self._asked: dict[str, Future[object]] = {}
        self._handed: set[Future[Said | Lost]] = set()

    # --- its workers --------------------------------------------------------------------------------------------------

    def look(self, samples: Sequence[Path]) -> None:
        """Finds out which workers there are now, and asks new ones whether they are fit. samples: photos they must
        see."""
        workers = self._workers()
        self._threads = {address: int(worker["nthreads"]) for address, worker in workers.items()}
        for known in (self._fit, self._unfit, self._asked):
            for address in known.keys() - workers.keys():
                del known[address]
        old = time.monotonic() - CHECKED_EVERY
        for address in workers.keys() - self._fit.keys() - self._asked.keys():
            if address not in self._unfit or self._unfit[address].since < old:
                self._asked[address] = self._begun(self._checked(address, list(samples)))
        self.all_answered()

    def all_answered(self) -> bool:
        """Hears those who have answered. Whether nobody is left that was asked."""
        for address, asked in list(self._asked.items()):
            if asked.done():
                del self._asked[address]
                self._judge(address, asked.result())
        return not self._asked

    def is_fit(self, worker: str, samples: Sequence[Path]) -> bool:
        """Whether the one of this name (``Said.worker``) can do the batch at this moment."""
        for address in [address for address, name in self._fit.items() if name == worker]:
            asked = self._begun(self._checked(address, list(samples)))
            wait([asked], PATIENCE)
            self._judge(address, asked.result() if asked.done() else TimeoutError("no answer"))
            asked.cancel()
        return worker in self._fit.values()

    @property
    def fit(self) -> bool:
        """Whether anybody can work."""
        return bool(self._fit)

    @property
    def unfit(self) -> list[WorkerUnfit]:
        """What is wrong with those that get no photos."""
        return [found.reason for found in self._unfit.values()]

    @property
    def room(self) -> int:
        """How many photos to have in work at once; one without workers, so that a cluster that grows when it is needed
        does grow."""
        return sum(min(self._threads[address], AT_ONCE) + AHEAD for address in self._fit) or 1

    def _workers(self) -> dict[str, Any]:
        with reaching(self.url):
            found = self._client.scheduler_info().get("workers") if self._client.status == "running" else None
        if found is None:
            raise ClusterUnreachable(url=self.url, reason=GONE)
        return dict(found)

    async def _checked(self, address: str, samples: list[Path]) -> object:
        """Fitness, or what went wrong."""
        arguments = (cluster_worker.check, __version__, samples)
        try:
            with _mark(self._room.plan.output) as mark:
                answers = await self._client.run(
                    *arguments, mark, personal_digests(), workers=[address], on_error="return"
                )
            return answers.get(address, "nothing")
        except Exception as error:  # noqa: BLE001 - it is shown as the reason why that worker is left out
            return error

    def _judge(self, address: str, answer: object) -> None:
        self._fit.pop(address, None)
        self._unfit.pop(address, None)
        if isinstance(answer, Fitness) and not answer.lacks:
            self._fit[address] = answer.worker
        else:
            self._unfit[address] = _Unfit(_why(address, answer), time.monotonic())

    # --- photos -------------------------------------------------------------------------------------------------------

    def hand(self, item: Item) -> Future[Said | Lost]:
        """Gives a photo to the cluster; what comes back is for ``answer``."""
        order = Order(self._run, item, self._room, self._settings)
        # A preference and no more: if all of them are gone, the rest may try.
        chosen = {"workers": list(self._fit), "allow_other_workers": True} if self._unfit and self._fit else {}
        key = f"{MARK}-{item.job}-{secrets.token_hex(4)}"
        with reaching(self.url):
            task = self._client.submit(cluster_worker.photo, order, key=key, pure=False, **chosen)
        handed = self._begun(self._answered(task))
        self._handed.add(handed)
        return handed

    def answer(self, handed: Future[Said | Lost]) -> Said | Lost | None:
        """What became of a photo; None if that is not known yet."""
        if not handed.done():
            return None
        self._handed.discard(handed)
        return handed.result()

    async def _answered(self, task: Any) -> Said | Lost:
        from distributed.scheduler import KilledWorker

        try:
            said: Said = await task
        except KilledWorker as error:
            return Lost(True, str(error))
        except Exception as error:
            if task.status in {"cancelled", "lost"}:
                raise ClusterUnreachable(url=self.url, reason=GONE) from error
            return Lost(False, f"{type(error).__name__}: {error}")
        return said

    # --- the connection -----------------------------------------------------------------------------------------------

    def leave(self) -> None:
        """Photos that were not begun are forgotten, those in work stop at their next step. Never raises."""
        told = [self._begun(self._told(address)) for address in self._threads if self._client.status == "running"]
        wait(told, GOODBYE)
        pending: list[Future[Any]] = [*told, *self._asked.values(), *self._handed]
        for future in pending:
            future.cancel()
        with suppress(Exception):  # in whatever state the connection is, it is over
            self._client.close(timeout=PATIENCE)

    async def _told(self, address: str) -> None:
        with suppress(Exception):
            await self._client.run(cluster_worker.leave, self._run, workers=[address], on_error="ignore")

    def _begun(self, work: Coroutine[Any, Any, Result]) -> Future[Result]:
        loop: asyncio.AbstractEventLoop = self._client.loop.asyncio_loop
        return asyncio.run_coroutine_threadsafe(work, loop)


@contextmanager
def reaching(url: str) -> Iterator[None]:
    """Whatever Dask raises when its scheduler does not answer, as ClusterUnreachable."""
    try:
        yield
    except (OSError, ValueError, RuntimeError) as error:
        raise ClusterUnreachable(url=url, reason=str(error) or type(error).__name__) from error


@contextmanager
def _mark(folder: Path | None) -> Iterator[Path | None]:
    """A hidden, empty file for the moment in which workers look for it; None where none can be made."""
    if folder is None:
        yield None
        return
    # Named as what ``publish.sweep`` removes if this program is killed at this moment.
    mark = folder / f".{MARK}.part-{secrets.token_hex(6)}"
    try:
        mark.touch(exist_ok=False)
    except OSError:
        yield None
        return
    try:
        yield mark
    finally:
        with suppress(OSError):
            mark.unlink()


def _why(address: str, answer: object) -> WorkerUnfit:
    if isinstance(answer, Fitness):
        return WorkerUnfit(worker=answer.worker, reason=answer.lacks)
    reason = f"it answered {type(answer).__name__}: {answer}. Install version {__version__} of denoiser-app there"
    return WorkerUnfit(worker=f"worker {address}", reason=reason)
