"""Shared work is done once, by whoever is free, and a failure is told."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from denoiser_app.engine.parallel import painters, share, threads


@pytest.mark.parametrize("lasting", [False, True])
def test_every_item_is_done_once(lasting: bool) -> None:
    done: list[int] = []
    share(lambda items: done.extend(items), range(500), painters() if lasting else None)
    assert sorted(done) == list(range(500))


@pytest.mark.parametrize("lasting", [False, True])
def test_a_failure_in_any_thread_is_raised_after_all_have_stopped(lasting: bool) -> None:
    active = []

    def work(items: Iterator[int]) -> None:
        active.append(1)
        try:
            for item in items:
                if item == 20:
                    raise ValueError("twenty")
        finally:
            active.pop()

    with pytest.raises(ValueError, match="twenty"):
        share(work, range(100), painters() if lasting else None)
    assert not active


def test_helpers_of_one_call_do_not_stay() -> None:
    before = threading.active_count()
    share(lambda items: list(items), range(10))
    assert threading.active_count() <= before
    assert threads() >= 1
