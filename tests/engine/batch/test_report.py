"""The report: its counts are those of its photos, every failure says what to do, and no file name is more than text."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from denoiser_app.core.errors import DenoiserError, FileTruncated, OutputNotWritable, OutputTwice
from denoiser_app.engine.batch.items import BatchState, NewItem, Outcome, Plan, SkipReason
from denoiser_app.engine.batch.journal import Journal
from denoiser_app.engine.batch.keepsakes import folder_of
from denoiser_app.engine.batch.lease import held
from denoiser_app.engine.batch.report import FORMULA, csv_text, write_report

HOSTILE = [
    "<script>alert(1)</script>.nef", '"><img src=x onerror=alert(1)>.nef', "=cmd|'/c calc'!A1.nef", "+1.nef", "-1.nef",
    "@SUM(A1).nef", "a,b;c.nef", "'quoted' \"twice\".nef", "line\nbreak.nef", "\u202egpj.exe.nef", "Café – 夜.nef",
    os.fsdecode(b"broken-\xff.nef"), "&amp;.nef", "{0}%s.nef", "\t=1.nef",
]  # fmt: skip
VOID = frozenset({"meta", "img"})


class Page(HTMLParser):
    """Tags and attributes; fails where tags are not closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)
        if self._open and self._open[-1] == "b":
            self.tags[-1][1]["text"] = data

    @property
    def counts(self) -> dict[str, int]:
        return {tag["data-count"]: int(tag["text"].replace(",", "")) for _, tag in self.tags if "data-count" in tag}


@pytest.fixture
def journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Journal]:
    monkeypatch.setenv("DENOISER_DATA", str(tmp_path / "user"))
    with Journal(tmp_path / "user" / "batches.sqlite") as found:
        yield found


def item(name: str, error: DenoiserError | None = None, skipped: SkipReason = "") -> NewItem:
    source = Path("/card") / name
    target = None if error or skipped else Path("/out") / f"{name}.tif"
    return NewItem(source, target, Path("/card"), 1000, 1, megapixels=24.0, error=error, skipped=skipped)


def worked(journal: Journal, names: list[str], *, truncated: int = 0, rest: int = 0) -> int:
    """A batch of which all are done, but for the first ``truncated`` and the last ``rest``."""
    number = journal.create(Plan((Path("/card"),), Path("/out"), "night"), [item(name) for name in names])
    with held(journal, number) as lease:
        for index in range(len(names) - rest):
            one = lease.next()
            assert one is not None
            lease.claim(one.id)
            if index < truncated:
                lease.failed(one.id, FileTruncated(path=str(one.source)), quarantined=index % 2 == 1)
            else:
                assert one.target is not None
                seconds = {"read": 1.0, "network": 61.0}
                lease.done(one.id, Outcome(one.target, 2_500_000, "b" * 64, "a" * 64, "raw-best", seconds=seconds))
        if not rest:
            lease.finish()
    return number


def page_of(journal: Journal, number: int, folder: Path) -> Page:
    return Page(write_report(journal, number, folder).html.read_text(encoding="utf-8"))


