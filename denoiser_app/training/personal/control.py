"""What can be asked of a training while it runs: pause, go on, stop and keep the best, or leave at once."""

from __future__ import annotations

import threading

from denoiser_app.core.progress import CancelToken


class Control:
    """Set from any thread, looked at by the training between two steps. ``token`` cancelled: leave with a checkpoint.

    The last word counts: ``resume`` takes a pause back, ``stop`` ends a pause too.
    """

    def __init__(self, token: CancelToken | None = None) -> None:
        self.token = token or CancelToken()
        self._changed = threading.Condition()
        self._pause = self._stop = False
        self._resumed = 0

    def pause(self) -> None:
        """A checkpoint at once, then nothing until ``resume``."""
        with self._changed:
            self._pause = True
            self._changed.notify_all()

    def resume(self) -> None:
        """Goes on; also tries again where the disk was full."""
        with self._changed:
            self._pause = False
            self._resumed += 1
            self._changed.notify_all()

    def stop(self) -> None:
        """Ends early and keeps the best weights so far."""
        with self._changed:
            self._stop = True
            self._pause = False
            self._changed.notify_all()

    @property
    def paused(self) -> bool:
        """Whether it was asked to pause."""
        return self._pause

    @property
    def stopped(self) -> bool:
        """Whether it was asked to end early."""
        return self._stop

    def wait_while_paused(self, look: float = 0.2) -> None:
        """Until it may go on, is to stop, or ``token`` is cancelled (looked at every ``look`` seconds)."""
        with self._changed:
            while self._pause and not self._stop and not self.token.cancelled:
                self._changed.wait(look)

    def wait_for_resume(self, seconds: float, look: float = 0.2) -> None:
        """``seconds``, or less when somebody resumes, stops or cancels meanwhile."""
        with self._changed:
            before, left = self._resumed, seconds
            while left > 0 and self._resumed == before and not self._stop and not self.token.cancelled:
                self._changed.wait(min(look, left))
                left -= look
