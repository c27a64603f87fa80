"""Tiled equals whole; what fails falls back or fails cleanly; nothing is a matter of luck."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from denoiser_app.core import cfa
from denoiser_app.core.cfa import Cfa
from denoiser_app.core.errors import DenoisingFailed, ModelWrongDomain
from denoiser_app.core.noise import NoiseCurve, white_noise
from denoiser_app.core.photo import Levels, Metadata, PoissonGaussian, RawPhoto, RgbPhoto, to_code
from denoiser_app.core.progress import Cancelled, CancelToken
from denoiser_app.core.recipe import Recipe
from denoiser_app.core.tiling import Box
from denoiser_app.engine.backend import Backend, OutOfMemory
from denoiser_app.engine.denoiser import WATCHED, Denoiser
from tests.helpers.models import FakeBackend, Float, tiny_denoiser, tiny_model

LEVELS = Levels((0, 0, 0, 0), 1, "test", "test")
NOISE = PoissonGaussian(1e-3, 1e-5)
ARRAYS = [cfa.bayer(p) for p in ("RGGB", "GRBG", "GBRG", "BGGR")] + [cfa.xtrans(), cfa.linear(), cfa.monochrome()]

relaxed = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
sides = st.integers(1, 150)
tiles = st.sampled_from([32, 72, 100, 128])


def rgb_photo(height: int, width: int, seed: int = 0) -> RgbPhoto:
    return RgbPhoto(np.random.default_rng(seed).random((height, width, 3), np.float32), Metadata(Path("photo.jpg")))


def raw_photo(height: int, width: int, array: Cfa, seed: int = 0) -> RawPhoto:
    """Random mosaic with values below black and clipped ones."""
    shape = (height, width, 3) if array.kind == "linear" else (height, width)
    mosaic = np.random.default_rng(seed).uniform(-0.02, 1.01, shape).clip(max=1).astype(np.float32)
    planes = mosaic if mosaic.ndim == 3 else np.repeat(mosaic[..., None], 3, 2)
    gains = (1.0, 1.0, 1.0) if array.kind == "monochrome" else (2.1, 1.0, 1.6)
    return RawPhoto(mosaic, array, LEVELS, gains, np.eye(3), Metadata(Path("photo.dng")), to_code(planes), NOISE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models")


@relaxed
@given(height=sides, width=sides, tile=tiles, seed=st.integers(0, 9))
def test_tiled_equals_whole_rgb(folder: Path, height: int, width: int, tile: int, seed: int) -> None:
    photo = rgb_photo(height, width, seed)
    curve = NoiseCurve(tuple(np.linspace(0.01, 0.1, 12)), tuple(np.linspace(0.1, 0.02, 12)))
    whole = tiny_denoiser(folder, "rgb", 4096).whole(photo, noise=curve)
    tiled = tiny_denoiser(folder, "rgb", tile).whole(photo, noise=curve)
    np.testing.assert_allclose(tiled, whole, atol=1e-5)
    assert height * width < 9 or not np.allclose(whole, photo.rgb, atol=1e-3)  # the network did do something


@relaxed
@given(height=sides, width=sides, tile=tiles, array=st.sampled_from(ARRAYS))
def test_tiled_equals_whole_raw(folder: Path, height: int, width: int, tile: int, array: Cfa) -> None:
    photo = raw_photo(height, width, array)
    whole = tiny_denoiser(folder, "raw", 4096).whole(photo)
    tiled = tiny_denoiser(folder, "raw", tile).whole(photo)
    np.testing.assert_allclose(tiled, whole, atol=1e-5)


def test_clipped_highlights_pass_through(folder: Path) -> None:
    photo = raw_photo(64, 64, cfa.bayer("RGGB"))
    photo.mosaic[20:40, 20:40] = 1.0
    assert photo.demosaiced is not None
    photo.demosaiced[20:40, 20:40] = to_code(np.ones((1, 1, 3), np.float32))
    result = tiny_denoiser(folder, "raw").whole(photo)
    np.testing.assert_allclose(result[23:37, 23:37], np.broadcast_to(photo.white_balance, (14, 14, 3)), atol=1e-4)


def test_a_monochrome_photo_stays_gray(folder: Path) -> None:
    result = tiny_denoiser(folder, "raw").whole(raw_photo(50, 40, cfa.monochrome()))
    assert (result == result[..., :1]).all()


def fake(folder: Path, backend: FakeBackend, tile: int = 64) -> Denoiser:
    return Denoiser(tiny_model(folder, "rgb"), backend, tile)


def test_memory_is_bounded_by_the_tile_not_the_photo(folder: Path) -> None:
    backend = FakeBackend()
    fake(folder, backend, 96).whole(rgb_photo(500, 700))
    assert len(backend.calls) > 10
    assert max(max(call) for call in backend.calls) <= 96


def test_what_is_in_view_is_done_first(folder: Path) -> None:
    focus = Box(300, 340, 400, 440)
    first = next(fake(folder, FakeBackend()).run(rgb_photo(500, 700), Recipe(), focus))
    assert first.box.intersection(focus) is not None


def test_what_comes_into_view_is_done_next(folder: Path) -> None:
    photo, view = rgb_photo(500, 700), [Box(0, 60, 0, 60)]
    order = []
    for tile in fake(folder, FakeBackend(), 96).run(photo, Recipe(), lambda: view[0]):
        order.append(tile.box)
        if len(order) == 3:
            view[0] = Box(400, 500, 600, 700)
    assert order[0].intersection(Box(0, 60, 0, 60)) is not None
    assert order[3].intersection(view[0]) is not None
    in_view = [box.intersection(view[0]) is not None for box in order[3:]]
    assert in_view == sorted(in_view, reverse=True)
    assert sum(height * width for height, width in (box.size for box in order)) == 500 * 700


def test_no_answer_about_the_view_keeps_the_order(folder: Path) -> None:
    boxes = [tile.box for tile in fake(folder, FakeBackend(), 96).run(rgb_photo(300, 300), Recipe(), lambda: None)]
    assert boxes == [tile.box for tile in fake(folder, FakeBackend(), 96).run(rgb_photo(300, 300), Recipe())]


def test_out_of_memory_halves_the_tile_and_says_so(folder: Path) -> None:
    photo, backend = rgb_photo(300, 330), FakeBackend(limit=130)
    result = np.full_like(photo.rgb, np.nan)
    notes = []
    for tile in fake(folder, backend, 512).run(photo, Recipe()):
        result[tile.box.slices] = tile.pixels
        notes.append(tile.note)
        assert tile.done <= tile.total
    np.testing.assert_array_equal(result, photo.rgb)
    assert any("128 pixels" in note for note in notes)


def test_out_of_memory_at_the_smallest_tile_goes_to_the_cpu(folder: Path) -> None:
    backend = FakeBackend(on_cpu=False, limit=8)
    notes = [tile.note for tile in fake(folder, backend, 256).run(rgb_photo(300, 300), Recipe())]
    assert backend.cpu is not None
    assert "the device ran out of memory; the CPU goes on" in notes


def test_no_memory_anywhere_is_a_clear_failure(folder: Path) -> None:
    with pytest.raises(DenoisingFailed, match=r"photo\.jpg.*memory"):
        fake(folder, FakeBackend(limit=8)).whole(rgb_photo(100, 100))


@pytest.mark.parametrize("result", ["nan", "constant", "error"])
def test_a_failing_gpu_hands_over_to_the_cpu(folder: Path, result: str) -> None:
    photo = rgb_photo(100, 100)
    tiles = list(fake(folder, FakeBackend(on_cpu=False, result=result)).run(photo, Recipe()))
    assert "the CPU goes on" in tiles[0].note
    np.testing.assert_array_equal(tiles[0].pixels, photo.rgb[tiles[0].box.slices])


@pytest.mark.parametrize("result", ["nan", "constant", "error"])
def test_a_failing_cpu_is_a_clear_failure(folder: Path, result: str) -> None:
    with pytest.raises(DenoisingFailed, match=r"photo\.jpg"):
        fake(folder, FakeBackend(result=result)).whole(rgb_photo(50, 50))


def test_a_constant_photo_may_stay_constant(folder: Path) -> None:
    photo = RgbPhoto(np.full((40, 40, 3), 0.5, np.float32), Metadata())
    np.testing.assert_array_equal(fake(folder, FakeBackend()).whole(photo), photo.rgb)


def test_cancel_stops_before_the_next_tile(folder: Path) -> None:
    token, backend = CancelToken(), FakeBackend()
    run = fake(folder, backend).run(rgb_photo(300, 300), Recipe(), token=token)
    next(run)
    token.cancel()
    with pytest.raises(Cancelled):
        next(run)
    assert len(backend.calls) == 1


def test_a_model_of_the_other_domain_is_refused(folder: Path) -> None:
    with pytest.raises(ModelWrongDomain, match=r"photo\.dng.*rgb-tiny"):
        next(fake(folder, FakeBackend()).run(raw_photo(20, 20, cfa.bayer("RGGB")), Recipe()))


def test_only_the_inference_key_reaches_the_network(folder: Path) -> None:
    photo, denoiser = rgb_photo(60, 60), tiny_denoiser(folder, "rgb")
    one = denoiser.whole(photo, Recipe(noise=5, strength=10, color_strength=90))
    two = denoiser.whole(photo, Recipe(noise=5))
    np.testing.assert_array_equal(one, two)
    assert not np.array_equal(one, denoiser.whole(photo, Recipe(noise=50)))
    np.testing.assert_array_equal(one, denoiser.whole(photo, noise=white_noise(5 / 255)))


# --- several tiles at once --------------------------------------------------------------------------------------------


class Roomy:
    """A backend with room for ``count`` tiles at once, around another one. runs: (tiles, height, width) of every call.

    limit: pixels in one call beyond which it is out of memory. trouble: what every call of several tiles raises.
    """

    def __init__(
        self, backend: Backend, count: int, limit: int = 10**9, trouble: Exception | None = None, on_cpu: bool = False
    ) -> None:
        self.runs: list[tuple[int, int, int]] = []
        self._backend, self._count, self._limit, self._trouble = backend, count, limit, trouble
        self.label, self.on_cpu = "roomy GPU", on_cpu

    def run(self, inputs: Sequence[Float]) -> Float:
        count, _, height, width = inputs[0].shape
        self.runs.append((count, height, width))
        if count * height * width > self._limit:
            raise OutOfMemory
        if count > 1 and self._trouble is not None:
            raise self._trouble
        return self._backend.run(inputs)

    def tiles_at_once(self, shape: tuple[int, int]) -> int:
        return self._count

    def on_the_cpu(self) -> Backend:
        return self._backend


@relaxed
@given(height=sides, width=sides, tile=tiles, count=st.integers(2, 16), array=st.sampled_from([None, *ARRAYS]))
def test_several_at_once_equal_one_at_a_time(
    folder: Path, height: int, width: int, tile: int, count: int, array: Cfa | None
) -> None:
    photo = rgb_photo(height, width) if array is None else raw_photo(height, width, array)
    one = tiny_denoiser(folder, photo.domain, tile)
    several = Denoiser(one.descriptor, Roomy(one.backend, count), tile)
    noise = white_noise(10 / 255) if array is None else NOISE
    np.testing.assert_allclose(several.whole(photo, noise=noise), one.whole(photo, noise=noise), atol=1e-5)


@relaxed
@given(
    height=st.integers(1, 400), width=st.integers(1, 400), tile=tiles, count=st.integers(1, 16), seed=st.integers(0, 9)
)
def test_every_pixel_comes_once_and_no_call_has_more_than_there_is_room_for(
    folder: Path, height: int, width: int, tile: int, count: int, seed: int
) -> None:
    photo, backend = rgb_photo(height, width, seed), Roomy(FakeBackend(), count)
    result, done = np.full_like(photo.rgb, np.nan), 0
    for part in Denoiser(tiny_model(folder, "rgb"), backend, tile).run(photo, Recipe()):
        assert np.isnan(result[part.box.slices]).all()
        result[part.box.slices] = part.pixels
        done += part.pixels.size // 3
        assert (part.done, part.total) == (done, height * width)
    np.testing.assert_array_equal(result, photo.rgb)
    assert max(run[0] for run in backend.runs) <= count


def test_tiles_of_one_size_go_together(folder: Path) -> None:
    photo, one, several = rgb_photo(500, 700), Roomy(FakeBackend(), 1), Roomy(FakeBackend(), 8)
    for backend in (one, several):
        list(Denoiser(tiny_model(folder, "rgb"), backend, 96).run(photo, Recipe()))
    assert sum(run[0] for run in several.runs) == len(one.runs)
    assert max(run[0] for run in several.runs) == 8
    assert len(several.runs) < len(one.runs) / 3


@relaxed
@given(top=st.integers(0, 450), left=st.integers(0, 650), count=st.integers(2, 16))
def test_what_is_in_view_comes_first_also_when_several_go_together(
    folder: Path, top: int, left: int, count: int
) -> None:
    view, backend = Box(top, top + 150, left, left + 150), Roomy(FakeBackend(), count)
    boxes = [
        part.box for part in Denoiser(tiny_model(folder, "rgb"), backend, 96).run(rgb_photo(500, 700), Recipe(), view)
    ]
    in_view = [box.intersection(view) is not None for box in boxes]
    assert in_view == sorted(in_view, reverse=True)
    assert max(run[0] for run in backend.runs) <= WATCHED  # who looks on does not wait for sixteen


def test_out_of_memory_first_takes_fewer_tiles_and_then_smaller_ones(folder: Path) -> None:
    """Those at the edges of the photo are smaller, and fit one at a time; those in the middle do not fit at all."""
    photo, backend = rgb_photo(700, 700), Roomy(FakeBackend(), 16, limit=192 * 192 - 1)
    parts = list(Denoiser(tiny_model(folder, "rgb"), backend, 192).run(photo, Recipe()))
    assert sum(part.pixels.size for part in parts) == photo.rgb.size
    for part in parts:
        np.testing.assert_array_equal(part.pixels, photo.rgb[part.box.slices])
    failed = [run for run in backend.runs if run[0] * run[1] * run[2] >= 192 * 192]
    counts = [run[0] for run in failed]
    assert counts[0] > 2
    assert counts == sorted(set(counts), reverse=True)  # no number is tried twice
    assert failed[-1] == (1, 192, 192)  # only a single tile that does not fit is cut
    assert [part.note for part in parts if part.note] == ["out of memory; the tiles are now 96 pixels wide"]


def test_fewer_tiles_that_fit_keep_their_size(folder: Path) -> None:
    photo, backend = rgb_photo(700, 700), Roomy(FakeBackend(), 16, limit=5 * 128 * 128)
    parts = list(Denoiser(tiny_model(folder, "rgb"), backend, 128).run(photo, Recipe()))
    assert not any(part.note for part in parts)  # nothing that a photographer has to know
    assert max(max(run[1:]) for run in backend.runs[-10:]) == 128
    assert max(run[0] for run in backend.runs[-10:]) > 1


def test_a_call_of_several_that_fails_is_done_one_by_one(folder: Path) -> None:
    for trouble in (RuntimeError("the driver dislikes this"), MemoryError()):
        photo, backend = rgb_photo(300, 300), Roomy(FakeBackend(), 4, trouble=trouble)
        result = Denoiser(tiny_model(folder, "rgb"), backend, 96).whole(photo)
        np.testing.assert_array_equal(result, photo.rgb)
        assert 1 in [run[0] for run in backend.runs]


@pytest.mark.parametrize("result", ["nan", "constant", "error"])
def test_a_gpu_that_fails_with_several_hands_over_to_the_cpu(folder: Path, result: str) -> None:
    photo, backend = rgb_photo(300, 300), Roomy(FakeBackend(on_cpu=False, result=result), 4)
    backend.on_the_cpu = FakeBackend  # type: ignore[method-assign]
    parts = list(Denoiser(tiny_model(folder, "rgb"), backend, 96).run(photo, Recipe()))
    assert [part.note for part in parts if part.note] == [parts[0].note]
    assert "the CPU goes on" in parts[0].note
    for part in parts:
        np.testing.assert_array_equal(part.pixels, photo.rgb[part.box.slices])


def test_cancel_is_heard_between_calls_of_several(folder: Path) -> None:
    token, backend = CancelToken(), Roomy(FakeBackend(), 4)
    run = Denoiser(tiny_model(folder, "rgb"), backend, 96).run(rgb_photo(500, 500), Recipe(), token=token)
    next(run)
    token.cancel()
    calls = len(backend.runs)
    with pytest.raises(Cancelled):
        list(run)
    assert len(backend.runs) == calls
