from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from denoiser_app.core.errors import NameTemplateInvalid, OutputExists, OutputIsInput, OutputTwice
from denoiser_app.core.photo import Metadata
from denoiser_app.core.recipe import ExportOptions
from denoiser_app.formats.naming import place_of
from denoiser_app.ui.export_plan import ExportRequest, example, expected_size, folder_problem, resolve


def photos(folder: Path, *names: str) -> list[Path]:
    folder.mkdir(exist_ok=True)
    made = [folder / name for name in names]
    for path in made:
        path.write_bytes(b"original")
    return made


def asked(folder: Path | None, if_exists: str = "rename", **options: object) -> ExportRequest:
    return ExportRequest("all", ExportOptions(**options), folder, if_exists)


def targets(plan) -> list[str]:
    return [target.name for _, target in plan.pairs]


def test_beside_each_photo_or_in_one_folder(tmp_path: Path) -> None:
    sources = [*photos(tmp_path / "a", "1.nef"), *photos(tmp_path / "b", "2.nef")]
    beside = resolve(sources, asked(None))
    assert [target.parent.name for _, target in beside.pairs] == ["a", "b"]
    one = resolve(sources[:1], asked(tmp_path / "not there yet"))
    assert one.pairs == ((sources[0], tmp_path / "not there yet" / "1-denoised.tif"),)


def test_a_file_in_the_way_gets_a_number_is_skipped_or_replaced(tmp_path: Path) -> None:
    sources = photos(tmp_path, "1.nef", "2.nef")
    photos(tmp_path, "1-denoised.tif", "1-denoised-2.tif")
    renamed = resolve(sources, asked(None, "rename"))
    assert targets(renamed) == ["1-denoised-3.tif", "2-denoised.tif"]
    assert not renamed.options.overwrite
    skipped = resolve(sources, asked(None, "skip"))
    assert targets(skipped) == ["2-denoised.tif"]
    assert skipped.skipped == ((sources[0], tmp_path / "1-denoised.tif"),)
    assert not skipped.options.overwrite
    replaced = resolve(sources, asked(None, "overwrite"))
    assert targets(replaced) == ["1-denoised.tif", "2-denoised.tif"]
    assert replaced.options.overwrite


def test_a_number_never_takes_the_name_of_another_photo_of_the_run(tmp_path: Path) -> None:
    """1.nef must not become 1-2.tif: that is what 1-2.nef becomes."""
    sources = photos(tmp_path, "1.nef", "1-2.nef")
    photos(tmp_path, "1.tif")
    plan = resolve(sources, asked(None, name="{stem}"))
    assert targets(plan) == ["1-3.tif", "1-2.tif"]


def test_two_photos_with_one_name_are_numbered_or_refused(tmp_path: Path) -> None:
    sources = photos(tmp_path, "1.nef", "2.nef", "3.nef")
    assert targets(resolve(sources, asked(None, name="night"))) == ["night.tif", "night-2.tif", "night-3.tif"]
    for if_exists in ("skip", "overwrite"):
        plan = resolve(sources, asked(None, if_exists, name="night"))
        assert not plan.pairs
        assert all(isinstance(error, OutputTwice) for _, error in plan.refused)


@pytest.mark.parametrize("if_exists", ["skip", "overwrite"])
def test_an_original_is_never_a_target(tmp_path: Path, if_exists: str) -> None:
    sources = photos(tmp_path, "1.tif", "2.nef")
    plan = resolve(sources, asked(None, if_exists, name="{stem}"))
    assert targets(plan) == ["2.tif"]
    assert isinstance(plan.refused[0][1], OutputIsInput)
    assert targets(resolve(sources, asked(None, "rename", name="{stem}"))) == ["1-2.tif", "2.tif"]


def test_a_link_to_an_original_is_no_free_name(tmp_path: Path) -> None:
    (source,) = photos(tmp_path, "1.nef")
    os.link(source, tmp_path / "1-denoised.tif")
    assert targets(resolve([source], asked(None))) == ["1-denoised-2.tif"]
    assert not resolve([source], asked(None, "overwrite")).pairs


def test_a_long_name_stays_a_possible_name(tmp_path: Path) -> None:
    sources = photos(tmp_path, "ü" * 120 + ".nef")
    first = resolve(sources, asked(None, name="{stem}{stem}"))
    photos(tmp_path, *targets(first))
    again = resolve(sources, asked(None, name="{stem}{stem}"))
    assert targets(again) != targets(first)
    again.pairs[0][1].write_bytes(b"")


