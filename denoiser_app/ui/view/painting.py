"""The photo on the view's surface: its preview, then its picture, sharp or in haste."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QPainter

from denoiser_app.core.recipe import Recipe
from denoiser_app.core.tiling import Box
from denoiser_app.engine.picture import Picture
from denoiser_app.ui.view.layout import Pane
from denoiser_app.ui.view.pace import Change, Pace
from denoiser_app.ui.view.renderer import Look, RasterRenderer, Renderer, to_qt
from denoiser_app.ui.view.viewport import Viewport

SLICE = 0.008  # seconds of the event loop that the sharp picture may take at a time


class Painting(QObject):
    """What is painted (picture or preview, look) and how fast. ``wanted``: paint again, please."""

    wanted = Signal()

    def __init__(self, renderer: Renderer | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.picture: Picture | None = None
        self.preview: QImage | None = None
        self.look = Look(Recipe())
        self._renderer: Renderer = renderer or RasterRenderer()
        self._place: tuple[Viewport, Sequence[Pane]] | None = None
        self._refining = 0.0
        self.pace = Pace(self)
        self.pace.settled.connect(self._refine)

    @property
    def is_empty(self) -> bool:
        """Whether there is neither a picture nor a preview."""
        return self.picture is None and self.preview is None

    def show(self, picture: Picture | None, preview: QImage | None = None) -> None:
        """Another photo, or none."""
        self.picture, self.preview = picture, preview
        self._place = None
        self._renderer.set_picture(picture)
        self.wanted.emit()

    def set_look(self, look: Look) -> None:
        """Another recipe, or another way to see it."""
        self.look = look
        self.changed(Change.SETTING)

    def changed(self, change: Change) -> None:
        """Something that decides the pixels is another now."""
        self._refining = 0.0
        self.pace.changed(change, heavy=self.look.recipe.detail > 0)
        self.wanted.emit()

    def invalidate(self, box: Box | None = None) -> None:
        """These pixels of the upright photo (None: all) have changed."""
        self._renderer.invalidate(box)

    def paint(self, painter: QPainter, viewport: Viewport, panes: Sequence[Pane]) -> None:
        """Paint all panes; the painter counts device pixels."""
        self._place = (viewport, panes)
        if self.preview is not None:
            _paint_preview(painter, self.preview, viewport, panes)
            return
        start = time.perf_counter()
        if self._renderer.paint(painter, viewport, panes, self._look_now(), self.pace.draft):
            self.pace.painted(time.perf_counter() - start)

    def _look_now(self) -> Look:
        # Detail takes long to find in a new frame and little to show: while the view moves it is left out.
        if self.pace.draft and self.pace.change is Change.VIEW:
            return replace(self.look, recipe=replace(self.look.recipe, detail=0.0))
        return self.look

    def _refine(self) -> None:
        """Work on the sharp picture for a moment, while the draft stays on the screen."""
        if self._place is None:
            return
        start = time.perf_counter()
        done = self._renderer.refine(*self._place, self.look, start + SLICE)
        self._refining += time.perf_counter() - start
        if done:
            self.pace.sharp(self._refining)
            self.wanted.emit()
        else:
            self.pace.wait_more()


def _paint_preview(painter: QPainter, preview: QImage, viewport: Viewport, panes: Sequence[Pane]) -> None:
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    for pane in panes:
        painter.setClipRect(to_qt(pane.area))
        painter.drawImage(to_qt(viewport.frame, pane.offset), preview)
