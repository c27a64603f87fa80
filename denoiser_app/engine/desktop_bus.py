"""Questions to the desktop over D-Bus, each with a time limit; Linux only.

jeepney's blocking connection, for threads that may wait a moment: the window's own thread never asks here.
"""

from __future__ import annotations

from typing import Any, Literal

from jeepney import DBusAddress, Message, MessageFlag, new_method_call
from jeepney.bus import get_bus
from jeepney.io.blocking import DBusConnection, prep_socket
from jeepney.wrappers import unwrap_msg

ANSWER_S = 1.0
"""A desktop answers within milliseconds; one that does not within this time is taken for absent."""


class Bus(DBusConnection):  # type: ignore[misc] # jeepney has no types
    """A connection to the system's or the session's bus; a context manager that closes it.

    Opening and asking raise all kinds of errors (KeyError without an address, OSError, ValueError, RuntimeError,
    jeepney's DBusErrorResponse), so that callers for whom the desktop is decoration catch Exception.
    """

    def __init__(self, name: Literal["SYSTEM", "SESSION"]) -> None:
        socket = prep_socket(get_bus(name), enable_fds=name == "SYSTEM", timeout=ANSWER_S)
        try:
            super().__init__(socket, enable_fds=name == "SYSTEM")
        except BaseException:
            socket.close()
            self.selector.close()
            raise

    def send_and_get_reply(self, message: Message, *, timeout: float | None = None) -> Message:
        """As jeepney's, but never without a limit: its own greeting of the bus has none."""
        return super().send_and_get_reply(message, timeout=ANSWER_S if timeout is None else timeout)

    def ask(
        self, address: DBusAddress, method: str, signature: str, *arguments: object, start: bool = True
    ) -> tuple[Any, ...]:
        """What the service answers to ``method``; text may be any str. ``start``: the bus may start the service."""
        body = tuple(_sendable(value) if isinstance(value, str) else value for value in arguments)
        message = new_method_call(address, method, signature, body)
        if not start:
            message.header.flags |= MessageFlag.no_auto_start
        answer: tuple[Any, ...] = unwrap_msg(self.send_and_get_reply(message))
        return answer


def _sendable(text: str) -> str:
    """Without what D-Bus forbids in text: a NUL, and the halves of characters that odd file names bring."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "")
