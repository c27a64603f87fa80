"""What all tests share: no screen, no user data touched, the shared photos where they exist."""

from __future__ import annotations

import os
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "data"

settings.register_profile("dev", deadline=None, max_examples=30)
settings.register_profile("ci", deadline=None, max_examples=100, derandomize=True, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of test photos beside the repository; tests that need it are skipped without it."""
    if not SHARED.is_dir():
        pytest.skip("the shared photos are not here")
    return SHARED


@pytest.fixture(scope="session")
def samples() -> Path:
    """The repository's own sample photos."""
    return ROOT / "resources" / "samples"


@pytest.fixture(scope="session", autouse=True)
def _own_data_folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Tests neither read nor write what the developer has in the real data folder."""
    os.environ["DENOISER_DATA"] = str(tmp_path_factory.mktemp("data"))
