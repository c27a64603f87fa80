"""The settings of the shoot: camera, the two ISOs, the shutter time, mains light, how many frames."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from denoiser_app.pairs.planning.plan import ShootingPlan
from denoiser_app.pairs.planning.shutter import SLOWEST, nearest, of_thirds
from denoiser_app.ui import words
from denoiser_app.ui.panels.pair_wizard import wording
from denoiser_app.ui.stylesheet import role

ISOS = (50, 64, 80, 100, 125, 160, 200, 400, 800, 1600, 3200, 6400, 12800, 25600, 51200, 102400)
SHUTTERS = tuple(of_thirds(thirds) for thirds in range(SLOWEST, 37))
"""From 30 s to 1/4000, a third of a stop apart: with shorter ones the low-ISO frames would flicker in any lamplight."""
MAINS = (50, 60, 0)


class PlanForm(QWidget):
    """changed: ``plan`` is another."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.camera = QLineEdit()
        self.camera.setMaxLength(80)
        self.high_iso, self.low_iso = _isos(), _isos()
        self.shutter, self.mains = QComboBox(), QComboBox()
        for one in SHUTTERS:
            self.shutter.addItem("", one.seconds)
        for hertz in MAINS:
            self.mains.addItem("", hertz)
        self.low_frames, self.high_frames = QSpinBox(), QSpinBox()
        self.low_frames.setRange(1, 16)
        self.high_frames.setRange(1, 8)
        self.title, self.aperture = QLabel(), QLabel()
        role(self.title, "section")
        role(self.aperture, "note")
        self._arrange()
        self._connect()
        self.show_plan(ShootingPlan())

    def _arrange(self) -> None:
        self._labels = [QLabel() for _ in range(7)]
        self._between = QLabel()
        role(self._between, "note")
        frames = QHBoxLayout()
        frames.setSpacing(8)
        frames.addWidget(self.low_frames)
        frames.addWidget(self._between)
        frames.addWidget(self.high_frames)
        frames.addStretch(1)
        form = QFormLayout()
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        fields = (self.camera, self.high_iso, self.low_iso, self.shutter, self.aperture, self.mains)
        for label, field in zip(self._labels, fields, strict=False):
            form.addRow(label, field)
            if field is not self.aperture:
                label.setBuddy(field)
        form.addRow(self._labels[-1], frames)
        for field in (self.high_iso, self.low_iso, self.shutter, self.mains):
            field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._labels[-1].setBuddy(self.low_frames)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self.title)
        layout.addLayout(form)

    def _connect(self) -> None:
        self.camera.textEdited.connect(self.changed)
        for box in (self.high_iso, self.low_iso, self.shutter, self.mains):
            box.currentIndexChanged.connect(self._changed)
        for count in (self.low_frames, self.high_frames):
            count.valueChanged.connect(self._changed)

    @Slot()
    def _changed(self, *_: object) -> None:
        self.changed.emit()

    def plan_with(self, before: ShootingPlan) -> ShootingPlan:
        """``before`` with what is set here."""
        return replace(
            before,
            camera=self.camera.text().strip(),
            high_iso=self.high_iso.currentData(),
            low_iso=self.low_iso.currentData(),
            shutter=_same_label(before.shutter, self.shutter.currentData()),
            mains=self.mains.currentData(),
            low_frames=self.low_frames.value(),
            high_frames=self.high_frames.value(),
        )

    def show_plan(self, plan: ShootingPlan) -> None:
        """Does not tell ``changed``. What no camera is labelled with, such as a plan from the command line may have,
        becomes one more choice."""
        fields = (self.camera, self.high_iso, self.low_iso, self.shutter, self.mains, self.low_frames, self.high_frames)
        for field in fields:
            field.blockSignals(True)
        if self.camera.text().strip() != plan.camera:
            self.camera.setText(plan.camera)
        for box, value in ((self.high_iso, plan.high_iso), (self.low_iso, plan.low_iso), (self.mains, plan.mains)):
            _choose(box, value)
        _choose(self.shutter, nearest(plan.shutter).seconds)
        self.low_frames.setValue(plan.low_frames)
        self.high_frames.setValue(plan.high_frames)
        for field in fields:
            field.blockSignals(False)
        self.retranslate()

    def retranslate(self) -> None:
        """The words of now."""
        self.title.setText(self.tr("Camera and exposure"))
        texts = (
            self.tr("&Camera"),
            self.tr("&High ISO"),
            self.tr("&Low ISO"),
            self.tr("Sh&utter at high ISO"),
            self.tr("Aperture"),
            self.tr("&Mains light"),
            self.tr("Frames p&er scene"),
        )
        for label, text in zip(self._labels, texts, strict=True):
            label.setText(text)
        self.camera.setPlaceholderText(self.tr("such as Fujifilm X-T3"))
        self.aperture.setText(self.tr("f/4 to f/8, the same for the whole scene"))
        self._between.setText(self.tr("at low, and at high ISO"))
        self.high_iso.setToolTip(self.tr("The ISO that the model is to be good at"))
        self.low_iso.setToolTip(self.tr("The camera's base ISO: the cleanest it can do"))
        self.low_frames.setToolTip(self.tr("They are averaged: four have half the noise of one"))
        self.camera.setAccessibleName(self.tr("Camera"))
        self.low_frames.setAccessibleName(self.tr("Frames per scene at low ISO"))
        self.high_frames.setAccessibleName(self.tr("Frames per scene at high ISO"))
        for box in (self.high_iso, self.low_iso):
            for place in range(box.count()):
                box.setItemText(place, words.iso(box.itemData(place)))
        for place in range(self.shutter.count()):
            self.shutter.setItemText(place, wording.shutter(nearest(self.shutter.itemData(place))))
        for place in range(self.mains.count()):
            hertz = self.mains.itemData(place)
            text = self.tr("{hertz} Hz").format(hertz=hertz) if hertz else self.tr("None in the scenes")
            self.mains.setItemText(place, text)


def _isos() -> QComboBox:
    box = QComboBox()
    for iso in ISOS:
        box.addItem(words.iso(iso), float(iso))
    return box


def _same_label(before: float, chosen: float) -> float:
    """A time that was written as the dial's label, 1/60 instead of 1/64, stays as long as no other one is chosen."""
    return before if nearest(before) == nearest(chosen) else chosen


def _choose(box: QComboBox, value: float) -> None:
    for place in range(box.count()):
        if abs(box.itemData(place) - value) <= 0.001 * abs(value):
            box.setCurrentIndex(place)
            return
    box.addItem("", value)
    box.setCurrentIndex(box.count() - 1)
