"""Tables for people."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from denoiser_app.benchmark.table import GAP, layout, triple

cells = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=12)


@given(st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=6))
def test_columns_end_at_the_same_place(rows: list[tuple[str, str, str]]) -> None:
    lines = layout(("a", "b", "c"), rows).splitlines()
    assert len({len(line) for line in lines}) == 1
    widths = [max(len(row[i]) for row in [("a", "b", "c"), *rows]) for i in range(3)]
    assert len(lines[0]) == sum(widths) + 2 * len(GAP)
    assert [tuple(line.split()) for line in lines[1:]] == rows


def test_a_row_without_cells_is_an_empty_line() -> None:
    assert layout(("a", "b"), [("1", "2"), (), ("3", "4")]).splitlines()[2] == ""


def test_three_channels_keep_their_signs() -> None:
    assert triple((0.123, -1.0, 0.0)) == "+0.12 -1.00 +0.00"
