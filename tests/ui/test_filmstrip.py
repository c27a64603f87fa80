from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QWheelEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from denoiser_app.ui import filmstrip_model
from denoiser_app.ui.filmstrip import FLAGS, Filmstrip
from denoiser_app.ui.filmstrip_delegate import PAINTERS, THUMBNAIL, letterboxed
from denoiser_app.ui.filmstrip_model import (
    FilmEntry,
    FilmModel,
    PhotoState,
    SortBy,
    natural,
    ordered,
    state_text,
    tooltip,
)

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True)


def entry(name: str, **facts: object) -> FilmEntry:
    return FilmEntry(Path("/photos") / name, **facts)


def numbered(count: int) -> list[FilmEntry]:
    return [entry(f"IMG_{number}.CR3") for number in range(count)]


def names(strip: Filmstrip | FilmModel) -> list[str]:
    entries = strip.entries() if isinstance(strip, Filmstrip) else strip.entries
    return [entry.path.name for entry in entries]


def picture(color: str = "red", size: tuple[int, int] = (32, 20)) -> QImage:
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(QColor(color))
    return image


@pytest.fixture
def strip(qtbot: QtBot) -> Filmstrip:
    widget = Filmstrip()
    qtbot.addWidget(widget)
    widget.resize(700, 150)
    widget.show()
    qtbot.waitExposed(widget)
    return widget


class Heard:
    """What a strip said."""

    def __init__(self, strip: Filmstrip) -> None:
        self.activated: list[str] = []
        self.selections: list[list[str]] = []
        self.wanted: list[list[str]] = []
        strip.activated.connect(lambda path: self.activated.append(path.name))
        strip.selection_changed.connect(lambda paths: self.selections.append([path.name for path in paths]))
        strip.thumbnails_wanted.connect(lambda paths: self.wanted.append([path.name for path in paths]))


# --- order ------------------------------------------------------------------------------------------------------------


def test_names_are_sorted_as_people_count() -> None:
    shuffled = [entry(name) for name in ("img_10.nef", "IMG_9.nef", "a.nef", "IMG_9.cr3", "10.nef", "9.nef")]
    found = [e.path.name for e in ordered(shuffled, SortBy.NAME, False)]
    assert found == ["9.nef", "10.nef", "a.nef", "IMG_9.cr3", "IMG_9.nef", "img_10.nef"]


@given(st.lists(st.text(max_size=12)))
def test_any_names_can_be_sorted(texts: list[str]) -> None:
    assert len(sorted(texts, key=natural)) == len(texts)


@pytest.mark.parametrize("descending", [False, True])
def test_photos_without_the_fact_come_last_in_both_directions(descending: bool) -> None:
    entries = [entry("a", iso=None), entry("b", iso=800.0), entry("c", iso=100.0), entry("d", taken="2024:01:01")]
    by_iso = [e.path.name for e in ordered(entries, SortBy.ISO, descending)]
    assert by_iso == (["b", "c", "a", "d"] if descending else ["c", "b", "a", "d"])
    assert next(e.path.name for e in ordered(entries, SortBy.TIME, descending)) == "d"


def test_sorting_keeps_the_current_photo_and_the_selection(strip: Filmstrip, qtbot: QtBot) -> None:
    strip.set_entries([entry(f"{n}.nef", iso=float(1000 - n)) for n in range(60)])
    heard = Heard(strip)
    strip.select(Path("/photos/3.nef"))
    strip.view.selectionModel().select(strip.model.index(5), FLAGS.Select)
    strip.model.sort_by(SortBy.ISO)
    qtbot.wait(10)
    assert names(strip)[:2] == ["59.nef", "58.nef"]
    assert strip.current == Path("/photos/3.nef")
    assert [path.name for path in strip.selected()] == ["5.nef", "3.nef"]
    assert heard.activated == ["3.nef"]
    shown = strip.view.visualRect(strip.view.currentIndex())
    assert strip.view.viewport().rect().contains(shown.adjusted(2, 2, -2, -2)), "the photo that is open stays in view"


