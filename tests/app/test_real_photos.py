"""The whole program with the shipped networks: what it promises of real and simulated night photos."""

from pathlib import Path

import numpy as np
import pytest
import tifffile

from denoiser_app.cli.main import main
from denoiser_app.core.metrics import psnr

SCENES = ["dikhololo_night", "empty_warehouse_01", "kiara_1_dawn", "potsdamer_platz__RGGB", "studio_small_03"]


def denoised(photo: Path, folder: Path, *options: str) -> np.ndarray:
    """What the command line writes for a photo, 0-1."""
    target = folder / f"{photo.stem}{len(list(folder.iterdir()))}.tif"
    assert main(["denoise", str(photo), "-o", str(target), "--device", "cpu", *options]) == 0
    return tifffile.imread(target).astype(np.float32) / 65535


@pytest.mark.parametrize("scene", SCENES)
def test_iso_12800_comes_3_db_closer_to_its_iso_100_twin(scene: str, shared: Path, tmp_path: Path) -> None:
    folder = shared / "raw" / "synthetic_dng"
    (noisy,) = folder.glob(f"{scene}*ISO12800.dng")
    clean = noisy.with_name(noisy.name.replace("12800", "00100"))
    truth = denoised(clean, tmp_path, "--strength", "0")
    before = denoised(noisy, tmp_path, "--strength", "0")
    after = denoised(noisy, tmp_path)
    assert psnr(after, truth) >= psnr(before, truth) + 3.0
    half = denoised(noisy, tmp_path, "--strength", "50")
    assert psnr(before, truth) < psnr(half, truth) < psnr(after, truth)


@pytest.mark.parametrize("pattern", ["real_pairs/RENOIR40/*", "real_pairs/CC15/*real.png", "real_pairs/PolyU_crops/*"])
def test_real_noise_becomes_less(pattern: str, shared: Path, tmp_path: Path) -> None:
    rows = (shared / "real_pairs" / "pairs.tsv").read_text().splitlines()
    columns = rows[0].split("\t")
    pairs = [dict(zip(columns, row.split("\t"), strict=False)) for row in rows[1:]]
    pair = next(p for p in pairs if Path(p["noisy"]).match(pattern))
    truth = denoised(shared / pair["clean"], tmp_path, "--strength", "0")
    before = denoised(shared / pair["noisy"], tmp_path, "--strength", "0")
    after = denoised(shared / pair["noisy"], tmp_path)
    assert psnr(after, truth) > psnr(before, truth) + 0.3


def test_the_samples_can_be_denoised_by_the_shipped_networks(samples: Path, tmp_path: Path) -> None:
    photos = sorted(samples.glob("*.dng")) + sorted(samples.glob("*.jpg"))
    assert len(photos) == 2
    for photo in photos:
        before, after = denoised(photo, tmp_path, "--strength", "0"), denoised(photo, tmp_path)
        # Less fine structure than before, and the same light and colour.
        assert np.abs(np.diff(after, axis=0)).mean() < 0.8 * np.abs(np.diff(before, axis=0)).mean()
        np.testing.assert_allclose(after.mean((0, 1)), before.mean((0, 1)), atol=2 / 255)
