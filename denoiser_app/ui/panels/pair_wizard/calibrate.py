"""The step that measures the camera's noise from the pairs: useful at once, without any training."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from denoiser_app.core.camera_profile import IsoCurve, IsoNoise
from denoiser_app.core.progress import Progress
from denoiser_app.pairs.session import Session
from denoiser_app.pairs.verdict import Verdicts
from denoiser_app.ui import messages, words
from denoiser_app.ui.jobs import calibrating
from denoiser_app.ui.jobs.calibrating import InUse, Known
from denoiser_app.ui.jobs.errands import Errands
from denoiser_app.ui.jobs.pairing import GeneratorJob
from denoiser_app.ui.panels.notice import Notice
from denoiser_app.ui.panels.pair_wizard import measurement as say
from denoiser_app.ui.panels.pair_wizard.chart import Chart, Drawing
from denoiser_app.ui.panels.pair_wizard.figures import FigureTable
from denoiser_app.ui.panels.pair_wizard.measurement import Measurement
from denoiser_app.ui.panels.pair_wizard.page import Mark, Page
from denoiser_app.ui.panels.pair_wizard.work_bar import WorkBar
from denoiser_app.ui.stylesheet import role


class CalibratePage(Page):
    """See ``Page``. profiles_changed: automatic noise may come out differently for photos of this camera now."""

    profiles_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known, self._error = Known(), ""
        self._job = GeneratorJob("calibration", self)
        self._desk = Errands("camera profiles", parent=self)
        self._make_widgets()
        self._arrange()
        self._connect()
        self.retranslate()

    def _make_widgets(self) -> None:
        self.headline, self.reliability, self.hot = QLabel(), QLabel(), QLabel()
        role(self.headline, "title")
        role(self.reliability, "note")
        for label in (self.headline, self.reliability, self.hot):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.problem, self.bar = Notice(), WorkBar()
        self.chart, self.table = Chart(), FigureTable()
        self.isos = QComboBox()
        self.isos.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.state, self.what = QLabel(), QLabel()
        role(self.state, "section")
        role(self.what, "note")
        self.state.setWordWrap(True)
        self.what.setWordWrap(True)
        self.use, self.remove = QPushButton(), QPushButton()

    def _arrange(self) -> None:
        top = QVBoxLayout()
        top.setSpacing(6)
        for widget in (self.headline, self.reliability, self.problem, self.bar):
            top.addWidget(widget)
        left = QVBoxLayout()
        left.setSpacing(8)
        self._iso_label = QLabel()
        self._iso_label.setBuddy(self.isos)
        self._iso_row = QWidget()
        row = QHBoxLayout(self._iso_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._iso_label)
        row.addWidget(self.isos)
        row.addStretch(1)
        left.addWidget(self._iso_row)
        left.addWidget(self.chart, 1)
        self._results = QWidget()
        body = QHBoxLayout(self._results)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(20)
        body.addLayout(left, 3)
        body.addLayout(self._right(), 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 12)
        layout.setSpacing(14)
        layout.addLayout(top)
        layout.addWidget(self._results, 1)
        self._below = QLabel()
        role(self._below, "note")
        self._below.setWordWrap(True)
        self._below.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._below.setMaximumWidth(46 * self.fontMetrics().height())
        layout.addWidget(self._below, 1)

    def _right(self) -> QVBoxLayout:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.use)
        buttons.addWidget(self.remove)
        buttons.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(self.table, 0)
        column.addWidget(self.hot)
        column.addSpacing(10)
        column.addWidget(self.state)
        column.addWidget(self.what)
        column.addLayout(buttons)
        column.addStretch(1)
        return column

    def _connect(self) -> None:
        self.bar.start_asked.connect(self.measure)
        self.bar.stop_asked.connect(self._job.cancel)
        self.isos.currentIndexChanged.connect(self._draw)
        self.use.clicked.connect(self._use)
        self.remove.clicked.connect(self._remove)
        self._job.told.connect(self._hear)
        self._job.done.connect(self._done)
        self._job.cancelled.connect(self._ended)
        self._job.failed.connect(self._failed)

    # --- what the window asks -----------------------------------------------------------------------------------------

    def title(self) -> str:
        return self.tr("Calibrate")

    def explanation(self) -> str:
        return self.tr(
            "Measures the noise of your camera from the pairs: how it grows with brightness, for every colour and ISO,"
            " and which pixels are hot. No training is needed to use it."
        )

    def summary(self) -> str:
        if self._job.running:
            return self.tr("Measuring...")
        if self._known.profile is None:
            return ""
        return self.tr("In use") if self._known.in_use is not None and self._known.in_use.same else self.tr("Measured")

    def mark(self) -> Mark:
        if self._error:
            return "trouble"
        if self._known.profile is None:
            return "begun" if self._job.running else "empty"
        return "done" if self._known.in_use is not None and self._known.in_use.same else "begun"

    def show_session(self, folder: Path | None, session: Session | None, verdicts: Verdicts | None) -> None:
        if folder != self.folder:
            self._job.cancel()
            self._known, self._error = Known(), ""
        super().show_session(folder, session, verdicts)
        self._look()
        self._show()

    def end(self) -> bool:
        return all([self._job.end(), self._desk.close()])

    # --- what there is ------------------------------------------------------------------------------------------------

    def _look(self) -> None:
        """The profile in the folder, and which one is in use: the disk is asked in a thread."""
        folder, session = self.folder, self.session
        if folder is None or session is None:
            return
        self._desk.put(
            lambda: calibrating.known(folder),
            lambda known: self._seen(folder, known),
            self._say_error,
        )

    def _seen(self, folder: Path, known: Known) -> None:
        if folder != self.folder or known == self._known:
            return
        self._known = known
        self._show()

    @property
    def measurement(self) -> Measurement | None:
        """What is shown: as it stands in the folder."""
        if self._known.profile is None:
            return None
        return Measurement(self._known.profile, self._known.points, self._known.shipped)

    # --- measuring ----------------------------------------------------------------------------------------------------

    @Slot()
    def measure(self) -> None:
        """Begins; what was measured before stays until it is done."""
        folder = self.folder
        if folder is None:
            return
        self._error = ""
        self._job.start(lambda token: calibrating.calibrate(folder, token))
        self.busy.emit(True)
        self._show()

    @Slot(object)
    def _hear(self, event: object) -> None:
        if isinstance(event, Progress):
            self.bar.show_progress(messages.reason(event.note) or self.tr("Measuring the pairs"), event.fraction)

    @Slot()
    def _done(self) -> None:
        self.changed.emit()
        self._look()
        self._ended()

    @Slot()
    def _ended(self) -> None:
        self.busy.emit(False)
        self._show()

    @Slot(object)
    def _failed(self, error: BaseException) -> None:
        self._say_error(error)
        self._ended()

    def _say_error(self, error: BaseException) -> None:
        self._error = messages.sentence(error, short=True)
        self._show()

    # --- using it -----------------------------------------------------------------------------------------------------

    @Slot()
    def _use(self) -> None:
        measurement = self.measurement
        if measurement is not None:
            profile = measurement.profile
            self._desk.put(lambda: calibrating.use(profile), self._profiles_changed, self._say_error)

    @Slot()
    def _remove(self) -> None:
        in_use = self._known.in_use
        if in_use is not None:
            camera = in_use.camera
            self._desk.put(lambda: calibrating.remove(camera), self._profiles_changed, self._say_error)

    def _profiles_changed(self, _answer: object) -> None:
        self.profiles_changed.emit()
        self._look()

    # --- showing ------------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        measurement, running = self.measurement, self._job.running
        self.problem.say(self._error, "error")
        self.bar.set_running(running)
        self.bar.set_again(measurement is not None)
        self._results.setVisible(measurement is not None)
        self._below.setVisible(measurement is None)
        self.headline.setVisible(measurement is not None)
        self.reliability.setVisible(measurement is not None)
        if measurement is not None:
            self._show_measurement(measurement)
            self._show_use(measurement)
        self.state_changed.emit()

    def _show_measurement(self, measurement: Measurement) -> None:
        camera = measurement.profile.camera
        self.headline.setText(say.headline(measurement) or self.tr("The noise of {camera}").format(camera=camera))
        measured: list[IsoNoise | IsoCurve] = [*measurement.profile.raw, *measurement.profile.rgb]
        self.reliability.setText("\n".join(map(say.reliability, measured)))
        self.table.set_columns(*say.columns(measurement.is_raw))
        self.table.show_rows(say.rows(measurement))
        found = (say.hot_pixels(measurement.profile.hot), say.banding(measurement.profile))
        self.hot.setText("\n\n".join(filter(None, found)))
        self.hot.setVisible(measurement.is_raw)
        self._show_isos(measurement)
        self._draw()

    def _show_isos(self, measurement: Measurement) -> None:
        isos = measurement.isos
        if isos != tuple(self.isos.itemData(index) for index in range(self.isos.count())):
            self.isos.blockSignals(True)
            self.isos.clear()
            for iso in isos:
                self.isos.addItem(words.iso(iso), iso)
            self.isos.setCurrentIndex(self.isos.count() - 1)
            self.isos.blockSignals(False)
        self._iso_row.setVisible(len(isos) > 1)

    @Slot()
    def _draw(self) -> None:
        measurement, iso = self.measurement, self.isos.currentData()
        shown = say.drawing(measurement, iso) if measurement is not None and iso is not None else Drawing()
        self.chart.show_drawing(shown, say.headline(measurement) if measurement is not None else "")

    def _show_use(self, measurement: Measurement) -> None:
        in_use, camera = self._known.in_use, measurement.profile.camera
        same = in_use is not None and in_use.same
        role(self.use, "" if same else "primary")
        self.use.setVisible(not same)
        self.use.setEnabled(not self._job.running)
        self.remove.setVisible(in_use is not None)
        self.state.setText(self._state(in_use, measurement.profile.measured))
        text = (
            self.tr("Automatic noise uses it for every photo of the {camera}, in the window and on the command line.")
            if same
            else self.tr(
                "Automatic noise will use it for every photo of the {camera} from then on, without any training."
            )
        )
        self.what.setText(text.format(camera=camera))

    def _state(self, in_use: InUse | None, measured: str) -> str:
        """One line: whether it is in use."""
        if in_use is None:
            return self.tr("Not in use")
        if in_use.same:
            return self.tr("In use since {date}").format(date=in_use.since or measured)
        return self.tr("Another measurement of this camera, of {date}, is in use").format(date=in_use.since)

    def retranslate(self) -> None:
        self.bar.set_words(self.tr("&Measure the noise"), self.tr("&Measure again"), self.tr("Progress of measuring"))
        self.chart.set_words(
            self.tr("Noise over brightness"), self.tr("The curve of the noise appears here once it is measured.")
        )
        self.table.setAccessibleName(self.tr("Noise for every colour and ISO"))
        self._iso_label.setText(self.tr("Cur&ve of"))
        self._below.setText(
            self.tr(
                "What a low-ISO frame and a high-ISO frame of the same scene differ by is the noise. It is measured at"
                " every brightness, apart for red, green and blue. Pixels that are too bright in every scene are hot:"
                " they are remembered and mended. This takes a few seconds for each pair."
            )
        )
        self.use.setText(self.tr("&Use this profile"))
        self.remove.setText(self.tr("&Remove it"))
        self.remove.setToolTip(self.tr("Automatic noise goes back to the shipped profile. The session keeps this one."))
        self._show()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Another theme: badges and dots are painted anew."""
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "problem"):
            self.problem.say(self._error, "error")
        super().changeEvent(event)
