from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPixmap
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from denoiser_app.core.photo import Metadata
from denoiser_app.core.progress import Progress
from denoiser_app.engine.batch.items import Item, State
from denoiser_app.ui.jobs.previews import NoPreview, Small
from denoiser_app.ui.panels.batch import table_model
from denoiser_app.ui.panels.batch.item_words import FILTER_OF, Filter
from denoiser_app.ui.panels.batch.table import PhotoTable
from denoiser_app.ui.panels.batch.table_delegate import row_height, wrapped
from denoiser_app.ui.panels.batch.table_model import BatchTable, Column, ordered, ranges
from tests.ui.panels.batch.photos import item

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True)
STATES = list(State)


@pytest.fixture
def table(qtbot: QtBot) -> PhotoTable:
    widget = PhotoTable()
    qtbot.addWidget(widget)
    widget.resize(1000, 400)
    widget.show()
    qtbot.waitExposed(widget)
    return widget


def shown(model: BatchTable) -> list[int]:
    return [model.item(row).id for row in range(model.rowCount())]


def picture(size: tuple[int, int] = (320, 213)) -> QImage:
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    return image


# --- order and filters ------------------------------------------------------------------------------------------------


def test_names_are_sorted_as_people_count() -> None:
    names = ["DSC_10.NEF", "dsc_9.NEF", "DSC_100.NEF", "a.NEF"]
    photos = [item(n, name=name) for n, name in enumerate(names)]
    assert [names[n] for n in ordered(photos, Column.NAME, False)] == [
        "a.NEF",
        "dsc_9.NEF",
        "DSC_10.NEF",
        "DSC_100.NEF",
    ]


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("column", Column)
def test_every_column_sorts_and_what_is_not_known_comes_last(column: Column, descending: bool) -> None:
    photos = [
        item(1, State.DONE, megapixels=20.0, bytes=5, seconds={"network": 3.0}, model="b"),
        item(2, State.WAITING, action="copy"),
        item(3, State.DONE, megapixels=45.0, bytes=9, seconds={"network": 1.0}, model="c"),
    ]
    found = ordered(photos, column, descending)
    assert sorted(found) == [1, 2, 3]
    if column in (Column.SIZE, Column.MODEL, Column.TIME, Column.FILE):
        assert found[-1] == 2


@settings(max_examples=40)
@given(
    st.lists(st.sampled_from(STATES), max_size=12),
    st.lists(st.tuples(st.integers(1, 16), st.sampled_from(STATES)), max_size=25),
    st.sampled_from(Filter),
    st.sampled_from([None, Column.NAME, Column.STATE]),
    st.sampled_from([0, 64]),
)
def test_whatever_happens_the_table_shows_the_photos_that_fit(
    qapp: QApplication,
    first: list[State],
    changes: list[tuple[int, State]],
    which: Filter,
    column: Column | None,
    one_by_one: int,
) -> None:
    """The table after any changes is the one that is built from their end, but for the order."""
    before, table_model.ONE_BY_ONE = table_model.ONE_BY_ONE, one_by_one
    model = BatchTable()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    try:
        known = {n: item(n, state) for n, state in enumerate(first, 1)}
        model.set_items(known.values())
        model.show_only(which)
        if column is not None:
            model.sort(column, Qt.SortOrder.DescendingOrder)
        for number, state in changes:
            known[number] = item(number, state)
            model.update_items([known[number]])
        fitting = {n for n, photo in known.items() if which in (Filter.ALL, FILTER_OF[photo.state])}
        assert set(shown(model)) == fitting
        assert len(shown(model)) == len(fitting)
        assert [model.row(number) for number in shown(model)] == list(range(len(fitting)))
        assert [model.item(row) for row in range(model.rowCount())] == [known[number] for number in shown(model)]
    finally:
        table_model.ONE_BY_ONE = before
        tester.deleteLater()


def test_only_changed_rows_are_painted_again(qapp: QApplication) -> None:
    model = BatchTable()
    model.set_items([item(n) for n in range(100)])
    told: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: told.append((first.row(), last.row())))
    model.update_items([item(5, State.DONE), item(4, State.DONE), item(50, State.RUNNING), item(60)])
    assert told == [(4, 5), (50, 50)], "60 is as it was"


def test_rows_do_not_jump_until_a_column_is_clicked(qapp: QApplication) -> None:
    model = BatchTable()
    model.set_items([item(n, State.WAITING) for n in range(4)])
    model.sort(Column.STATE)
    model.update_items([item(0, State.FAILED)])
    assert shown(model) == [0, 1, 2, 3]
    model.sort(Column.STATE)
    assert shown(model) == [1, 2, 3, 0]


def test_searching_looks_at_names_and_folders(qapp: QApplication) -> None:
    model = BatchTable()
    model.set_items([item(1, name="day 1/DSC_1.NEF"), item(2, name="day 2/DSC_2.NEF"), item(3, name="IMG_1.NEF")])
    for letters, found in (("dsc", [1, 2]), ("Day 2", [2]), ("_1", [1, 3]), ("nothing", [])):
        model.show_only(Filter.ALL, letters)
        assert shown(model) == found


@given(st.lists(st.integers(0, 30)))
def test_ranges_hold_just_these_rows(rows: list[int]) -> None:
    found = ranges(rows)
    assert sorted(set(rows)) == [row for first, last in found for row in range(first, last + 1)]
    assert all(after[0] > before[1] + 1 for before, after in pairwise(found))


# --- the view ---------------------------------------------------------------------------------------------------------


