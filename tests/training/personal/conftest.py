"""One thread, so that numbers are the same every time, and tiny shipped models."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from denoiser_app import paths
from denoiser_app.engine import bias
from denoiser_app.training.publish import publish
from tests.helpers.models import tiny_config, tiny_network


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture(autouse=True)
def _small_flat_fields(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are most of the work where networks and pictures are tiny."""
    monkeypatch.setattr(bias, "_SIDE", 64)


@pytest.fixture(autouse=True)
def shipped(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path_factory.mktemp("models")
    for domain in ("raw", "rgb"):
        network = tiny_network(domain, size=0.05)
        publish(network, tiny_config(domain, name=f"{domain}-balanced"), {"photos": "none"}, {}, folder)
    monkeypatch.setattr(paths, "models", lambda: folder)
    return folder
