"""Few small photos, and one thread: with more, sums are taken in another order every time."""

from collections.abc import Iterator

import cv2
import numpy as np
import pytest
import torch

from denoiser_app.training.dataset import CleanPhotos


@pytest.fixture(scope="session")
def photos() -> CleanPhotos:
    r = np.random.default_rng(0)

    def picture(side: int = 160) -> np.ndarray:
        soft = cv2.resize(r.random((6, 6, 3)), (side, side), interpolation=cv2.INTER_CUBIC)
        cv2.circle(soft, (side // 2, side // 2), side // 4, r.random(3).tolist(), -1)
        return (np.clip(soft, 0, 1) * 255).astype(np.uint8)

    return CleanPhotos(tuple(picture() for _ in range(6)), (picture(96),))


@pytest.fixture
def one_thread() -> Iterator[None]:
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)