def test_rows_are_all_of_one_height_and_nothing_but_rows_in_view_is_asked_for(table: PhotoTable, qtbot: QtBot) -> None:
    with qtbot.waitSignal(table.thumbnails_wanted) as asked:
        table.set_items(1, [item(n, State.DONE) for n in range(2000)])
    page = table.viewport().height() // row_height(table.fontMetrics().height()) + 2
    assert {table.rowHeight(row) for row in (0, 1, 1999)} == {row_height(table.fontMetrics().height())}
    assert asked.args is not None
    assert 0 < len(asked.args[0]) <= 2 * 3 * page
    assert asked.args[0][:2] == [item(0).source, item(0).target], "what is in view comes first"
    with qtbot.waitSignal(table.thumbnails_wanted) as asked:
        table.verticalScrollBar().setValue(1000 * table.rowHeight(0))
    assert asked.args is not None
    assert asked.args[0][0] == item(1000).source


def test_a_photo_that_is_not_done_has_no_picture_of_its_result(table: PhotoTable, qtbot: QtBot) -> None:
    with qtbot.waitSignal(table.thumbnails_wanted) as asked:
        table.set_items(1, [item(1), item(2, State.FAILED)])
    assert asked.args == [[item(1).source, item(2).source]]


def test_pictures_are_kept_small_and_not_asked_for_twice(table: PhotoTable, qtbot: QtBot) -> None:
    table.set_items(1, [item(1), item(2)])
    table.take_thumbnail(Small(item(1).source, picture(), None, Metadata(path=item(1).source)))
    table.take_thumbnail(NoPreview(item(2).source, ValueError()))
    kept = table.table.thumbnail(item(1).source)
    assert kept is not None
    assert kept.deviceIndependentSize().width() <= 72
    with qtbot.assertNotEmitted(table.thumbnails_wanted, wait=150):
        table._want_soon()
    for number in range(3 * table_model.KEPT):
        table.table.set_thumbnail(item(number).source, QPixmap(1, 1))
    assert len(table.table._thumbnails) == table_model.KEPT


def test_a_result_that_is_made_again_gets_a_new_picture(table: PhotoTable) -> None:
    table.set_items(1, [item(1, State.DONE)])
    target = item(1).target
    assert target is not None
    table.table.set_thumbnail(target, QPixmap(1, 1))
    table.update_items([item(1, State.WAITING)])
    table.update_items([item(1, State.DONE)])
    assert table.table.thumbnail(target) is None


def test_what_is_selected_stays_so_while_the_batch_goes_on(table: PhotoTable, qtbot: QtBot) -> None:
    table.set_items(1, [item(n) for n in range(500)])
    table.select([300, 301])
    table.scrollTo(table.currentIndex())
    place = table.verticalScrollBar().value()
    assert place > 0
    table.set_items(1, [item(n, State.DONE) for n in range(500)])
    table.update_items([item(n, State.RUNNING) for n in range(200)])
    assert [photo.id for photo in table.selected()] == [300, 301]
    assert table.verticalScrollBar().value() == place
    table.set_items(2, [item(n) for n in range(500)])
    assert table.selected() == []
    assert table.verticalScrollBar().value() == 0


def test_a_change_of_the_selected_photo_is_told_and_of_others_is_not(table: PhotoTable, qtbot: QtBot) -> None:
    table.set_items(1, [item(n) for n in range(9)])
    table.select([4])
    qtbot.wait(10)
    with qtbot.waitSignal(table.chosen):
        table.update_items([item(4, State.DONE)])
    with qtbot.assertNotEmitted(table.chosen, wait=20):
        table.update_items([item(5, State.DONE)])


def test_return_opens_and_copy_copies(table: PhotoTable, qtbot: QtBot) -> None:
    table.set_items(1, [item(1), item(2)])
    table.select([2])
    with qtbot.waitSignal(table.activated_photo) as told:
        QTest.keyClick(table, Qt.Key.Key_Return)
    assert told.args == [item(2)]
    with qtbot.waitSignal(table.copy_requested):
        QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)


def test_a_screen_reader_hears_name_state_and_reason(table: PhotoTable) -> None:
    table.set_items(1, [item(1, State.FAILED)])
    said = table.table.data(table.table.index(0, Column.NAME), Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith("DSC_0001.NEF, Failed, The file ends too early")
    for column in Column:
        assert table.table.data(table.table.index(0, column), Qt.ItemDataRole.AccessibleTextRole)
        assert table.table.headerData(column, Qt.Orientation.Horizontal)


@pytest.mark.parametrize("state", State)
def test_every_state_looks_different(table: PhotoTable, state: State) -> None:
    def look(photo: Item) -> QImage:
        table.set_items(1, [photo])
        QApplication.processEvents()
        return table.viewport().grab(table.visualRect(table.table.index(0, Column.STATE))).toImage()

    others = [look(item(1, other, error=None)) for other in State if other is not state]
    assert look(item(1, state, error=None)) not in others


def test_progress_is_seen(table: PhotoTable) -> None:
    running = item(1, State.RUNNING)
    table.set_items(1, [running])

    def look() -> QImage:
        QApplication.processEvents()
        return table.viewport().grab(table.visualRect(table.table.index(0, Column.STATE))).toImage()

    table.set_step(running, Progress("network", 1, 4))
    quarter = look()
    table.set_step(running, Progress("network", 3, 4))
    assert look() != quarter
    table.update_items([replace(running, state=State.WAITING)])
    assert table.table.step(running) is None, "when it is begun again it begins anew"


@given(st.text(max_size=200), st.integers(1, 400), st.integers(1, 3))
def test_wrapped_text_is_all_there(qapp: QApplication, text: str, width: int, most: int) -> None:
    lines = wrapped(text, qapp.font(), width, most)
    assert len(lines) <= most
    assert "".join("".join(lines).split()) == "".join(text.split())
