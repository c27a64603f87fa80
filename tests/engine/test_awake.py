from __future__ import annotations

import ctypes
import gc
import os
import select
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from denoiser_app.engine import awake
from denoiser_app.engine.awake import Awake, keep_awake
from tests.helpers.desktop_bus import FakeService, Reply, needs_bus, running_bus

LOGIN = "org.freedesktop.login1"
POWER = "org.freedesktop.PowerManagement"
GNOME = "org.gnome.SessionManager"
SAVER = "org.freedesktop.ScreenSaver"
NOBODY = Awake(held=False, how="")
linux = pytest.mark.skipif(sys.platform != "linux", reason="D-Bus")


def refused(_method: str) -> Reply:
    return "error", ("org.freedesktop.DBus.Error.AccessDenied",)


def silent(_method: str) -> Reply:
    return "silence", ()


def granted(method: str) -> Reply:
    return ("u", (2**32 - 1,)) if method == "Inhibit" else ("", ())


class Lock:
    """What a login manager hands out: a pipe, of which it keeps the end that tells when the other is closed."""

    def __init__(self) -> None:
        self.kept, self.handed_out = os.pipe()

    def __call__(self, _method: str) -> Reply:
        return "h", (self.handed_out,)

    def is_held(self) -> bool:
        """The service itself must have closed its copy."""
        return not select.select([self.kept], [], [], 0)[0]


@pytest.fixture
def lock() -> Iterator[Lock]:
    made = Lock()
    yield made
    os.close(made.kept)


@pytest.fixture
def no_bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={tmp_path / 'nothing here'}")
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)


@pytest.fixture
def bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """One bus that is both the system's and the session's."""
    with running_bus(tmp_path) as address:
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        yield address


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    from denoiser_app.engine import desktop_bus

    monkeypatch.setattr(desktop_bus, "ANSWER_S", 0.1)


def open_files() -> dict[str, str]:
    """Of this process: sockets, pipes and selectors too."""
    folder = Path("/proc/self/fd")
    found = {path.name: str(path.readlink()) for path in folder.iterdir() if path.is_symlink()}
    return {number: target for number, target in found.items() if not target.startswith("/proc/")}


@pytest.fixture
def nothing_left() -> Iterator[None]:
    """No file, socket or thread, and none for the garbage collector to close."""
    gc.collect()
    gc.disable()
    files, threads = open_files(), threading.active_count()
    yield
    left = open_files(), threading.active_count()
    gc.enable()
    assert left == (files, threads)


@needs_bus
def test_the_login_managers_lock_is_held_just_as_long_as_the_block(bus: str, lock: Lock) -> None:
    before = open_files()
    with FakeService(bus, LOGIN, lock) as service:
        with keep_awake("12 photos are being denoised") as kept:
            os.close(lock.handed_out)
            assert kept == Awake(held=True, how=LOGIN)
            assert lock.is_held()
        assert not lock.is_held()
        assert os.read(lock.kept, 1) == b""
    arguments = ("sleep:idle", "Denoiser", "12 photos are being denoised", "block")
    assert service.calls == [(f"{LOGIN}.Manager.Inhibit", arguments)]
    del before[str(lock.handed_out)]
    assert open_files() == before


@needs_bus
def test_an_error_in_the_block_ends_the_lock_and_comes_out(bus: str, lock: Lock) -> None:
    def work() -> None:
        with keep_awake("work"):
            os.close(lock.handed_out)
            assert lock.is_held()
            raise ZeroDivisionError

    with FakeService(bus, LOGIN, lock), pytest.raises(ZeroDivisionError):
        work()
    assert not lock.is_held()


@needs_bus
def test_a_child_that_outlives_the_block_does_not_hold_the_lock(bus: str, lock: Lock) -> None:
    with FakeService(bus, LOGIN, lock):
        with keep_awake("work"):
            os.close(lock.handed_out)
            child = subprocess.Popen(["sleep", "60"], close_fds=False)
        try:
            assert not lock.is_held()
        finally:
            child.kill()
            child.wait()


@needs_bus
@pytest.mark.parametrize(
    ("name", "interface", "arguments", "release"),
    [
        (POWER, f"{POWER}.Inhibit", ("Denoiser", "work"), "UnInhibit"),
        (GNOME, GNOME, ("Denoiser", 0, "work", 4 | 8), "Uninhibit"),
        (SAVER, SAVER, ("Denoiser", "work"), "UnInhibit"),
    ],
)
def test_a_service_of_the_session_steps_in_and_is_released_by_the_number_it_gave(
    bus: str, nothing_left: None, name: str, interface: str, arguments: tuple[object, ...], release: str
) -> None:
    with FakeService(bus, LOGIN, refused), FakeService(bus, name, granted) as service:
        with keep_awake("work") as kept:
            assert kept == Awake(held=True, how=name)
            assert service.calls == [(f"{interface}.Inhibit", arguments)]
        assert service.calls[1:] == [(f"{interface}.{release}", (2**32 - 1,))]


