"""What is learned from is what the frames say, and nothing that decides or proves is learned from."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from denoiser_app.core.camera_profile import HotPixels
from denoiser_app.core.cfa import bayer, xtrans
from denoiser_app.core.noise import stabilise, unstabilise
from denoiser_app.core.photo import RawPhoto
from denoiser_app.core.tiling import Box, Tile
from denoiser_app.engine.noise_level import noise_of
from denoiser_app.engine.planes import planes_of
from denoiser_app.pairs.prepared import PreparedPair
from denoiser_app.training.personal.bands import measure_bands
from denoiser_app.training.personal.crops import ALIGN, GUARD, crops_of
from denoiser_app.training.personal.material import HELD_OUT, KEPT_BACK, PairedMaterial, Ready, make_ready
from denoiser_app.training.personal.raw_batches import Mix
from denoiser_app.training.personal.told import fed, told_noise, without_hot
from tests.helpers.models import tiny_network
from tests.helpers.paired import GAINS, ISO, A, B, MemorySources, profile


def demosaiced(clean: RawPhoto, noise: Any) -> np.ndarray:
    """In place of the network: one colour for all three."""
    gains = np.array(clean.white_balance, np.float32)
    return np.repeat((clean.mosaic * gains[clean.cfa.colors(*clean.size)])[..., None], 3, 2)


def ready_of(sources: MemorySources) -> Ready:
    *_, ready = make_ready(sources, demosaiced, "cpu")
    assert isinstance(ready, Ready)
    return ready


@given(st.integers(250, 1300), st.integers(100, 900))
@settings(max_examples=25)
def test_no_pixel_is_in_two_parts(width: int, height: int) -> None:
    """Every pixel is given its place as its value, and so found again."""
    sources = MemorySources("raw", size=(height, width))
    place = np.arange(height * width, dtype=np.float32).reshape(height, width)
    photo = sources._photo(np.full((height, width, 3), 0.2, np.float32), np.random.default_rng(0), ISO, 1.0)
    assert isinstance(photo, RawPhoto)
    marked = replace(photo, mosaic=place)
    pair = PreparedPair(sources.training[0], marked, marked, np.ones((height, width), np.bool_))
    columns = {}
    for part in ("training", "kept back"):
        crops = crops_of(pair, part, 1)  # type: ignore[arg-type]
        for crop in crops:
            top, left = divmod(int(crop.noisy.mosaic[0, 0]), width)
            assert (top % ALIGN, left % ALIGN) == (0, 0)
            assert all(side % ALIGN == 0 for side in crop.size)
        columns[part] = [(int(c.noisy.mosaic[0, 0]) % width, int(c.noisy.mosaic[0, -1]) % width) for c in crops]
    if columns["training"] and columns["kept back"]:
        last = max(right for _, right in columns["training"])
        assert last + GUARD < min(left for left, _ in columns["kept back"])


@pytest.mark.parametrize("cfa", [bayer("GBRG"), xtrans()], ids=["GBRG", "X-Trans"])
def test_a_real_patch_is_a_piece_of_the_noisy_frame(cfa: Any) -> None:
    """Masks fit their samples after every cut and flip, and the target is the clean measurement where there is one."""
    ready = ready_of(MemorySources("raw", scenes=2, cfa=cfa, profile=profile()))
    material = PairedMaterial(ready, Mix(6, 0, 0), 64, 1, "cpu", False)
    batch = material.batches(0)
    planes, masks, _, _, k = batch.inputs
    assert torch.equal(masks.sum(1), torch.ones_like(masks[:, 0]))
    assert batch.weight is not None
    target = unstabilise(batch.target, k[:, None, None, None])
    difference = ((planes - target) * masks * batch.weight).abs()
    # What is left at the sampled sites is the frame's noise, about 0.1 here, and not another colour or place.
    assert float(difference.max()) < 0.6
    assert float(difference.sum() / masks.sum()) < 0.06


def test_the_network_is_told_what_the_engine_will_tell_it() -> None:
    sources = MemorySources("raw", profile=profile())
    photo = sources.prepared(sources.training[0]).noisy
    assert isinstance(photo, RawPhoto)
    noise = told_noise(photo, profile())
    box = Box(0, 96, 0, 96)
    _, _, a, b, k = planes_of(photo, noise_of(photo, profile=profile())).inputs(Tile(box, box))
    told = fed(photo, noise)  # type: ignore[arg-type]
    np.testing.assert_allclose(told.a, a[0])
    np.testing.assert_allclose(told.b, b[0])
    np.testing.assert_allclose(told.a, np.array(A) * GAINS, rtol=1e-5)
    assert told.k == pytest.approx(float(k[0]))


def test_simulated_noise_has_the_calibrated_variance() -> None:
    ready = ready_of(MemorySources("raw", scenes=2, profile=profile()))
    material = PairedMaterial(ready, Mix(0, 16, 0), 64, 1, "cpu", False)
    residual, expected = [], []
    for step in range(12):
        batch = material.batches(step)
        planes, masks, _, _, k = batch.inputs
        clean = unstabilise(batch.target, k[:, None, None, None])
        gains = torch.tensor(GAINS).view(1, 3, 1, 1)
        a, b = (torch.tensor(values).view(1, 3, 1, 1) for values in (A, B))
        dim = (masks > 0) & (clean < 0.5 * gains)  # below where the sensor clips
        residual.append(((planes - clean)[dim] ** 2).double())
        expected.append((a * clean * gains + b * gains**2)[dim].double())
    assert float(torch.cat(residual).mean()) == pytest.approx(float(torch.cat(expected).mean()), rel=0.03)


def test_a_batch_depends_on_its_step_alone() -> None:
    for kind in ("raw", "rgb"):
        ready = ready_of(MemorySources(kind, scenes=2, profile=profile()))  # type: ignore[arg-type]
        one, two = (PairedMaterial(ready, Mix(2, 2, 2), 64, 1, "cpu", False) for _ in range(2))
        one.batches(0)
        for a, b in zip(one.batches(20).inputs, two.batches(20).inputs, strict=True):
            assert torch.equal(a, b)
        assert not torch.equal(one.batches(21).inputs[0], two.batches(20).inputs[0])
        one.close()
        two.close()


def test_figures_are_those_of_the_formula() -> None:
    ready = ready_of(MemorySources("rgb", scenes=2, profile=profile()))
    material = PairedMaterial(ready, Mix(2, 2, 0), 64, 1, "cpu", False)
    network = tiny_network("rgb", size=0.0)  # does nothing
    validation = material.validate(network)
    assert validation == pytest.approx(material.noisy)
    (judged,) = ready.held_out[:1]
    errors = [(one.noisy - one.truth)[one.usable] for one in ready.held_out]
    wanted = -10 * np.log10(np.mean(np.concatenate(errors).astype(np.float64) ** 2))
    assert validation[HELD_OUT] == pytest.approx(wanted, abs=1e-4)
    assert judged.scene == "scene-1"
    assert material.psnr(validation) == validation[KEPT_BACK]


def test_bands_are_found_and_their_absence_too() -> None:
    r = np.random.default_rng(0)
    size, b = (400, 600), 1e-3
    usable = r.random(size) < 0.9
    variance = np.full(size, b, np.float32)
    for row, column in ((0.0, 0.0), (0.1, 0.0), (0.05, 0.15)):
        noise = np.sqrt(b * (1 - row - column)) * r.standard_normal(size)
        noise += np.sqrt(b * row) * r.standard_normal((400, 1)) + np.sqrt(b * column) * r.standard_normal((1, 600))
        slow = np.linspace(0.0, 0.1, 400)[:, None]
        found = measure_bands((noise + slow).astype(np.float32), variance, usable)
        assert found.row / b == pytest.approx(row, abs=0.02)
        assert found.column / b == pytest.approx(column, abs=0.03)


def test_known_hot_pixels_are_mended_and_not_compared() -> None:
    sources = MemorySources("raw")
    pair = sources.prepared(sources.training[0])
    assert isinstance(pair.noisy, RawPhoto)
    hot = HotPixels((300, 600), ((44, 105), (60, 207)), ISO, 0.1)
    noisy, clean = pair.noisy.mosaic.copy(), pair.clean.mosaic.copy()  # type: ignore[union-attr]
    for photo in (noisy, clean):
        photo[40, 100], photo[56, 202] = 0.9, 0.95
    pair = replace(
        pair,
        noisy=replace(pair.noisy, mosaic=noisy),
        clean=replace(pair.clean, mosaic=clean),  # type: ignore[type-var]
        origin=(4, 5),
    )
    mended = without_hot(pair, replace(profile(), hot=hot))
    assert float(mended.noisy.mosaic[40, 100]) < 0.85  # type: ignore[union-attr]
    assert not mended.usable[40, 100]
    assert not mended.usable[56, 202]
    assert mended.usable.sum() == pair.usable.sum() - 2


def test_stabilised_target_and_told_noise_belong_together() -> None:
    """A patch of pure noise has about deviation 1 in units of what the network is told."""
    ready = ready_of(MemorySources("raw", scenes=2, profile=profile()))
    part = ready.raw[0]
    k = np.float32(part.fed.k)
    colors = part.cfa.colors(*part.usable.shape)
    truth = np.take_along_axis(part.target.astype(np.float32), colors[..., None].astype(int), 2)[..., 0]
    difference = (part.samples - truth)[part.usable]
    told = np.sqrt(part.fed.a[colors] * np.maximum(truth, 0) + part.fed.b[colors])[part.usable]
    assert float((difference / told).std()) == pytest.approx(1.0, abs=0.05)
    assert np.isfinite(stabilise(part.samples, k)).all()
