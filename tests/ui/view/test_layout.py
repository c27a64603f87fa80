from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from denoiser_app.ui.view.layout import GAP, Layout, Side, ViewMode
from denoiser_app.ui.view.viewport import Rect, Viewport

screens = st.tuples(st.integers(10, 3000), st.integers(10, 3000))


@st.composite
def layouts(draw: st.DrawFn) -> tuple[Layout, Viewport]:
    mode = draw(st.sampled_from(list(ViewMode)))
    layout = Layout(draw(screens), mode, draw(st.booleans()), draw(st.floats(0, 1)))
    photo = draw(st.tuples(st.integers(1, 6000), st.integers(1, 6000)))
    view = Viewport(photo, screen=layout.viewport_screen).fit().zoomed_by(draw(st.floats(1, 10)))
    return layout, view


@given(layouts())
def test_panes_fill_the_screen_and_do_not_overlap(made: tuple[Layout, Viewport]) -> None:
    layout, view = made
    panes = layout.panes(view)
    area = sum((p.area.bottom - p.area.top) * (p.area.right - p.area.left) for p in panes)
    whole = layout.screen[0] * layout.screen[1]
    gap = 0 if layout.mode is not ViewMode.SIDE_BY_SIDE else GAP * layout.screen[1 - layout.axis]
    assert area == whole - gap
    if len(panes) == 2:
        both = panes[0].area.intersection(panes[1].area)
        assert both.bottom == both.top or both.right == both.left
        assert [p.side for p in panes] == [Side.BEFORE, Side.AFTER]


@given(layouts())
def test_the_divider_lies_on_the_photo(made: tuple[Layout, Viewport]) -> None:
    layout, view = made
    shown = view.shown
    low, high = (shown.left, shown.right) if layout.upright else (shown.top, shown.bottom)
    assert low - 1 <= layout.border(view) <= high + 1


@given(st.booleans(), screens, st.floats(0, 1), st.floats(0, 1))
def test_both_panes_show_the_same_place(upright: bool, screen: tuple[int, int], y: float, x: float) -> None:
    layout = Layout(screen, ViewMode.SIDE_BY_SIDE, upright)
    first, second = layout.panes(Viewport((100, 100), screen=layout.viewport_screen).fit())
    height, width = layout.viewport_screen
    point = (y * (height - 1), x * (width - 1))
    dy, dx = second.offset
    assert layout.local(point) == point
    there = layout.local((point[0] + dy, point[1] + dx))
    assert abs(there[0] - point[0]) < 1e-9
    assert abs(there[1] - point[1]) < 1e-9
    assert first.area == Rect(0, 0, *layout.viewport_screen)


def test_dragging_the_divider_puts_it_under_the_pointer() -> None:
    layout = Layout((100, 200), ViewMode.SPLIT)
    view = Viewport((100, 200), screen=(100, 200)).fit()
    assert layout.fraction((10, 50), view) == 0.25
    assert Layout((100, 200), ViewMode.SPLIT, True, 0.25).border(view) == 50