@needs_bus
def test_who_refuses_or_does_not_answer_is_passed_over(bus: str, nothing_left: None, impatient: None) -> None:
    with (
        FakeService(bus, LOGIN, silent),
        FakeService(bus, POWER, silent),
        FakeService(bus, GNOME, refused),
        FakeService(bus, SAVER, granted),
        keep_awake("work") as kept,
    ):
        assert kept.how == SAVER


@needs_bus
def test_where_all_refuse_the_work_goes_on(bus: str, nothing_left: None) -> None:
    with FakeService(bus, LOGIN, refused), FakeService(bus, SAVER, refused), keep_awake("work") as kept:
        assert kept == NOBODY


@needs_bus
def test_a_reason_may_hold_what_file_names_hold(bus: str, nothing_left: None) -> None:
    with FakeService(bus, SAVER, granted) as service, keep_awake("夜 \udce9\0.NEF") as kept:
        assert kept.held
        assert service.calls[0][1] == ("Denoiser", "夜 ?.NEF")


@needs_bus
def test_a_bus_that_goes_away_in_the_night_harms_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, no_bus: None, nothing_left: None
) -> None:
    with running_bus(tmp_path) as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        service = FakeService(address, SAVER, granted)
        with service:
            night = keep_awake("work")
            assert night.__enter__().held
    night.__exit__(None, None, None)


@linux
def test_without_a_bus_the_work_goes_on(no_bus: None, nothing_left: None) -> None:
    with keep_awake("work") as kept:
        assert kept == NOBODY


@linux
@pytest.mark.parametrize("greets", [False, True])
def test_a_bus_that_hangs_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, impatient: None, no_bus: None, nothing_left: None, greets: bool
) -> None:
    """Either says nothing at all, or lets the program in and then says nothing."""
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "bus"))
        listening.listen()
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={tmp_path / 'bus'}")
        doorman = threading.Thread(target=let_in, args=(listening,))
        if greets:
            doorman.start()
        with keep_awake("work") as kept:
            assert kept == NOBODY
        if greets:
            doorman.join(timeout=5)


def let_in(listening: socket.socket) -> None:
    guest, _ = listening.accept()
    with guest:
        for answer in (b"OK 1234\r\n", b"AGREE_UNIX_FD\r\n"):
            guest.recv(1000)
            guest.send(answer)
        while guest.recv(1000):
            pass


@pytest.mark.parametrize("address", ["", "nonsense", "tcp:host=localhost,port=1", "unix:tmpdir=/tmp"])
@linux
def test_a_strange_address_is_no_bus(
    monkeypatch: pytest.MonkeyPatch, no_bus: None, nothing_left: None, address: str
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    with keep_awake("work") as kept:
        assert kept == NOBODY


@pytest.mark.skipif(os.name == "nt", reason="the stand-in is a shell script")
def test_macos_has_a_child_that_ends_with_the_block(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "caffeinate"
    program.write_text(f'#!/bin/sh\necho "$$ $*" > {tmp_path}/said.new\nmv {tmp_path}/said.new {tmp_path}/said\n'
                       "exec sleep 60\n")  # fmt: skip
    program.chmod(0o755)
    monkeypatch.setattr(awake, "CAFFEINATE", str(program))
    monkeypatch.setattr(sys, "platform", "darwin")
    with keep_awake("work") as kept:
        assert kept == Awake(held=True, how="caffeinate")
        while not (tmp_path / "said").exists():
            time.sleep(0.01)
        child, *arguments = (tmp_path / "said").read_text().split()
        os.kill(int(child), 0)
    assert arguments == ["-i", "-w", str(os.getpid())]
    with pytest.raises(ProcessLookupError):
        os.kill(int(child), 0)


def test_macos_without_caffeinate(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(awake, "CAFFEINATE", str(tmp_path / "nothing"))
    monkeypatch.setattr(sys, "platform", "darwin")
    with keep_awake("work") as kept:
        assert kept == NOBODY


class Kernel:
    """Windows' kernel32: the state belongs to the thread that asks."""

    def __init__(self, answer: int) -> None:
        self.states: list[tuple[threading.Thread, int]] = []
        self.answer = answer
        kernel = self

        class Function:
            def __call__(self, state: int) -> int:
                kernel.states.append((threading.current_thread(), state))
                return kernel.answer

        self.SetThreadExecutionState = Function()


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    made = SimpleNamespace(kernel=Kernel(0x80000000))
    monkeypatch.setattr(ctypes, "WinDLL", lambda _name: made.kernel, raising=False)
    monkeypatch.setattr(sys, "platform", "win32")
    return made


def test_windows_state_is_set_and_reset_by_one_thread(windows: SimpleNamespace) -> None:
    threads = threading.active_count()
    with keep_awake("work") as kept:
        assert kept.held
        assert [state for _, state in windows.kernel.states] == [0x80000001]
    (holder, _), (leaver, state) = windows.kernel.states
    assert (holder is leaver, state) == (True, 0x80000000)
    assert holder is not threading.current_thread()
    assert threading.active_count() == threads


def test_windows_may_refuse(windows: SimpleNamespace) -> None:
    windows.kernel = Kernel(0)
    with keep_awake("work") as kept:
        assert kept == NOBODY
