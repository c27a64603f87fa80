"""What is set in the dialog of a new batch is what is asked for, and it says beforehand what will become of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from denoiser_app.core.errors import NothingToDo
from denoiser_app.core.progress import Progress
from denoiser_app.core.recipe import ExportOptions, Recipe
from denoiser_app.engine.batch import rules as tables
from denoiser_app.engine.batch.items import Plan
from denoiser_app.engine.batch.rules import Rule
from denoiser_app.engine.batch.sources import Found
from denoiser_app.ui.panels.batch_dialog import BatchDialog, Beginning
from denoiser_app.ui.panels.batch_fields import Settings
from denoiser_app.ui.panels.rules_model import Column, RulesModel, number
from denoiser_app.ui.panels.rules_table import RulesTable
from denoiser_app.ui.preferences import ExportDefaults

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True)

PRESETS = (("Gentle", Recipe(strength=70.0, detail=30.0)), ("Strong", Recipe()))
Make = Callable[..., BatchDialog]


@pytest.fixture
def make(qtbot: QtBot) -> Make:
    def made(**beginning: object) -> BatchDialog:
        dialog = BatchDialog(Beginning(**{"presets": PRESETS, "models": ("raw-best",), **beginning}))
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return made


def found(*names: str) -> list[Found]:
    return [Found(Path("/photos") / name, Path("/photos"), 1, 1) for name in names]


def counted(qtbot: QtBot, dialog: BatchDialog, *names: str) -> None:
    """The photos are counted, whatever is set."""
    with qtbot.waitSignal(dialog.count_wanted) as asked:
        pass
    dialog.set_count(asked.args[0], found(*names))


# --- what is set ------------------------------------------------------------------------------------------------------


def test_what_is_set_is_what_is_asked_for(make: Make, tmp_path: Path) -> None:
    options = ExportOptions("jpeg", None, "srgb", 80, False, "{date}-{stem}{ext}")
    strong = Recipe(strength=90.0)
    dialog = make(
        defaults=ExportDefaults(options, str(tmp_path), "rename"),
        sources=(Path("/card/concert"), Path("/card/IMG_1.NEF")),
        settings=(Settings("Usual", Recipe()), Settings("Strong", strong)),
    )
    dialog.sources.recursive.setChecked(True)
    dialog.sources.patterns.setText("*.NEF, *.cr3;*.Arw")
    dialog.keep_folders.setChecked(False)
    dialog.sidecars.setChecked(True)
    dialog.settings.combo.setCurrentIndex(1)
    dialog.rules.set_rules([Rule(iso_to=400.0, action="copy")])
    assert dialog.plan == Plan(
        sources=(Path("/card/concert"), Path("/card/IMG_1.NEF")),
        output=tmp_path,
        name="concert",
        recursive=True,
        patterns=("*.NEF", "*.cr3", "*.Arw"),
        keep_folders=False,
        recipe=strong,
        options=options,
        if_exists="rename",
        sidecars=True,
        rules=tables.to_json([Rule(iso_to=400.0, action="copy")]),
    )
    dialog.title.setText(" Night 1 ")
    assert dialog.plan.name == "Night 1"


def test_beside_the_photos_is_no_output_folder(make: Make) -> None:
    dialog = make(sources=(Path("/card/a"),))
    assert dialog.plan.output is None
    assert dialog.plan.rules == ""
    assert not dialog.keep_folders.isEnabled()


def test_every_source_is_there_once_and_can_be_taken_out(make: Make) -> None:
    dialog = make(sources=(Path("/card/a"),))
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(path) for path in ("/card/a", "/card/b", "/card/c.NEF")])
    how = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(QPoint(5, 5), *how)
    QApplication.sendEvent(dialog.sources.list, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(dialog.sources.list, QDropEvent(QPointF(5, 5), *how))
    assert dialog.plan.sources == (Path("/card/a"), Path("/card/b"), Path("/card/c.NEF"))
    dialog.activateWindow()
    assert QTest.qWaitForWindowActive(dialog)
    dialog.sources.list.setFocus()
    dialog.sources.list.setCurrentRow(1)
    QTest.keyClick(dialog.sources.list, Qt.Key.Key_Delete)
    assert dialog.plan.sources == (Path("/card/a"), Path("/card/c.NEF"))


def test_edited_photos_keep_their_settings_unless_told_otherwise(make: Make) -> None:
    own = {Path("/card/a/1.NEF"): Recipe(strength=33.0)}
    dialog = make(sources=(Path("/card/a"),), own=own)
    assert dialog.settings.own.isVisible()
    assert dialog.recipes == own
    dialog.settings.own.setChecked(False)
    assert dialog.recipes == {}
    assert not make().settings.own.isVisible()


# --- what it says beforehand ------------------------------------------------------------------------------------------


def test_photos_are_counted_and_an_old_answer_is_not_heeded(make: Make, qtbot: QtBot) -> None:
    dialog = make(sources=(Path("/photos"),))
    with qtbot.waitSignal(dialog.count_wanted) as first:
        pass
    dialog.sources.recursive.setChecked(True)
    dialog.set_count(first.args[0], found("a.jpg"))
    assert "1 photo" not in dialog.text
    counted(qtbot, dialog, "a.jpg", "b.jpg", "c.nef")
    assert dialog.text.startswith("3 photo")
    assert dialog.start.isEnabled()


def test_what_names_tell_is_counted_and_the_rest_is_not_guessed(make: Make, qtbot: QtBot) -> None:
    dialog = make(sources=(Path("/photos"),))
    counted(qtbot, dialog, "a.jpg", "b.jpg", "c.nef", "d.nef", "e.png")
    dialog.rules.set_rules([Rule(suffixes=(".png",), action="skip"), Rule(kind="rgb", action="copy")])
    assert all(part in dialog.text for part in ("2 denoised", "2 copied", "1 skipped"))
    dialog.rules.set_rules([Rule(iso_to=400.0, action="copy")])
    assert "copied" not in dialog.text
    assert "denoised" not in dialog.text


def test_it_cannot_be_started_while_something_is_wrong(make: Make, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = make()
    assert not dialog.start.isEnabled()
    dialog.sources.add([tmp_path])
    counted(qtbot, dialog)
    assert not dialog.start.isEnabled()  # no photos there
    dialog.sources.recursive.setChecked(True)
    counted(qtbot, dialog, "a.jpg")
    assert dialog.start.isEnabled()
    dialog.rules.set_rules([Rule(iso_from=800.0, iso_to=400.0)])
    assert not dialog.start.isEnabled()
    assert dialog.start.toolTip() == dialog.problem != ""
    dialog.rules.set_rules([])
    dialog.fields._there.setChecked(True)
    dialog.fields._path.setText(str(tmp_path / "missing"))
    assert not dialog.start.isEnabled()
    dialog.fields._path.setText(str(tmp_path))
    counted(qtbot, dialog, "a.jpg")
    assert dialog.start.isEnabled()


def test_sources_that_are_gone_are_named(make: Make, qtbot: QtBot) -> None:
    dialog = make(sources=(Path("/photos"),))
    with qtbot.waitSignal(dialog.count_wanted) as asked:
        pass
    dialog.set_problem(asked.args[0], NothingToDo(path="/photos", patterns=""))
    assert "/photos" in dialog._notice.text
    assert not dialog.start.isEnabled()


# --- starting ---------------------------------------------------------------------------------------------------------


def test_a_refused_batch_can_be_mended_and_started_again(make: Make, qtbot: QtBot) -> None:
    dialog = make(sources=(Path("/photos"),), own={Path("/photos/a.jpg"): Recipe(strength=5.0)})
    counted(qtbot, dialog, "a.jpg")
    with qtbot.waitSignal(dialog.start_wanted) as asked:
        dialog.start.click()
    assert asked.args == [dialog.plan, {Path("/photos/a.jpg"): Recipe(strength=5.0)}]
    dialog.set_planning(Progress("plan", 3, 12))
    assert "3" in dialog.text
    assert "12" in dialog.text
    assert not dialog.start.isEnabled()
    assert not dialog.sources.isEnabled()
    dialog.refuse(NothingToDo(path="/photos", patterns=" that are called *.x"))
    assert "*.x" in dialog._notice.text
    assert dialog.isVisible()
    assert dialog.start.isEnabled()
    assert dialog.sources.isEnabled()


def test_cancel_while_it_is_planned_gives_the_plan_up(make: Make, qtbot: QtBot) -> None:
    dialog = make(sources=(Path("/photos"),))
    counted(qtbot, dialog, "a.jpg")
    with qtbot.assertNotEmitted(dialog.planning_cancelled):
        make().reject()
    dialog.start.click()
    with qtbot.waitSignal(dialog.planning_cancelled):
        dialog.reject()
    assert not dialog.isVisible()


# --- rules ------------------------------------------------------------------------------------------------------------

LIMIT = st.none() | st.floats(0.0, 1e6)
CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "model": st.sampled_from(["auto", "raw-best", "other"]),
        "noise": st.none() | st.floats(0.0, 255.0),
        "strength": st.floats(0.0, 100.0),
        "detail": st.floats(0.0, 100.0),
    },
) | st.sampled_from([asdict(recipe) for _, recipe in PRESETS])


@st.composite
def a_rule(draw: st.DrawFn) -> Rule:
    action = draw(st.sampled_from(["denoise", "copy", "skip"]))
    by_kind = draw(st.booleans())
    return Rule(
        camera=draw(st.sampled_from(["", "X-T3", "*D8?0", "=Nikon Z6"])),
        iso_from=draw(LIMIT),
        iso_to=draw(LIMIT),
        shutter_from=draw(LIMIT),
        shutter_to=draw(LIMIT),
        kind=draw(st.sampled_from(["", "raw", "rgb"])) if by_kind else "",
        suffixes=() if by_kind else draw(st.sampled_from([(), (".jpg",), (".nef", ".cr3")])),
        orientation=draw(st.sampled_from(["", "landscape", "portrait"])),
        action=action,
        changes=draw(CHANGES) if action == "denoise" else {},
    )


@given(rules=st.lists(a_rule(), max_size=4))
def test_looking_into_every_cell_changes_nothing(rules: list[Rule]) -> None:
    model = RulesModel(PRESETS, ("raw-best",))
    model.set_rules(rules)
    for row in range(len(rules)):
        for column in Column:
            index = model.index(row, column)
            assert isinstance(index.data(), str)
            if model.flags(index) & Qt.ItemFlag.ItemIsEditable:
                assert model.setData(index, index.data(Qt.ItemDataRole.EditRole))
    assert model.rules == tuple(rules)


@given(rules=st.lists(a_rule().filter(lambda rule: _possible(rule)), max_size=4))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_saved_table_is_read_back_as_it_was(qtbot: QtBot, tmp_path: Path, rules: list[Rule]) -> None:
    first, second = RulesTable(PRESETS), RulesTable(PRESETS)
    qtbot.addWidget(first)
    qtbot.addWidget(second)
    first.set_rules(rules)
    first.save(tmp_path / "rules.json")
    second.load(tmp_path / "rules.json")
    assert second.rules == tuple(rules)


def _possible(rule: Rule) -> bool:
    pairs = ((rule.iso_from, rule.iso_to), (rule.shutter_from, rule.shutter_to))
    return all(low is None or high is None or low <= high for low, high in pairs)


@pytest.mark.parametrize(
    ("typed", "value"),
    [("6400", 6400.0), ("", None), (" 1/60 ", 1 / 60), ("0.5 s", 0.5), ("2", 2.0), ("1e3", 1000.0)],
)
def test_numbers_as_photographers_type_them(typed: str, value: float | None) -> None:
    assert number(typed) == value


@pytest.mark.parametrize("typed", ["x", "1/0", "-1", "nan", "inf", "1/", "1/2/3", "1e99"])
def test_other_texts_change_nothing(typed: str) -> None:
    model = RulesModel((), ())
    model.set_rules([Rule(iso_from=800.0, shutter_to=0.5)])
    for column in (Column.ISO_FROM, Column.SHUTTER_TO, Column.STRENGTH):
        model.setData(model.index(0, column), typed)
    assert model.rules == (Rule(iso_from=800.0, shutter_to=0.5),)


def test_a_rule_made_by_hand(qtbot: QtBot) -> None:
    table = RulesTable(PRESETS, ("raw-best",))
    qtbot.addWidget(table)
    table.show()
    table.buttons["add"].click()
    for column, value in (
        (Column.CAMERA, "X-T3"),
        (Column.ISO_FROM, "6400"),
        (Column.SHUTTER_TO, "1/60"),
        (Column.TYPE, "NEF, *.cr3"),
        (Column.ORIENTATION, "portrait"),
        (Column.SETTINGS, "Gentle"),
        (Column.MODEL, "raw-best"),
        (Column.STRENGTH, "90 %"),
    ):
        assert table.model.setData(table.model.index(0, column), value)
    (rule,) = table.rules
    assert rule == Rule(
        camera="X-T3",
        iso_from=6400.0,
        shutter_to=1 / 60,
        suffixes=(".nef", ".cr3"),
        orientation="portrait",
        changes={**asdict(PRESETS[0][1]), "model": "raw-best", "strength": 90.0},
    )
    assert rule.recipe_for(Recipe()) == replace(PRESETS[0][1], model="raw-best", strength=90.0)
    table.model.setData(table.model.index(0, Column.ACTION), "copy")
    assert table.rules[0].changes == {}


def test_rules_change_places_and_go(qtbot: QtBot) -> None:
    table = RulesTable()
    qtbot.addWidget(table)
    one, two, three = (Rule(camera=name) for name in ("one", "two", "three"))
    table.set_rules([one, two, three])
    table.view.setCurrentIndex(table.model.index(2, 0))
    assert not table.buttons["down"].isEnabled()
    table.buttons["up"].click()
    assert table.rules == (one, three, two)
    assert table.row == 1
    table.buttons["up"].click()
    assert table.rules == (three, one, two)
    assert not table.buttons["up"].isEnabled()
    table.buttons["remove"].click()
    assert table.rules == (one, two)


def test_a_cell_is_edited_by_keyboard(qtbot: QtBot) -> None:
    table = RulesTable(PRESETS)
    qtbot.addWidget(table)
    table.show()
    table.set_rules([Rule()])
    for column, keys in ((Column.ISO_FROM, "800"), (Column.ACTION, "")):
        table.view.setCurrentIndex(table.model.index(0, column))
        table.view.edit(table.view.currentIndex())
        editor = table.view.viewport().findChild(QLineEdit if keys else QComboBox)
        assert editor is not None
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(editor.findData("copy"))
            editor.activated.emit(editor.currentIndex())
        else:
            QTest.keyClicks(editor, keys)
            QTest.keyClick(editor, Qt.Key.Key_Return)
    assert table.rules == (Rule(iso_from=800.0, action="copy"),)


def test_a_file_that_is_no_table_is_named_and_the_table_stays(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = RulesTable()
    qtbot.addWidget(table)
    table.set_rules([Rule(camera="one")])
    bad = tmp_path / "bad.json"
    bad.write_text('{"version": 1, "rules": [{"iso": 3}]}')
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(bad), ""))
    table.buttons["load"].click()
    assert "bad.json" in table._notice.text
    assert table.rules == (Rule(camera="one"),)
