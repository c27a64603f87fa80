"""Bands, hot pixels and black levels are as often and as strong as they are said to be."""

import pytest
import torch

from denoiser_app.training.defects import Defects, hot_pixels, read_noise


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def defects(count: int = 1, **values: float) -> Defects:
    fields = ("row", "column", "hot_rate", "hot_mean", "black")
    return Defects(**{name: torch.full((count,), values.get(name, 0.0)) for name in fields})


@pytest.mark.parametrize(("row", "column"), [(0.0, 0.0), (0.1, 0.0), (0.0, 0.1), (0.25, 0.15)])
def test_rows_and_columns_have_their_share_of_the_variance(row: float, column: float) -> None:
    # The mean of a row of n pixels has variance row b + (1 - row - column) b / n + column b / n, less what the photo's
    # own mean takes; 40 x 128 rows know a variance to sqrt(2 / 5120) = 2 %.
    count, side, b = 40, 128, 4e-6
    noise = read_noise(
        torch.Size((count, 1, side, side)), torch.full((count,), b), defects(count, row=row, column=column), generator()
    )
    rest = (1 - row - column) * b / side
    assert float(noise.mean(3).var(2).mean()) == pytest.approx(row * b + rest, rel=0.1)
    assert float(noise.mean(2).var(2).mean()) == pytest.approx(column * b + rest, rel=0.1)
    assert float(noise.square().mean()) == pytest.approx(b, rel=0.03)


def test_a_band_runs_through_all_colours() -> None:
    noise = read_noise(torch.Size((1, 3, 64, 64)), torch.ones(1), defects(row=1.0), generator())
    assert torch.equal(noise, noise[:, :1, :, :1].expand_as(noise))


@pytest.mark.parametrize("rate", [1e-4, 3e-3])
def test_hot_pixels_are_as_many_and_as_bright_as_said(rate: float) -> None:
    shape = torch.Size((20, 1, 256, 256))
    signal = hot_pixels(shape, defects(20, hot_rate=rate, hot_mean=0.2), generator())
    hot = signal[signal > 0]
    expected = rate * signal.numel()
    assert len(hot) == pytest.approx(expected, abs=4 * expected**0.5)
    assert float(hot.mean()) == pytest.approx(0.2, abs=4 * 0.2 / expected**0.5)  # an exponential: deviation = mean
    assert float(hot.median()) == pytest.approx(0.2 * 0.693, rel=0.4)
    assert float(signal.min()) == 0.0


def test_a_sensor_without_defects_has_none() -> None:
    assert float(hot_pixels(torch.Size((1, 1, 100, 100)), defects(), generator()).max()) == 0.0
    assert Defects.none(torch.ones(4)).black.tolist() == [0.0] * 4


def test_half_of_the_photos_have_each_kind_and_the_black_level_is_right_on_average() -> None:
    drawn = Defects.random(torch.full((2000,), 1e-6), generator())
    for values in (drawn.row, drawn.column, drawn.hot_rate):
        assert float((values > 0).float().mean()) == pytest.approx(0.5, abs=0.05)
    assert float(drawn.row.max() + drawn.column.max()) < 0.3
    assert abs(float(drawn.black.mean())) < 2e-5
    assert float(drawn.black.std()) == pytest.approx(2e-4, rel=0.1)