def test_the_counts_are_those_of_the_photos(journal: Journal, tmp_path: Path) -> None:
    number = worked(journal, [f"{n}.nef" for n in range(12)], truncated=3, rest=2)
    refused = OutputTwice(path="/out/x.tif")
    journal.append(
        number, [item("twice.nef", refused), item("r.jpg", skipped="rule"), item("d.tif", skipped="denoised")]
    )
    page = page_of(journal, number, tmp_path / "report")
    assert page.counts == {"found": 15, "done": 7, "not done": 4, "skipped": 2, "still to do": 2}
    found = page.counts.pop("found")
    assert sum(count for what, count in page.counts.items() if what != "found") == found
    headings = [text for text in page.texts if text.startswith(("Not done: ", "All "))]
    assert headings == ["Not done: 4 photos", "All 15 photos"]
    assert sum(tag == "article" for tag, _ in page.tags) == 4 + 15
    with (tmp_path / "report" / "report.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    states = [row["state"] for row in rows]
    assert len(rows) == 15
    assert {state: states.count(state) for state in set(states)} == {
        "done": 7, "failed": 3, "quarantined": 1, "skipped": 2, "waiting": 2,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("truncated", "rest", "said"),
    [
        (0, 0, "Finished: 4 of 4 photos done"),
        (1, 0, "Finished: 3 of 4 photos done, 1 not done"),
        (0, 1, "Not finished yet: 3 of 4 photos done, 1 still to do"),
    ],
)
def test_finished_is_said_only_when_all_have_ended(
    journal: Journal, tmp_path: Path, truncated: int, rest: int, said: str
) -> None:
    number = worked(journal, ["1", "2", "3", "4"], truncated=truncated, rest=rest)
    assert said in page_of(journal, number, tmp_path / "report").texts
    journal.wish(number, BatchState.PAUSED)
    assert said not in page_of(journal, number, tmp_path / "report").texts


def test_failures_come_first_and_say_what_to_do(journal: Journal, tmp_path: Path) -> None:
    number = worked(journal, ["bad.nef", "worse.nef", "good.nef"], truncated=2)
    text = write_report(journal, number, tmp_path / "report").html.read_text(encoding="utf-8")
    sentence = "/card/worse.nef: the file ends too early; part of the photo is missing. Copy it again from the card."
    assert sentence in text
    assert text.index(sentence) < text.index("good.nef")
    assert sentence in (tmp_path / "report" / "report.csv").read_text(encoding="utf-8-sig")


def test_hostile_names_are_text(journal: Journal, tmp_path: Path) -> None:
    number = worked(journal, HOSTILE, truncated=len(HOSTILE) // 2)
    page = page_of(journal, number, tmp_path / "report")
    assert {tag for tag, _ in page.tags} <= {
        "html", "head", "meta", "title", "style", "body", "h1", "h2", "h3", "p", "ul", "li", "b", "strong", "article",
        "div", "a", "bdi", "figure", "figcaption", "img",
    }  # fmt: skip
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
    shown = "".join(page.texts)
    assert all(name in shown for name in HOSTILE if name.isprintable())


def test_links_lead_to_the_results(journal: Journal, tmp_path: Path) -> None:
    page = page_of(journal, worked(journal, HOSTILE), tmp_path / "report")
    links = [urlsplit(attributes["href"]) for tag, attributes in page.tags if tag == "a"]
    assert {(link.scheme, link.netloc, link.query, link.fragment) for link in links} == {("file", "", "", "")}
    assert [os.fsencode(unquote(link.path, errors="surrogateescape")) for link in links] == [
        os.fsencode(f"/out/{name}.tif") for name in HOSTILE
    ]


@given(st.lists(st.text(min_size=1, max_size=20).filter(lambda name: "/" not in name and "\0" not in name), max_size=5))
def test_no_cell_of_the_table_is_a_formula(tmp_path_factory: pytest.TempPathFactory, names: list[str]) -> None:
    with Journal(tmp_path_factory.mktemp("user") / "batches.sqlite") as journal:
        number = worked(journal, [name for name in names if name not in (".", "..")], truncated=1)
        text = csv_text(journal.items(number))
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert len({len(row) for row in rows}) == 1
    assert not [cell for row in rows for cell in row if cell.startswith(FORMULA)]


def test_crops_lie_beside_the_report_and_load_late(journal: Journal, tmp_path: Path) -> None:
    number = worked(journal, ["1.nef", "2.nef", "3.nef"])
    ids = [one.id for one in journal.items(number)]
    crops = folder_of(number) / "crops"
    crops.mkdir(parents=True)
    for name in (f"{ids[0]}-before.jpg", f"{ids[0]}-after.jpg", f"{ids[1]}-before.jpg"):
        (crops / name).write_bytes(name.encode())
    report = write_report(journal, number, tmp_path / "report")
    images = [attributes for tag, attributes in Page(report.html.read_text("utf-8")).tags if tag == "img"]
    assert [image["src"] for image in images] == [f"crops/{ids[0]}-before.jpg", f"crops/{ids[0]}-after.jpg"]
    assert {image["loading"] for image in images} == {"lazy"}
    assert {image["alt"] for image in images} == {"1.nef, before", "1.nef, after"}
    for image in images:
        assert (report.html.parent / image["src"]).read_bytes() == Path(image["src"]).name.encode()
    assert page_of(journal, number, folder_of(number)).tags  # its own folder: nothing to copy, nothing lost
    assert len(list(crops.iterdir())) == 3


def test_a_report_replaces_the_earlier_one_or_leaves_it(journal: Journal, tmp_path: Path) -> None:
    number = worked(journal, ["1.nef", "2.nef"], rest=1)
    folder = tmp_path / "report"
    first = write_report(journal, number, folder).html.read_text("utf-8")
    with held(journal, number) as lease:
        one = lease.next()
        assert one is not None
        lease.skipped(one.id, "exists")
    assert write_report(journal, number, folder).html.read_text("utf-8") != first
    assert sorted(path.name for path in folder.iterdir()) == ["report.csv", "report.html"]


def test_a_folder_that_cannot_be_made_is_named(journal: Journal, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(OutputNotWritable, match="file"):
        write_report(journal, worked(journal, ["1.nef"]), tmp_path / "file" / "report")


def test_a_batch_of_nothing_has_a_report(journal: Journal, tmp_path: Path) -> None:
    number = journal.create(Plan((tmp_path,), None, kind="watch"))
    page = page_of(journal, number, tmp_path / "report")
    assert page.counts["found"] == 0
    assert "Watched so far: 0 of 0 photos done" in page.texts
