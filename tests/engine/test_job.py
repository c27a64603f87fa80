"""From file to file with tiny random networks: good photos are written, bad ones named, nothing is left over."""

from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import Image

from denoiser_app import paths
from denoiser_app.core import cfa
from denoiser_app.core.errors import DenoiserError, ModelDamaged, ModelUnknown, ModelWrongDomain
from denoiser_app.core.progress import Cancelled, CancelToken, Progress
from denoiser_app.core.recipe import ExportOptions, Recipe
from denoiser_app.engine.inspect import inspect
from denoiser_app.engine.job import FileDone, FileFailed, Job, Settings, run
from denoiser_app.formats.dng import write_dng
from denoiser_app.formats.metadata import read_stamp
from tests.helpers.models import tiny_model

SETTINGS = Settings(device="cpu", tile=128)


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "models"
    tiny_model(folder, "raw")
    tiny_model(folder, "rgb")
    monkeypatch.setattr(paths, "models", lambda: folder)
    return folder


@pytest.fixture
def dng(tmp_path: Path) -> Path:
    mosaic = np.random.default_rng(0).normal(3000, 300, (160, 200)).clip(0, 16383).astype(np.uint16)
    return write_dng(tmp_path / "night.dng", mosaic, cfa.bayer("GRBG"), 1024, 16383, orientation=6, iso=12800)


@pytest.fixture
def jpeg(tmp_path: Path) -> Path:
    pixels = np.random.default_rng(1).integers(60, 200, (90, 120, 3), np.uint8)
    Image.fromarray(pixels).save(tmp_path / "party.jpg", quality=90)
    return tmp_path / "party.jpg"


def jobs(tmp_path: Path, *sources: Path, recipe: Recipe | None = None) -> list[Job]:
    out = tmp_path / "out"
    return [Job(s, out / f"{s.stem}.tif", recipe or Recipe(), ExportOptions()) for s in sources]


def results(planned: list[Job]) -> list[FileDone | FileFailed]:
    return [e for e in run(planned, SETTINGS, CancelToken()) if not isinstance(e, Progress)]


def test_a_raw_and_a_jpeg_become_16_bit_tiffs(models: Path, tmp_path: Path, dng: Path, jpeg: Path) -> None:
    done = results(jobs(tmp_path, dng, jpeg))
    assert all(isinstance(event, FileDone) for event in done)
    raw, rgb = (tifffile.imread(tmp_path / "out" / name) for name in ("night.tif", "party.tif"))
    assert raw.shape == (200, 160, 3)  # stands upright
    assert rgb.shape == (90, 120, 3)
    assert raw.dtype == rgb.dtype == np.uint16
    for event in done:
        assert isinstance(event, FileDone)
        report = event.report
        assert report.bytes == report.target.stat().st_size
        assert {"read", "network", "write"} <= set(report.seconds)
        assert report.noise


@pytest.mark.parametrize("profile", [(0.0, 1e-5), (1e-12, 0.0), (0.3, 0.2)], ids=str)
@pytest.mark.parametrize("level", [None, 0.0, 255.0])
def test_any_noise_profile_and_level_gives_a_photo(
    models: Path, tmp_path: Path, profile: tuple[float, float], level: float | None
) -> None:
    mosaic = np.random.default_rng(0).normal(3000, 300, (64, 72)).clip(0, 16383).astype(np.uint16)
    path = write_dng(tmp_path / "odd.dng", mosaic, cfa.bayer("RGGB"), 1024, 16383, noise_profile=profile)
    (event,) = results(jobs(tmp_path, path, recipe=Recipe(noise=level)))
    assert isinstance(event, FileDone), event


def test_one_bad_photo_does_not_stop_the_others(models: Path, tmp_path: Path, dng: Path, jpeg: Path) -> None:
    empty, text = tmp_path / "empty.jpg", tmp_path / "text.nef"
    empty.touch()
    text.write_text("not a photo")
    cut = tmp_path / "cut.jpg"
    cut.write_bytes(jpeg.read_bytes()[:-2000])
    bad = [tmp_path / "none.dng", empty, tmp_path, text, cut]
    events = results(jobs(tmp_path, dng, *bad, jpeg))
    failed = [event for event in events if isinstance(event, FileFailed)]
    assert [event.source for event in failed] == bad
    for event in failed:
        assert str(event.source) in str(event.error)
    assert {p.name for p in (tmp_path / "out").iterdir()} == {"night.tif", "party.tif"}


