from __future__ import annotations

import math

from hypothesis import assume, given
from hypothesis import strategies as st

from denoiser_app.ui.view.viewport import LARGEST, STEPS, Viewport

sizes = st.tuples(st.integers(1, 9000), st.integers(1, 9000))
screens = st.tuples(st.integers(1, 4000), st.integers(1, 4000))
stretches = st.sampled_from([(1.0, 1.0), (1.0, 2.0), (1.25, 1.0)])
factors = st.floats(0.05, 20)
shifts = st.integers(-3000, 3000)


@st.composite
def viewports(draw: st.DrawFn) -> Viewport:
    """Any viewport that a user can reach: fit, then zoomed somewhere and panned."""
    view = Viewport(draw(sizes), draw(stretches), draw(screens)).fit()
    at = draw(points(view.screen))
    for _ in range(draw(st.integers(0, 3))):
        view = view.zoomed_by(draw(factors), at).panned(draw(shifts), draw(shifts))
    return view


def points(screen: tuple[int, int]) -> st.SearchStrategy[tuple[float, float]]:
    return st.tuples(st.floats(0, screen[0]), st.floats(0, screen[1]))


def clamped(view: Viewport, axis: int) -> bool:
    """Whether an edge of the photo, or its centring, decided where it lies."""
    length, origin = view.photo[axis] * view.scales[axis], view.origin[axis]
    return length <= view.screen[axis] or origin == 0 or origin + length < view.screen[axis] + 1.0001


@given(viewports(), st.data(), factors)
def test_the_point_under_the_cursor_stays_there(view: Viewport, data: st.DataObject, factor: float) -> None:
    at = data.draw(points(view.screen))
    after = view.zoomed_by(factor, at)
    moved = after.to_screen(view.to_photo(at))
    for axis in (0, 1):
        assert clamped(after, axis) or abs(moved[axis] - at[axis]) <= 0.5 + 1e-6


@given(viewports())
def test_the_photo_never_leaves_the_screen(view: Viewport) -> None:
    for axis in (0, 1):
        length, size, origin = view.photo[axis] * view.scales[axis], view.screen[axis], view.origin[axis]
        if length > size + 1e-6:
            assert origin <= 0
            assert origin + length >= size - 1e-3
        else:
            assert abs(origin - (size - length) / 2) <= 1


@given(viewports(), st.data())
def test_the_maps_are_inverse(view: Viewport, data: st.DataObject) -> None:
    at = data.draw(points(view.screen))
    back = view.to_screen(view.to_photo(at))
    assert math.dist(at, back) < 1e-6 * max(1, *view.screen)


@given(viewports(), st.integers(0, 5))
def test_the_visible_box_covers_what_the_photo_covers_and_little_more(view: Viewport, level: int) -> None:
    patch = view.visible(level)
    assert patch is not None
    shown, step = view.shown, [s * 2**level for s in view.scales]
    assert patch.target.top <= shown.top + 1e-6
    assert patch.target.left <= shown.left + 1e-6
    assert patch.target.bottom >= shown.bottom - 1e-6
    assert patch.target.right >= shown.right - 1e-6
    assert patch.target.bottom - patch.target.top <= view.screen[0] + 4 * step[0]
    assert patch.target.right - patch.target.left <= view.screen[1] + 4 * step[1]
    rows, columns = (-(-n // 2**level) for n in view.photo)
    assert 0 <= patch.box.top < patch.box.bottom <= rows
    assert 0 <= patch.box.left < patch.box.right <= columns


@given(viewports())
def test_the_view_box_holds_every_pixel_on_the_screen(view: Viewport) -> None:
    box, shown = view.view_box, view.shown
    assume(shown.bottom - shown.top >= 1 and shown.right - shown.left >= 1)
    for point in ((shown.top + 0.01, shown.left + 0.01), (shown.bottom - 0.01, shown.right - 0.01)):
        y, x = view.to_photo(point)
        assert box.top <= y <= box.bottom
        assert box.left <= x <= box.right
    assert 0 <= box.top < box.bottom <= view.photo[0]
    assert 0 <= box.left < box.right <= view.photo[1]


@given(viewports(), st.integers(1, 6))
def test_the_level_is_the_coarsest_that_is_fine_enough(view: Viewport, count: int) -> None:
    level, scale = view.level(count), max(view.scales)
    assert 0 <= level < count
    assert level == 0 or 2.0**-level >= scale * (1 - 1e-6)
    assert level == count - 1 or 2.0 ** -(level + 1) < scale * (1 + 1e-6)


@given(viewports(), screens)
def test_another_screen_keeps_the_middle_or_the_whole(view: Viewport, screen: tuple[int, int]) -> None:
    after = view.resized(screen)
    assert after.fitted == view.fitted or math.isclose(after.scale, after.fit_scale)
    if not after.fitted:
        middle = after.to_screen(view.center)
        for axis in (0, 1):
            assert clamped(after, axis) or abs(middle[axis] - screen[axis] / 2) <= 0.5 + 1e-6


@given(viewports(), screens)
def test_the_whole_photo_is_on_the_screen_when_fitted(view: Viewport, screen: tuple[int, int]) -> None:
    after = view.resized(screen).fit()
    for axis in (0, 1):
        assert after.photo[axis] * after.scales[axis] <= screen[axis] * (1 + 1e-9)
        assert after.origin[axis] >= 0


def test_dragging_a_window_edge_does_not_move_the_photo_sideways() -> None:
    view = Viewport((4000, 6000), screen=(1000, 1001)).fit().zoomed(1.0)
    after = view
    for width in range(1002, 2002):
        after = after.resized((1000, width))
    assert after.center == view.center


@given(viewports(), st.integers(-50, 50), st.integers(-50, 50))
def test_panning_moves_by_whole_device_pixels(view: Viewport, dy: int, dx: int) -> None:
    after = view.panned(dy, dx)
    for axis, d in ((0, dy), (1, dx)):
        moved = after.origin[axis] - view.origin[axis]
        assert moved == d or (clamped(after, axis) and abs(moved) <= abs(d) + 1)


def test_pushing_past_an_edge_is_not_remembered() -> None:
    view = Viewport((4000, 6000), screen=(1000, 1000)).fit().zoomed(1.0)
    assert view.panned(99_999, 99_999).panned(-10, -20).origin == (-10, -20)


def test_zooming_passes_the_stops_in_order_and_holds_at_the_limits() -> None:
    view = Viewport((4000, 6000), screen=(1000, 1500)).fit()
    seen = [view.scale]
    for _ in range(12):
        view = view.stepped(+1)
        seen.append(view.scale)
    assert seen == [0.25, *STEPS, *[LARGEST] * 3]
    for _ in range(12):
        view = view.stepped(-1)
    assert view.fitted
    assert view.scale == 0.25


def test_the_wheel_stops_at_full_size_on_its_way() -> None:
    view = Viewport((4000, 6000), screen=(1000, 1507)).fit()
    scales = []
    for _ in range(20):
        view = view.zoomed_by(2**0.5, (10, 10))
        scales.append(view.scale)
    assert 1.0 in scales
    assert scales[-1] == LARGEST


def test_a_pixel_beside_the_photo_is_none() -> None:
    view = Viewport((10, 10), screen=(100, 400)).fit()
    assert view.pixel((50, 5)) is None
    left = view.origin[1]
    assert view.pixel((10, left)) == (0, 0)
    assert view.pixel((89.9, left + 79.9)) == (9, 9)
