"""The speed benchmark, on a tiny photo with a tiny network: what it reports, not how fast it is."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from denoiser_app.benchmark import child, memory, scene, speed
from denoiser_app.benchmark.speed import SpeedRow
from denoiser_app.core.errors import DenoisingFailed, ModelDamaged, PhotoTooLarge
from denoiser_app.core.photo import RawPhoto, RgbPhoto
from denoiser_app.core.progress import Progress
from denoiser_app.formats.read import read
from denoiser_app.networks.descriptor import ModelDescriptor

STAGES = ["read", "model", "noise", "network", "finish", "write"]


@pytest.mark.parametrize("domain", ["rgb", "raw"])
def test_every_stage_of_a_photo_is_measured(domain: str, request: pytest.FixtureRequest) -> None:
    model: ModelDescriptor = request.getfixturevalue(f"{domain}_model")
    events = list(speed.run(0.1, model, "cpu", 256, threads=1, crop=128))
    steps = [e.fraction for e in events if isinstance(e, Progress)]
    assert steps == sorted(steps)
    (row,) = [e for e in events if isinstance(e, SpeedRow)]
    assert (row.model, row.domain, row.threads) == (model.name, domain, 1)
    assert list(row.seconds) == STAGES
    assert row.megapixels == pytest.approx(0.1, rel=0.02)
    assert row.total == pytest.approx(sum(row.seconds.values()))
    assert 0 < row.network_share < 1
    assert row.ratio == pytest.approx(row.plain / row.network)
    assert row.peak_mb is None or row.peak_mb > 0
    assert model.name in speed.table([row])


def test_a_damaged_model_is_named(rgb_model: ModelDescriptor, tmp_path: Path) -> None:
    for path in rgb_model.folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / rgb_model.weights).write_bytes(b"broken")
    events = speed.run(0.1, ModelDescriptor.from_json(rgb_model.to_json(), tmp_path), "cpu", crop=128)
    with pytest.raises(ModelDamaged, match=rgb_model.weights):
        list(events)


def test_a_measuring_process_that_dies_is_an_error(rgb_model: ModelDescriptor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "_command", lambda: [sys.executable, "-c", "raise SystemExit(3)"])
    with pytest.raises(DenoisingFailed, match="status 3"):
        list(speed.run(0.1, rgb_model, "cpu"))


def test_a_run_that_is_left_leaves_no_process_behind(
    rgb_model: ModelDescriptor, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = []
    popen = child.subprocess.Popen

    def remembered(*args: object, **options: object) -> object:
        started.append(popen(*args, **options))  # type: ignore[call-overload]
        return started[-1]

    monkeypatch.setattr(child.subprocess, "Popen", remembered)
    events = speed.run(0.1, rgb_model, "cpu")
    for event in events:
        if isinstance(event, Progress) and event.stage == "read":
            break
    events.close()  # type: ignore[attr-defined]
    assert started[0].poll() is not None


def test_an_error_survives_the_way_between_the_processes() -> None:
    error = PhotoTooLarge(path="a.dng", megapixels=300.5, limit=200.0)
    assert str(child._error({"error": error.code, "parameters": error.parameters})) == str(error)


@pytest.mark.parametrize("megapixels", [0.1, 1.7, 24, 60])
def test_a_scene_has_the_size_that_was_asked_for(megapixels: float) -> None:
    height, width = scene.size_of(megapixels)
    assert height * width / 1e6 == pytest.approx(megapixels, rel=0.01)
    assert width / height == pytest.approx(1.5, rel=0.01)
    assert height % 2 == width % 2 == 0


def test_the_raw_scene_is_a_raw_that_can_be_read(tmp_path: Path) -> None:
    photo = read(scene.write_scene("raw", 1.5, tmp_path))
    assert isinstance(photo, RawPhoto)
    assert photo.size == scene.size_of(1.5)
    assert photo.cfa.name == "RGGB"
    assert photo.noise is not None
    assert (photo.noise.a, photo.noise.b) == pytest.approx((scene.NOISE.a, scene.NOISE.b))
    assert photo.white_balance == pytest.approx((2.0, 1.0, 1 / 0.65), rel=1e-3)
    assert photo.camera_matrix == pytest.approx(np.eye(3), abs=2e-3)


def test_the_rgb_scene_is_a_jpeg(tmp_path: Path) -> None:
    photo = read(scene.write_scene("rgb", 0.2, tmp_path))
    assert isinstance(photo, RgbPhoto)
    assert photo.lossy
    assert photo.rgb.std() > 0.05


def test_memory_that_is_taken_is_seen() -> None:
    before = memory.resident()
    if before is None:
        pytest.skip("this system does not tell")
    # More than malloc ever keeps for reuse, so it has to come from the system.
    block = np.ones(100_000_000, np.uint8)
    assert memory.peak_resident() >= before  # type: ignore[operator]
    if sys.platform == "linux":
        assert memory.resident() - before > 90  # type: ignore[operator]
    del block
