"""The settings of the photo: what is in its Recipe, and the lift that only the view knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from denoiser_app.core.photo import Metadata
from denoiser_app.core.recipe import Recipe
from denoiser_app.ui import icons
from denoiser_app.ui.panels.model_section import ModelChoice, ModelSection
from denoiser_app.ui.panels.presets_menu import PresetsMenu
from denoiser_app.ui.panels.sliders import LabelledSlider
from denoiser_app.ui.presets import Preset, Presets
from denoiser_app.ui.stylesheet import role

FIRST_LEVEL = 10.0
"""Where the noise level begins by hand while nothing has been measured: a typical night shot at ISO 3200."""

NOISE_CURVE = 2.0
"""Most photos have 2-25 of the 100 on the scale: half of the slider goes to 25."""

BRIGHTEST = 5.0
"""Exposure values that the view can be lifted by."""

__all__ = ["AdjustPanel", "ModelChoice"]


class AdjustPanel(QWidget):
    """Shows one recipe and changes it.

    edited(recipe, what): the user changed something; ``what`` is strength, color, detail, grain, noise, model, reset
    or preset. edit_finished(): the gesture is over. lift_changed(EV): for the view only. about_model(name).
    preset_failed(error): a preset could not be saved.
    """

    edited = Signal(object, str)
    edit_finished = Signal()
    lift_changed = Signal(float)
    about_model = Signal(str)
    preset_failed = Signal(object)

    def __init__(self, presets: Presets | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._recipe = Recipe()
        self._measured: float | None = None
        self._measured_text = ""
        self.presets_menu = PresetsMenu(presets if presets is not None else Presets(), self)
        self._make_controls()
        self._lay_out()
        self._connect()
        self.retranslate()
        self.set_photo(None)
        self._show()

    # --- what the window tells the panel ---

    @property
    def recipe(self) -> Recipe:
        """The recipe as it is shown."""
        return self._recipe

    @property
    def lift(self) -> float:
        """By how many EV the view is lifted."""
        return self.exposure.value

    def set_recipe(self, recipe: Recipe) -> None:
        """Show another recipe; ``edited`` is not emitted."""
        self._recipe = recipe
        self._show()

    def set_measured(self, level: float | None, text: str = "") -> None:
        """The noise that was measured in the photo, in the recipe's units; None while it is not known.

        text: where the figure comes from, as tool tip; without a level, why there is none.
        """
        self._measured, self._measured_text = level, text
        self._show()

    def set_models(self, models: Sequence[ModelChoice]) -> None:
        """All models, the best of each domain first; those of the photo's domain are offered."""
        self.models.set_models(models)

    def set_cost(self, text: str) -> None:
        """What denoising this photo takes, under the chosen model."""
        self.models.set_cost(text)

    def set_photo(self, domain: str | None, metadata: Metadata | None = None) -> None:
        """The kind of the open photo, 'raw' or 'rgb'; without one nothing can be changed."""
        self.presets_menu.set_photo(metadata)
        self._contents.setEnabled(domain is not None)
        self._footer.setEnabled(domain is not None)
        self.models.set_photo(domain, metadata)

    def set_lift(self, lift: float) -> None:
        """Show another lift; ``lift_changed`` is not emitted."""
        self.exposure.set_value(lift)

    # --- made once ---

    def _make_controls(self) -> None:
        self.strength = LabelledSlider(default=Recipe.strength)
        self.color = LabelledSlider(default=None)
        self.detail = LabelledSlider(default=Recipe.detail)
        self.grain = LabelledSlider(default=Recipe.grain)
        self.noise = LabelledSlider(default=None, step=0.1, decimals=1, curve=NOISE_CURVE)
        self.exposure = LabelledSlider(maximum=BRIGHTEST, step=0.1, decimals=1, unit="EV", default=0.0)
        self.link = QToolButton()
        self.link.setCheckable(True)
        self.link.setIconSize(QSize(1, 1) * (self.fontMetrics().height() - 2))  # no higher than the other rows
        icons.put(self.link, "link")
        self.color.add_beside_label(self.link)
        self.automatic = QCheckBox()
        self.measured = _note()
        self.models = ModelSection()
        self.lift_note = _note()
        self.lift_note.setWordWrap(True)
        self.presets_button, self.reset_button = QPushButton(), QPushButton()
        self.presets_button.setMenu(self.presets_menu)
        for button in (self.link, self.automatic, self.presets_button, self.reset_button):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # as the sliders: the mouse leaves the keys to the photo
        self._sections = {name: _section() for name in ("denoise", "noise", "model", "view")}

    def _lay_out(self) -> None:
        self._contents = QWidget()
        column = QVBoxLayout(self._contents)
        gap = self.fontMetrics().height()
        column.setContentsMargins(gap, gap // 2, gap, gap // 2)
        column.setSpacing(gap // 4)
        head = self._sections
        parts: dict[str, Sequence[QWidget | QHBoxLayout]] = {
            "denoise": (head["denoise"], self.strength, self.color, self.detail, self.grain),
            "noise": (_row(head["noise"], self.measured, self.automatic), self.noise),
            "model": (head["model"], self.models),
            "view": (head["view"], self.exposure, self.lift_note),
        }
        for name, controls in parts.items():
            if name != "denoise":
                column.addSpacing(gap // 4)
                column.addWidget(_rule())
            for control in controls:
                column.addLayout(control) if isinstance(control, QHBoxLayout) else column.addWidget(control)
        column.addStretch(1)
        self._footer = QWidget()
        foot = QHBoxLayout(self._footer)
        foot.setContentsMargins(gap, gap // 3, gap, gap // 3)
        foot.addWidget(self.presets_button)
        foot.addStretch(1)
        foot.addWidget(self.reset_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(_Scroll(self._contents), 1)
        whole.addWidget(_rule())
        whole.addWidget(self._footer)
        # The link is beside the label, so its turn is before the slider; it was added to the row last.
        order = (self.strength.number, self.link, self.color.slider, self.color.number)
        for before, after in pairwise(order):
            self.setTabOrder(before, after)

    def _connect(self) -> None:
        self.strength.changed.connect(self._set_strength)
        self.color.changed.connect(self._set_color)
        self.color.reset_asked.connect(self._link)
        self.link.clicked.connect(self._toggle_link)
        self.detail.changed.connect(self._set_detail)
        self.grain.changed.connect(self._set_grain)
        self.automatic.clicked.connect(self._set_automatic)
        self.noise.changed.connect(self._set_noise)
        self.noise.reset_asked.connect(self._measure)
        self.models.chosen.connect(self._set_model)
        self.models.about_asked.connect(self.about_model)
        self.exposure.changed.connect(self.lift_changed)
        self.reset_button.clicked.connect(self._reset)
        self.presets_menu.chosen.connect(self._apply_preset)
        self.presets_menu.failed.connect(self.preset_failed)
        for slider in (self.strength, self.color, self.detail, self.grain, self.noise):
            slider.finished.connect(self.edit_finished)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """All words in the current language."""
        self._sections["denoise"].setText(self.tr("Denoise"))
        self._sections["noise"].setText(self.tr("Noise level"))
        self._sections["model"].setText(self.tr("Model"))
        self._sections["view"].setText(self.tr("View exposure"))
        self.strength.set_words(self.tr("&Strength"), self.tr("How much of the removed noise stays removed"))
        self.color.set_words(self.tr("&Colour noise"), self.tr("The same for colour noise alone"))
        self.detail.set_words(self.tr("&Detail"), self.tr("Brings back what was removed and looks like structure"))
        self.grain.set_words(self.tr("&Grain"), self.tr("Adds fine, even grain, as film has it"))
        self.noise.set_words(
            self.tr("&Level"), self.tr("How strong the noise is (1/255 of white). Changing it denoises the photo again")
        )
        self.exposure.set_words(self.tr("&Brighten"), self.tr("Makes shadows visible to judge the noise in them"))
        self.link.setToolTip(self.tr("Colour noise follows strength"))
        self.link.setAccessibleName(self.tr("Colour noise follows strength"))
        self.automatic.setText(self.tr("&Automatic"))
        self.automatic.setToolTip(self.tr("Measures the noise in every photo"))
        self.lift_note.setText(self.tr("Only for looking: it is not exported."))
        self.presets_button.setText(self.tr("&Presets"))
        self.reset_button.setText(self.tr("&Reset all"))
        self.models.retranslate()
        self._align()
        self._show()

    def _align(self) -> None:
        """All sliders begin at one line and end at one line."""
        sliders = (self.strength, self.color, self.detail, self.grain, self.noise, self.exposure)
        labels = max(slider.label_width() for slider in sliders)
        numbers = max(slider.number.sizeHint().width() for slider in sliders)
        for slider in sliders:
            slider.set_label_width(labels)
            slider.number.setMinimumWidth(numbers)

    # --- recipe -> controls ---

    def _show(self) -> None:
        recipe = self._recipe
        linked = recipe.color_strength is None
        self.strength.set_value(recipe.strength)
        self.color.set_value(recipe.strength if recipe.color_strength is None else recipe.color_strength)
        self.link.setChecked(linked)
        self.detail.set_value(recipe.detail)
        self.grain.set_value(recipe.grain)
        self._show_noise()
        self.models.show_model(recipe.model)
        self.presets_menu.set_recipe(recipe)

    def _show_noise(self) -> None:
        level = self._measured if self._recipe.noise is None else self._recipe.noise
        self.automatic.setChecked(self._recipe.noise is None)
        self.noise.setEnabled(self._recipe.noise is not None)
        self.noise.set_value(FIRST_LEVEL if level is None else level)
        if self._measured is not None:
            text = self.tr("measured {level}").format(level=f"{self._measured:.1f}")
            self.measured.setToolTip(self._measured_text)
        else:
            text = self._measured_text
        self.measured.setText(text)

    # --- controls -> recipe ---

    def _edit(self, recipe: Recipe, what: str, finished: bool = False) -> None:
        """finished: it is a step of its own, no gesture."""
        if recipe != self._recipe:
            if finished:
                self.edit_finished.emit()
            self._recipe = recipe
            self.edited.emit(recipe, what)
            if finished:
                self.edit_finished.emit()
        self._show()

    def _set_strength(self, value: float) -> None:
        self._edit(replace(self._recipe, strength=value), "strength")

    def _set_color(self, value: float) -> None:
        self._edit(replace(self._recipe, color_strength=value), "color")

    def _set_detail(self, value: float) -> None:
        self._edit(replace(self._recipe, detail=value), "detail")

    def _set_grain(self, value: float) -> None:
        self._edit(replace(self._recipe, grain=value), "grain")

    def _set_noise(self, value: float) -> None:
        self._edit(replace(self._recipe, noise=value), "noise")

    def _link(self) -> None:
        self._edit(replace(self._recipe, color_strength=None), "color")

    def _toggle_link(self, linked: bool) -> None:
        value = None if linked else self._recipe.strength
        self._edit(replace(self._recipe, color_strength=value), "color", finished=True)

    def _measure(self) -> None:
        self._edit(replace(self._recipe, noise=None), "noise")

    def _set_automatic(self, automatic: bool) -> None:
        level = FIRST_LEVEL if self._measured is None else round(self._measured, 1)
        noise = None if automatic else min(max(level, self.noise.minimum), self.noise.maximum)
        self._edit(replace(self._recipe, noise=noise), "noise", finished=True)

    def _set_model(self, name: str) -> None:
        self._edit(replace(self._recipe, model=name), "model", finished=True)

    def _reset(self) -> None:
        self._edit(Recipe(), "reset", finished=True)

    def _apply_preset(self, preset: Preset) -> None:
        self._edit(preset.recipe, "preset", finished=True)


class _Scroll(QScrollArea):
    """Scrolls up and down only, and is never narrower than what is in it."""

    def __init__(self, contents: QWidget) -> None:
        super().__init__()
        self._contents = contents
        self.setWidget(contents)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:  # noqa: N802
        """All of it: where there is room, nothing has to be scrolled to."""
        whole = self._contents.sizeHint()
        return QSize(whole.width() + self.verticalScrollBar().sizeHint().width(), whole.height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        # The contents' own need of room changed (words, fonts): Qt does not pass that on.
        # Qt may still ask when Python has begun to take this object apart.
        if watched is getattr(self, "_contents", None) and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        least = super().minimumSizeHint()
        width = self._contents.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width()
        return QSize(max(least.width(), width), least.height())


def _section() -> QLabel:
    label = QLabel()
    role(label, "section")
    return label


def _note() -> QLabel:
    label = QLabel()
    role(label, "note")
    return label


def _rule() -> QFrame:
    line = QFrame()
    role(line, "rule")
    return line


def _row(first: QWidget, *others: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(first.fontMetrics().height())
    row.addWidget(first)
    row.addStretch(1)
    for widget in others:
        row.addWidget(widget)
    return row
