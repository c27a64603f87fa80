"""The pages of the preferences: each shows a part of ``Preferences`` and gives back the fields it edits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDoubleSpinBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from denoiser_app.ui import words
from denoiser_app.ui.export_plan import folder_problem
from denoiser_app.ui.panels.export_dialog import DefaultsDialog
from denoiser_app.ui.panels.layouts import column
from denoiser_app.ui.panels.notice import Notice
from denoiser_app.ui.preferences import CACHE_GB, MOST_THREADS, ExportDefaults, Preferences
from denoiser_app.ui.stylesheet import role

if TYPE_CHECKING:
    from denoiser_app.engine.estimate import DeviceReport


@dataclass(frozen=True)
class DeviceRow:
    """A device that can compute. name: as in ``Preferences.device``; label: for people; reason: why it did not pass its
    self-test; speed_text: such as 'about 10 s for 24 megapixels'."""

    name: str
    label: str
    passed: bool
    reason: str = ""
    speed_text: str = ""

    @classmethod
    def of(cls, report: DeviceReport) -> Self:
        """From what the self-test found."""
        seconds = report.seconds_per_megapixel
        text = QCoreApplication.translate("DeviceRow", "{duration} for 24 megapixels")
        speed = text.format(duration=words.about(24 * seconds)) if seconds else ""
        return cls(report.name, report.label, report.passed, report.reason, speed)


class Page(QWidget):
    """A form. ``changed`` after every change; ``problem`` says why it cannot be applied, '' if it can."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.problem = ""
        self.form = QFormLayout()
        self.form.setHorizontalSpacing(self.fontMetrics().height())
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        layout = QVBoxLayout(self)
        layout.addLayout(self.form)
        layout.addStretch(1)

    def add_row(self, text: str, field: QWidget, *below: QWidget) -> None:
        """A labelled field, with remarks below it."""
        label = QLabel(text)
        label.setBuddy(field)
        self.form.addRow(label, column(field, *below) if below else field)


def line(first: QWidget, *others: QWidget) -> QWidget:
    """Side by side, the first grows. The keys of a label that has the line as its buddy go to the first."""
    holder = QWidget()
    layout = QHBoxLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(first, 1)
    for widget in others:
        layout.addWidget(widget)
    holder.setFocusProxy(first)
    return holder


def _note(text: str = "") -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    role(label, "note")
    return label


def _button(text: str, name: str) -> QPushButton:
    """A push button that the Return key does not press from elsewhere."""
    button = QPushButton(text)
    button.setAutoDefault(False)
    button.setAccessibleName(name)
    return button


def _select(box: QComboBox, value: object) -> None:
    box.setCurrentIndex(max(box.findData(value), 0))


class GeneralPage(Page):
    """Language, theme, and how exports begin."""

    def __init__(self, preferences: Preferences) -> None:
        super().__init__()
        self._before, self._export = preferences.language, preferences.export
        self.language, self.theme = QComboBox(), QComboBox()
        for text, value in ((self.tr("As the system"), "system"), ("English", "en"), ("简体中文", "zh_CN")):
            self.language.addItem(text, value)
        for text, value in (
            (self.tr("As the system"), "system"),
            (self.tr("Dark"), "dark"),
            (self.tr("Light"), "light"),
        ):
            self.theme.addItem(text, value)
        _select(self.language, preferences.language)
        _select(self.theme, preferences.theme)
        self._restart = Notice()
        self._summary = _note()
        self._edit = _button(self.tr("&Edit..."), self.tr("Edit the default export"))
        self.add_row(self.tr("&Language"), self.language, self._restart)
        self.add_row(self.tr("&Theme"), self.theme)
        self.form.addRow(self.tr("Default export"), line(self._summary, self._edit))
        self.language.currentIndexChanged.connect(self._update)
        self.theme.currentIndexChanged.connect(self._update)
        self._edit.clicked.connect(self._edit_export)
        self._update()

    def values(self) -> dict[str, Any]:
        return {
            "language": self.language.currentData(),
            "theme": self.theme.currentData(),
            "export": self._export,
        }

    def summary(self) -> str:
        """How exports begin, in a few words."""
        return self._summary.text()

    def set_export(self, export: ExportDefaults) -> None:
        """Other defaults for exports."""
        self._export = export
        self._update()

    @Slot()
    def _edit_export(self) -> None:
        dialog = DefaultsDialog(self._export, self)
        dialog.accepted.connect(self._edited)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._dialog: QDialog = dialog
        dialog.open()

    @Slot()
    def _edited(self) -> None:
        if isinstance(self._dialog, DefaultsDialog):
            self.set_export(self._dialog.defaults)

    def _update(self, *_: object) -> None:
        changed = self.language.currentData() != self._before
        self._restart.say(self.tr("The language changes when the program is started again.") if changed else "")
        options, folder = self._export.options, self._export.folder
        text = self.tr("{format}, {bits} bits, named {name}, {folder}").format(
            format=options.format.upper(),
            bits=options.bits,
            name=options.name,
            folder=self.tr("beside each photo") if not folder else self.tr("in {folder}").format(folder=folder),
        )
        self._summary.setText(text)
        self.changed.emit()


