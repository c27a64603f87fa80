"""A training that runs, or ran: where it stands, its buttons, the curve, and what it makes of a piece of a photo."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from denoiser_app.ui import icons
from denoiser_app.ui.jobs.training import Course
from denoiser_app.ui.panels.notice import Notice
from denoiser_app.ui.panels.pair_wizard import training_words as say
from denoiser_app.ui.panels.pair_wizard.chart import Chart
from denoiser_app.ui.panels.pair_wizard.crops import Crops
from denoiser_app.ui.stylesheet import role

STEPS = 1000
PARTS = 3
"""Of a preview: noisy, denoised, truth."""
GAP = 4
"""Pixels between them, as ``training.personal.preview`` has it."""


class TrainingView(QWidget):
    """pause_asked: or go on. again_asked: take up one that was interrupted. back_asked: to the choices."""

    pause_asked = Signal()
    stop_asked = Signal()
    again_asked = Signal()
    back_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._course = Course()
        self._image: QImage | None = None
        self.name, self.headline, self.details = QLabel(), QLabel(), QLabel()
        role(self.name, "note")
        role(self.headline, "title")
        role(self.details, "note")
        for label in (self.name, self.headline, self.details):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.bar = QProgressBar()
        self.bar.setRange(0, STEPS)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(self.fontMetrics().height() // 2)
        self.notes = Notice()
        self.pause, self.stop, self.again, self.back = QPushButton(), QPushButton(), QPushButton(), QPushButton()
        self.chart, self.crops = Chart(), Crops(PARTS)
        self._arrange()
        self.pause.clicked.connect(self.pause_asked)
        self.stop.clicked.connect(self.stop_asked)
        self.again.clicked.connect(self.again_asked)
        self.back.clicked.connect(self.back_asked)
        self.retranslate()

    def _arrange(self) -> None:
        role(self.again, "primary")
        icons.put(self.stop, "check")
        icons.put(self.back, "chevron-left")
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.back, self.again, self.pause, self.stop):
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 12)
        layout.setSpacing(6)
        for widget in (self.name, self.headline, self.bar, self.details, self.notes):
            layout.addWidget(widget)
        layout.addSpacing(2)
        layout.addLayout(buttons)
        layout.addSpacing(8)
        layout.addWidget(self.chart, 1)
        layout.addSpacing(4)
        layout.addWidget(self.crops, 1)

    def show_course(self, course: Course, *, alive: bool, resumable: bool) -> None:
        """alive: its process is there. resumable: it can be taken up again."""
        self._course = course
        self.name.setText(course.name)
        _set(self.headline, say.headline(course))
        _set(self.details, say.details(course))
        self.bar.setValue(round(STEPS * (course.share if course.state == "preparing" else course.done)))
        self.bar.setVisible(course.state != "finished")
        self.notes.say(say.notes(course), "info")
        self._show_buttons(course, alive=alive, resumable=resumable)
        self.chart.show_drawing(say.drawing(course), say.described(course))

    def _show_buttons(self, course: Course, *, alive: bool, resumable: bool) -> None:
        working = self.pause.hasFocus() or self.stop.hasFocus()  # what has the keyboard may be about to vanish
        pauses = course.state not in ("paused", "pausing")
        icon = "pause" if pauses else "play"
        if self.pause.property("icon_name") != icon:
            icons.put(self.pause, icon)
        self.pause.setText(self.tr("&Pause") if pauses else self.tr("&Resume"))
        self.pause.setVisible(alive)
        self.stop.setVisible(alive)
        self.pause.setEnabled(course.state in ("running", "pausing", "paused"))
        self.stop.setEnabled(course.state in ("running", "pausing", "paused"))
        self.again.setVisible(not alive and resumable)
        self.back.setVisible(not alive)
        if working and not alive:
            (self.again if resumable else self.back).setFocus()

    def show_preview(self, image: QImage | None) -> None:
        """Three pictures beside each other in one."""
        self._image = image if image is not None and not image.isNull() else None
        titles = (self.tr("Noisy"), self.tr("Your model now"), self.tr("Low-ISO truth"))
        nothing = self.tr("The first picture comes with the first checkpoint.")
        self.crops.show_images(titles, parts(self._image, PARTS), nothing)

    def retranslate(self) -> None:
        """All words in the current language."""
        self.bar.setAccessibleName(self.tr("Progress of the training"))
        self.stop.setText(self.tr("&Stop and keep the best"))
        self.again.setText(self.tr("&Resume"))
        self.back.setText(self.tr("Trainin&gs"))
        self.back.setToolTip(self.tr("All trainings of this session, and a new one"))
        self.chart.set_words(
            self.tr("How close to the truth, over time"), self.tr("The curve begins with the first checkpoint.")
        )
        self.show_preview(self._image)


def parts(image: QImage | None, count: int) -> tuple[QImage | None, ...]:
    """As many pictures of equal width as lie beside each other in one, ``GAP`` pixels apart."""
    if image is None:
        return (None,) * count
    width = (image.width() - (count - 1) * GAP) // count
    return tuple(image.copy(number * (width + GAP), 0, width, image.height()) for number in range(count))


def _set(label: QLabel, text: str) -> None:
    if label.text() != text:
        label.setText(text)
        label.setAccessibleName(text)
