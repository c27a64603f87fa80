"""``make bench-batch``: what a night does to a batch, at the size of the figures it has to reach.

Prints a table of what was measured beside what it should be. The same code runs small in tests/engine/batch.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from denoiser_app.engine.batch import budget
from denoiser_app.engine.batch.items import State
from tests.bench.batch.night import row

KILLS = 200
SOAKED = 2000
PHOTOS = 20


def main() -> None:
    """Everything, or what is asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", action="append", choices=list(MEASUREMENTS))
    args = parser.parse_args()
    if not args.only:
        # A process for each: what one leaves behind must not count for the next.
        print("| what | measured | goal | |\n|---|---|---|---|", flush=True)
        for name in MEASUREMENTS:
            subprocess.run([sys.executable, "-m", "tests.bench.batch", "--only", name], check=True)
        return
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DENOISER_DATA"] = f"{folder}/data"
        for name in args.only:
            for line in MEASUREMENTS[name](Path(folder) / name):
                print(line, flush=True)


def kills(folder: Path) -> Iterator[str]:
    from tests.bench.batch.kill import Killed, killed

    def told(what: str, found: Killed) -> Iterator[str]:
        count, begun, lost = found.kills, found.in_flight, found.thrown_away
        yield row(
            f"{count} kills {what}, {found.photos} photos: wrong things seen (originals, partial files, counts)",
            f"{len(found.wrong)} {'; '.join(found.wrong[:2])}".strip(), "0", not found.wrong,
        )  # fmt: skip
        yield row("- photos published twice", str(found.twice), "0", found.twice == 0)
        yield row("- photos that the network had finished and has to do again, a kill",
                  f"{sum(lost) / count:.2f}, at most {max(lost)}", "")  # fmt: skip
        yield row("- photos begun, a kill", f"{sum(begun) / count:.2f}, at most {max(begun)}", "")
        text = f"{found.recovered}; set aside after 4 kills: {found.set_aside}"
        yield row("- found finished though the journal had not heard of it", text, "")

    yield from told("at random moments", killed(folder / "moments", KILLS * 3, KILLS))
    yield from told("before and after each step to the disk", killed(folder / "steps", 60, 40, at="steps"))


def order(folder: Path) -> Iterator[str]:
    from tests.bench.batch.order import ORDER, order_of

    for if_exists in ("skip", "overwrite"):
        found = order_of(folder / if_exists, if_exists)
        yield row(f"system calls of a photo (if it exists: {if_exists})", found, ORDER, found == ORDER)


def soak(folder: Path) -> Iterator[str]:
    from tests.bench.batch.soak import soaked

    found = soaked(folder, SOAKED, 200)
    for name, grown in found.growth().items():
        text = f"{getattr(found.early, name):.0f} -> {getattr(found.late, name):.0f} ({100 * grown:+.1f} %)"
        yield row(f"soak of {SOAKED} photos, after 200 and at the end: {name}", text, "< 5 %", grown < 0.05)
    yield row("- processes left", str(found.orphans), "0", found.orphans == 0)
    yield row("- wrong things seen", str(len(found.wrong)), "0", not found.wrong)
    yield row("- photos a second", f"{SOAKED / found.seconds:.1f}", "")


def hostile(folder: Path) -> Iterator[str]:
    from tests.bench.batch.hostile import KINDS, night_among

    found = night_among(folder, 9 * len(KINDS))
    done, good = len(found.of(State.DONE)), len(found.good)
    bad = len(found.of(State.FAILED)) + len(found.of(State.QUARANTINED))
    yield row(f"one hostile file in ten, {len(KINDS)} kinds: good ones done", f"{done} of {good}", "all", done == good)
    named = bad - len(found.unnamed())
    yield row("- bad ones named", f"{named} of {len(found.bad)}", "all", named == len(found.bad))
    yield row("- wrong things seen", str(len(found.wrong)), "0", not found.wrong)


