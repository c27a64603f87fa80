"""The fields that say how a photo is exported: format, colours, name, folder. Used for one export and for defaults."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QRadioButton,
    QSlider,
    QSpinBox,
    QWidget,
)

from denoiser_app.core.errors import DenoiserError
from denoiser_app.core.photo import Metadata
from denoiser_app.core.recipe import ColorSpaceName, ExportOptions
from denoiser_app.ui import messages
from denoiser_app.ui.export_plan import ExportRequest, example, folder_problem
from denoiser_app.ui.panels.layouts import column
from denoiser_app.ui.panels.notice import Notice
from denoiser_app.ui.preferences import ExportDefaults
from denoiser_app.ui.stylesheet import role


@dataclass(frozen=True)
class Sample:
    """The photo that the example is of. metadata: None is not known yet."""

    path: Path
    metadata: Metadata | None = None
    model: str = "auto"


class ExportFields(QWidget):
    """``changed`` after every change; ``problem`` says why it cannot be exported so, '' if it can."""

    changed = Signal()

    def __init__(self, defaults: ExportDefaults, sample: Sample | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sample = sample
        self.problem = ""
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setHorizontalSpacing(self.fontMetrics().height())
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._build_pixels()
        self._build_name()
        self._build_folder()
        self._build_exists()
        self.set_defaults(defaults)
        self._connect()
        self._update()

    # --- what the dialogs do

    @property
    def options(self) -> ExportOptions:
        """Format, depth, colours, quality and name as they are set."""
        return ExportOptions(
            format=self._format.currentData(),
            bit_depth=None if self._is_jpeg else self._depth.currentData(),
            color_space=self._space.currentData(),
            quality=self._quality.value(),
            overwrite=self._exists.currentData() == "overwrite",
            name=self._name.text().strip(),
        )

    @property
    def folder(self) -> Path | None:
        """The folder, None for beside each photo."""
        return None if self._beside.isChecked() else Path(self._path.text().strip()).expanduser()

    @property
    def defaults(self) -> ExportDefaults:
        """All of it, to be kept."""
        folder = "" if self._beside.isChecked() else self._path.text().strip()
        return ExportDefaults(self.options, folder, self._exists.currentData())

    def set_defaults(self, defaults: ExportDefaults) -> None:
        """Fills in all fields."""
        options = defaults.options
        for box, value in (
            (self._format, options.format),
            (self._depth, options.bit_depth if options.bit_depth == 8 else None),
            (self._space, options.color_space),
            (self._exists, defaults.if_exists),
        ):
            box.setCurrentIndex(max(box.findData(value), 0))
        self._quality.setValue(options.quality)
        self._name.setText(options.name)
        self._path.setText(defaults.folder)
        (self._there if defaults.folder else self._beside).setChecked(True)

    @property
    def example(self) -> str:
        """The line below the name."""
        return self._example.text()

    # --- building

    def _build_pixels(self) -> None:
        self._format, self._depth, self._space = QComboBox(), QComboBox(), QComboBox()
        for text, value in (("TIFF", "tiff"), ("PNG", "png"), ("JPEG", "jpeg")):
            self._format.addItem(text, value)
        self._depth.addItem(self.tr("16 bits a channel, for further editing"), None)
        self._depth.addItem(self.tr("8 bits a channel"), 8)
        spaces: list[tuple[str, ColorSpaceName | None]] = [
            (self.tr("As the photo (raw: sRGB)"), None), ("sRGB", "srgb"), ("Display P3", "display-p3"),
            ("Adobe RGB (1998)", "adobe-rgb"), ("ProPhoto RGB", "prophoto"),
        ]  # fmt: skip
        for text, space in spaces:
            self._space.addItem(text, space)
        self._slider, self._quality = QSlider(Qt.Orientation.Horizontal), QSpinBox()
        for widget in (self._slider, self._quality):
            widget.setRange(1, 100)
        self._slider.setAccessibleName(self.tr("JPEG quality"))
        self._quality.setAccessibleName(self.tr("JPEG quality"))
        quality = _row(self._slider, self._quality)
        self._form.addRow(self.tr("&Format"), self._format)
        self._form.addRow(self.tr("&Depth"), self._depth)
        self._quality_label = QLabel(self.tr("&Quality"))
        self._quality_label.setBuddy(self._quality)
        self._form.addRow(self._quality_label, quality)
        self._quality_row = quality
        self._form.addRow(self.tr("&Colours"), self._space)

    def _build_name(self) -> None:
        self._name, self._fields = QLineEdit(), QPushButton()
        self._fields.setText(self.tr("Insert"))
        self._fields.setAutoDefault(False)
        self._fields.setAccessibleName(self.tr("Insert a field into the name"))
        self._fields.setToolTip(self._fields.accessibleName())
        menu = QMenu(self._fields)
        for field, text in field_names():
            action = menu.addAction(f"{{{field}}}\t{text}")
            action.setData(f"{{{field}}}")
        menu.triggered.connect(self._insert)
        self._fields.setMenu(menu)
        self._example, self._name_notice = QLabel(), Notice()
        self._example.setTextFormat(Qt.TextFormat.PlainText)
        self._example.setWordWrap(True)
        role(self._example, "note")
        self._form.addRow(self.tr("&Name"), column(_row(self._name, self._fields), self._example, self._name_notice))
        self._buddy(self._name, self.tr("Name template"))

    def _build_folder(self) -> None:
        self._beside = QRadioButton(self.tr("&Beside each photo"))
        self._there = QRadioButton(self.tr("&In this folder:"))
        self._path, self._choose = QLineEdit(), QPushButton(self.tr("C&hoose..."))
        self._path.setAccessibleName(self.tr("Folder for the exported photos"))
        self._choose.setAccessibleName(self.tr("Choose the folder for the exported photos"))
        self._choose.setAutoDefault(False)
        group = QButtonGroup(self)
        group.addButton(self._beside)
        group.addButton(self._there)
        self._folder_notice = Notice()
        rows = column(self._beside, self._there, _row(self._path, self._choose), self._folder_notice)
        self._form.addRow(self.tr("Folder"), rows)

    def _build_exists(self) -> None:
        self._exists = QComboBox()
        self._exists.addItem(self.tr("Add a number to the name"), "rename")
        self._exists.addItem(self.tr("Skip the photo"), "skip")
        self._exists.addItem(self.tr("Replace the file (never an original)"), "overwrite")
        self._form.addRow(self.tr("If the file &exists"), self._exists)

    def _buddy(self, widget: QWidget, name: str) -> None:
        """The form made the row's container the label's buddy; the key belongs to the field in it."""
        widget.setAccessibleName(name)
        item = self._form.itemAt(self._form.rowCount() - 1, QFormLayout.ItemRole.LabelRole)
        if item is not None and isinstance(label := item.widget(), QLabel):
            label.setBuddy(widget)

    def _connect(self) -> None:
        for box in (self._format, self._depth, self._space, self._exists):
            box.currentIndexChanged.connect(self._update)
        self._slider.setValue(self._quality.value())
        self._slider.valueChanged.connect(self._quality.setValue)
        self._quality.valueChanged.connect(self._slider.setValue)
        self._quality.valueChanged.connect(self._update)
        self._name.textChanged.connect(self._update)
        self._path.textChanged.connect(self._update)
        self._beside.toggled.connect(self._update)
        self._choose.clicked.connect(self._choose_folder)

    # --- living

    @property
    def _is_jpeg(self) -> bool:
        return bool(self._format.currentData() == "jpeg")

    def _insert(self, action: QAction) -> None:
        self._name.insert(action.data())
        self._name.setFocus()

    def _choose_folder(self) -> None:
        start = self._path.text() or (str(self._sample.path.parent) if self._sample else "")
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Folder for the exported photos"), start)
        if chosen:
            self._there.setChecked(True)
            self._path.setText(chosen)

    def _update(self, *_: object) -> None:
        self._form.setRowVisible(self._depth, not self._is_jpeg)
        self._form.setRowVisible(self._quality_row, self._is_jpeg)
        for widget in (self._path, self._choose):
            widget.setEnabled(self._there.isChecked())
        folder = self._folder_sentence()
        name = self._show_example()
        self._folder_notice.say(folder, "error")
        self._name_notice.say(name, "error")
        self.problem = name or folder
        self.changed.emit()

    def _folder_sentence(self) -> str:
        if self._beside.isChecked():
            found = folder_problem(self._sample.path.parent) if self._sample else ""
        else:
            found = folder_problem(self.folder if self._path.text().strip() else None)
        return {
            "": "",
            "none": self.tr("Choose a folder."),
            "missing": self.tr("This folder does not exist. Choose another one."),
            "file": self.tr("This is a file, not a folder. Choose another one."),
            "closed": self.tr("You may not write into this folder. Choose another one."),
        }[found]

    def _show_example(self) -> str:
        """Shows what the photo's file would be called. Returns why it cannot be, ''."""
        sample = self._sample or Sample(Path("IMG_0001.CR3"))
        # Without a photo there is no folder to look into.
        folder = self.folder if self._sample or self._there.isChecked() else Path("/nowhere")
        request = ExportRequest("photo", self.options, folder, self._exists.currentData())
        try:
            target, fate = example(sample.path, sample.metadata or Metadata(), request, model=sample.model)
        except DenoiserError as error:
            self._example.hide()
            return messages.sentence(error, short=True)
        text = {
            "new": self.tr("Example: {name}"),
            "skipped": self.tr("{name} exists already: this photo would be skipped"),
            "replaced": self.tr("{name} exists already: it would be replaced"),
        }[fate]
        self._example.setText(text.format(name=target.name))
        self._example.show()
        return ""


def field_names() -> list[tuple[str, str]]:
    """The fields of a name template with what they stand for."""
    return [
        ("stem", QCoreApplication.translate("ExportFields", "name of the photo without its ending")),
        ("ext", QCoreApplication.translate("ExportFields", "ending of the format, such as .tif")),
        ("date", QCoreApplication.translate("ExportFields", "day it was taken, 2026-01-31")),
        ("time", QCoreApplication.translate("ExportFields", "time it was taken, 19-30-00")),
        ("camera", QCoreApplication.translate("ExportFields", "camera")),
        ("iso", QCoreApplication.translate("ExportFields", "ISO")),
        ("counter", QCoreApplication.translate("ExportFields", "number within this export, 0001")),
        ("model", QCoreApplication.translate("ExportFields", "model that denoised it")),
    ]


def _row(*widgets: QWidget) -> QWidget:
    """Side by side, the first of them grows."""
    holder = QWidget()
    layout = QHBoxLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    for place, widget in enumerate(widgets):
        layout.addWidget(widget, 0 if place else 1)
    return holder
