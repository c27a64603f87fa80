"""The surface that a photo is shown on: which photo, how it looks, how large, which part."""

from __future__ import annotations

import math
from dataclasses import replace

from PySide6.QtCore import QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter, QRegion
from PySide6.QtWidgets import QWidget

from denoiser_app.core.recipe import Recipe
from denoiser_app.core.tiling import Box
from denoiser_app.engine.picture import Picture
from denoiser_app.ui import theme
from denoiser_app.ui.view.layout import Layout
from denoiser_app.ui.view.pace import Change
from denoiser_app.ui.view.painting import Painting
from denoiser_app.ui.view.renderer import Look, Renderer, to_qt
from denoiser_app.ui.view.viewport import Point, Viewport

TILE_MS = 40  # tiles that arrive within this time are painted together


class Stage(QWidget):
    """Shows a Picture (or, before there is one, a preview) through a Viewport; knows no mouse and no keys.

    zoom_changed: device pixels a photo pixel, in percent. view_changed: Box of the upright photo that is on the screen.
    """

    zoom_changed = Signal(float)
    view_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None, renderer: Renderer | None = None) -> None:
        super().__init__(parent)
        self.viewport = Viewport((1, 1)).fit()
        self.painting = Painting(renderer, self)
        self.painting.wanted.connect(self.update)
        self._layout = Layout((1, 1))
        self._reported: tuple[Box | None, float] = (None, 0.0)
        self._tiles = QTimer(self, singleShot=True, interval=TILE_MS)
        self._tiles.timeout.connect(self._content_changed)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    # --- what is shown -----------------------------------------------------------------------------------------------

    @property
    def picture(self) -> Picture | None:
        """The picture shown, None while there is none or only a preview."""
        return self.painting.picture

    @property
    def has_photo(self) -> bool:
        """Whether there is a picture or a preview."""
        return not self.painting.is_empty

    def set_picture(self, picture: Picture | None) -> None:
        """Another photo, or none. A photo of the same size is shown at the same place and scale; one that takes the
        place of its preview keeps what was on the screen."""
        from_preview = self.painting.preview is not None
        self.painting.show(picture)
        if picture is not None:
            self._show_photo(picture.size, picture.stretch, keep=from_preview)
        self._new_content()

    def set_preview(self, image: QImage, size: tuple[int, int]) -> None:
        """Shown until ``set_picture``; size: (h, w) of the whole upright photo."""
        self.painting.show(None, image)
        self._show_photo(size, (1.0, 1.0), keep=False)
        self._new_content()

    def _show_photo(self, size: tuple[int, int], stretch: tuple[float, float], keep: bool) -> None:
        old = self.viewport
        if (old.photo, old.stretch) == (size, stretch):
            return
        other = replace(old, photo=size, stretch=stretch).fit()
        if keep and not old.fitted:
            grown = old.photo[0] / size[0]
            center = old.center[0] / grown, old.center[1] * size[1] / old.photo[1]
            other = other.zoomed(old.scale * grown / stretch[0]).centered(center)
        self.viewport = other

    def _new_content(self) -> None:
        self._reported = (None, 0.0)
        self._moved()
        self._content_changed()

    def set_recipe(self, recipe: Recipe) -> None:
        """Blend anew and paint at once; at half resolution while that is late."""
        if recipe != self.look.recipe:
            self._set_look(replace(self.look, recipe=recipe))

    def set_lift(self, ev: float) -> None:
        """Brighten the view (not the file) by this many EV."""
        self._set_look(replace(self.look, lift=ev))

    def set_residual(self, amplify: float, color: bool) -> None:
        """How what was removed is shown: how many times amplified, and in colour or only its luminance."""
        self._set_look(replace(self.look, amplify=amplify, color=color))

    def _set_look(self, look: Look) -> None:
        self.painting.set_look(look)
        self._changed()

    @property
    def look(self) -> Look:
        """Recipe, lift and how the residual is shown."""
        return self.painting.look

    def tile_arrived(self, box: Box) -> None:
        """These pixels of the upright photo are denoised now."""
        self.painting.invalidate(box)
        if box.intersection(self.viewport.view_box) is not None and not self._tiles.isActive():
            self._tiles.start()

    def picture_changed(self) -> None:
        """Any pixel of the picture may be another now."""
        self.painting.invalidate()
        self._content_changed()

    def _content_changed(self) -> None:
        self.painting.changed(Change.OTHER)
        self._changed()

    def _paint_surround(self, painter: QPainter, region: QRegion) -> None:
        """Only where there is no photo: filling a large screen twice takes a millisecond."""
        ratio = self.devicePixelRatioF()
        if self.has_photo:
            for pane in self._layout.panes(self.viewport):
                part = to_qt(self.viewport.shown, pane.offset).intersected(to_qt(pane.area))
                left, top = math.ceil(part.left() / ratio), math.ceil(part.top() / ratio)
                right, bottom = math.floor(part.right() / ratio), math.floor(part.bottom() / ratio)
                region = region.subtracted(QRegion(left, top, max(0, right - left), max(0, bottom - top)))
        painter.setClipRegion(region)
        painter.fillRect(self.rect(), theme.surround())
        painter.setClipping(False)

    def _paint_photo(self, painter: QPainter) -> None:
        painter.save()
        painter.scale(1 / self.devicePixelRatioF(), 1 / self.devicePixelRatioF())
        self.painting.paint(painter, self.viewport, self._layout.panes(self.viewport))
        painter.restore()

    # --- which part of it --------------------------------------------------------------------------------------------

    @property
    def percent(self) -> float:
        """Device pixels a photo pixel, in percent."""
        return self.viewport.scale * 100.0

    def zoom_to_fit(self) -> None:
        """The whole photo."""
        self._change_view(self.viewport.fit())

    def zoom_to(self, percent: float, at: Point | None = None) -> None:
        """This many percent; ``at``: device pixels of the view that stay, default the middle."""
        self._change_view(self.viewport.zoomed(percent / 100.0, at and self._layout.local(at)))

    def zoom_by(self, factor: float, at: Point | None = None) -> None:
        """Larger or smaller by a factor."""
        self._change_view(self.viewport.zoomed_by(factor, at and self._layout.local(at)))

    def zoom_in(self) -> None:
        """The next larger step."""
        self._change_view(self.viewport.stepped(+1))

    def zoom_out(self) -> None:
        """The next smaller step."""
        self._change_view(self.viewport.stepped(-1))

    def toggle_fit_and_full(self, at: Point | None = None) -> None:
        """100 % (with what is under ``at`` staying there) if the whole photo is shown, else the whole photo."""
        if not self.viewport.fitted:
            self.zoom_to_fit()
            return
        self.zoom_to(100.0, at)

    def pan_by(self, dy: float, dx: float) -> None:
        """Move the photo by device pixels, as far as it goes."""
        self._change_view(self.viewport.panned(dy, dx))

    def center_on(self, y: float, x: float) -> None:
        """Bring a point of the photo to the middle, as far as it goes."""
        self._change_view(self.viewport.centered((y, x)))

    @property
    def layout_now(self) -> Layout:
        """How the screen is divided."""
        return self._layout

    def _set_layout(self, layout: Layout) -> None:
        self._layout = layout
        self._set_viewport(self.viewport.resized(layout.viewport_screen))

    def _take_size(self) -> None:
        """The widget's size in device pixels, which decides how much of the photo is seen."""
        ratio = self.devicePixelRatioF()
        height, width = (math.floor(size * ratio + 0.5) for size in (self.height(), self.width()))  # as Qt rounds
        screen = max(1, height), max(1, width)
        self._set_layout(replace(self._layout, screen=screen))

    def _change_view(self, viewport: Viewport) -> None:
        if self.has_photo and viewport != self.viewport:
            self.painting.changed(Change.VIEW)
            self._set_viewport(viewport)

    def _set_viewport(self, viewport: Viewport) -> None:
        self.viewport = viewport
        self._moved()
        self.update()

    def _moved(self) -> None:
        """The photo lies elsewhere on the screen."""
        self._report()

    def _changed(self) -> None:
        """The photo's pixels are others: for what lies over it."""

    def _report(self) -> None:
        """Tell who listens what is on the screen, if it is something else than before."""
        if not self.has_photo:
            return
        box, scale = self.viewport.view_box, self.viewport.scale
        old_box, old_scale = self._reported
        self._reported = (box, scale)
        if scale != old_scale:
            self.zoom_changed.emit(scale * 100.0)
        if box != old_box:
            self.view_changed.emit(box)

    def device(self, at: QPointF) -> Point:
        """(y, x) in device pixels of a position in logical ones."""
        ratio = self.devicePixelRatioF()
        return at.y() * ratio, at.x() * ratio
