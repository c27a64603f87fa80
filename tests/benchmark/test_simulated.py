"""Simulated raws: the truth is the photo, the noise that of the ISO, and figures repeat."""

from pathlib import Path

import numpy as np
import pytest

from denoiser_app.benchmark import simulated
from denoiser_app.benchmark.simulated import SimulatedRow, array_of, simulate
from denoiser_app.cli.benchmark import ARRAYS
from denoiser_app.core.color import develop
from denoiser_app.core.noise import typical_noise
from denoiser_app.core.photo import Metadata, RgbPhoto
from denoiser_app.networks.descriptor import ModelDescriptor
from tests.benchmark.pictures import load, picture, save


@pytest.mark.parametrize("name", simulated.ARRAYS)
def test_the_truth_develops_to_the_photo_one_stop_darker(name: str) -> None:
    photo = RgbPhoto(np.full((512, 512, 3), 0.5, np.float32), Metadata())
    raw, camera = simulate(photo, array_of(name), 100, 0)
    # Half of the linear light of display 0.5 (IEC 61966-2-1).
    linear = ((0.5 + 0.055) / 1.055) ** 2.4 / 2
    np.testing.assert_allclose(develop(camera, raw.camera_matrix), 1.055 * linear ** (1 / 2.4) - 0.055, atol=1e-4)


def test_the_mosaic_has_the_noise_of_the_iso() -> None:
    photo = RgbPhoto(np.full((512, 512, 3), 0.6, np.float32), Metadata())
    raw, _ = simulate(photo, array_of("RGGB"), 12800, 0)
    noise = typical_noise(12800)
    for y, x in ((0, 0), (0, 1), (1, 1)):
        sites = raw.mosaic[y::2, x::2]
        np.testing.assert_allclose(sites.var(), noise.a * sites.mean() + noise.b, rtol=0.05)


def test_a_row_for_every_array_and_iso_and_the_same_figures_twice(tmp_path: Path, raw_model: ModelDescriptor) -> None:
    save(tmp_path / "a.png", picture())

    def rows() -> list[SimulatedRow]:
        events = simulated.run(tmp_path, ["RGGB", "X-Trans"], [1600.0], raw_model, "cpu", load=load)
        return [e for e in events if isinstance(e, SimulatedRow)]

    first, second = rows(), rows()
    assert [(r.array, r.iso) for r in first] == [("RGGB", 1600.0), ("X-Trans", 1600.0)]
    assert [r.psnr for r in first] == [r.psnr for r in second]
    assert "X-Trans" in simulated.table(first)


def test_the_command_line_offers_what_there_is() -> None:
    assert ARRAYS == simulated.ARRAYS
