"""Decoding in this process: a child takes 0.2 s to start, and what it guards against is tested elsewhere."""

from __future__ import annotations

import io
import threading
from pathlib import Path

import pytest
from PIL import Image

from denoiser_app.core import errors
from denoiser_app.core.errors import DenoiserError
from denoiser_app.core.progress import CancelToken
from denoiser_app.formats import decode_child, read, thumbnails
from denoiser_app.formats.decoded import Decoded
from denoiser_app.formats.decoder import Limits, Question

PATIENCE = 20.0


class Decoding:
    """read: photos that were decoded in whole, in order. Each kind can be held back; demosaics also as photos."""

    def __init__(self) -> None:
        self.read: list[Path] = []
        self.previewed: list[Path] = []
        self.photos, self.demosaics, self.previews = (threading.Event() for _ in range(3))
        self.release()

    def release(self) -> None:
        """Hold nothing back."""
        self.photos.set()
        self.demosaics.set()
        self.previews.set()

    def install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Put this in the place of the children."""
        monkeypatch.setattr(read, "decode", self.decode)
        monkeypatch.setattr(thumbnails, "shared_pool", lambda: self)
        monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", None)

    def decode(self, path: Path, demosaic: bool, limits: Limits, token: CancelToken | None) -> Decoded:
        """As ``formats.decoder.decode``."""
        self.read.append(path)
        _wait(self.photos, token)
        if demosaic:
            _wait(self.demosaics, token)
        return _decoded(Question(path, limits, demosaic=demosaic), "photo")

    def ask(self, question: Question, token: CancelToken | None) -> Decoded:
        """As ``DecoderPool.ask``."""
        self.previewed.append(question.path)
        _wait(self.previews, token)
        return _decoded(question, "preview")


def _wait(event: threading.Event, token: CancelToken | None) -> None:
    """A cancel kills the child, so it is heard while decoding."""
    for _ in range(round(PATIENCE / 0.01)):
        if token is not None:
            token.check()
        if event.wait(0.01):
            return
    raise AssertionError("the test never let this photo through")


def _decoded(question: Question, kind: str) -> Decoded:
    request = {
        "kind": kind,
        "demosaic": question.demosaic,
        "longest": question.longest,
        "megapixels": question.limits.megapixels,
    }
    try:
        return decode_child._decode(question.path, request, io.BytesIO())
    except DenoiserError:
        raise
    except Exception as error:
        code, reason = decode_child._classify(error)
        raise getattr(errors, code)(path=str(question.path), reason=reason) from error