class PerformancePage(Page):
    """Device, threads and the cache of results."""

    clear_cache = Signal()

    def __init__(self, preferences: Preferences) -> None:
        super().__init__()
        self._wanted, self._before = preferences.device, preferences.cache_gb
        self._build_device(preferences)
        self._build_cache(preferences)
        self.set_devices([], testing=True)
        self.set_cache_size(None)
        self.device.currentIndexChanged.connect(self._device_chosen)
        self.threads.valueChanged.connect(self._update)
        self.cache_gb.valueChanged.connect(self._update)
        self.cache_folder.textChanged.connect(self._update)
        self._choose.clicked.connect(self._choose_folder)
        self._clear.clicked.connect(self._clear_clicked)
        self._update()

    def values(self) -> dict[str, Any]:
        return {
            "device": self._wanted,
            "threads": self.threads.value() or None,
            "cache_gb": self._gigabytes(),
            "cache_folder": self.cache_folder.text().strip(),
        }

    def set_devices(self, rows: Sequence[DeviceRow], *, testing: bool = False) -> None:
        """Fills the list; what did not pass its test can be read, not chosen. The choice stays, even of a device that
        is not there today."""
        self.device.blockSignals(True)
        self.device.clear()
        self.device.addItem(self.tr("Automatic: the first of these that works"), "auto")
        for row in rows:
            self._add_device(row)
        if self.device.findData(self._wanted) < 0:
            text = self._wanted if testing else self.tr("{device} (not found)").format(device=self._wanted)
            self.device.addItem(text, self._wanted)
        _select(self.device, self._wanted)
        self.device.blockSignals(False)
        lines = [
            self.tr("{device}: {reason}").format(device=row.label, reason=row.reason)
            for row in rows
            if not row.passed and row.reason
        ]
        if testing:
            lines.append(self.tr("Testing the devices..."))
        self._device_note.setText("\n".join(lines))
        self._device_note.setVisible(bool(lines))

    def _add_device(self, row: DeviceRow) -> None:
        facts = row.speed_text if row.passed else self.tr("does not work here")
        text = self.tr("{device}: {facts}").format(device=row.label, facts=facts) if facts else row.label
        self.device.addItem(text, row.name)
        place = self.device.count() - 1
        model = self.device.model()
        if not row.passed and isinstance(model, QStandardItemModel):
            model.item(place).setEnabled(False)
        self.device.setItemData(place, row.reason, Qt.ItemDataRole.ToolTipRole)

    def set_cache_size(self, size: int | None) -> None:
        """Bytes that the kept results take now; None while it is not known."""
        text = self.tr("C&lear") if size is None else self.tr("C&lear ({size})").format(size=words.file_size(size))
        self._clear.setText(text)
        self._clear.setEnabled(size is None or size > 0)

    def _build_device(self, preferences: Preferences) -> None:
        self.device, self.threads = QComboBox(), QSpinBox()
        self._device_note = _note()
        self.threads.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.threads.setRange(0, MOST_THREADS)
        self.threads.setSpecialValueText(self.tr("Automatic: all cores but one"))
        self.threads.setValue(preferences.threads or 0)
        self.add_row(self.tr("De&vice"), self.device, self._device_note)
        self.add_row(self.tr("Processor &threads"), self.threads)

    def _build_cache(self, preferences: Preferences) -> None:
        self.cache_gb = QDoubleSpinBox()
        self.cache_gb.setRange(*CACHE_GB)
        self.cache_gb.setDecimals(1)
        self.cache_gb.setSuffix(" GB")
        self.cache_gb.setSpecialValueText(self.tr("Keep nothing"))
        self.cache_gb.setValue(preferences.cache_gb)
        self.cache_gb.setAccessibleName(self.tr("Size of the cache of results"))
        self._clear = _button(self.tr("C&lear"), self.tr("Delete the kept results"))
        self.cache_folder = QLineEdit(preferences.cache_folder)
        self.cache_folder.setPlaceholderText(self.tr("The usual place"))
        self.cache_folder.setClearButtonEnabled(True)
        self.cache_folder.setAccessibleName(self.tr("Folder of the cache"))
        self._choose = _button(self.tr("C&hoose..."), self.tr("Choose the folder of the cache"))
        self._folder_notice = Notice()
        note = _note(self.tr("Denoised photos are kept here, so that they are there at once when you come back."))
        self.add_row(self.tr("&Kept results"), line(self.cache_gb, self._clear), note)
        self.add_row(self.tr("&Folder for them"), line(self.cache_folder, self._choose), self._folder_notice)

    def _gigabytes(self) -> float:
        """As shown, or to the last digit as before if that is what is shown."""
        shown = self.cache_gb.value()
        return self._before if round(self._before, self.cache_gb.decimals()) == shown else shown

    @Slot(int)
    def _device_chosen(self, _index: int) -> None:
        self._wanted = self.device.currentData()
        self.changed.emit()

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self._choose.accessibleName(), self.cache_folder.text())
        if chosen:
            self.cache_folder.setText(chosen)

    def _clear_clicked(self) -> None:
        self._clear.setEnabled(False)
        self.clear_cache.emit()

    def _update(self, *_: object) -> None:
        text = self.cache_folder.text().strip()
        self.problem = {
            "": "",
            "none": "",
            "missing": self.tr("This folder does not exist. Choose another one."),
            "file": self.tr("This is a file, not a folder. Choose another one."),
            "closed": self.tr("You may not write into this folder. Choose another one."),
        }[folder_problem(Path(text) if text else None)]
        self._folder_notice.say(self.problem, "error")
        self.changed.emit()


