"""The noise of real cameras: the table that ships, its interpolation, and the tool that makes it."""

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from denoiser_app import paths
from denoiser_app.core.errors import DataMissing
from denoiser_app.training.profiles import NoiseProfiles, shipped

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    path = Path(__file__).parents[2] / "packaging" / "noise_profiles.py"
    spec = importlib.util.spec_from_file_location("noise_profiles", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def two_cameras(tmp_path: Path) -> NoiseProfiles:
    cameras = [
        {"maker": "A", "model": "1", "iso": [100, 400, 1600], "a": [1e-5, 5e-5, 1.2e-4], "b": [1e-9, 1e-8, 1e-7]},
        {"maker": "B", "model": "2", "iso": [200, 25600], "a": [4e-5, 4e-3], "b": [1e-8, 1e-4]},
    ]
    (tmp_path / "table.json").write_text(json.dumps({"cameras": cameras}))
    return NoiseProfiles.load(tmp_path / "table.json")


def at(profiles: NoiseProfiles, camera: int, iso: float) -> tuple[float, float]:
    a, b = profiles.at(torch.tensor([camera]), torch.tensor([iso]))
    return float(a), float(b)


@pytest.mark.parametrize(("iso", "a", "b"), [(100, 1e-5, 1e-9), (400, 5e-5, 1e-8), (1600, 1.2e-4, 1e-7)])
def test_measured_values_come_back(two_cameras: NoiseProfiles, iso: float, a: float, b: float) -> None:
    assert at(two_cameras, 0, iso) == pytest.approx((a, b), rel=1e-3)


@given(st.floats(0, 1))
def test_between_two_isos_logarithms_are_linear(share: float) -> None:
    camera = {"maker": "A", "model": "1", "iso": [200, 25600], "a": [4e-5, 4e-3], "b": [1e-8, 1e-4]}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "read_text", lambda *_, **__: json.dumps({"cameras": [camera]}))
        profiles = NoiseProfiles.load(Path("table.json"))
    expected = 4e-5 * 100**share, 1e-8 * 1e4**share
    assert at(profiles, 0, 200 * 128**share) == pytest.approx(expected, rel=2e-3)


def test_beyond_the_measured_range_a_goes_with_iso_and_electrons_stay(two_cameras: NoiseProfiles) -> None:
    assert at(two_cameras, 0, 204800) == pytest.approx((1.2e-4 * 128, 1e-7 * 128**2), rel=1e-3)
    assert at(two_cameras, 0, 50) == pytest.approx((0.5e-5, 0.25e-9), rel=1e-3)


def test_draws_spread_by_0_7_to_1_5_around_the_cameras(two_cameras: NoiseProfiles) -> None:
    a, b = two_cameras.draw(4000, torch.Generator().manual_seed(0), (400.0, 400.0001))
    centres = torch.tensor([at(two_cameras, camera, 400.0) for camera in (0, 1)])
    for values, column in ((a, 0), (b, 1)):
        ratio = values[:, None] / centres[None, :, column]
        assert bool(((ratio > 0.69) & (ratio < 1.51)).any(1).all())
        assert float(ratio.min()) < 0.9
    assert float(np.corrcoef(a.log(), b.log())[0, 1]) < 0.999


def test_a_small_camera_is_not_pushed_beyond_reason(two_cameras: NoiseProfiles) -> None:
    a, b = two_cameras.draw(500, torch.Generator().manual_seed(0), (204799.0, 204800.0), 5e-3)
    assert float(a.max()) <= 1.5 * 5e-3 * 1.001
    assert 2.6 * 0.5 < float((b.sqrt() / a).median()) < 2.6 * 2  # electrons of read noise: 2.5 and 2.6


def test_the_shipped_table_is_of_plausible_cameras() -> None:
    path = paths.resources() / "noise_profiles.json"
    assert path.stat().st_size < 200_000
    content = json.loads(path.read_text())
    assert content["licence"] == "GPL-3.0"
    assert "darktable" in content["source"]
    profiles = shipped(CPU)
    assert 60 <= len(profiles.names) == len(set(profiles.names)) <= 120
    everyone = torch.arange(len(profiles.names))
    a, b = profiles.at(everyone, torch.full((len(everyone),), 1600.0))
    # Full well at ISO 1600: 200 electrons of a small compact to 15,000 of full frame. Read noise: 0.8 to 20 electrons.
    assert 6e-5 < float(a.min()) < 1.5e-4
    assert 1.5e-3 < float(a.max()) < 5e-3
    electrons = b.sqrt() / a
    assert float(electrons.min()) > 0.79
    assert float(electrons.max()) < 20


def test_a_damaged_table_says_so(tmp_path: Path) -> None:
    with pytest.raises(DataMissing, match="camera noise"):
        NoiseProfiles.load(tmp_path / "none.json")
    (tmp_path / "bad.json").write_text('{"cameras": [{"maker": "A"}]}')
    with pytest.raises(DataMissing, match="camera noise"):
        NoiseProfiles.load(tmp_path / "bad.json")


def entry(iso: int, a: float, b: float) -> dict[str, object]:
    return {"name": "x", "iso": iso, "a": [9.0, a, 9.0], "b": [9.0, b, 9.0]}


def document(profiles: list[dict[str, object]]) -> dict[str, object]:
    return {"noiseprofiles": [{"maker": "A", "models": [{"model": "1", "profiles": profiles}]}]}


def test_the_tool_keeps_green_times_ten_and_at_least_some_read_noise(tool: ModuleType) -> None:
    isos = [100, 200, 400, 800, 1600, 3200, 6400]
    good = [entry(iso, 1e-8 * iso, -1e-9 if iso < 3200 else 1e-6) for iso in isos]
    (camera,) = tool.select(document([*good, entry(50, -1e-9, 1e-9)]))
    assert camera["iso"] == isos
    np.testing.assert_allclose(camera["a"], [1e-7 * iso for iso in isos], rtol=1e-2)
    np.testing.assert_allclose(camera["b"][0], (0.8 * 1e-5) ** 2, rtol=1e-2)
    np.testing.assert_allclose(camera["b"][-1], 1e-5, rtol=1e-2)


def test_the_tool_leaves_out_short_and_unsteady_profiles(tool: ModuleType) -> None:
    short = [entry(100 * 2**k, 1e-8 * 2**k, 1e-9) for k in range(5)]
    unsteady = [entry(100 * 2**k, 1e-8 * (2**k if k != 3 else 40), 1e-9) for k in range(8)]
    assert tool.select(document(short)) == []
    assert tool.select(document(unsteady)) == []


def test_the_tool_writes_what_training_reads(tool: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, output = tmp_path / "source.json", tmp_path / "out.json"
    source.write_text(json.dumps(document([entry(100 * 2**k, 1e-6 * 2**k, 1e-9 * 4**k) for k in range(8)])))
    monkeypatch.setattr(sys, "argv", ["noise_profiles.py", str(source), str(output)])
    tool.main()
    assert at(NoiseProfiles.load(output), 0, 100.0) == pytest.approx((1e-5, 1e-8), rel=1e-2)
