"""The table of a checkpoint means what it says, and is the same for the same network."""

import pytest
import torch
from torch import Tensor, nn

from denoiser_app.core.noise import unstabilise
from denoiser_app.networks.domains import RawDenoiser, RgbDenoiser
from denoiser_app.training.dataset import CleanPhotos
from denoiser_app.training.validation import Validation
from tests.helpers.models import tiny_config, tiny_network


class Nothing(nn.Module):
    """A correction of nothing: the picture stays as it is."""

    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(1))

    def forward(self, x: Tensor) -> Tensor:
        return torch.zeros_like(x[:, :3])


@pytest.mark.usefixtures("one_thread")
def test_noisy_pictures_have_the_noise_that_their_row_says(photos: CleanPhotos) -> None:
    table = Validation(tiny_config("rgb", half_precision=False), photos, "cpu")(RgbDenoiser(Nothing()))
    assert list(table) == ["sigma 15", "sigma 25", "sigma 50", "JPEG, measured"]
    # Clipping takes away some noise at black and white, more of it where there is more.
    for row, psnr, clipped in [("sigma 15", 24.61, 0.8), ("sigma 25", 20.17, 1.2), ("sigma 50", 14.15, 2.2)]:
        assert psnr - 0.1 < table[row] < psnr + clipped


@pytest.mark.usefixtures("one_thread")
def test_raw_rows_fall_with_iso_and_are_the_same_twice(photos: CleanPhotos) -> None:
    config = tiny_config("raw", half_precision=False)
    network = RawDenoiser(Nothing())
    table = Validation(config, photos, "cpu")(network)
    assert list(table) == [f"{cfa} ISO {iso}" for cfa in ("RGGB", "X-Trans") for iso in (800, 6400, 51200)]
    for cfa in ("RGGB", "X-Trans"):
        values = [table[f"{cfa} ISO {iso}"] for iso in (800, 6400, 51200)]
        assert values == sorted(values, reverse=True)
        assert values[0] > values[2] + 3
    assert Validation(config, photos, "cpu")(network) == table


def test_a_raw_row_is_a_mosaic_of_its_target(photos: CleanPhotos) -> None:
    rows = Validation(tiny_config("raw"), photos, "cpu")._rows
    planes, masks, a, b, k = rows[0].batch.inputs
    assert torch.equal(masks.sum(1), torch.ones_like(masks[:, 0]))
    linear = unstabilise(rows[0].batch.target, k[:, None, None, None])
    error = (planes - linear * masks)[masks > 0]
    wanted = ((a[:, :, None, None] * linear + b[:, :, None, None]) * masks).sum() / masks.sum()
    assert float(error.mean()) == pytest.approx(0.0, abs=2e-3)
    assert float(error.square().mean()) == pytest.approx(float(wanted), rel=0.1)


def test_any_network_can_be_validated_in_half_precision(photos: CleanPhotos) -> None:
    table = Validation(tiny_config("rgb"), photos, "cpu")(tiny_network("rgb"))
    assert all(5 < psnr < 60 for psnr in table.values())
