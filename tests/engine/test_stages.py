"""The stages of a photo: each in its own thread, together the same as one after another, memory let go in time."""

import gc
import hashlib
import threading
import weakref
from collections.abc import Callable, Generator
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pytest
import torch
from PIL import Image

from denoiser_app import paths
from denoiser_app.core import cfa
from denoiser_app.core.errors import DenoiserError, FileChanged, OutputExists
from denoiser_app.core.progress import Cancelled, CancelToken, Progress
from denoiser_app.core.recipe import ExportOptions, Recipe
from denoiser_app.engine import job as job_module
from denoiser_app.engine.job import Computed, FileDone, Job, Report, Settings, Worker, store
from denoiser_app.formats.dng import write_dng
from denoiser_app.formats.metadata import read_stamp
from tests.helpers.models import tiny_model

Value = TypeVar("Value")
SETTINGS = Settings(device="cpu", tile=128)


@pytest.fixture(autouse=True)
def models(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path_factory.mktemp("models")
    tiny_model(folder, "raw")
    tiny_model(folder, "rgb")
    monkeypatch.setattr(paths, "models", lambda: folder)
    return folder


@pytest.fixture
def dng(tmp_path: Path) -> Path:
    mosaic = np.random.default_rng(0).normal(3000, 300, (90, 140)).clip(0, 16383).astype(np.uint16)
    return write_dng(tmp_path / "night.dng", mosaic, cfa.bayer("GRBG"), 1024, 16383, orientation=6, iso=12800)


@pytest.fixture
def jpeg(tmp_path: Path) -> Path:
    pixels = np.random.default_rng(1).integers(60, 200, (60, 80, 3), np.uint8)
    Image.fromarray(pixels).save(tmp_path / "party.jpg", quality=90)
    return tmp_path / "party.jpg"


def job_of(source: Path, **more: Any) -> Job:
    return Job(source, source.parent / "out" / f"{source.stem}.tif", Recipe(), ExportOptions(), **more)


def end_of(stage: Generator[Progress, None, Value]) -> Value:
    """What a stage returns."""
    while True:
        try:
            next(stage)
        except StopIteration as end:
            value: Value = end.value
            return value


def elsewhere(work: Callable[[], Value]) -> Value:
    """The result of work in another thread."""
    results: list[Value] = []
    thread = threading.Thread(target=lambda: results.append(work()))
    thread.start()
    thread.join()
    return results[0]


def computed_of(source: Path, **more: Any) -> Computed:
    worker, token = Worker(SETTINGS), CancelToken()
    return end_of(worker.denoise(worker.read(job_of(source, **more), token), token))


def test_stages_in_three_threads_give_the_file_that_one_thread_gives(dng: Path, jpeg: Path) -> None:
    token = CancelToken()
    for source in (dng, jpeg):
        job = job_of(source)
        (done,) = [event for event in Worker(SETTINGS).do(job, token) if isinstance(event, FileDone)]
        together = job.target.read_bytes()
        job.target.unlink()
        worker = Worker(SETTINGS)
        loaded = elsewhere(lambda worker=worker, job=job: worker.read(job, token))
        computed = elsewhere(lambda worker=worker, loaded=loaded: end_of(worker.denoise(loaded, token)))
        report = elsewhere(lambda computed=computed: end_of(store(computed, token)))
        assert job.target.read_bytes() == together
        assert replace(report, seconds={}) == replace(done.report, seconds={})
        assert set(report.seconds) == set(done.report.seconds) >= {"read", "noise", "network", "finish", "write"}


def test_two_photos_can_be_read_and_stored_while_a_third_is_denoised(dng: Path, jpeg: Path) -> None:
    worker, token = Worker(SETTINGS), CancelToken()
    first = end_of(worker.denoise(worker.read(job_of(jpeg), token), token))
    second = worker.denoise(worker.read(job_of(dng), token), token)
    next(second)  # in the middle of its network
    third = elsewhere(lambda: worker.read(replace(job_of(jpeg), target=jpeg.parent / "third.tif"), token))
    assert elsewhere(lambda: end_of(store(first, token))).target.is_file()
    for computed in (end_of(second), end_of(worker.denoise(third, token))):
        assert end_of(store(computed, token)).target.is_file()


def test_the_report_says_what_was_read_and_what_lies_on_the_disk(dng: Path) -> None:
    computed = computed_of(dng, id="a1b2", hash_source=True)
    report = end_of(store(computed, CancelToken()))
    assert report.sha256 == hashlib.sha256(report.target.read_bytes()).hexdigest()
    assert report.source_sha256 == hashlib.sha256(dng.read_bytes()).hexdigest()
    assert report.size == (140, 90)  # stands upright
    stamp = read_stamp(report.target)
    assert stamp is not None
    assert (stamp.job, stamp.model_hash) == ("a1b2", report.model_sha256)


def test_the_original_is_hashed_only_on_request(jpeg: Path) -> None:
    assert computed_of(jpeg).source_sha256 == ""


def test_a_photo_that_changes_while_it_is_read_is_refused(jpeg: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = job_module.read

    def slow(path: Path, **options: Any) -> Any:
        photo = real(path, **options)
        path.write_bytes(path.read_bytes() + b"more")
        return photo

    monkeypatch.setattr(job_module, "read", slow)
    with pytest.raises(FileChanged, match=r"party\.jpg"):
        Worker(SETTINGS).read(job_of(jpeg, hash_source=True), CancelToken())


def watched(computed: Computed) -> list[weakref.ref[Any]]:
    photo: Any = computed.pixels.photo
    arrays = [computed.pixels.denoised.codes, *(getattr(photo, name, None) for name in ("rgb", "mosaic"))]
    return [weakref.ref(array) for array in arrays if array is not None]


def alive(pixels: list[weakref.ref[Any]]) -> int:
    gc.collect()
    return sum(reference() is not None for reference in pixels)


def test_the_pixels_are_let_go_before_the_result_is_compressed(dng: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Although whoever runs the stages still has what was handed over."""
    computed = computed_of(dng)
    pixels = watched(computed)
    left, real = [], job_module.write

    def write(*arguments: Any) -> Any:
        left.append(alive(pixels))
        return real(*arguments)

    monkeypatch.setattr(job_module, "write", write)
    assert alive(pixels) == 2
    end_of(store(computed, CancelToken()))
    assert left == [0]


def test_one_after_another_lets_go_as_early(dng: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pixels: list[weakref.ref[Any]] = []
    left, finish, write = [], job_module.finish, job_module.write

    def watching_finish(photo: Any, denoised: Any, *rest: Any) -> Any:
        pixels.extend([weakref.ref(photo.mosaic), weakref.ref(denoised.codes)])
        return finish(photo, denoised, *rest)

    def watching_write(*arguments: Any) -> Any:
        left.append(alive(pixels))
        return write(*arguments)

    monkeypatch.setattr(job_module, "finish", watching_finish)
    monkeypatch.setattr(job_module, "write", watching_write)
    list(Worker(SETTINGS).do(job_of(dng), CancelToken()))
    assert len(pixels) == 2
    assert left == [0]


def test_a_photo_that_cannot_be_stored_is_let_go_too(jpeg: Path) -> None:
    computed = computed_of(jpeg)
    computed.job.target.parent.mkdir()
    computed.job.target.write_bytes(b"somebody else's")
    pixels = watched(computed)
    with pytest.raises(OutputExists):
        end_of(store(computed, CancelToken()))
    assert alive(pixels) == 0
    assert computed.job.target.read_bytes() == b"somebody else's"


def test_somebody_may_look_at_photo_and_result_before_they_go(dng: Path) -> None:
    computed, seen = computed_of(dng), []
    expected = computed.pixels.photo, computed.pixels.denoised
    end_of(store(computed, CancelToken(), look=lambda *pair: seen.append(pair)))
    assert seen == [expected]


def test_a_look_that_fails_ends_its_photo_and_leaves_no_file(jpeg: Path) -> None:
    def look(*_: object) -> None:
        raise DenoiserError(reason="no crop")

    computed = computed_of(jpeg)
    with pytest.raises(DenoiserError, match="no crop"):
        end_of(store(computed, CancelToken(), look=look))
    assert not computed.job.target.exists()


def test_cancelling_before_the_file_is_written_leaves_none(jpeg: Path) -> None:
    computed, token = computed_of(jpeg), CancelToken()
    stage: Generator[Progress, None, Report] = store(computed, token)
    next(stage)
    token.cancel()
    with pytest.raises(Cancelled):
        next(stage)
    assert not computed.job.target.exists()


def test_the_network_has_its_threads_in_whatever_thread_it_runs(jpeg: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[int, int]] = []
    monkeypatch.setattr(torch, "set_num_threads", lambda count: told.append((threading.get_ident(), count)))
    worker, token = Worker(replace(SETTINGS, threads=1)), CancelToken()
    loaded = worker.read(job_of(jpeg), token)

    def denoise() -> int:
        end_of(worker.denoise(loaded, token))
        return threading.get_ident()

    assert told[-1] == (threading.get_ident(), 1)
    assert (elsewhere(denoise), 1) == told[-1]
