"""Models of one's own: installed whole or not at all, used where they fit, shared, and gone when they are removed."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from denoiser_app import paths
from denoiser_app.cli.main import main
from denoiser_app.core import cfa
from denoiser_app.core.errors import (
    DenoiserError,
    ModelDamaged,
    ModelExists,
    ModelFileRefused,
    ModelNameUnusable,
    ModelNotPersonal,
    ModelUnknown,
    OutputExists,
)
from denoiser_app.core.photo import Metadata, Photo
from denoiser_app.core.progress import CancelToken, Progress
from denoiser_app.core.recipe import ExportOptions, Recipe
from denoiser_app.engine import models
from denoiser_app.engine.batch.cluster_worker import check
from denoiser_app.engine.batch.items import Plan
from denoiser_app.engine.batch.planning import require_usable
from denoiser_app.engine.inspect import inspect
from denoiser_app.engine.job import FileDone, Job, Settings, Worker, run
from denoiser_app.formats import publish
from denoiser_app.formats.dng import Shot, write_dng
from denoiser_app.formats.read import read
from denoiser_app.networks import folders, library
from denoiser_app.networks.card import card
from denoiser_app.networks.descriptor import ModelDescriptor
from denoiser_app.networks.weights import load_network
from tests.helpers.models import personal_model, tiny_model, tiny_network

SETTINGS = Settings(device="cpu", tile=128)
CAMERA = "Simulant S-1"
PROOF = {"better": True, "verdict": "Better: +0.40 dB.", "candidates": [{"": "noisy", "PSNR dB": "28.1"}]}


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's folder of its own, and tiny shipped models."""
    shipped = tmp_path / "shipped"
    tiny_model(shipped, "raw")
    tiny_model(shipped, "rgb")
    monkeypatch.setattr(paths, "models", lambda: shipped)
    monkeypatch.setenv("DENOISER_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def trained(tmp_path: Path) -> ModelDescriptor:
    return personal_model(tmp_path / "session", "X-T3 night", "raw", tiny_network("raw", seed=7), camera=CAMERA)


@pytest.fixture
def dng(tmp_path: Path) -> Path:
    mosaic = np.random.default_rng(0).normal(3000, 300, (160, 200)).clip(0, 16383).astype(np.uint16)
    shot = Shot(make="Simulant", model="S-1", iso=12800)
    return write_dng(tmp_path / "night.dng", mosaic, cfa.bayer("GRBG"), 1024, 16383, shot=shot)


def own_files(data: Path) -> list[str]:
    return sorted(path.name for path in (data / "models").glob("*")) if (data / "models").is_dir() else []


def used(photo: Photo, model: str = "auto") -> str:
    return Worker(SETTINGS).denoiser(model, photo).descriptor.name


# --- in use -----------------------------------------------------------------------------------------------------------


def test_a_photo_of_that_camera_and_iso_gets_it_by_default_until_it_is_removed(
    trained: ModelDescriptor, dng: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photo = read(dng)
    worker = Worker(SETTINGS)
    assert worker.denoiser("auto", photo).descriptor.name == "raw-tiny"
    models.install(trained, proof=PROOF)
    assert worker.denoiser("auto", photo).descriptor.name == trained.name  # the same worker, as in an open window
    assert worker.denoiser("raw-tiny", photo).descriptor.name == "raw-tiny"
    assert inspect(dng).model == trained.name
    for metadata in (replace(photo.metadata, iso=100.0), replace(photo.metadata, model="S-2"), Metadata()):
        assert used(replace(photo, metadata=metadata)) == "raw-tiny"
    assert main(["denoise", str(dng), "-o", str(tmp_path / "out.tif"), "--device", "cpu"]) == 0
    assert trained.name in capsys.readouterr().out
    models.remove(trained.name)
    assert worker.denoiser("auto", photo).descriptor.name == "raw-tiny"
    assert inspect(dng).model == "raw-tiny"
    with pytest.raises(ModelUnknown):
        used(photo, trained.name)


def test_a_batch_uses_it_by_default_and_takes_its_name(trained: ModelDescriptor, dng: Path, tmp_path: Path) -> None:
    plan = Plan((dng,), tmp_path / "out", recipe=Recipe(model=trained.name))
    with pytest.raises(ModelUnknown, match="raw-tiny, rgb-tiny"):
        require_usable(plan)
    models.install(trained, proof=PROOF)
    require_usable(plan)
    job = Job(dng, tmp_path / "out" / "night.tif", Recipe(), ExportOptions())
    (done,) = [event for event in run([job], SETTINGS, CancelToken()) if not isinstance(event, Progress)]
    assert isinstance(done, FileDone)
    assert (done.report.model, done.report.model_sha256) == (trained.name, trained.sha256)


def test_a_model_that_was_trained_again_is_loaded_again(trained: ModelDescriptor, dng: Path, tmp_path: Path) -> None:
    photo, worker = read(dng), Worker(SETTINGS)
    models.install(trained, proof=PROOF)
    first = worker.denoiser("auto", photo)
    assert worker.denoiser("auto", photo) is first
    again = personal_model(tmp_path / "again", trained.name, "raw", tiny_network("raw", seed=8), camera=CAMERA)
    models.install(again, proof=PROOF, replace_other=True)
    assert worker.denoiser("auto", photo).descriptor.sha256 == again.sha256 != trained.sha256


def test_machines_of_a_cluster_must_have_the_same_ones(
    trained: ModelDescriptor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from denoiser_app import __version__

    models.install(trained, proof=PROOF)
    here = folders.personal_digests()
    assert check(__version__, [], None, here).lacks == ""
    monkeypatch.setenv("DENOISER_DATA", str(tmp_path / "another machine"))
    assert trained.name in check(__version__, [], None, here).lacks
    assert check(__version__, [], None, {}).lacks == ""


# --- installed --------------------------------------------------------------------------------------------------------


def test_what_is_installed_is_what_was_trained_with_its_proof(trained: ModelDescriptor) -> None:
    model = models.install(trained, proof=PROOF)
    assert library.find(trained.name) == model
    assert model.personal == {**(trained.personal or {}), "proof": PROOF}
    weights, original = (load_network(one).state_dict() for one in (model, trained))
    assert all(torch.equal(weights[name], original[name]) for name in original)
    text = (model.folder / f"{model.name}.md").read_text(encoding="utf-8")
    assert text == card(model)
    for said in (CAMERA, "6400-25600", "scene-3", "2026-11-20", "proven better", "28.1", "denoiser-app 0.1.0"):
        assert said in text


def test_installed_anyway_is_marked(trained: ModelDescriptor) -> None:
    model = models.install(trained, anyway=True)
    assert model.personal is not None
    assert model.personal["installed_anyway"] is True
    assert "installed anyway: not proven" in (model.folder / f"{model.name}.md").read_text(encoding="utf-8")
    proven = models.install(trained, proof=PROOF)  # proven meanwhile
    assert proven.personal is not None
    assert "installed_anyway" not in proven.personal


def test_another_training_needs_a_word_to_take_its_place_and_leaves_nothing_of_it(
    trained: ModelDescriptor, tmp_path: Path, data: Path
) -> None:
    models.install(trained, proof=PROOF)
    same, alike = (
        personal_model(tmp_path / f"other {name}", name, "raw", tiny_network("raw", seed=8))
        for name in (trained.name, "x-t3 NIGHT")
    )
    for other in (same, alike):
        with pytest.raises(ModelExists, match="X-T3 night"):
            models.install(other, proof=PROOF)
    with pytest.raises(ModelExists, match="X-T3 night"):  # one file on some disks, two on others
        models.install(alike, proof=PROOF, replace_other=True)
    assert library.find(trained.name).sha256 == trained.sha256
    models.install(same, proof=PROOF, replace_other=True)
    ends = (f".{same.sha256[:12]}.safetensors", ".json", ".md")
    assert own_files(data) == sorted(f"{same.name}{end}" for end in ends)


def test_nothing_that_is_damaged_or_has_a_shipped_name_is_installed(trained: ModelDescriptor, data: Path) -> None:
    for name in ("Raw-Tiny", "auto"):
        with pytest.raises(ModelNameUnusable):
            models.install(replace(trained, name=name), proof=PROOF)
    with pytest.raises(ModelDamaged, match="camera"):
        models.install(replace(trained, personal=None), proof=PROOF)
    trained.path.write_bytes(trained.path.read_bytes()[:-4])
    with pytest.raises(ModelDamaged, match="checksum"):
        models.install(trained, proof=PROOF)
    assert own_files(data) == []


@settings(max_examples=10)
@given(fails_at=st.integers(1, 3), replaced=st.booleans())
def test_a_crash_leaves_the_old_model_or_the_new_one(
    tmp_path_factory: pytest.TempPathFactory, fails_at: int, replaced: bool
) -> None:
    folder = tmp_path_factory.mktemp("crash")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DENOISER_DATA", str(folder / "data"))
        old, new = (personal_model(folder / str(n), "mine", "raw", tiny_network("raw", seed=n)) for n in (1, 2))
        if replaced:
            models.install(old, proof=PROOF)
        real, calls = publish._give_name, []

        def dies(part: Path, target: Path, overwrite: bool) -> None:
            calls.append(target)
            if len(calls) == fails_at:
                raise KeyboardInterrupt
            real(part, target, overwrite)

        patch.setattr(publish, "_give_name", dies)
        with pytest.raises(KeyboardInterrupt):
            models.install(new, proof=PROOF, replace_other=True)
        found = [model.sha256 for model in library.installed() if model.personal]
        assert found == ([old.sha256] if replaced else [])
        for model in library.installed():
            load_network(model)


# --- removed ----------------------------------------------------------------------------------------------------------


def test_only_ones_own_can_be_removed(trained: ModelDescriptor, data: Path) -> None:
    models.install(trained, proof=PROOF)
    with pytest.raises(ModelNotPersonal):
        models.remove("raw-tiny")
    for name in ("nothing", "../shipped/raw-tiny", "", "*"):
        with pytest.raises(ModelUnknown, match=trained.name):
            models.remove(name)
    library.find(trained.name).manifest.write_text("{}")  # damaged: it can still be taken away
    models.remove(trained.name)
    assert own_files(data) == []
    assert [model.name for model in library.installed()] == ["raw-tiny", "rgb-tiny"]


def test_removing_one_leaves_others_alone(tmp_path: Path) -> None:
    for name in ("mine", "mine-2", "mine 2", "m"):
        models.install(personal_model(tmp_path / name, name, "raw"), proof=PROOF)
    models.remove("mine")
    for name in ("mine-2", "mine 2", "m"):
        load_network(library.find(name))


# --- shared -----------------------------------------------------------------------------------------------------------


def test_a_shared_model_arrives_bit_by_bit(
    trained: ModelDescriptor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = models.install(trained, proof=PROOF)
    file = tmp_path / "night.denoiser-model"
    exported = models.export(trained.name, file)
    assert (exported.size, exported.path) == (file.stat().st_size, file)
    monkeypatch.setenv("DENOISER_DATA", str(tmp_path / "somebody else"))
    assert folders.personal_names() == []
    imported = models.import_model(file)
    assert imported.sha256 == exported.sha256
    theirs = library.find(trained.name)
    for name in (f"{mine.name}.json", f"{mine.name}.md", mine.weights):
        assert (theirs.folder / name).read_bytes() == (mine.folder / name).read_bytes()
    again = tmp_path / "again.denoiser-model"
    models.export(trained.name, again)
    assert again.read_bytes() == file.read_bytes()
    models.import_model(file)  # what is there already is no other model


def test_nothing_is_imported_over_another_model_or_from_a_damaged_file(
    trained: ModelDescriptor, tmp_path: Path, data: Path
) -> None:
    models.install(trained, proof=PROOF)
    file = tmp_path / "night.denoiser-model"
    models.export(trained.name, file)
    with pytest.raises(OutputExists):
        models.export(trained.name, file)
    other = personal_model(tmp_path / "other", trained.name, "raw", tiny_network("raw", seed=8))
    models.install(other, proof=PROOF, replace_other=True)
    before = {name: (data / "models" / name).read_bytes() for name in own_files(data)}
    with pytest.raises(ModelExists):
        models.import_model(file)
    file.write_bytes(file.read_bytes()[:-1] + b"\x7f")
    with pytest.raises(ModelFileRefused):
        models.import_model(file, replace_other=True)
    assert {name: (data / "models" / name).read_bytes() for name in own_files(data)} == before


def test_what_ships_is_not_exported_and_damage_is_not_passed_on(trained: ModelDescriptor, tmp_path: Path) -> None:
    models.install(trained, proof=PROOF)
    file = tmp_path / "night.denoiser-model"
    with pytest.raises(ModelNotPersonal):
        models.export("raw-tiny", file)
    weights = library.find(trained.name).path
    weights.write_bytes(weights.read_bytes()[:-1] + b"\x7f")
    with pytest.raises(ModelDamaged):
        models.export(trained.name, file)
    assert not file.exists()


@pytest.mark.skipif(os.geteuid() == 0 if hasattr(os, "geteuid") else True, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_to_is_one_sentence(trained: ModelDescriptor, data: Path) -> None:
    data.mkdir()
    data.chmod(0o500)
    with pytest.raises(DenoiserError, match="cannot be written"):
        models.install(trained, proof=PROOF)


def test_a_full_disk_leaves_nothing(trained: ModelDescriptor, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(_target: Path, needed: int) -> None:
        if needed > 10_000:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(publish, "_check_room", no_room)
    with pytest.raises(DenoiserError, match="disk is full"):
        models.install(trained, proof=PROOF)
    assert own_files(data) == []


# --- on the command line ----------------------------------------------------------------------------------------------


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Runs a command: (status, stdout, stderr)."""

    def run_it(*arguments: str | Path) -> tuple[int, str, str]:
        status = main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return status, said.out, said.err

    return run_it


def test_the_way_of_a_shared_model_on_the_command_line(
    trained: ModelDescriptor, tmp_path: Path, say: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    models.install(trained, proof=PROOF)
    file = tmp_path / "night.denoiser-model"
    status, out, _ = say("models", "export", trained.name, file)
    assert (status, file.is_file()) == (0, True)
    (sha256,) = [word for word in out.split() if len(word) == 64]
    monkeypatch.setenv("DENOISER_DATA", str(tmp_path / "somebody else"))
    status, out, _ = say("models", "import", file)
    assert status == 0
    assert sha256 in out
    assert f"{CAMERA} at ISO 6400-25600" in out
    status, out, _ = say("models", "list")
    assert status == 0
    (line,) = [line for line in out.splitlines() if line.startswith(trained.name)]
    assert "Your own" in line
    assert CAMERA in line
    assert "proven better" in line
    status, out, _ = say("models", "show", trained.name)
    assert "28.1" in out
    assert say("models", "remove", trained.name)[0] == 0
    assert trained.name not in say("models", "list")[1]
    status, _, err = say("models", "remove", "raw-tiny")
    assert (status, "came with the program" in err) == (1, True)


def test_a_damaged_model_of_ones_own_is_named(
    trained: ModelDescriptor, say: Callable[..., tuple[int, str, str]]
) -> None:
    models.install(trained, proof=PROOF).manifest.write_text("{}")
    status, out, err = say("models", "list")
    assert status == 1
    assert trained.name in err
    assert trained.name not in out


def test_a_pth_file_is_refused_with_the_reason(tmp_path: Path, say: Callable[..., tuple[int, str, str]]) -> None:
    torch.save({"weights": torch.zeros(3)}, tmp_path / "night.pth")
    status, _, err = say("models", "import", tmp_path / "night.pth")
    assert status == 1
    assert ".denoiser-model" in err
    assert "program" in err
