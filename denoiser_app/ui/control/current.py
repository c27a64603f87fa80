"""The photo in the view: its preview at once, then the photo itself, then what is denoised, tile by tile."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from denoiser_app.core.errors import ModelWrongDomain
from denoiser_app.core.recipe import Recipe
from denoiser_app.core.tiling import Box
from denoiser_app.ui import messages, words
from denoiser_app.ui.filmstrip_model import PhotoState
from denoiser_app.ui.jobs import events
from denoiser_app.ui.jobs.denoising import Denoising
from denoiser_app.ui.jobs.previews import NoPreview, Previews, Small
from denoiser_app.ui.presets import Presets
from denoiser_app.ui.session import Document, Facts, Session
from denoiser_app.ui.view.navigator import Navigator
from denoiser_app.ui.view.photo_view import PhotoView

AUTO = Recipe.model
SETTLE = 120
"""Milliseconds that a photo has to stay before it is read: arrow keys held down only show previews."""
DEBOUNCE = 350
"""Milliseconds after the last change of the noise level or the model before the network runs again."""


class Current(QObject):
    """Drives the denoising of the current photo and shows it.

    state: (document, PhotoState, reason) for the strip. status: text and share done (None: nothing runs).
    facts: what is known of the current photo changed.
    """

    state = Signal(object, object, str)
    status = Signal(str, object)
    facts = Signal(object)
    models = Signal(object)

    def __init__(
        self,
        session: Session,
        denoising: Denoising,
        previews: Previews,
        presets: Presets,
        view: PhotoView,
        navigator: Navigator,
    ) -> None:
        super().__init__(view)
        self._session, self._denoising, self._previews, self._view = session, denoising, previews, view
        self._presets, self._navigator = presets, navigator
        self._shown: Recipe | None = None
        self._worked_on: Document | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.denoise)
        session.current_changed.connect(self._open)
        session.recipe_changed.connect(self._follow)
        previews.large.connect(self._preview)
        view.view_changed.connect(self._look)
        for signal, slot in (
            (denoising.opened, self._opened),
            (denoising.developed, self._developed),
            (denoising.started, self._started),
            (denoising.measured, self._measured),
            (denoising.tile_arrived, self._tile),
            (denoising.finished, self._finished),
            (denoising.stopped, self._stopped),
            (denoising.failed, self._failed),
            (denoising.ready, self._ready),
        ):
            signal.connect(slot)

    @Slot()
    def denoise(self) -> None:
        """Denoise the current photo with its recipe; from the cache if it has been done before."""
        document = self._session.current
        if document is None:
            return
        self._shown, self._worked_on = document.recipe, document
        if self._view.picture is not None:  # what may have failed before is tried again
            self._view.set_message(None)
        self.state.emit(document, PhotoState.WORKING, "")
        self._denoising.request(document.path, document.recipe)

    @Slot()
    def denoise_again(self) -> None:
        """Go on after a stop, or try again: the file is read anew if it failed, has come back or has changed."""
        self._view.set_message(None)
        self.denoise()

    @Slot()
    def stop(self) -> None:
        """Stop denoising; what is done stays."""
        self._denoising.cancel()
        if self._timer.isActive():  # it was about to begin
            self._timer.stop()
            self._stopped()

    @Slot(object)
    def _open(self, document: Document | None) -> None:
        self._timer.stop()
        self._shown = None
        self._denoising.cancel()
        self._view.set_picture(None)
        self._navigator.set_picture(None)
        self._view.set_progress(None)
        self.facts.emit(document.facts if document else None)
        if document is None:
            self._denoising.release()
            self.status.emit("", None)
            return
        self._view.set_recipe(document.recipe)
        self._navigator.set_recipe(document.recipe)
        self._view.set_message(self.tr("Opening {name}...").format(name=document.path.name))
        self.status.emit(self.tr("Opening..."), 0.0)
        self._previews.want_large(document.path)
        self._timer.start(SETTLE)

    @Slot(object)
    def _follow(self, recipe: Recipe) -> None:
        """The recipe changed: the view blends anew at once; the network runs only if it has to."""
        self._view.set_recipe(recipe)
        self._navigator.set_recipe(recipe)
        if self._shown is None:  # it is not even read yet
            return
        if recipe.inference_key() != self._shown.inference_key():
            self._timer.start(DEBOUNCE)
        else:  # there and back: what is done, or being done, is right
            self._timer.stop()

    @Slot(object)
    def _preview(self, result: Small | NoPreview) -> None:
        document = self._session.current
        if document is None or result.path != document.path or isinstance(result, NoPreview):
            return
        if document.facts is None:
            self._begin_with(document, Facts(result.metadata, "", 0.0))
        if self._view.picture is None:
            size = result.size or (result.image.height(), result.image.width())
            self._view.set_preview(result.image, size)
            self._navigator.set_preview(result.image, size)

    def _begin_with(self, document: Document, facts: Facts) -> None:
        """The first facts of a photo: a preset may be meant for its camera and ISO."""
        untouched = document.fresh and document.undo.count() == 0 and document.recipe == Recipe()
        document.facts = facts
        preset = self._presets.match(facts.metadata) if untouched else None
        if preset is not None:
            document.edit(preset.recipe, "preset")
            document.end_gesture()
        self.facts.emit(facts)

    @Slot(object)
    def _opened(self, event: events.Opened) -> None:
        document = self._session.current
        if document is None or document.path != event.path or self._view.picture is event.picture:
            return
        facts = Facts(event.metadata, event.domain, event.megapixels)
        if document.facts is None:
            self._begin_with(document, facts)
        document.facts = facts
        self.facts.emit(facts)
        self._view.set_message(None)
        self._view.set_picture(event.picture)
        self._navigator.set_picture(event.picture)
        self.status.emit(self.tr("Getting ready..."), 0.0)

    @Slot(object)
    def _developed(self, event: events.Developed) -> None:
        if self._view.picture is event.picture:
            self._view.picture_changed()
            self._navigator.tile_arrived()

    @Slot(object)
    def _started(self, event: events.Started) -> None:
        self._know(model=event.model, device=event.device, seconds=event.seconds)
        self.status.emit(self.tr("Measuring the noise..."), 0.0)

    @Slot(object)
    def _measured(self, event: events.Measured) -> None:
        if self._shown is not None and self._shown.noise is None:  # otherwise it is what was given
            self._know(noise=event.level, noise_text=event.text)

    def _know(self, **facts: object) -> None:
        document = self._session.current
        if document is not None:
            document.know(**facts)
            self.facts.emit(document.facts)

    @Slot(object)
    def _tile(self, event: events.TileArrived) -> None:
        share = event.done / event.total
        self._view.tile_arrived(event.box)
        self._navigator.tile_arrived(event.box)
        self._view.set_progress(share)
        self.status.emit(
            messages.reason(event.note) or self.tr("Denoising {share}").format(share=words.percent(share)), share
        )

    @Slot(object)
    def _finished(self, event: events.Finished) -> None:
        document, self._worked_on = self._session.current, None
        self._view.set_progress(None)
        if document is None:
            return
        self._view.picture_changed()
        self._navigator.tile_arrived()
        self.state.emit(document, PhotoState.DENOISED, "")
        if event.shift is not None:
            text = self.tr("Denoised; mean change: red {red:+.1f}, green {green:+.1f}, blue {blue:+.1f} of 255")
            red, green, blue = event.shift
            self.status.emit(text.format(red=red, green=green, blue=blue), None)
        elif event.remembered:
            self.status.emit(self.tr("Denoised before"), None)
        else:
            self.status.emit(self.tr("Denoised in {time}").format(time=words.duration(event.seconds)), None)

    @Slot()
    def _stopped(self) -> None:
        """Esc, or another photo was chosen: the session's current one may not be the one that was worked on."""
        document, self._worked_on = self._worked_on or self._session.current, None
        self._view.set_progress(None)
        if document is None:
            return
        self.state.emit(document, PhotoState.NEW, "")
        if document is self._session.current:
            self._view.set_message(None)
            self.status.emit(self.tr("Stopped. Ctrl+R goes on."), None)

    @Slot(object)
    def _failed(self, error: BaseException) -> None:
        document, self._worked_on = self._session.current, None
        self._view.set_progress(None)
        if document is not None and isinstance(error, ModelWrongDomain) and document.recipe.model != AUTO:
            # It came with a preset or from another photo, when nobody knew yet what kind of photo this is.
            document.edit(replace(document.recipe, model=AUTO, noise=None), "model")
            document.end_gesture()
            self.denoise()
            return
        sentence = messages.sentence(error, short=True)
        self.status.emit("", None)
        self._view.set_message(sentence + "\n" + self.tr("Ctrl+R tries again."))
        if document is not None:
            self.state.emit(document, PhotoState.FAILED, sentence)

    @Slot(object)
    def _ready(self, event: events.Ready) -> None:
        self.models.emit(event.models)

    @Slot(object)
    def _look(self, box: Box) -> None:
        self._denoising.look_at(box)