def test_the_sort_box_and_its_arrow_sort(strip: Filmstrip, qtbot: QtBot) -> None:
    strip.set_entries([entry("a", iso=100.0), entry("b", iso=400.0), entry("c", iso=200.0)])
    strip._sort.setCurrentIndex(strip._sort.findData(SortBy.ISO))
    assert names(strip) == ["a", "c", "b"]
    before = strip._direction.accessibleName()
    qtbot.mouseClick(strip._direction, Qt.MouseButton.LeftButton)
    assert names(strip) == ["b", "c", "a"]
    assert strip._direction.accessibleName() != before


def test_facts_that_arrive_one_by_one_sort_once(qtbot: QtBot) -> None:
    model = FilmModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_entries([entry(f"{n}") for n in range(20)])
    model.sort_by(SortBy.ISO)
    sorted_times = []
    model.layoutChanged.connect(lambda: sorted_times.append(1))
    for n in range(20):
        model.update(Path(f"/photos/{n}"), iso=float(100 - n))
    qtbot.waitUntil(lambda: names(model)[0] == "19")
    assert sorted_times == [1]


# --- entries ----------------------------------------------------------------------------------------------------------


def test_an_update_changes_one_entry_and_others_do_not_move(strip: Filmstrip) -> None:
    strip.set_entries(numbered(5))
    changed = []
    strip.model.dataChanged.connect(lambda first, last: changed.append((first.row(), last.row())))
    strip.update_entry(Path("/photos/IMG_2.CR3"), state=PhotoState.FAILED, reason="The card was pulled out.")
    strip.update_entry(Path("/photos/gone.CR3"), state=PhotoState.EXPORTED)
    assert changed == [(2, 2)]
    assert strip.entries()[2].state is PhotoState.FAILED
    assert "The card was pulled out." in strip.model.index(2).data(Qt.ItemDataRole.ToolTipRole)


def test_screen_readers_hear_the_name_and_the_state() -> None:
    model = FilmModel()
    model.set_entries([entry("a.nef", state=PhotoState.EXPORTED)])
    assert model.index(0).data(Qt.ItemDataRole.AccessibleTextRole) == "a.nef, Exported"


