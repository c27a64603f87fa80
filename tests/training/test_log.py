"""The log can be read as a table and seen as a picture."""

import csv
from pathlib import Path

import cv2
import numpy as np

from denoiser_app.training import log
from denoiser_app.training.log import Step
from denoiser_app.training.plot import plot

LINES = [
    Step(100, 300, 0.5, {"l1": 0.5}, 1e-3, 30.0, {"sigma 15": 33.0, "sigma 50": 27.0}, 10.0),
    Step(200, 300, 0.9, {"l1": 0.3, "ssim": 0.6}, 5e-4, 31.0, {"sigma 15": 34.0, "sigma 50": 28.0}, 20.0),
    Step(300, 300, -0.2, {"ssim": 0.2, "adversarial": -0.4}, 1e-5, 32.0, {"sigma 15": 35.0, "sigma 50": 29.0}, 30.0),
]


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def test_tables_have_a_row_a_checkpoint_and_a_column_a_term(tmp_path: Path) -> None:
    log.write(tmp_path, LINES)
    table = rows(tmp_path / "log.csv")
    assert list(table[0]) == ["step", "loss", "l1", "ssim", "adversarial", "learning_rate", "psnr", "seconds"]
    assert [row["step"] for row in table] == ["100", "200", "300"]
    assert [row["ssim"] for row in table] == ["", "0.600000", "0.200000"]
    assert [row["sigma 50"] for row in rows(tmp_path / "validation.csv")] == ["27.000", "28.000", "29.000"]


def test_the_picture_is_drawn_from_the_tables(tmp_path: Path) -> None:
    pictures = []
    for lines in (LINES[:1], LINES[:2], LINES):
        log.write(tmp_path, lines)
        assert plot(tmp_path) == tmp_path / "log.png"
        pictures.append(cv2.imread(str(tmp_path / "log.png")))
    assert pictures[0].shape == pictures[2].shape
    assert all(np.ptp(p) > 200 for p in pictures)
    assert not np.array_equal(pictures[0], pictures[2])