class DisplayPage(Page):
    """What the monitor is. check: why a file is no usable profile, '' if it is one."""

    def __init__(self, preferences: Preferences, check: Callable[[str], str] | None) -> None:
        super().__init__()
        self._check = check
        self.display, self.file = QComboBox(), QLineEdit()
        self.display.addItem(self.tr("sRGB (most monitors)"), "srgb")
        self.display.addItem(self.tr("Display P3 (Apple and wide-gamut monitors)"), "display-p3")
        self.display.addItem(self.tr("The profile in a file (ICC)"), "")
        known = preferences.display in ("srgb", "display-p3")
        self.display.setCurrentIndex(self.display.findData(preferences.display if known else ""))
        self.file.setText("" if known else preferences.display)
        self.file.setAccessibleName(self.tr("File with the profile of the monitor"))
        self._choose = _button(self.tr("C&hoose..."), self.tr("Choose the file with the profile of the monitor"))
        self._notice = Notice()
        self.add_row(self.tr("&Monitor"), self.display)
        self.add_row(self.tr("&File"), line(self.file, self._choose), self._notice)
        note = self.tr("This changes how photos look on this monitor, and nothing in the files that are exported.")
        self.form.addRow("", _note(note))
        self.display.currentIndexChanged.connect(self._update)
        self.file.textChanged.connect(self._update)
        self._choose.clicked.connect(self._choose_file)
        self._update()

    def values(self) -> dict[str, Any]:
        return {"display": self.display.currentData() or self.file.text().strip()}

    def _choose_file(self) -> None:
        kinds = self.tr("Colour profiles (*.icc *.icm);;All files (*)")
        name, _ = QFileDialog.getOpenFileName(self, self._choose.accessibleName(), self.file.text(), kinds)
        if name:
            self.file.setText(name)

    def _update(self, *_: object) -> None:
        from_file = not self.display.currentData()
        self.file.setEnabled(from_file)
        self._choose.setEnabled(from_file)
        self.problem = self._problem() if from_file else ""
        self._notice.say(self.problem, "error")
        self.changed.emit()

    def _problem(self) -> str:
        name = self.file.text().strip()
        if not name:
            return self.tr("Choose the file with the profile.")
        if not Path(name).is_file():
            return self.tr("There is no such file.")
        return self._check(name) if self._check else ""