def test_every_state_has_its_own_words_and_its_own_shape(qtbot: QtBot) -> None:
    """Shapes are compared in black and white, as somebody sees them who does not see colours."""
    assert len({state_text(entry("a", state=state)) for state in PhotoState}) == len(PhotoState)
    masks = set()
    for state in PhotoState:
        image = QImage(40, 40, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        PAINTERS[state](painter, image.rect().adjusted(10, 10, -10, -10).toRectF())
        painter.end()
        alpha = image.convertToFormat(QImage.Format.Format_Alpha8)
        masks.add(bytes(value > 60 for value in bytes(alpha.constBits())))
    assert len(masks) == len(PhotoState)


def test_the_tooltip_tells_what_is_known() -> None:
    text = tooltip(entry("a.nef", camera="NIKON Z 6", iso=6400.0, taken="2026:01:31 19:30:00"))
    assert text.splitlines() == ["a.nef", "NIKON Z 6 · ISO 6400", "2026-01-31 19:30:00", "Not denoised yet"]


def test_a_folder_of_ten_thousand_is_there_at_once(strip: Filmstrip) -> None:
    entries = numbered(10_000)
    started = time.perf_counter()
    strip.set_entries(entries)
    strip.view.viewport().repaint()
    assert time.perf_counter() - started < 0.5
    assert strip.view.horizontalScrollBar().maximum() > 10_000 * THUMBNAIL.width()


def test_another_folder_forgets_the_current_photo_and_the_same_one_keeps_it(strip: Filmstrip, qtbot: QtBot) -> None:
    strip.set_entries(numbered(5))
    strip.select(Path("/photos/IMG_3.CR3"))
    heard = Heard(strip)
    strip.set_entries(numbered(8))
    assert strip.current == Path("/photos/IMG_3.CR3")
    assert strip.selected() == [Path("/photos/IMG_3.CR3")]
    strip.set_entries([entry("other.nef")])
    assert strip.current is None
    assert heard.activated == []
    strip.select(Path("/photos/other.nef"))
    assert heard.activated == ["other.nef"]


# --- moving about -----------------------------------------------------------------------------------------------------


def test_a_photo_is_activated_once_however_often_it_is_selected(strip: Filmstrip) -> None:
    strip.set_entries(numbered(3))
    heard = Heard(strip)
    assert strip.select(Path("/photos/IMG_1.CR3"))
    assert strip.select(Path("/photos/IMG_1.CR3"))
    assert not strip.select(Path("/photos/none.CR3"))
    assert heard.activated == ["IMG_1.CR3"]


def test_next_and_previous_stop_at_the_ends(strip: Filmstrip) -> None:
    strip.set_entries(numbered(3))
    strip.select(Path("/photos/IMG_0.CR3"))
    assert not strip.previous()
    assert strip.next()
    assert strip.next()
    assert not strip.next()
    assert strip.current == Path("/photos/IMG_2.CR3")


def test_the_arrows_home_and_end_move(strip: Filmstrip) -> None:
    strip.set_entries(numbered(40))
    strip.select(Path("/photos/IMG_0.CR3"))
    heard = Heard(strip)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_End, Qt.Key.Key_Home):
        QTest.keyClick(strip.view, key)
    assert heard.activated == ["IMG_1.CR3", "IMG_2.CR3", "IMG_1.CR3", "IMG_39.CR3", "IMG_0.CR3"]


