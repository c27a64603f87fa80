"""The export dialog: which photos, how they are written, where, and what to expect."""

from __future__ import annotations

import shutil
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from denoiser_app.core.photo import Metadata
from denoiser_app.ui import words
from denoiser_app.ui.export_plan import ExportRequest, Size, Which, expected_size
from denoiser_app.ui.panels.export_fields import ExportFields, Sample
from denoiser_app.ui.panels.notice import Notice
from denoiser_app.ui.preferences import ExportDefaults
from denoiser_app.ui.stylesheet import role

__all__ = ["DefaultsDialog", "ExportDialog", "ExportRequest"]


class ExportDialog(QDialog):
    """Asks how to export. After ``accepted``: ``request``, and ``new_defaults`` (None unless asked to keep them).

    path, metadata, megapixels: the photo that is open, for the example and the size; None and 0 where not known.
    counts: photos in the selection and in all.
    """

    def __init__(
        self,
        defaults: ExportDefaults,
        path: Path,
        metadata: Metadata | None,
        megapixels: float,
        counts: tuple[int, int],
        parent: QWidget | None = None,
        *,
        model: str = "auto",
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export"))
        self._megapixels, self._counts, self._photo = megapixels, counts, path
        self.fields = ExportFields(defaults, Sample(path, metadata, model))
        self._size, self._notice = QLabel(), Notice()
        self._size.setWordWrap(True)
        role(self._size, "note")
        self._keep = QCheckBox(self.tr("&Use as default"))
        self._keep.setToolTip(self.tr("The next export begins with these settings."))
        self._build()
        self.fields.changed.connect(self._update)
        self._group.buttonToggled.connect(self._update)
        self._update()

    @property
    def which(self) -> Which:
        """The photos that are chosen."""
        chosen = self._group.checkedButton()
        return next(which for which, button in self._which.items() if button is chosen)

    @property
    def request(self) -> ExportRequest:
        """What was asked for."""
        return ExportRequest(self.which, self.fields.options, self.fields.folder, self.fields.defaults.if_exists)

    @property
    def new_defaults(self) -> ExportDefaults | None:
        """What later exports begin with, None to leave that as it is."""
        return self.fields.defaults if self._keep.isChecked() else None

    @property
    def size_text(self) -> str:
        """The line about the size to expect."""
        return self._size.text()

    @property
    def export_button(self) -> QPushButton:
        """Disabled while something is wrong; ``fields.problem`` says what."""
        return self._export

    def _build(self) -> None:
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._export = self._buttons.addButton(self.tr("Export"), QDialogButtonBox.ButtonRole.AcceptRole)
        role(self._export, "primary")
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        bottom = QHBoxLayout()
        bottom.addWidget(self._keep)
        bottom.addStretch(1)
        bottom.addWidget(self._buttons)
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        layout.addLayout(self._build_which())
        layout.addWidget(self.fields)
        layout.addWidget(self._size)
        layout.addWidget(self._notice)
        layout.addStretch(1)
        layout.addLayout(bottom)
        self.setMinimumWidth(84 * self.fontMetrics().averageCharWidth())
        self._which[self.which].setFocus()
        self._export.setDefault(True)  # a dialog only heeds it of buttons that are in it

    def _build_which(self) -> QVBoxLayout:
        selected, everything = self._counts
        metrics = self.fontMetrics()
        width = 40 * metrics.averageCharWidth()
        name = metrics.elidedText(self._photo.name, Qt.TextElideMode.ElideMiddle, width)
        self._which: dict[Which, QRadioButton] = {
            "photo": QRadioButton(self.tr("&This photo ({name})").format(name=name.replace("&", "&&"))),
            "selection": QRadioButton(self.tr("The &selection (%n photo(s))", "", selected)),
            "all": QRadioButton(self.tr("&All photos in the strip (%n photo(s))", "", everything)),
        }
        self._group = QButtonGroup(self)
        layout = QVBoxLayout()
        layout.setSpacing(4)
        for button in self._which.values():
            self._group.addButton(button)
            layout.addWidget(button)
        self._which["selection"].setEnabled(selected > 0)
        self._which["all"].setEnabled(everything > 0)
        self._which["selection" if selected > 1 else "photo"].setChecked(True)
        return layout

    def _number(self) -> int:
        return {"photo": 1, "selection": self._counts[0], "all": self._counts[1]}[self.which]

    def _update(self, *_: object) -> None:
        number = self._number()
        self._export.setText(self.tr("Export %n photo(s)", "", number) if number > 1 else self.tr("Export"))
        self._export.setEnabled(not self.fields.problem)
        self._export.setToolTip(self.fields.problem)
        size = expected_size(self._megapixels, self.fields.options)
        self._size.setText(self._size_sentence(size, number))
        self._size.setVisible(self._megapixels > 0)
        self._notice.say(self._room_sentence(size, number), "warning")

    def _size_sentence(self, size: Size, number: int) -> str:
        if number == 1:
            return self.tr("The file will take {size}.").format(size=_range(size, 1))
        text = self.tr("A photo like this one will take {size}, all together {total}.")
        return text.format(size=_range(size, 1), total=_range(size, number))

    def _room_sentence(self, size: Size, number: int) -> str:
        """A warning when the disk is likely to be too small; '' otherwise."""
        if not self._megapixels or self.fields.problem:
            return ""
        try:
            free = shutil.disk_usage(self.fields.folder or self._photo.parent).free
        except OSError:
            return ""
        if free > number * size.most:
            return ""
        return self.tr("Only {free} are free there. It may not be enough.").format(free=words.file_size(free))


class DefaultsDialog(QDialog):
    """Asks how exports begin. After ``accepted``: ``defaults``."""

    def __init__(self, defaults: ExportDefaults, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Default export"))
        self.fields = ExportFields(defaults, None)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self._ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
        role(self._ok, "primary")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        layout.addWidget(self.fields)
        layout.addStretch(1)
        layout.addWidget(buttons)
        self.setMinimumWidth(84 * self.fontMetrics().averageCharWidth())
        self._ok.setDefault(True)
        self.fields.changed.connect(self._update)
        self._update()

    @property
    def defaults(self) -> ExportDefaults:
        """What was set."""
        return self.fields.defaults

    def _update(self) -> None:
        self._ok.setEnabled(not self.fields.problem)
        self._ok.setToolTip(self.fields.problem)


def _range(size: Size, number: int) -> str:
    """'about 104 MB', or '11 to 38 MB' where nobody can know beforehand."""
    if size.is_narrow:
        text = QCoreApplication.translate("ExportDialog", "about {size}")
        return text.format(size=_rough(size.middle * number))
    text = QCoreApplication.translate("ExportDialog", "about {least} to {most}")
    return text.format(least=_rough(size.least * number), most=_rough(size.most * number))


def _rough(size: float) -> str:
    """Two digits are as much as a forecast can promise: '0.4 MB', '7.2 MB', '100 MB', '1.2 GB'."""
    unit, name = (1e9, "GB") if size >= 0.95e9 else (1e6, "MB")
    value = size / unit
    if value >= 9.5:
        step = 10 if value >= 95 else 1
        return f"{step * round(value / step)} {name}"
    return f"{max(value, 0.1):.1f} {name}"
