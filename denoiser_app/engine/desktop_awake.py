"""Linux desktops and the computer's sleep: a lock of the login manager, or of one of the session's services."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from jeepney import DBusAddress

from denoiser_app.engine.desktop_bus import Bus

WHO = "Denoiser"
"""The name under which desktops show who keeps the computer awake."""
log = logging.getLogger(__name__)


@contextmanager
def login_lock(reason: str) -> Iterator[str]:
    """Of systemd or elogind, https://systemd.io/INHIBITOR_LOCKS: lasts as long as the file that they hand out is open.

    They refuse it to a session without a seat (ssh, a service), unless the administrator allows it.
    """
    name = "org.freedesktop.login1"
    with Bus("SYSTEM") as bus:
        manager = DBusAddress("/org/freedesktop/login1", name, f"{name}.Manager")
        (lock,) = bus.ask(manager, "Inhibit", "ssss", "sleep:idle", WHO, reason, "block")
    with lock:
        os.set_inheritable(lock.fileno(), False)  # a child that outlives the block must not go on holding it
        yield name


@dataclass(frozen=True)
class Service:
    """One of the session's services: Inhibit answers with a number, which ``release`` takes."""

    address: DBusAddress
    signature: str
    arguments: Callable[[str], tuple[object, ...]]
    release: str


_SLEEP, _IDLE = 4, 8
SERVICES = (
    Service(
        DBusAddress(
            "/org/freedesktop/PowerManagement/Inhibit",
            "org.freedesktop.PowerManagement",
            "org.freedesktop.PowerManagement.Inhibit",
        ),
        "ss",
        lambda reason: (WHO, reason),
        "UnInhibit",
    ),
    Service(
        DBusAddress("/org/gnome/SessionManager", "org.gnome.SessionManager", "org.gnome.SessionManager"),
        "susu",
        lambda reason: (WHO, 0, reason, _SLEEP | _IDLE),
        "Uninhibit",
    ),
    Service(
        DBusAddress("/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver", "org.freedesktop.ScreenSaver"),
        "ss",
        lambda reason: (WHO, reason),
        "UnInhibit",
    ),
)
"""KDE and Xfce, GNOME, and what most others have; the last one keeps the screen on, too."""


@contextmanager
def session_lock(reason: str) -> Iterator[str]:
    """Of the first service that grants it. It would end with the connection, so that stays open."""
    with Bus("SESSION") as bus:
        service, number = _granted(bus, reason)
        try:
            yield str(service.address.bus_name)
        finally:
            with suppress(Exception):  # the service may have gone, and the lock with it
                bus.ask(service.address, service.release, "u", number, start=False)


def _granted(bus: Bus, reason: str) -> tuple[Service, int]:
    for service in SERVICES:
        try:
            (number,) = bus.ask(service.address, "Inhibit", service.signature, *service.arguments(reason), start=False)
        except Exception as error:  # noqa: BLE001 - the next one may grant it
            log.info("%s: %r", service.address.bus_name, error)
        else:
            return service, number
    raise LookupError("no service of the session keeps the computer awake")
