"""Tiny networks as installed models."""

from __future__ import annotations

import pytest

from denoiser_app.networks.descriptor import ModelDescriptor
from tests.helpers.models import tiny_model


@pytest.fixture(scope="session")
def rgb_model(tmp_path_factory: pytest.TempPathFactory) -> ModelDescriptor:
    return tiny_model(tmp_path_factory.mktemp("models"), "rgb")


@pytest.fixture(scope="session")
def raw_model(tmp_path_factory: pytest.TempPathFactory) -> ModelDescriptor:
    return tiny_model(tmp_path_factory.mktemp("models"), "raw")
