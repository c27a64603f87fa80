import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from denoiser_app.core.tiling import Box, TilePlan

plans = st.builds(
    TilePlan,
    size=st.tuples(st.integers(1, 300), st.integers(1, 300)),
    tile=st.integers(1, 200),
    halo=st.integers(0, 40),
    align=st.sampled_from([1, 2, 4, 8, 12, 24]),
)


@given(plans)
def test_cores_cover_every_pixel_exactly_once(plan: TilePlan) -> None:
    count = np.zeros(plan.size, int)
    for tile in plan:
        count[tile.core.slices] += 1
    assert (count == 1).all()
    assert len(plan) == len(list(plan))


@given(plans)
def test_reads_hold_the_halo_or_end_where_the_photo_does(plan: TilePlan) -> None:
    height, width = plan.padded
    for tile in plan:
        core, read = tile.core, tile.read
        assert read.top == 0 or core.top - read.top >= plan.halo
        assert read.left == 0 or core.left - read.left >= plan.halo
        assert read.bottom == height or read.bottom - core.bottom >= plan.halo
        assert read.right == width or read.right - core.right >= plan.halo
        assert read.bottom <= height
        assert read.right <= width


@given(plans)
def test_reads_keep_the_phase_of_the_cfa_and_of_the_networks_scales(plan: TilePlan) -> None:
    for tile in plan:
        read = tile.read
        assert all(edge % plan.align == 0 for edge in (read.top, read.bottom, read.left, read.right))


@given(plans)
def test_memory_is_bounded_by_the_tile(plan: TilePlan) -> None:
    # What a tile cannot be smaller than: a core of one alignment with its halo on both sides.
    bound = max(plan.tile, plan.align + 2 * plan.margin)
    for tile in plan:
        assert max(tile.read.size) <= bound + plan.align - 1


@given(plans, st.integers(0, 299), st.integers(0, 299))
def test_what_is_in_view_comes_first(plan: TilePlan, y: int, x: int) -> None:
    view = Box(y, y + 40, x, x + 40)
    order = plan.ordered(view)
    in_view = [tile.core.intersection(view) is not None for tile in order]
    assert sorted(in_view, reverse=True) == in_view
    assert set(order) == set(plan)


def test_a_photo_that_fits_one_tile_is_not_cut() -> None:
    assert len(TilePlan((100, 60), 128, 40, 8)) == 1