def test_many_photos_with_one_name_do_not_take_long(tmp_path: Path) -> None:
    sources = [tmp_path / f"{number}.nef" for number in range(1000)]
    plan = resolve(sources, asked(None, name="night"))
    assert len({target for _, target in plan.pairs}) == 1000


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    names=st.lists(st.sampled_from(["a.nef", "A.nef", "b.tif", "a.tif", "a-2.nef", "b-2.tif", "c.jpg"]), unique=True),
    there=st.lists(st.sampled_from(["a.tif", "a-2.tif", "b-2.tif", "x.tif", "X-2.tif", "c.tif"]), unique=True),
    name=st.sampled_from(["{stem}", "x", "{stem}-{counter}"]),
    if_exists=st.sampled_from(["rename", "skip", "overwrite"]),
)
def test_every_photo_has_one_fate_and_no_file_two_writers(
    tmp_path_factory: pytest.TempPathFactory, names: list[str], there: list[str], name: str, if_exists: str
) -> None:
    folder = tmp_path_factory.mktemp("run")
    photos(folder, *there)
    sources = photos(folder, *names)
    plan = resolve(sources, asked(None, if_exists, name=name))
    fates = [source for source, _ in (*plan.pairs, *plan.skipped, *plan.refused)]
    assert Counter(fates) == Counter(sources)
    places = [place_of(target) for _, target in plan.pairs]
    assert len(set(places)) == len(places)
    for _, target in plan.pairs:
        assert target not in sources
        assert if_exists == "overwrite" or not target.exists()


def test_the_example_tells_what_happens_to_the_file_in_the_way(tmp_path: Path) -> None:
    (source,) = photos(tmp_path, "1.nef")
    metadata = Metadata(make="NIKON CORPORATION", model="NIKON Z 6", iso=6400, taken="2026:01:31 19:30:00")
    request = asked(None, name="{date}_{camera}_{iso}_{stem}")
    target = tmp_path / "2026-01-31_NIKON Z 6_6400_1.tif"
    assert example(source, metadata, request) == (target, "new")
    photos(tmp_path, target.name)
    assert example(source, metadata, asked(None, "skip", name=request.options.name)) == (target, "skipped")
    assert example(source, metadata, asked(None, "overwrite", name=request.options.name)) == (target, "replaced")
    assert example(source, metadata, request)[0].name.endswith("_1-2.tif")


def test_the_example_raises_what_is_wrong_with_the_template(tmp_path: Path) -> None:
    (source,) = photos(tmp_path, "1.nef")
    for template in ("{nonsense}", "{stem", "a/b"):
        with pytest.raises(NameTemplateInvalid):
            example(source, Metadata(), asked(None, name=template))


def test_skipping_does_not_hide_that_a_file_was_there(tmp_path: Path) -> None:
    (source,) = photos(tmp_path, "1.nef")
    photos(tmp_path, "1-denoised.tif")
    plan = resolve([source], asked(None, "skip"))
    assert not any(isinstance(error, OutputExists) for _, error in plan.refused)
    assert len(plan.skipped) == 1


def test_folders_that_cannot_be_written_to_have_a_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (file,) = photos(tmp_path, "file")
    assert folder_problem(tmp_path) == ""
    assert folder_problem(None) == "none"
    assert folder_problem(tmp_path / "no") == "missing"
    assert folder_problem(file) == "file"
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write everywhere
    assert folder_problem(tmp_path) == "closed"


@pytest.mark.slow
def test_the_forecast_of_the_size_holds_for_the_sample_photos(samples: Path, tmp_path: Path) -> None:
    """Really denoised and written. Metadata and the profile are not in the forecast."""
    from denoiser_app.core.progress import CancelToken
    from denoiser_app.core.recipe import Recipe
    from denoiser_app.engine.job import FileDone, Job, Settings, run

    every = [
        Job(source, tmp_path / f"{source.stem}-{bits}.{kind}", Recipe(), ExportOptions(kind, bits))
        for source in (samples / "city-dusk-iso6400.jpg", samples / "night-sky-iso12800.dng")
        for kind, bits in (("tiff", None), ("tiff", 8), ("png", None), ("jpeg", None))
    ]
    done = [event.report for event in run(every, Settings("cpu"), CancelToken()) if isinstance(event, FileDone)]
    assert len(done) == len(every)
    for job, report in zip(every, done, strict=True):
        expected = expected_size(report.megapixels, job.options)
        assert expected.least <= report.bytes <= 1.05 * expected.most, job.target.name


@given(st.integers(1, 99))
def test_a_better_jpeg_is_never_forecast_smaller(quality: int) -> None:
    worse, better = (expected_size(24, ExportOptions(format="jpeg", quality=q)) for q in (quality, quality + 1))
    assert worse.least <= better.least
    assert worse.most <= better.most
    assert worse.least < worse.middle < worse.most
