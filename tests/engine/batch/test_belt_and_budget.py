"""What lies between the threads: nothing is lost, nothing waits for ever, memory stays within bounds."""

import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from denoiser_app.core.errors import Cancelled
from denoiser_app.core.progress import CancelToken
from denoiser_app.engine.batch.belt import Belt
from denoiser_app.engine.batch.budget import Budget


@given(count=st.integers(0, 60), room=st.integers(1, 5))
def test_everything_arrives_in_order(count: int, room: int) -> None:
    belt: Belt[int] = Belt(room)

    def put() -> None:
        for number in range(count):
            belt.put(number)
        belt.close()

    thread = threading.Thread(target=put)
    thread.start()
    found = []
    while (number := belt.take()) is not None:
        found.append(number)
    thread.join()
    assert found == list(range(count))


@pytest.mark.parametrize("waits", ["put", "take"])
def test_who_waits_is_set_free_by_a_stop(waits: str) -> None:
    belt: Belt[int] = Belt(1)
    if waits == "put":
        belt.put(0)
    ended = threading.Event()

    def wait() -> None:
        with pytest.raises(Cancelled):
            belt.put(1) if waits == "put" else belt.take()
        ended.set()

    thread = threading.Thread(target=wait)
    thread.start()
    assert not ended.wait(0.05)
    belt.stop()
    thread.join(5)
    assert ended.is_set()
    with pytest.raises(Cancelled):
        belt.put(2)


@given(sizes=st.lists(st.floats(1, 150), min_size=1, max_size=20))
def test_photos_in_flight_stay_within_the_budget(sizes: list[float]) -> None:
    """One photo alone may be larger than all of it."""
    budget, token, highest, lock = Budget(100.0), CancelToken(), [0.0, 0], threading.Lock()

    def fly(size: float) -> None:
        budget.take(size, token)
        with lock:
            highest[1] += 1
            if highest[1] > 1:
                highest[0] = max(highest[0], budget.used)
        with lock:
            highest[1] -= 1
        budget.give_back(size)

    threads = [threading.Thread(target=fly, args=(size,)) for size in sizes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert highest[0] <= 100.0
    assert budget.used == pytest.approx(0.0, abs=1e-6)


def test_waiting_for_memory_ends_with_the_work() -> None:
    budget, token = Budget(10.0), CancelToken()
    budget.take(8.0, token)
    threading.Timer(0.1, token.cancel).start()
    started = time.monotonic()
    with pytest.raises(Cancelled):
        budget.take(5.0, token)
    assert time.monotonic() - started < 5