def disks(folder: Path) -> Iterator[str]:
    from tests.bench.batch import disk

    def told(what: str, found: disk.Waited) -> str:
        fine = not found.wrong and found.reasons and found.counts.done == found.counts.found
        text = f"waited {len(found.reasons)} times, {found.counts.done} of {found.counts.found} done"
        return row(what, f"{text}, {len(found.wrong)} wrong things", "pauses, no partial file, goes on", bool(fine))

    yield told("a disk of 1 MB that grows", disk.disk_of_one_megabyte(folder / "one", 30))
    yield told("a disk that fills up", disk.ballast_on_the_disk(folder / "ballast", 30))
    yield told("- with the journal on it", disk.ballast_on_the_disk(folder / "both", 30, journal_too=True))
    yield told("the source is renamed, and back", disk.source_renamed(folder / "renamed", 30))
    found, strays = disk.output_unplugged(folder / "unplugged", 30)
    yield told("the output's disk is pulled out, and back", found)
    yield row("- files in its empty place", str(len(strays)), "0", not strays)


def clobbering(folder: Path) -> Iterator[str]:
    from tests.bench.batch.clobber import CASES, night_of

    lost, count = [], 0
    for wish in ("skip", "rename", "overwrite"):
        for layout in ("tree", "beside", "flat"):
            found = night_of(folder / f"{wish}-{layout}", layout, wish)
            for case in (case for case in CASES if case.layout == layout):
                count += 1
                lost += [f"{case.name}, {wish}"] if found.damage(case, wish) else []
    yield row(f"{count} clobbering cases: lost something", f"{len(lost)} {'; '.join(lost)}".strip(), "0", not lost)


def journal(folder: Path) -> Iterator[str]:
    from tests.bench.batch.opening import opening

    found = opening(folder, 10_000)
    yield row("a journal of 10,000 photos opens", f"{found.opened:.3f} s", "< 1 s", found.opened < 1)
    yield row("- all of its photos are known", f"{found.items:.2f} s", "")
    yield row("- is made; what changed since is asked; a change is committed",
              f"{found.created:.2f} s; {1e3 * found.changed:.1f} ms; {1e3 * found.committed:.1f} ms", "")  # fmt: skip


def pipelines(folder: Path) -> Iterator[str]:
    from tests.bench.batch import pipeline

    pipeline.sources(folder / "in", PHOTOS)
    for what, speed, threads in (
        ("a network that costs 1.5 s a photo and no computing", 4.0, None),
        ("the fast models on this CPU", None, None),
        ("the same, torch with one thread", None, 1),
    ):
        with pipeline.models("fast"):
            together = pipeline.pipelined(folder, folder / "in", pipeline.workers(speed), threads)
            ratio = together.wall / together.slowest
            measured = f"{together.wall:.1f} s, {ratio:.2f} x the slowest stage ({together.text()})"
            yield row(f"{PHOTOS} photos of 6 MP, {what}", measured, "<= 1.1 x", ratio <= 1.1)
            if threads is None:
                alone = pipeline.one_after_another(folder, folder / "in", pipeline.workers(speed), threads)
                longer = alone.wall / together.wall
                yield row("- one after another", f"{alone.wall:.1f} s, {longer:.2f} times as long ({alone.text()})", "")


def memory(folder: Path) -> Iterator[str]:
    from tests.bench.batch.memory import peak

    for kind, height, width in (("raw", 3000, 4000), ("jpeg", 3000, 4000), ("raw", 4000, 6000), ("jpeg", 4000, 6000)):
        for at_once in (False, True):
            found = peak(folder / f"{kind}-{width}-{at_once}", kind, height, width, 4, at_once)
            what = "several at once" if at_once else "one at a time"
            text = f"{found.bytes / 1e9:.2f} GB for {found.megapixels:.0f} MP: {found.bytes_a_pixel:.0f} bytes a pixel"
            goal = f"<= {budget.BYTES_A_PIXEL}"
            yield row(f"memory, {kind} of {height * width / 1e6:.0f} MP, {what}", text, goal,
                      found.bytes_a_pixel <= budget.BYTES_A_PIXEL)  # fmt: skip


MEASUREMENTS: dict[str, Callable[[Path], Iterator[str]]] = {
    "kills": kills,
    "order": order,
    "soak": soak,
    "hostile": hostile,
    "disks": disks,
    "clobbering": clobbering,
    "journal": journal,
    "pipelines": pipelines,
    "memory": memory,
}

if __name__ == "__main__":
    main()
