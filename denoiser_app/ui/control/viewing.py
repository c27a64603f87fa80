"""How the photo is shown: modes, zoom, loupe. Nothing here reaches a file."""

from __future__ import annotations

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
            "toggle_zoom": view.toggle_fit_and_full,
            "zoom_in": view.zoom_in,
            "zoom_out": view.zoom_out,
            "turn_divider": self._turn_divider,
            "full_size": self._full_size,
        }.items():
            actions[name].triggered.connect(slot)
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

    @Slot()
    def _full_size(self) -> None:
        self._view.zoom_to(100.0)

    @Slot(bool)
    def _removed_color(self, color: bool) -> None:
        self._view.set_residual(self._view.look.amplify, color)

    @Slot()
    def _turn_divider(self) -> None:
        upright = self._view.divider_orientation == Qt.Orientation.Vertical
        self._view.set_divider_orientation(Qt.Orientation.Horizontal if upright else Qt.Orientation.Vertical)
