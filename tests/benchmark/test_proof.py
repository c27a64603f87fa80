"""A personal model is called better when it is, and is never installed when it is not."""

from __future__ import annotations

import base64
import io
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from denoiser_app.benchmark.proof import facts as proof_facts
from denoiser_app.benchmark.proof import installing
from denoiser_app.benchmark.proof.facts import NOISY, PERSONAL, SHIPPED, WITH_PROFILE, Gain, Proof, Row
from denoiser_app.benchmark.proof.prove import prove, reasons_against
from denoiser_app.benchmark.proof.words import table
from denoiser_app.cli.main import main
from denoiser_app.core.errors import (
    Cancelled,
    DataMissing,
    DenoiserError,
    ModelNotProven,
    ModelNotTrained,
    ModelUnknown,
    SessionMissing,
    SessionUnfit,
)
from denoiser_app.core.metrics import psnr
from denoiser_app.core.photo import RawPhoto
from denoiser_app.core.progress import CancelToken, Progress
from denoiser_app.engine import models
from denoiser_app.engine.denoiser import Denoiser
from denoiser_app.formats import camera_profiles
from denoiser_app.networks import library
from tests.benchmark import proof_sessions
from tests.benchmark.proof_sessions import make, measured, prepared, shipped, trained

HARMLESS, HARMFUL = 0.01, 0.6
"""Sizes of random weights: the first hardly changes a photo, the second is worse than the 'shipped' ones here."""


@pytest.fixture(autouse=True)
def _place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DENOISER_DATA", str(tmp_path / "data"))
    shipped(tmp_path / "shipped", monkeypatch)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "session"


def proof_of(folder: Path, name: str = "mine", **options: object) -> Proof:
    steps = list(prove(name, folder, device="cpu", **options))  # type: ignore[arg-type]
    assert isinstance(steps[-1], Proof)
    shares = [step.fraction for step in steps[:-1] if isinstance(step, Progress)]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    return steps[-1]


def gain(proof: Proof, against: str) -> float:
    return next(gain.psnr for gain in proof.gains if gain.against == against)


