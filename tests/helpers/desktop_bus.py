"""A D-Bus of the test's own, and services on it that note what they are asked and answer as told."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

needs_bus = pytest.mark.skipif(
    not (sys.platform == "linux" and shutil.which("dbus-daemon")), reason="needs dbus-daemon for a bus of its own"
)

CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <listen>unix:path={socket}</listen>
  <policy context="default">
    <allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/>
  </policy>
</busconfig>
"""

Reply = tuple[str, tuple[Any, ...]]
"""Signature and values; the signature 'error' answers with an error of that name, and 'silence' with nothing."""


@contextmanager
def running_bus(folder: Path) -> Iterator[str]:
    """Start a bus whose files are in ``folder``; its address."""
    config = folder / "bus.conf"
    config.write_text(CONFIG.format(socket=folder / "bus"), encoding="utf-8")
    command = ["dbus-daemon", f"--config-file={config}", "--nofork", "--print-address"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as daemon:
        assert daemon.stdout is not None
        try:
            yield daemon.stdout.readline().strip()
        finally:
            daemon.terminate()


class FakeService:
    """Owns ``name`` on the bus at ``address`` while entered; ``calls`` are interface.method and arguments, in order."""

    def __init__(self, address: str, name: str, answer: Callable[[str], Reply]) -> None:
        from jeepney.bus_messages import message_bus
        from jeepney.io.blocking import Proxy, open_dbus_connection

        self._address = address
        self.calls: list[tuple[str, tuple[Any, ...]]] = []
        self.senders: list[str] = []
        self.heard = threading.Condition()
        self._answer = answer
        self._bus = open_dbus_connection(address, enable_fds=True)
        Proxy(message_bus, self._bus).RequestName(name)
        self._thread = threading.Thread(target=self._serve, name=name)
        self._ended = threading.Event()

    def __enter__(self) -> FakeService:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()
        self._bus.close()

    def wait_for(self, count: int) -> list[tuple[str, tuple[Any, ...]]]:
        """The calls, as soon as there are ``count`` of them; the test fails where they do not come."""
        with self.heard:
            assert self.heard.wait_for(lambda: len(self.calls) >= count, timeout=10), self.calls
            return list(self.calls)

    def is_on_the_bus(self, sender: str) -> bool:
        """Whether the program that calls itself ``sender`` is still connected."""
        from jeepney.bus_messages import message_bus
        from jeepney.io.blocking import Proxy, open_dbus_connection

        with open_dbus_connection(self._address) as bus:
            return bool(Proxy(message_bus, bus).NameHasOwner(sender)[0])

    def _serve(self) -> None:
        from jeepney import HeaderFields, MessageType

        while not self._ended.is_set():
            try:
                message = self._bus.receive(timeout=0.02)
            except TimeoutError:
                continue
            if message.header.message_type is MessageType.method_call:
                fields = message.header.fields
                with self.heard:
                    self.senders.append(fields[HeaderFields.sender])
                    self.calls.append((f"{fields[HeaderFields.interface]}.{fields[HeaderFields.member]}", message.body))
                    self.heard.notify_all()
                self._reply(message, fields[HeaderFields.member])

    def _reply(self, message: Any, method: str) -> None:
        from jeepney import new_error, new_method_return

        signature, values = self._answer(method)
        if signature == "error":
            self._bus.send(new_error(message, values[0]))
        elif signature != "silence":
            self._bus.send(new_method_return(message, signature, values))
