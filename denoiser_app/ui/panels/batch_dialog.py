"""The dialog of a new batch: which photos, what becomes of each, where the results go, and how many photos that are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QTimer, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from denoiser_app.core.photo import Metadata
from denoiser_app.core.progress import Progress
from denoiser_app.core.recipe import Recipe
from denoiser_app.engine.batch import rules as tables
from denoiser_app.engine.batch.items import Plan
from denoiser_app.engine.batch.rules import Rule
from denoiser_app.engine.batch.sources import Found
from denoiser_app.formats.facts import Facts
from denoiser_app.formats.sniff import RAW_SUFFIXES
from denoiser_app.ui import messages, words
from denoiser_app.ui.dropping import local_paths
from denoiser_app.ui.panels.batch_fields import Settings, SettingsFields, SourceFields
from denoiser_app.ui.panels.export_fields import ExportFields
from denoiser_app.ui.panels.notice import Notice
from denoiser_app.ui.panels.rules_table import RulesTable
from denoiser_app.ui.preferences import ExportDefaults
from denoiser_app.ui.stylesheet import role

PAUSE = 250
"""Milliseconds without a change before the photos are counted."""


@dataclass(frozen=True)
class Beginning:
    """What the dialog begins with.

    sources: folders and photos. settings: to choose from, the first is chosen. presets, models: for rules. own:
    settings of photos that were edited in the window.
    """

    defaults: ExportDefaults = field(default_factory=ExportDefaults)
    sources: tuple[Path, ...] = ()
    settings: tuple[Settings, ...] = ()
    presets: tuple[tuple[str, Recipe], ...] = ()
    models: tuple[str, ...] = ()
    own: Mapping[Path, Recipe] = field(default_factory=dict)


class BatchDialog(QDialog):
    """count_wanted(plan): answer with ``set_count`` or ``set_problem``. start_wanted(plan, recipes): make this batch;
    ``set_planning`` meanwhile, then ``accept`` or ``refuse``. planning_cancelled: it is not wanted any more."""

    count_wanted = Signal(object)
    start_wanted = Signal(object, object)
    planning_cancelled = Signal()

    def __init__(self, beginning: Beginning, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("New batch"))
        self.setAcceptDrops(True)
        self._own = dict(beginning.own)
        self._found: list[Found] | None = None
        self._problem, self._planning = "", False
        self._counted: Plan | None = None
        self.sources = SourceFields()
        settings = beginning.settings or (Settings(self.tr("Standard settings"), Recipe()),)
        self.settings = SettingsFields(settings, len(self._own))
        self.fields = ExportFields(beginning.defaults, None)
        self.rules = RulesTable(beginning.presets, beginning.models)
        self._make_controls()
        self._build()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._connect()
        self.sources.add(beginning.sources)
        self._changed()

    # --- what it says -------------------------------------------------------------------------------------------------

    @property
    def plan(self) -> Plan:
        """What is set."""
        sources = self.sources.sources
        return Plan(
            sources=sources,
            output=self.fields.folder,
            name=self.title.text().strip() or _name_of(sources),
            recursive=self.sources.recursive.isChecked(),
            patterns=self.sources.names,
            keep_folders=self.keep_folders.isChecked(),
            recipe=self.settings.recipe,
            options=self.fields.options,
            if_exists=self.fields.defaults.if_exists,
            sidecars=self.sidecars.isChecked(),
            rules=tables.to_json(self.rules.rules) if self.rules.rules else "",
        )

    @property
    def recipes(self) -> dict[Path, Recipe]:
        """Settings of single photos, which win over all others."""
        return dict(self._own) if self.settings.own.isChecked() else {}

    @property
    def problem(self) -> str:
        """Why it cannot be started; '' if it can."""
        return self.fields.problem or self.rules.problem or self._sources_problem()

    @property
    def text(self) -> str:
        """The line about how many photos there are."""
        return self._line.text()

    # --- what it is told ----------------------------------------------------------------------------------------------

    def set_count(self, plan: Plan, found: Sequence[Found]) -> None:
        """The photos of a plan; heeded if that is still what is set."""
        if plan == self._counted:
            self._found, self._problem = list(found), ""
            self._update()

    def set_problem(self, plan: Plan, error: BaseException) -> None:
        """Why the photos of a plan cannot be counted."""
        if plan == self._counted:
            self._found, self._problem = None, messages.sentence(error)
            self._update()

    def set_planning(self, step: Progress) -> None:
        """So many photos have been looked into."""
        self._bar.setRange(0, max(step.total, 1))
        self._bar.setValue(step.done)
        text = self.tr("Reading what the cameras wrote: {done} of {total}")
        self._line.setText(text.format(done=step.done, total=step.total))

    def refuse(self, error: BaseException) -> None:
        """It could not be planned: everything stays as it is, to be mended."""
        self._set_planning(False)
        self._update()
        self._notice.say(messages.sentence(error), "error")

    # --- building -----------------------------------------------------------------------------------------------------

    def _make_controls(self) -> None:
        self.title = QLineEdit()
        self.keep_folders = QCheckBox(self.tr("&Keep sub-folders in the output folder"))
        self.keep_folders.setChecked(True)
        self.sidecars = QCheckBox(self.tr("Copy &sidecar files (.xmp, .pp3) along"))
        self._line, self._notice, self._bar = QLabel(), Notice(), QProgressBar()
        self._line.setWordWrap(True)
        self._line.setMinimumHeight(2 * self.fontMetrics().lineSpacing())
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(self.fontMetrics().height() // 2)
        self._bar.setAccessibleName(self.tr("Progress of the preparation"))
        self._bar.hide()
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.start = self._buttons.addButton(self.tr("Start"), QDialogButtonBox.ButtonRole.AcceptRole)
        role(self.start, "primary")

    def _build(self) -> None:
        self._area = QScrollArea()  # a small screen and large fonts scroll
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._whole = self._build_fields()
        self._area.setWidget(self._whole)
        self._area.viewport().setAutoFillBackground(False)
        self._whole.setAutoFillBackground(False)
        bottom = QHBoxLayout()
        bottom.addWidget(self._line, 1)
        bottom.addWidget(self._buttons)
        layout = QVBoxLayout(self)
        layout.setSpacing(8)
        layout.addWidget(self._area, 1)
        layout.addWidget(self._notice)
        layout.addWidget(self._bar)
        layout.addLayout(bottom)
        self.start.setDefault(True)
        unit = self.fontMetrics().height()
        room = self.screen().availableSize()
        self.resize(min(66 * unit, room.width() - 40), min(56 * unit, room.height() - 60))

    def _build_fields(self) -> QWidget:
        whole = QWidget()
        grid = QGridLayout(whole)
        unit = self.fontMetrics().height()
        grid.setContentsMargins(0, 0, unit // 2, 0)
        grid.setHorizontalSpacing(2 * unit)
        grid.setVerticalSpacing(unit // 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.addWidget(_heading(self.tr("Photos")), 0, 0)
        grid.addWidget(_heading(self.tr("Files")), 0, 1)
        grid.addWidget(self.sources, 1, 0)
        grid.addLayout(self._build_files(), 1, 1, 3, 1)
        grid.addWidget(_heading(self.tr("Settings")), 2, 0)
        grid.addWidget(self.settings, 3, 0)
        grid.addWidget(_heading(self.tr("Other settings for some photos")), 4, 0, 1, 2)
        grid.addWidget(self.rules, 5, 0, 1, 2)
        grid.setRowStretch(1, 1)
        return whole

    def _build_files(self) -> QVBoxLayout:
        label = QLabel(self.tr("Na&me of the batch"))
        label.setBuddy(self.title)
        name = QHBoxLayout()
        name.addWidget(label)
        name.addWidget(self.title, 1)
        layout = QVBoxLayout()
        layout.setSpacing(4)
        for widget in (self.fields, self.keep_folders, self.sidecars):
            layout.addWidget(widget)
        layout.addLayout(name)
        layout.addStretch(1)
        return layout

    def _connect(self) -> None:
        self.sources.changed.connect(self._changed)
        self.fields.changed.connect(self._changed)
        self.rules.changed.connect(self._update)
        self._timer.timeout.connect(self._count)
        self._buttons.accepted.connect(self._start)
        self._buttons.rejected.connect(self.reject)

    # --- living -------------------------------------------------------------------------------------------------------

    @Slot()
    def _changed(self) -> None:
        """What is found depends on the sources, and on an output folder that lies in one."""
        self.title.setPlaceholderText(_name_of(self.sources.sources))
        self.keep_folders.setEnabled(self.fields.folder is not None)
        wanted = _what_counts(self.plan)
        if self._counted is None or wanted != _what_counts(self._counted):
            self._counted, self._found, self._problem = wanted, None, ""
            self._timer.start()
        self._update()

    @Slot()
    def _count(self) -> None:
        if self._counted is not None and self._counted.sources:
            self.count_wanted.emit(self._counted)

    @Slot()
    def _update(self) -> None:
        if self._planning:
            return
        self._line.setText(self._sentence())
        problem = self.problem
        self.start.setEnabled(not problem)
        self.start.setToolTip(problem)
        self._notice.say(self._problem, "error")

    def _sources_problem(self) -> str:
        if not self.sources.sources:
            return self.tr("Add a folder or photos, or drop them here.")
        if self._problem:
            return self._problem
        return self.tr("There are no such photos.") if self._found == [] else ""

    def _sentence(self) -> str:
        if self._found is None:
            return self._sources_problem() if self._problem or not self.sources.sources else self.tr("Counting...")
        if not self._found:
            return self.tr("No photos found. Include sub-folders, or look at the names that count.")
        return _outlook(self._found, self.rules.rules)

    # --- starting -----------------------------------------------------------------------------------------------------

    @Slot()
    def _start(self) -> None:
        if not self.problem and not self._planning:
            self._set_planning(True)
            self._line.setText(self.tr("Preparing..."))
            self.start_wanted.emit(self.plan, self.recipes)

    def _set_planning(self, planning: bool) -> None:
        self._planning = planning
        self._whole.setEnabled(not planning)
        self.start.setEnabled(not planning)
        self._bar.setRange(0, 0)
        self._bar.setVisible(planning)
        if planning:
            self._notice.say("")

    def reject(self) -> None:
        """Cancel: what is being planned is given up."""
        if self._planning:
            self.planning_cancelled.emit()
        super().reject()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        if local_paths(event.mimeData()) and not self._planning:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        event.acceptProposedAction()
        self.sources.add(local_paths(event.mimeData()))


def _what_counts(plan: Plan) -> Plan:
    """Only what decides which photos are found."""
    wanted = Plan(plan.sources, plan.output)
    return replace(wanted, recursive=plan.recursive, patterns=plan.patterns)


def _name_of(sources: Sequence[Path]) -> str:
    """Of the first folder: what a photographer called the job."""
    if not sources:
        return ""
    first = sources[0]
    return first.parent.name if first.suffix else first.name


def _outlook(found: Sequence[Found], rules: Sequence[Rule]) -> str:
    """'214 photos found: 190 denoised, 24 copied', as far as names tell."""
    translate = QCoreApplication.translate
    number = words.photos(len(found))
    if not rules:
        return translate("BatchDialog", "{photos} found.").format(photos=number)
    if any(_needs_facts(rule) for rule in rules):
        text = translate("BatchDialog", "{photos} found. The rules decide about each when it has been looked into.")
        return text.format(photos=number)
    actions = [_action(photo.path, rules) for photo in found]
    parts = [translate("BatchDialog", "{number} denoised").format(number=actions.count("denoise"))]
    if "copy" in actions:
        parts.append(translate("BatchDialog", "{number} copied").format(number=actions.count("copy")))
    if "skip" in actions:
        parts.append(translate("BatchDialog", "{number} skipped").format(number=actions.count("skip")))
    text = translate("BatchDialog", "{photos} found: {parts}.")
    return text.format(photos=number, parts=translate("BatchDialog", ", ").join(parts))


def _needs_facts(rule: Rule) -> bool:
    limits = (rule.iso_from, rule.iso_to, rule.shutter_from, rule.shutter_to)
    return bool(rule.camera or rule.orientation) or any(limit is not None for limit in limits)


def _action(path: Path, rules: Sequence[Rule]) -> str:
    facts = Facts(Metadata(path=path), "raw" if path.suffix.lower() in RAW_SUFFIXES else "rgb")
    rule = tables.choose(rules, facts, path)
    return "denoise" if rule is None else rule.action


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    role(label, "section")
    return label
