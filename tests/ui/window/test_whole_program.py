"""Nothing replaced: shipped networks, torch, decoding children, on the sample photos."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import Image
from pytestqt.qtbot import QtBot

from denoiser_app.cli import main as cli
from denoiser_app.core.recipe import ExportOptions, Recipe
from denoiser_app.formats.metadata import read_facts, read_stamp
from denoiser_app.ui import app as program
from denoiser_app.ui import crash
from denoiser_app.ui.export_plan import ExportRequest
from denoiser_app.ui.filmstrip_model import PhotoState
from denoiser_app.ui.preferences import Preferences
from tests.ui.window.decoding import Decoding
from tests.ui.window.network import Network
from tests.ui.window.studio import Studio

pytestmark = pytest.mark.usefixtures("styled")

SAMPLES = ("city-dusk-iso6400.jpg", "night-sky-iso12800.dng")


@pytest.fixture
def real(qtbot: QtBot) -> Iterator[Studio]:
    """A window with all that is the program's own."""
    preferences = Preferences(device="cpu")
    studio = Studio(qtbot, Network(), Decoding(), services=program.make_services(preferences), preferences=preferences)
    yield studio
    studio.end()


def test_the_samples_are_exported_as_by_the_command_line(real: Studio, samples: Path, tmp_path: Path) -> None:
    studio = real
    studio.window.opening.open([samples])
    studio.until(lambda: studio.current is not None)
    for _ in SAMPLES:
        studio.until(lambda: not studio.busy, 60_000)
        assert studio.state() is PhotoState.DENOISED, studio.window.view.message
        studio.document.edit(Recipe(strength=80.0, detail=30.0), "preset")
        studio.document.end_gesture()
        studio.act("next")
    out, expected = tmp_path / "window", tmp_path / "command line"
    studio.window.export.start(ExportRequest("all", ExportOptions(), out))
    studio.until(lambda: not studio.window.export.running, 60_000)
    sources = [str(samples / name) for name in SAMPLES]
    recipe = ["--strength", "80", "--detail", "30", "--device", "cpu"]
    assert cli.main(["denoise", *sources, "-o", f"{expected}/", *recipe]) == 0
    for name in SAMPLES:
        ours, theirs = (folder / f"{Path(name).stem}-denoised.tif" for folder in (out, expected))
        np.testing.assert_array_equal(tifffile.imread(ours), tifffile.imread(theirs))
        assert read_stamp(ours) == read_stamp(theirs)
        assert read_facts(ours).iso == read_facts(theirs).iso


def test_the_program_from_its_door_to_its_end(tmp_path: Path) -> None:
    """``denoiser-app a.png``, until it is denoised; then the session ends."""
    photo, user = tmp_path / "a.png", tmp_path / "user"
    Image.fromarray(np.random.default_rng(0).integers(90, 140, (40, 60, 3), np.uint8)).save(photo)
    places = {"DENOISER_DATA": str(user), "DENOISER_CACHE": str(user), "XDG_CONFIG_HOME": str(user), "HOME": str(user)}
    command = [sys.executable, "-m", "denoiser_app", str(photo)]
    with subprocess.Popen(command, env={**os.environ, **places}, stderr=subprocess.PIPE, text=True) as process:
        try:
            _until(lambda: list((user / "results").glob("*.result")) or process.poll() is not None)
            process.terminate()
            _, said = process.communicate(timeout=20)
        finally:
            process.kill()
    assert process.returncode == 0
    assert "Traceback" not in said
    assert "Fault" not in (user / "logs" / crash.LOG_NAME).read_text()
    assert crash.previous_crash(user / "logs") is None


def _until(there: Callable[[], object], seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while not there():
        assert time.monotonic() < deadline
        time.sleep(0.02)
