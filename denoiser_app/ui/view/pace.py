"""When to paint at half resolution: while something moves and the sharp picture would be late."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QObject, QTimer, Signal

BUDGET = 0.016  # seconds: a frame of a 60 Hz screen
SETTLE_MS = 120  # after the last change the sharp picture follows


class Change(Enum):
    """What changed: a setting (the frame stays), the view (a new frame), or something that nobody drags."""

    SETTING = "setting"
    VIEW = "view"
    OTHER = "other"


class Pace(QObject):
    """Remembers how long sharp pictures took, for each kind of change apart.

    A setting that is dragged may be late once: its first frame prepares what the following ones use. The view that
    moves makes a new frame every time.

    settled: nothing has moved for a while, the sharp picture is due; answered with ``wait_more`` or ``sharp``.
    """

    settled = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._slow: dict[tuple[Change, bool], bool] = {}
        self._late: dict[tuple[Change, bool], int] = {}
        self.change, self._heavy = Change.OTHER, False
        self.draft = False
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.settled)

    def changed(self, change: Change, heavy: bool = False) -> None:
        """Something moved; a painting follows. heavy: taken for slow until it has been quick."""
        if change is Change.OTHER:
            return  # what is being dragged goes on as it was
        self.change, self._heavy = change, heavy
        self.draft = self._slow.get((change, heavy), heavy)
        self._timer.stop()
        if self.draft:
            self._timer.start(SETTLE_MS)

    def painted(self, seconds: float) -> None:
        """A picture was computed and painted."""
        if not self.draft:
            self._learn(seconds)

    def wait_more(self) -> None:
        """The sharp picture is not ready: ask again as soon as there is nothing else to do."""
        self._timer.start(0)

    def sharp(self, seconds: float) -> None:
        """The sharp picture is ready; it took this long."""
        self.draft = False
        if self.change is Change.SETTING:  # everything is prepared now: the next move is tried sharp, once
            self._late[self.change, self._heavy] = 1
            self._slow[self.change, self._heavy] = False
        else:
            self._learn(seconds)

    def _learn(self, seconds: float) -> None:
        kind = self.change, self._heavy
        self._late[kind] = self._late.get(kind, 0) + 1 if seconds > BUDGET else 0
        self._slow[kind] = self._late[kind] >= (2 if self.change is Change.SETTING else 1)
