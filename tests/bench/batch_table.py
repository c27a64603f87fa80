"""A batch of 10,000 photos: how the table scrolls, and how soon the journal is open. Offscreen, on this machine.

    .venv/bin/python -m tests.bench.batch_table

Nothing here is a test: figures vary with the machine.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtWidgets import QApplication

from denoiser_app.core.errors import FileTruncated
from denoiser_app.core.progress import Progress
from denoiser_app.engine.batch.items import Item, NewItem, Plan, State
from denoiser_app.engine.batch.journal import Journal
from denoiser_app.ui import app as application
from denoiser_app.ui import theme
from denoiser_app.ui.panels.batch.table_delegate import THUMBNAIL
from denoiser_app.ui.panels.batch.table_model import Column
from denoiser_app.ui.panels.batch.window import BatchWindow

PHOTOS = 10_000
FRAMES = 300
SIZE = (1600, 1000)


def main() -> None:
    """The table of what was measured beside what it should be."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--photos", type=int, default=PHOTOS)
    number = parser.parse_args().photos
    print("| what | measured | goal |\n|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DENOISER_DATA"] = f"{folder}/data"
        QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, f"{folder}/settings")
        path = Path(folder) / "batches.sqlite"
        for line in journal(path, number):
            print(line, flush=True)
        app = application.make_application()
        theme.apply(app, "dark")
        with Journal(path) as opened:
            for line in table(app, opened):
                print(line, flush=True)


def row(what: str, measured: str, goal: str) -> str:
    return f"| {what} | {measured} | {goal} |"


def spread(seconds: list[float]) -> str:
    """Median and 99th percentile in milliseconds."""
    return f"{1e3 * float(np.median(seconds)):.1f} ms (p99 {1e3 * float(np.percentile(seconds, 99)):.1f})"


def journal(path: Path, number: int) -> Iterator[str]:
    with Journal(path) as made:
        started = time.perf_counter()
        made.create(Plan((Path("/photos"),), Path("/clean"), "archive"), [new_item(n) for n in range(number)])
        yield row(f"{number:,} photos put into the journal", f"{time.perf_counter() - started:.2f} s", "")
    started = time.perf_counter()
    with Journal(path) as opened:
        batches = opened.batches()
        known = time.perf_counter() - started
        items = opened.items(batches[0].id)
        yield row("journal opened: batches with their counts", f"{1e3 * known:.0f} ms", "< 1000 ms")
        yield row(f"journal opened: all {len(items):,} photos", f"{time.perf_counter() - started:.2f} s", "< 1 s")


def new_item(number: int) -> NewItem:
    """One in fifty is refused, so that reasons are painted too."""
    source = Path(f"/photos/day {number // 1000}/DSC_{number:05}.NEF")
    error = FileTruncated(path=str(source)) if number % 50 == 7 else None
    target = Path("/clean") / f"{source.stem}.tif"
    return NewItem(source, target, Path("/photos"), 30_000_000, 1, megapixels=24.2, error=error)


def table(app: QApplication, opened: Journal) -> Iterator[str]:
    batches = opened.batches()
    items = [done(item) if item.position % 3 and item.state is State.WAITING else item for item in opened.items(1)]
    window = BatchWindow()
    window.resize(*SIZE)
    window.previews.want_thumbnails = lambda paths: None  # type: ignore[method-assign]
    window.set_batches(batches)
    window.show()
    started = time.perf_counter()
    window.set_items(batches[0].id, items)
    window.table.viewport().repaint()
    yield row("photos handed to the table, to its first frame", f"{1e3 * (time.perf_counter() - started):.0f} ms", "")
    app.processEvents()
    picture = QPixmap(THUMBNAIL)
    picture.fill(QColor("teal"))
    window.table.table.thumbnail = lambda path: picture  # type: ignore[method-assign]
    yield row("scroll by a row and a third, frame painted", frames(window, 75), "<= 16 ms")
    yield row("scroll by a page, frame painted", frames(window, 800), "<= 16 ms")
    window.table.selectAll()
    yield row("the same with every photo selected", frames(window, 75), "<= 16 ms")
    window.table.select([items[0].id])
    yield from changes(app, window, items)
    ended = window.end()
    window.close()
    assert ended


def done(item: Item) -> Item:
    return replace(
        item, state=State.DONE, model="raw-balanced", bytes=91_000_000, seconds={"network": 9.0 + item.position % 7}
    )


def frames(window: BatchWindow, step: int) -> str:
    """A step of the scroll bar and the painting of the whole table, again and again from the top."""
    bar, viewport, seconds, busy = window.table.verticalScrollBar(), window.table.viewport(), [], []
    bar.setValue(0)
    assert bar.maximum() > FRAMES * step or step > 100, bar.maximum()
    for _ in range(FRAMES):
        started, worked = time.perf_counter(), time.thread_time()
        bar.setValue(bar.value() + step)
        viewport.repaint()
        seconds.append(time.perf_counter() - started)
        busy.append(time.thread_time() - worked)
    return f"{spread(seconds[5:])}, {1e3 * float(np.median(busy[5:])):.1f} ms of them computing"


def changes(app: QApplication, window: BatchWindow, items: list[Item]) -> Iterator[str]:
    """What a photo that goes on costs, and what a click on the head of a column does."""
    waiting = [item for item in items if item.state is State.WAITING]

    def each(what: Callable[[Item], None]) -> str:
        seconds = []
        for item in waiting[:100]:
            window.table.scrollTo(window.table.table.index(window.table.table.row(item.id), 0))
            app.processEvents()
            started = time.perf_counter()
            what(item)
            app.processEvents()  # paints it
            seconds.append(time.perf_counter() - started)
        return spread(seconds)

    yield row("a step of a photo", each(lambda i: window.set_progress(i, Progress("network", 1, 9))), "<= 16 ms")
    yield row("a photo is done", each(lambda i: window.update_items([done(i)])), "<= 16 ms")
    for column in (Column.NAME, Column.STATE):
        started = time.perf_counter()
        window.table.sortByColumn(column, Qt.SortOrder.DescendingOrder)
        app.processEvents()
        yield row(f"sorted by {column.name.lower()}", f"{1e3 * (time.perf_counter() - started):.0f} ms", "< 200 ms")
    started = time.perf_counter()
    window.filters.search.setText("DSC_0")
    app.processEvents()
    yield row("a letter typed into the search", f"{1e3 * (time.perf_counter() - started):.0f} ms", "< 200 ms")


if __name__ == "__main__":
    main()
