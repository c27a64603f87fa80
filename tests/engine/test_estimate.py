"""Every device is told of, with a speed or with the reason why not."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from denoiser_app import paths
from denoiser_app.core.errors import DenoisingFailed
from denoiser_app.engine.denoiser import Denoiser
from denoiser_app.engine.estimate import seconds_per_megapixel, survey
from tests.helpers.models import FakeBackend, tiny_denoiser, tiny_model


@pytest.mark.parametrize("domain", ["raw", "rgb"])
def test_a_speed_is_measured_on_the_second_of_two_runs(tmp_path: Path, domain: str) -> None:
    assert 0 < seconds_per_megapixel(tiny_denoiser(tmp_path, domain)) < 60  # type: ignore[arg-type]
    backend = FakeBackend()
    seconds_per_megapixel(Denoiser(tiny_model(tmp_path, domain), backend))  # type: ignore[arg-type]
    assert len(backend.calls) == 2


@pytest.mark.parametrize("backend", [FakeBackend(limit=8), FakeBackend(result="error")], ids=["memory", "driver"])
def test_a_device_that_fails_is_a_clear_failure(tmp_path: Path, backend: FakeBackend) -> None:
    with pytest.raises(DenoisingFailed, match=r"memory|driver"):
        seconds_per_megapixel(Denoiser(tiny_model(tmp_path, "rgb"), backend))


def test_every_device_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tiny_model(tmp_path, "raw")
    monkeypatch.setattr(paths, "models", lambda: tmp_path)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)
    reports = list(survey())
    assert [(r.name, r.passed) for r in reports] == [("cuda", False), ("mps", False), ("cpu", True)]
    assert "no such device" in reports[0].reason
    assert reports[0].seconds_per_megapixel is None
    assert reports[2].seconds_per_megapixel
    assert reports[2].label.startswith("CPU")