# --- the outcome ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("domain", ["raw", "rgb"])
def test_a_better_model_is_called_better_and_installed_with_its_proof(
    folder: Path, monkeypatch: pytest.MonkeyPatch, domain: str
) -> None:
    make(folder, monkeypatch, domain)  # type: ignore[arg-type]
    mine = trained(folder, "mine", domain, HARMLESS)  # type: ignore[arg-type]
    proof = proof_of(folder)
    assert proof.better
    assert proof.reasons == ()
    assert proof.verdict.startswith("Better: +")
    assert [row.candidate for row in proof.rows] == [NOISY, SHIPPED, PERSONAL]
    assert proof.sha256 == mine.sha256
    assert proof.pairs == ("scene-3/high17", "scene-3/high18") == tuple(proof.pairs)
    (against,) = proof.gains
    mine_row, shipped_row = proof.row(PERSONAL), proof.row(SHIPPED)
    assert mine_row is not None
    assert shipped_row is not None
    assert against.psnr == pytest.approx(mine_row.psnr - shipped_row.psnr, abs=1e-6)
    assert 0 < against.low < against.psnr < against.high
    model = installing.install("mine", folder)
    assert library.find("mine") == model
    assert model.personal is not None
    assert model.personal["proof"]["better"] is True
    assert "installed_anyway" not in model.personal
    assert f"{mine_row.psnr:.2f}" in (model.folder / "mine.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("domain", ["raw", "rgb"])
def test_a_worse_model_is_not_installed_unless_that_is_asked_for(
    folder: Path, monkeypatch: pytest.MonkeyPatch, domain: str
) -> None:
    make(folder, monkeypatch, domain)  # type: ignore[arg-type]
    trained(folder, "mine", domain, HARMFUL)  # type: ignore[arg-type]
    proof = proof_of(folder)
    assert not proof.better
    assert any("It is worse" in reason for reason in proof.reasons)
    with pytest.raises(ModelNotProven, match="worse"):
        installing.install("mine", folder)
    assert library.installed() == library.shipped()
    model = installing.install("mine", folder, anyway=True)
    assert model.personal is not None
    assert model.personal["installed_anyway"] is True
    assert model.personal["proof"]["better"] is False
    assert "installed anyway" in (model.folder / "mine.md").read_text(encoding="utf-8")


def test_the_same_model_is_not_better_than_itself(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Equal to the last bit: there is nothing to install."""
    make(folder, monkeypatch, "raw")
    trained(folder, "mine", "raw", 0.4)
    own, other = (library.find("mine", folder / "training" / "mine" / "model"), library.choose("auto", "raw"))
    other.path.write_bytes(own.path.read_bytes())
    manifest = json.loads(other.manifest.read_text()) | {"sha256": own.sha256}
    other.manifest.write_text(json.dumps(manifest))
    proof = proof_of(folder)
    assert gain(proof, SHIPPED) == 0.0
    assert not proof.better
    assert any("may be chance" in reason for reason in proof.reasons)


def test_the_profile_is_given_to_both_and_mends_what_it_knows(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The candidates differ in nothing but what their names say."""
    make(folder, monkeypatch, "raw", shots=1)
    trained(folder, "mine", "raw", HARMLESS)
    profile = measured(folder)
    camera_profiles.save(profile)  # in use already: 'shipped' has to do without it all the same
    given: list[tuple[str, object, object]] = []
    real = Denoiser.run

    def run(self: Denoiser, photo: RawPhoto, *args: object, **options: object) -> object:
        given.append((self.descriptor.name, options["noise"], options["profile"]))
        return real(self, photo, *args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Denoiser, "run", run)
    proof = proof_of(folder)
    assert [row.candidate for row in proof.rows] == [NOISY, SHIPPED, WITH_PROFILE, PERSONAL]
    assert [name for name, _, _ in given] == ["raw-tiny", "raw-tiny", "mine"]
    assert given[0][2] is None
    assert given[0][1] != given[1][1] == given[2][1] == profile.noise_at(12800)
    assert given[1][2] == given[2][2] == profile
    texts = [row.noise for row in proof.rows]
    assert "measured from your pairs" in texts[2]
    assert "measured from your pairs" not in texts[1]
    assert len(proof.gains) == 2


def test_hot_pixels_are_those_of_the_part_that_is_compared(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(folder, monkeypatch, "raw", shots=1)
    trained(folder, "mine", "raw", HARMLESS)
    measured(folder)
    profiles: list[object] = []
    real = Denoiser.run

    def run(self: Denoiser, photo: RawPhoto, *args: object, **options: object) -> object:
        profiles.append((photo.size, options["profile"]))
        return real(self, photo, *args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Denoiser, "run", run)
    proof = proof_of(folder, largest=40_000)
    size, profile = profiles[-1]  # type: ignore[misc]
    assert proof.cropped
    assert proof.megapixels == pytest.approx(size[0] * size[1] / 1e6)
    assert size[0] * size[1] <= 40_000
    assert profile.hot.size == size
    top, left = ((whole - side) // 2 // 2 * 2 for whole, side in zip(proof_sessions.SIZE, size, strict=True))
    inside = [(y - top, x - left) for y, x in ((50, 60), (180, 300))]
    assert list(profile.hot.places) == [(y, x) for y, x in inside if 0 <= y < size[0] and 0 <= x < size[1]]


def test_the_noisy_row_is_what_anybody_would_measure(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = make(folder, monkeypatch, "rgb", shots=1)
    trained(folder, "mine", "rgb", HARMLESS)
    row = proof_of(folder).row(NOISY)
    pair = prepared(session.pairs(held_out=True)[0], "rgb")
    used = pair.usable
    assert row is not None
    assert row.psnr == pytest.approx(psnr(pair.noisy.rgb[used], np.clip(pair.clean.rgb[used], 0, 1)), abs=1e-3)  # type: ignore[union-attr]
    assert row.detail_removed == 0.0
    assert row.detail_kept == pytest.approx(1.0)


def test_x_trans_is_proven_as_well(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(folder, monkeypatch, "raw", shots=1, array="X-Trans")
    trained(folder, "mine", "raw", HARMLESS)
    assert proof_of(folder).better


def test_too_little_to_compare_proves_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(folder, monkeypatch, "rgb", size=(192, 192))
    trained(folder, "mine", "rgb", HARMLESS)
    proof = proof_of(folder)
    assert not proof.better
    assert "patches" in proof.reasons[0]


# --- what is proven on ------------------------------------------------------------------------------------------------


def test_only_held_out_pairs_that_the_check_did_not_reject_count(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(folder, monkeypatch, "rgb", marks=lambda pair: "rejected" if pair.endswith("17") else "masked")
    trained(folder, "mine", "rgb", HARMLESS)
    assert proof_of(folder).pairs == ("scene-3/high18",)


def test_a_scene_that_the_training_saw_proves_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(folder, monkeypatch, "rgb", held_out=(2, 3), shots=1)
    trained(folder, "mine", "rgb", HARMLESS)  # on scenes 1 and 2; 2 was held out afterwards
    assert proof_of(folder).scenes == ("scene-3",)
    trained(folder, "all", "rgb", HARMLESS, scenes=["scene-1", "scene-2", "scene-3"])
    with pytest.raises(SessionUnfit, match="trained on the scenes"):
        proof_of(folder, "all")


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"held_out": ()}, "no scene is held out"),
        ({"marks": lambda pair: None}, "not checked"),
        ({"marks": lambda pair: "rejected"}, "every held-out pair was rejected"),
    ],
    ids=["none held out", "not checked", "all rejected"],
)
def test_what_is_missing_is_one_sentence(
    folder: Path, monkeypatch: pytest.MonkeyPatch, options: dict[str, object], says: str
) -> None:
    make(folder, monkeypatch, "rgb", **options)  # type: ignore[arg-type]
    trained(folder, "mine", "rgb", HARMLESS)
    with pytest.raises(SessionUnfit, match=says):
        proof_of(folder)
    assert not proof_facts.folder_of(folder, "mine").exists()


def test_a_model_for_something_else_cannot_be_proven_here(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(folder, monkeypatch, "rgb")
    trained(folder, "raws", "raw", HARMLESS)
    trained(folder, "other", "rgb", HARMLESS, camera="X-T3")
    for name, says in (("raws", "camera raws"), ("other", "X-T3")):
        with pytest.raises(SessionUnfit, match=says):
            proof_of(folder, name)
    for name in ("nothing", "../mine", "/etc"):
        with pytest.raises(ModelUnknown):
            proof_of(folder, name)
    with pytest.raises(SessionMissing):
        proof_of(folder / "elsewhere", "raws")


def test_an_installed_model_can_be_proven_on_ones_own_session(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path / "other", monkeypatch, "rgb")
    models.install(trained(tmp_path / "other", "theirs", "rgb", HARMLESS))
    make(folder, monkeypatch, "rgb", shots=1)
    assert proof_of(folder, "theirs").better


def test_it_can_be_stopped_and_leaves_no_proof(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(folder, monkeypatch, "rgb")
    trained(folder, "mine", "rgb", HARMLESS)
    token = CancelToken()

    def stopped() -> None:
        for step in prove("mine", folder, device="cpu", tile=160, token=token):
            if isinstance(step, Progress) and step.done:
                token.cancel()

    with pytest.raises(Cancelled):
        stopped()
    assert proof_facts.load(folder, "mine") is None


# --- what it leaves ---------------------------------------------------------------------------------------------------


class _Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_report_is_one_page_and_every_candidate_has_its_picture(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(folder, monkeypatch, "raw")
    trained(folder, "mine", "raw", HARMLESS)
    measured(folder)
    proof = proof_of(folder)
    assert proof_facts.load(folder, "mine") == proof
    (pictures,) = proof.pictures  # of the first frame of the scene
    assert set(pictures.files) == {"truth", *proof_facts.CANDIDATES}
    opened = {name: np.asarray(Image.open(folder / path)) for name, path in pictures.files.items()}
    assert {picture.shape for picture in opened.values()} == {(*proof_sessions.SIZE, 3)}
    error = {name: float(np.abs(p.astype(float) - opened["truth"]).mean()) for name, p in opened.items()}
    assert error[SHIPPED] > error[PERSONAL] > error["truth"] == 0
    page = _Page((folder / proof.report).read_text(encoding="utf-8"))
    sources = [attributes["src"] for tag, attributes in page.tags if tag == "img"]
    assert sources
    for source in sources:
        kind, data = str(source).split(",", 1)
        assert kind == "data:image/png;base64"
        Image.open(io.BytesIO(base64.b64decode(data))).verify()
    assert not [tag for tag, attributes in page.tags if tag in ("script", "link", "iframe") or "href" in attributes]
    for row in proof.rows:
        assert f"{row.psnr:.2f}" in page.text
    assert proof.verdict in page.text
    assert table(proof).count("\n") >= len(proof.rows)


def test_names_in_the_report_are_text(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from denoiser_app.pairs import session as sessions

    make(folder, monkeypatch, "rgb", shots=1)
    sessions.update(folder, lambda now: replace(now, name="<script>alert(1)</script>"))
    trained(folder, "mine", "rgb", HARMLESS)
    text = (folder / proof_of(folder).report).read_text(encoding="utf-8")
    assert "<script" not in text
    assert "&lt;script&gt;" in text


def test_a_session_can_be_moved_with_its_proof(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(folder, monkeypatch, "rgb", shots=1)
    trained(folder, "mine", "rgb", HARMLESS)
    proof = proof_of(folder)
    assert str(tmp_path) not in (proof_facts.folder_of(folder, "mine") / proof_facts.FILE).read_text()
    moved = folder.rename(tmp_path / "moved")
    assert proof_facts.load(moved, "mine") == proof
    assert all((moved / path).is_file() for path in [proof.report, *proof.pictures[0].files.values()])
    assert installing.install("mine", moved).name == "mine"


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: "{",
        lambda text: "[]",
        lambda text: text.replace('"version": 1', '"version": 2'),
        lambda text: text.replace('"better": true', '"better": "yes"'),
        lambda text: text.replace('"rows": [', '"rows": [1, '),
        lambda text: re.sub(r'"reasons": \[\],', "", text),
    ],
)
def test_a_damaged_proof_installs_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, damage: Callable[[str], str]
) -> None:
    make(folder, monkeypatch, "rgb", shots=1)
    trained(folder, "mine", "rgb", HARMLESS)
    proof_of(folder)
    path = proof_facts.folder_of(folder, "mine") / proof_facts.FILE
    changed = damage(path.read_text())
    assert changed != path.read_text()
    path.write_text(changed)
    with pytest.raises(DataMissing):
        proof_facts.load(folder, "mine")
    with pytest.raises(ModelNotProven, match="cannot be read"):
        installing.install("mine", folder)


# --- installed from a session -----------------------------------------------------------------------------------------


def test_a_proof_of_an_earlier_training_is_none(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(folder, monkeypatch, "rgb", shots=1)
    trained(folder, "mine", "rgb", HARMLESS)
    with pytest.raises(ModelNotProven, match="not proven yet"):
        installing.install("mine", folder)
    proof_of(folder)
    trained(folder, "mine", "rgb", HARMFUL)
    with pytest.raises(ModelNotProven, match="trained again"):
        installing.install("mine", folder)
    model = installing.install("mine", folder, anyway=True)
    assert model.personal is not None
    assert "proof" not in model.personal
    with pytest.raises(ModelNotTrained, match="other"):
        installing.install("other", folder, anyway=True)


def test_the_profile_it_was_proven_with_is_used_from_then_on(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(folder, monkeypatch, "raw", shots=1)
    trained(folder, "mine", "raw", HARMLESS)
    profile = measured(folder)
    proof_of(folder)
    installing.install("mine", folder)
    assert camera_profiles.of_camera(proof_sessions.CAMERA) == profile
    measured(folder, a=2e-5)  # measured again, but the photographer keeps what is in use
    installing.install("mine", folder)
    assert camera_profiles.of_camera(proof_sessions.CAMERA) == profile


def test_prove_and_install_on_the_command_line(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    make(folder, monkeypatch, "rgb", shots=1)
    trained(folder, "good", "rgb", HARMLESS)
    trained(folder, "bad", "rgb", HARMFUL)
    assert main(["models", "install", "good"]) == 1
    assert "no session was named" in capsys.readouterr().err
    assert main(["models", "prove", "good", str(folder), "--device", "cpu"]) == 0
    out = capsys.readouterr().out
    assert "Better: +" in out
    assert re.search(r"^noisy +- +\d+\.\d\d", out, re.MULTILINE)
    assert (folder / "proof" / "good" / "report.html").is_file()
    assert main(["models", "install", "good"]) == 0  # where it was proven last
    assert "use it by default (proven better" in capsys.readouterr().out
    assert main(["models", "prove", "bad", str(folder), "--device", "cpu", "--json"]) == 1
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert lines[-1]["type"] == "result"
    assert (lines[-1]["better"], lines[-1]["name"]) == (False, "bad")
    assert main(["models", "install", "bad"]) == 1
    assert "install anyway" in capsys.readouterr().err
    assert main(["models", "install", "bad", str(folder), "--anyway"]) == 0
    assert main(["models", "list"]) == 0
    out = capsys.readouterr().out
    assert re.search(r"^bad .*installed anyway", out, re.MULTILINE)


def test_where_it_was_proven_may_be_gone(folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder.mkdir()
    installing.remember("mine", folder)
    assert installing.remembered("mine") == folder
    folder.rmdir()
    assert installing.remembered("mine") is None
    (tmp_path / "data" / "proven.json").write_text("[1")
    assert installing.remembered("mine") is None
    with pytest.raises(DenoiserError):
        installing.install("mine")


# --- what better means ------------------------------------------------------------------------------------------------


def _row(candidate: str, ssim: float, red: float) -> Row:
    return Row(candidate, "", "", 30.0, ssim, (red, 0.0, -0.1), 0.0, None, 1.0)


def _gain(low: float, high: float, against: str = SHIPPED) -> Gain:
    return Gain(against, (low + high) / 2, low, high, 0.0, 0.0, 0.0, 0.5)


@pytest.mark.parametrize(
    ("low", "ssim", "red", "count", "why"),
    [
        (0.01, 0.90, 0.0, 100, ""),
        (0.0, 0.90, 0.0, 100, "chance"),
        (-0.1, 0.95, 0.0, 100, "chance"),
        (-0.5, 0.95, 0.0, 100, "worse"),
        (0.3, 0.8995, 0.0, 100, ""),
        (0.3, 0.8985, 0.0, 100, "less structure"),
        (0.3, 0.91, 0.95, 100, ""),
        (0.3, 0.91, -1.05, 100, "colour"),
        (0.3, 0.91, 0.0, 19, "patches"),
    ],
)
def test_better_means_all_of_it(low: float, ssim: float, red: float, count: int, why: str) -> None:
    rows = [_row(SHIPPED, 0.88, 0.0), _row(WITH_PROFILE, 0.90, 0.2), _row(PERSONAL, ssim, red)]
    gains = [_gain(low, low + 0.2), _gain(0.5, 0.7, WITH_PROFILE)]
    reasons = list(reasons_against(rows, gains, count))
    assert [why in reason for reason in reasons] == ([True] if why else [])


def test_a_colour_that_the_shipped_model_shifts_as_well_is_no_harm() -> None:
    rows = [_row(SHIPPED, 0.9, 1.6), _row(PERSONAL, 0.9, 1.5)]
    assert list(reasons_against(rows, [_gain(0.1, 0.2)], 100)) == []
