"""How the photo is shown: modes, zoom, loupe. Nothing here reaches a file."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Qt, Slot

from denoiser_app.ui.actions import Actions
from denoiser_app.ui.panels.status import Status
from denoiser_app.ui.view.layout import ViewMode
from denoiser_app.ui.view.navigator import Navigator
from denoiser_app.ui.view.photo_view import PhotoView

MODES = {
    "split": ViewMode.SPLIT,
    "side_by_side": ViewMode.SIDE_BY_SIDE,
    "before": ViewMode.BEFORE,
    "after": ViewMode.AFTER,
    "removed": ViewMode.REMOVED,
}

ZOOMS = {"zoom_50": 50.0, "full_size": 100.0, "zoom_200": 200.0, "zoom_400": 400.0, "zoom_800": 800.0}
STEP = 2**0.5
"""By how much a key press amplifies what was removed."""


class Viewing(QObject):
    """Between the view's actions, the view, and the navigator."""

    def __init__(self, view: PhotoView, navigator: Navigator, status: Status, actions: Actions) -> None:
        super().__init__(view)
        self._view, self._actions = view, actions
        self._before = "split"
        view.view_changed.connect(navigator.set_visible)
        navigator.moved.connect(view.center_on)
        view.zoom_changed.connect(status.show_zoom)
        for name in MODES:
            actions[name].triggered.connect(self._choose)
        for name, slot in {
            "fit": view.zoom_to_fit,
            "toggle_zoom": self._toggle_zoom,
            "zoom_in": view.zoom_in,
            "zoom_out": view.zoom_out,
            "turn_divider": self._turn_divider,
        }.items():
            actions[name].triggered.connect(slot)
        for name, percent in ZOOMS.items():
            actions[name].triggered.connect(partial(self._zoom_to, percent))
        actions["amplify_more"].triggered.connect(partial(self._amplify, STEP))
        actions["amplify_less"].triggered.connect(partial(self._amplify, 1 / STEP))
        status.offer_zooms([actions[name] for name in ("fit", *ZOOMS)])
        actions["loupe"].toggled.connect(view.set_loupe)
        actions["removed_color"].toggled.connect(self._removed_color)
        actions["split"].setChecked(True)

    @Slot()
    def _choose(self) -> None:
        """The mode of the action; asked for again, the mode before it comes back."""
        name, shown = self.sender().objectName(), self._name_of(self._view.mode)
        if name == shown:
            name = self._before
        self._before = shown
        self._actions[name].setChecked(True)
        self._view.set_mode(MODES[name])

    def _name_of(self, mode: ViewMode) -> str:
        return next(name for name, known in MODES.items() if known is mode)

    def _zoom_to(self, percent: float) -> None:
        self._view.zoom_to(percent)

    def _amplify(self, factor: float) -> None:
        """What was removed, stronger or weaker; shows it if it is not in view."""
        look = self._view.look
        if self._view.mode is ViewMode.REMOVED:
            self._view.set_residual(min(max(look.amplify * factor, 1.0), 64.0), look.color)
        else:
            self._actions["removed"].trigger()

    @Slot()
    def _toggle_zoom(self) -> None:
        self._view.toggle_fit_and_full()

    @Slot(bool)
    def _removed_color(self, color: bool) -> None:
        self._view.set_residual(self._view.look.amplify, color)

    @Slot()
    def _turn_divider(self) -> None:
        upright = self._view.divider_orientation == Qt.Orientation.Vertical
        self._view.set_divider_orientation(Qt.Orientation.Horizontal if upright else Qt.Orientation.Vertical)