def _click(strip: Filmstrip, row: int, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    place = strip.view.visualRect(strip.model.index(row)).center()
    QTest.mouseClick(strip.view.viewport(), Qt.MouseButton.LeftButton, modifier, place)


def test_control_and_shift_select_several_in_the_order_shown(strip: Filmstrip, qtbot: QtBot) -> None:
    strip.set_entries(numbered(6))
    heard = Heard(strip)
    _click(strip, 3)
    _click(strip, 0, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: heard.selections[-1:] == [["IMG_0.CR3", "IMG_3.CR3"]])
    _click(strip, 4)
    _click(strip, 2, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: heard.selections[-1:] == [["IMG_2.CR3", "IMG_3.CR3", "IMG_4.CR3"]])
    assert "3 selected" in strip._count.text()


def test_a_big_selection_is_told_once(strip: Filmstrip, qtbot: QtBot) -> None:
    strip.set_entries(numbered(500))
    heard = Heard(strip)
    strip.select_all()
    qtbot.waitUntil(lambda: bool(heard.selections))
    assert [len(selection) for selection in heard.selections] == [500]


def test_the_wheel_scrolls_sideways(strip: Filmstrip, qtbot: QtBot) -> None:
    strip.set_entries(numbered(100))
    qtbot.wait(1)
    bar = strip.view.horizontalScrollBar()
    for turn in (QPoint(0, -240), QPoint(-120, 0)):
        before = bar.value()
        where = QPointF(50, 50)
        event = QWheelEvent(
            where, where, QPoint(), turn, Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(strip.view.viewport(), event)
        assert bar.value() > before


# --- thumbnails -------------------------------------------------------------------------------------------------------


def test_what_is_in_view_is_wanted_first_and_little_more(strip: Filmstrip, qtbot: QtBot) -> None:
    heard = Heard(strip)
    strip.set_entries(numbered(10_000))
    qtbot.waitUntil(lambda: bool(heard.wanted))
    assert heard.wanted[-1][:3] == ["IMG_0.CR3", "IMG_1.CR3", "IMG_2.CR3"]
    strip.select(Path("/photos/IMG_5000.CR3"))
    qtbot.waitUntil(lambda: "IMG_5000.CR3" in heard.wanted[-1])
    page = strip.view.viewport().width() // THUMBNAIL.width() + 2
    assert "IMG_5000.CR3" in heard.wanted[-1][:page]
    assert all(len(wanted) <= 4 * page for wanted in heard.wanted)


def test_a_long_scroll_asks_seldom_and_ends_with_what_is_in_view(strip: Filmstrip, qtbot: QtBot) -> None:
    strip.set_entries(numbered(2_000))
    qtbot.wait(100)
    heard = Heard(strip)
    bar = strip.view.horizontalScrollBar()
    for value in range(0, bar.maximum(), bar.maximum() // 300):
        bar.setValue(value)
        QApplication.processEvents()
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: bool(heard.wanted) and "IMG_1999.CR3" in heard.wanted[-1])
    assert len(heard.wanted) < 100


def test_what_has_a_thumbnail_or_can_have_none_is_not_wanted(strip: Filmstrip, qtbot: QtBot) -> None:
    heard = Heard(strip)
    strip.set_entries([entry("a", thumbnail=picture()), entry("b"), entry("c", thumbnail=QImage())])
    qtbot.waitUntil(lambda: bool(heard.wanted))
    assert heard.wanted == [["b"]]


def test_memory_for_thumbnails_is_bounded_and_lost_ones_come_back(
    strip: Filmstrip, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filmstrip_model, "KEPT", 40)
    strip.set_entries(numbered(200))
    for number in range(200):
        strip.update_entry(Path(f"/photos/IMG_{number}.CR3"), thumbnail=picture())
    having = [e.path.name for e in strip.entries() if e.thumbnail is not None]
    assert having == [f"IMG_{number}.CR3" for number in range(160, 200)]
    heard = Heard(strip)
    strip.view.horizontalScrollBar().setValue(200)
    qtbot.waitUntil(lambda: bool(heard.wanted) and "IMG_2.CR3" in heard.wanted[-1])


@given(st.integers(1, 9000), st.integers(1, 9000))
def test_a_thumbnail_lies_whole_and_centred_in_its_place(width: int, height: int) -> None:
    from PySide6.QtCore import QRect

    place = QRect(7, 9, THUMBNAIL.width(), THUMBNAIL.height())
    found = letterboxed(QSize(width, height), place)
    assert place.contains(found)
    assert found.width() == place.width() or found.height() == place.height()
    assert abs(found.center().x() - place.center().x()) <= 1
    assert abs(found.center().y() - place.center().y()) <= 1


def test_the_thumbnail_is_painted_with_grey_beside_it(strip: Filmstrip) -> None:
    strip.set_entries([entry("tall.nef", thumbnail=picture("red", (20, 60)))])
    grabbed = strip.view.viewport().grab().toImage()
    cell = strip.view.visualRect(strip.model.index(0))
    middle = QPoint(cell.center().x(), 5 + THUMBNAIL.height() // 2)
    ratio = grabbed.devicePixelRatio()
    assert grabbed.pixelColor((QPointF(middle) * ratio).toPoint()) == QColor("red")
    beside = grabbed.pixelColor((QPointF(cell.left() + 9, middle.y()) * ratio).toPoint())
    assert beside.red() == beside.green() == beside.blue()


def test_who_hears_of_the_current_photo_may_select_it_and_the_selection_stays(strip: Filmstrip, qtbot: QtBot) -> None:
    """The window does so: what is open is selected in the strip."""
    strip.set_entries(numbered(6))
    strip.activated.connect(lambda path: strip.select(path))
    _click(strip, 0)
    _click(strip, 2, Qt.KeyboardModifier.ControlModifier)
    _click(strip, 4, Qt.KeyboardModifier.ControlModifier)
    assert [path.name for path in strip.selected()] == ["IMG_0.CR3", "IMG_2.CR3", "IMG_4.CR3"]
    _click(strip, 1, Qt.KeyboardModifier.ShiftModifier)
    assert len(strip.selected()) >= 4
