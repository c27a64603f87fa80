"""An engine that the command line can drive without a network."""

from __future__ import annotations

import sys
from types import ModuleType

import pytest

import denoiser_app.engine
from tests.app import fake_engine


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Puts the fake in the place of ``denoiser_app.engine.job``."""
    monkeypatch.setitem(sys.modules, "denoiser_app.engine.job", fake_engine)
    monkeypatch.setattr(denoiser_app.engine, "job", fake_engine, raising=False)
    return fake_engine
