"""What a batch of one photo does to the disk, in its order, as the kernel sees it."""

from __future__ import annotations

import itertools
from pathlib import Path

from tests.helpers.trace import traced

ORDER = "fsync file < name < fsync folder < commit < told"
"""The last is not for the disk: the event that says that the photo is done."""

_SCRIPT = """
    import sys
    from pathlib import Path
    sys.path.insert(0, {root!r})
    from denoiser_app.core.progress import CancelToken
    from denoiser_app.core.recipe import ExportOptions
    from denoiser_app.engine.batch.events import ItemEnded
    from denoiser_app.engine.batch.items import Plan
    from denoiser_app.engine.batch.journal import Journal
    from denoiser_app.engine.batch.run import RunSettings, run
    from tests.bench.batch import night
    folder = Path({folder!r})
    plan = Plan(sources=(folder / "in",), output=folder / "out", if_exists={if_exists!r}, patterns=("*.png",),
                options=ExportOptions("tiff", overwrite={if_exists!r} == "overwrite"), rules={rules!r})
    with night.models_in(folder / "models"), Journal(folder / "batches.sqlite") as journal:
        number = night.create(journal, plan)
        (folder / "marker").touch()
        for event in run(journal, number, RunSettings(device="cpu", threads=1), CancelToken()):
            if isinstance(event, ItemEnded):
                (folder / "marker").rename(folder / "told")
        assert journal.counts(number).done == 1, journal.items(number)
"""


def order_of(folder: Path, if_exists: str, rules: str = "") -> str:
    """The steps from the first flush of a result's bytes to the event that says that it is done, such as ORDER.

    rules: of the batch, as JSON; they may say that the photo is copied. Skips the test where there is no strace.
    """
    night_of_one(folder, if_exists)
    script = _SCRIPT.format(
        root=str(Path(__file__).resolve().parents[3]), folder=str(folder), if_exists=if_exists, rules=rules
    )
    steps = [step for name, paths in traced(script, folder) if (step := _step(name, paths))]
    after_claim = steps[steps.index("fsync file") :]
    until_told = after_claim[: after_claim.index("told") + 1]
    return " < ".join(step for step, _ in itertools.groupby(until_told))


def night_of_one(folder: Path, if_exists: str) -> None:
    """One photo; with something in its way if that is to be overwritten."""
    from tests.bench.batch import night

    folder.mkdir(parents=True, exist_ok=True)
    night.write_models(folder / "models")
    night.photo(folder / "in" / "photo.png", size=(64, 96))
    if if_exists == "overwrite":
        (folder / "out").mkdir()
        for name in ("photo-denoised.tif", "photo.png"):
            (folder / "out" / name).write_bytes(b"old")


def _step(name: str, paths: list[str]) -> str:
    """A system call in the words of ORDER; '' for those that are neither here nor there."""
    what = Path(paths[0]).name
    if name.startswith(("rename", "link")):
        return {"marker": "told"}.get(what, "name" if ".part-" in what else "")
    if "sync" not in name:
        return ""
    return "fsync file" if ".part-" in what else "fsync folder" if what == "out" else "commit" if "-wal" in what else ""
