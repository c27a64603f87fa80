"""``make bench-pairs``: what one's own pairs lead to, at the size of the figures that have to be reached.

python -m tests.bench.pairs vet --sessions 200       planted faults and good pairs
python -m tests.bench.pairs measure --sessions 30    a, b and hot photosites against the truth
python -m tests.bench.pairs personal [raw ...]       evenings with a training and a proof
python -m tests.bench.pairs kills --kills 50         a training that is killed again and again
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("what", nargs="*", metavar="MEASUREMENT", help="vet, measure, kills, personal [EVENING ...]")
    parser.add_argument("--data", type=Path, default=SHARED, help="the shared photos")
    parser.add_argument("--sessions", type=int)
    parser.add_argument("--first", type=int, help="seed of the first session")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--threads", type=int, help="processor threads of a training")
    parser.add_argument("--keep", type=Path, help="folder for what is made; it is kept")
    args = parser.parse_args()
    for line in _lines(args):
        print(line, flush=True)


def _lines(args: argparse.Namespace) -> Iterator[str]:
    what, *more = args.what or ["all"]
    seeds = {} if args.first is None else {"first": args.first}
    if what in ("vet", "all"):
        from tests.bench.pairs import vet

        yield from vet.run(args.sessions or 200, args.data, **seeds)
    if what in ("measure", "all"):
        from tests.bench.pairs import measure

        yield from measure.run(args.sessions or 30, args.data, **seeds)
    if what in ("kills", "all"):
        from tests.bench.pairs import kill_training

        yield from kill_training.run(args.kills)
    if what in ("personal", "all"):
        from tests.bench.pairs import personal

        with tempfile.TemporaryDirectory() as scratch:
            yield from personal.run(more, args.data, args.keep or Path(scratch), args.minutes, args.threads)


if __name__ == "__main__":
    main()
