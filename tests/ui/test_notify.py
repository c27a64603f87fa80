from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QSystemTrayIcon

from denoiser_app.ui.platform import notify
from denoiser_app.ui.platform.notify import Notifier
from tests.helpers.desktop_bus import FakeService, Reply, needs_bus, running_bus

NAME = "org.freedesktop.Notifications"
linux = pytest.mark.skipif(sys.platform != "linux", reason="D-Bus")


def shown(_method: str) -> Reply:
    return "u", (7,)


def refused(_method: str) -> Reply:
    return "error", ("org.freedesktop.DBus.Error.LimitsExceeded",)


@pytest.fixture
def bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with running_bus(tmp_path) as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        yield address


@pytest.fixture
def owner(qapp: QCoreApplication) -> Iterator[QObject]:
    """What a notifier belongs to; with it goes the notifier's thread."""
    made = QObject()
    yield made
    threads = working()
    made.deleteLater()
    qapp.sendPostedEvents(made, QEvent.Type.DeferredDelete)
    for thread in threads:
        thread.join(timeout=10)
    assert working() == []


def working() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "notifications"]


@needs_bus
def test_the_desktop_is_told_in_plain_words_and_by_whom(bus: str, owner: QObject) -> None:
    with FakeService(bus, NAME, shown) as service:
        Notifier(owner).say("Finished: “Concert”", "998 of 1,000 photos\n<b> & \udce9\0 failed")
        ((method, arguments),) = service.wait_for(1)
    program, replaces, icon, title, body, actions, hints, expires = arguments
    assert method == f"{NAME}.Notify"
    assert (program, replaces, actions, expires) == ("Denoiser", 0, [], -1)
    assert title == "Finished: “Concert”"
    assert body == "998 of 1,000 photos\n&lt;b&gt; &amp; ? failed"
    assert hints == {"desktop-entry": ("s", "denoiser-app")}
    assert Path(unquote(urlparse(icon).path)).is_file()


@needs_bus
def test_what_was_said_stays_because_the_program_stays_on_the_bus(bus: str, owner: QObject) -> None:
    """GNOME takes back what a program said when its connection ends: so all of it comes over one that stays open."""
    with FakeService(bus, NAME, shown) as service:
        notifier = Notifier(owner)
        for count in (1, 2):
            notifier.say("Finished", "")
            service.wait_for(count)
        (sender,) = set(service.senders)
        assert service.is_on_the_bus(sender)


@needs_bus
def test_a_desktop_that_refuses_may_be_told_again(bus: str, owner: QObject) -> None:
    with FakeService(bus, NAME, refused) as service:
        notifier = Notifier(owner)
        notifier.say("Finished", "one")
        notifier.say("Finished", "another")
        assert [arguments[4] for _, arguments in service.wait_for(2)] == ["one", "another"]


@needs_bus
def test_a_slow_desktop_is_not_waited_for(bus: str, owner: QObject) -> None:
    went_on, in_time = threading.Event(), []

    def slow(_method: str) -> Reply:
        in_time.append(went_on.wait(3))
        return "u", (7,)

    with FakeService(bus, NAME, slow) as service:
        Notifier(owner).say("Finished", "")
        went_on.set()
        service.wait_for(1)
    assert in_time == [True]


@linux
def test_without_a_bus_nothing_happens(owner: QObject, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path / 'nothing here'}")
    Notifier(owner).say("Finished", "")
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS")
    Notifier(owner).say("Finished", "")


class Icon(QObject):
    """A tray icon of a desktop that has a tray."""

    made: list[Icon]
    available = True

    def __init__(self, icon: object, parent: QObject) -> None:
        super().__init__(parent)
        self.events: list[Any] = []
        self.messageClicked = QSystemTrayIcon(self).messageClicked
        self.made.append(self)

    @classmethod
    def isSystemTrayAvailable(cls) -> bool:  # noqa: N802
        return cls.available

    def show(self) -> None:
        self.events.append("icon")

    def hide(self) -> None:
        self.events.append("no icon")

    def showMessage(self, *message: Any) -> None:  # noqa: N802
        self.events.append(message[:2])


@pytest.mark.parametrize("available", [True, False])
def test_elsewhere_a_tray_icon_says_it_and_goes(
    owner: QObject, qtbot: Any, monkeypatch: pytest.MonkeyPatch, available: bool
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(notify, "QSystemTrayIcon", Icon)
    monkeypatch.setattr(notify, "SHOWN_MS", 1)
    monkeypatch.setattr(Icon, "made", [], raising=False)
    monkeypatch.setattr(Icon, "available", available)
    Notifier(owner).say("Finished", "1,000 photos")
    if available:
        (icon,) = Icon.made
        qtbot.waitUntil(lambda: icon.events == ["icon", ("Finished", "1,000 photos"), "no icon"])
    else:
        assert Icon.made == []