@pytest.mark.parametrize("model", ["nothing", "rgb-tiny"])
def test_a_wrong_model_is_named(models: Path, tmp_path: Path, dng: Path, model: str) -> None:
    (event,) = results(jobs(tmp_path, dng, recipe=Recipe(model)))
    assert isinstance(event, FileFailed)
    assert isinstance(event.error, ModelUnknown | ModelWrongDomain)
    assert model in str(event.error)
    assert not (tmp_path / "out").exists()


def test_a_damaged_model_is_named(models: Path, tmp_path: Path, dng: Path) -> None:
    weights = models / "raw-tiny.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1] + b"x")
    (event,) = results(jobs(tmp_path, dng))
    assert isinstance(event, FileFailed)
    assert isinstance(event.error, ModelDamaged)
    assert "raw-tiny.safetensors" in str(event.error)


def test_whatever_goes_wrong_inside_ends_only_its_own_photo(
    models: Path, tmp_path: Path, dng: Path, jpeg: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from denoiser_app.engine import job

    def broken(path: Path, **_: object) -> None:
        raise ZeroDivisionError("a fault of ours")

    real = job.read
    monkeypatch.setattr(job, "read", lambda path, **k: broken(path) if path == dng else real(path, **k))
    failed, done = results(jobs(tmp_path, dng, jpeg))
    assert isinstance(failed, FileFailed)
    assert isinstance(failed.error, DenoiserError)
    assert isinstance(done, FileDone)


def test_cancel_leaves_nothing_behind(models: Path, tmp_path: Path, dng: Path) -> None:
    token = CancelToken()
    events = run(jobs(tmp_path, dng), SETTINGS, token)
    for event in events:
        if isinstance(event, Progress) and event.stage == "network":
            token.cancel()
            break
    with pytest.raises(Cancelled):
        list(events)
    assert not (tmp_path / "out").exists() or not list((tmp_path / "out").iterdir())


def test_an_original_is_never_written_to(models: Path, tmp_path: Path, jpeg: Path) -> None:
    before = jpeg.read_bytes()
    options = ExportOptions(format="jpeg", overwrite=True)
    (event,) = [
        e for e in run([Job(jpeg, jpeg, Recipe(), options)], SETTINGS, CancelToken()) if not isinstance(e, Progress)
    ]
    assert isinstance(event, FileFailed)
    assert jpeg.read_bytes() == before


def test_strength_0_writes_the_jpegs_own_pixels(models: Path, tmp_path: Path, jpeg: Path) -> None:
    results(jobs(tmp_path, jpeg, recipe=Recipe(strength=0)))
    written = tifffile.imread(tmp_path / "out" / "party.tif")
    np.testing.assert_array_equal(written, np.asarray(Image.open(jpeg)).astype(np.uint16) * 257)


def test_detail_and_grain_reach_the_file_and_its_stamp(models: Path, tmp_path: Path, dng: Path) -> None:
    plain, chosen = tmp_path / "plain.tif", tmp_path / "chosen.tif"
    recipe = Recipe(strength=90, detail=40, grain=25)
    planned = [Job(dng, plain, Recipe(), ExportOptions()), Job(dng, chosen, recipe, ExportOptions())]
    assert all(isinstance(event, FileDone) for event in results(planned))
    assert (tifffile.imread(plain) != tifffile.imread(chosen)).any()
    stamps = read_stamp(plain), read_stamp(chosen)
    assert [(s.strength, s.detail, s.grain) for s in stamps if s] == [(100, 0, 0), (90, 40, 25)]


def test_inspect_tells_what_is_known(models: Path, dng: Path, jpeg: Path) -> None:
    raw = inspect(dng)
    assert raw.sensor == "GRBG"
    assert raw.iso == 12800
    assert raw.size == (160, 200)
    assert "1024" in raw.levels
    assert "16383" in raw.levels
    assert raw.model == "raw-tiny"
    rgb = inspect(jpeg)
    assert rgb.model == "rgb-tiny"
    assert "untagged" in rgb.color
