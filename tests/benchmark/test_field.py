"""The table of the field on tiny sets with tiny networks: what is in it, and that it repeats."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest

from denoiser_app.benchmark import field, methods, plot, report
from denoiser_app.benchmark.cost import Cost
from denoiser_app.benchmark.events import Failed
from denoiser_app.benchmark.field import FieldRow
from denoiser_app.benchmark.material import Wanted, find_material
from denoiser_app.benchmark.quality import QualityRow
from denoiser_app.benchmark.quality import run as quality_run
from denoiser_app.core.errors import DataMissing, ModelUnknown
from denoiser_app.core.progress import Progress
from denoiser_app.networks.descriptor import ModelDescriptor
from tests.benchmark.pictures import load, picture, save, save_pair

QUICK = ("noisy", "median", "Gaussian", "non-local means")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    save(tmp_path / "eval" / "CBSD68" / "a.png", picture())
    save(tmp_path / "eval" / "CBSD68" / "b.png", picture((40, 51), 1))
    save(tmp_path / "eval" / "Set12" / "g.png", picture(seed=2)[..., 1])
    save(tmp_path / "eval" / "Kodak24_500" / "k.png", picture(seed=3))
    pairs = tmp_path / "real_pairs" / "ours"
    save_pair(pairs / "a_noisy.png", pairs / "a_clean.png")
    return tmp_path


def free(*_: object) -> Cost:
    return Cost(0.5, 10.0, "CPU")


def rows(
    data: Path, wanted: Wanted, models: list[ModelDescriptor], names: tuple[str, ...] = (), **options: object
) -> list[FieldRow]:
    events = field.run(data, wanted, names, "cpu", models=models, measure=free, **options)  # type: ignore[arg-type]
    return [e for e in events if isinstance(e, FieldRow)]


WHITE = Wanted(("CBSD68", "Set12"), (25.0,), load=load)


def test_the_same_numbers_twice(data: Path, rgb_model: ModelDescriptor) -> None:
    names = (*QUICK, "wavelet", rgb_model.name)
    assert rows(data, WHITE, [rgb_model], names) == rows(data, WHITE, [rgb_model], names)


def test_a_networks_figures_are_those_of_the_quality_benchmark(data: Path, rgb_model: ModelDescriptor) -> None:
    """One convention for both commands, colour and gray."""
    for name in ("CBSD68", "Set12"):
        found = rows(data, replace(WHITE, sets=(name,)), [rgb_model], (rgb_model.name,))
        events = quality_run(data / "eval" / name, [25.0], rgb_model, "cpu", load=load)
        (mean,) = [e for e in events if isinstance(e, QualityRow) and e.kind == "mean"]
        assert found[0].psnr == pytest.approx(mean.psnr)
        assert found[0].ssim == pytest.approx(mean.ssim)
        assert found[0].psnr_noisy == pytest.approx(mean.psnr_noisy)


def test_the_noisy_row_gains_nothing_and_filters_do(data: Path) -> None:
    found = {r.method: r for r in rows(data, WHITE, [], QUICK) if r.table.startswith("CBSD68") and r.kind == "measured"}
    assert found["noisy"].worst_gain == 0
    assert found["noisy"].psnr == found["noisy"].psnr_noisy
    for name in QUICK[1:]:
        assert (found[name].worst_gain or 0) > 1


def test_published_figures_are_rows_of_their_own_kind(data: Path) -> None:
    found = rows(data, WHITE, [], ("noisy",))
    papers = {r.method: r.psnr for r in found if r.kind == "published"}
    assert papers == {"CBM3D": 30.71, "DnCNN": 31.24, "DRUNet": 31.69, "Restormer": 31.79}
    assert {r.table for r in found if r.kind == "published"} == {"CBSD68, white noise"}
    assert report.markdown(found).count("published: ") == 4
    part = rows(data, replace(WHITE, limit=1), [], ("noisy",))
    assert not [r for r in part if r.kind == "published"]  # they are means over the whole set


def test_what_is_not_installed_says_so(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(methods, "find_spec", lambda name: None if name == "bm3d" else object())
    found = {r.method: r for r in rows(data, WHITE, [], ("BM3D", "dncnn"))}
    assert found["BM3D"].kind == found["dncnn"].kind == "missing"
    assert "pip install bm3d" in report.markdown(list(found.values()))


def test_raws_are_measured_with_raw_and_rgb_networks(
    data: Path, rgb_model: ModelDescriptor, raw_model: ModelDescriptor
) -> None:
    wanted = Wanted(("simulated",), arrays=("RGGB",), isos=(6400.0,), load=load)
    found = {r.method: r for r in rows(data, wanted, [rgb_model, raw_model], threads=1)}
    assert {"noisy", raw_model.name, f"{rgb_model.name} after demosaic", "non-local means after demosaic"} <= set(found)
    assert "median" not in found
    assert (found["non-local means after demosaic"].worst_gain or 0) > 1
    assert found["noisy"].table == "simulated raws, RGGB"


def test_real_pairs_are_compared_with_a_measured_level(data: Path) -> None:
    found = {r.method: r for r in rows(data, Wanted(("ours",), load=load), [], QUICK)}
    assert {r.table for r in found.values()} == {"real pairs"}
    assert (found["non-local means"].worst_gain or 0) > 1


def test_sets_that_are_not_there_are_named(data: Path) -> None:
    wanted = Wanted(sigmas=(25.0,), arrays=("RGGB",), isos=(1600.0,), load=load)
    events = list(field.run(data, wanted, ("noisy",), models=[], measure=free))
    notes = " ".join(e.note for e in events if isinstance(e, Progress))
    assert "BSD68:" in notes
    assert "McMaster:" in notes
    for wanted in (Wanted(("McMaster",)), Wanted(("nonsense",))):
        with pytest.raises(DataMissing, match=wanted.sets[0]):
            find_material(data, wanted)
    with pytest.raises(DataMissing, match="test photos"):
        find_material(data / "nothing", Wanted())


def test_an_unknown_method_is_named(data: Path) -> None:
    with pytest.raises(ModelUnknown, match="magic"):
        rows(data, WHITE, [], ("magic",))


def test_a_photo_that_cannot_be_used_is_named_and_the_rest_goes_on(data: Path) -> None:
    save(data / "eval" / "CBSD68" / "aa.png", picture((8, 64)))
    events = list(field.run(data, WHITE, ("noisy",), models=[], measure=free))
    assert [e.path.name for e in events if isinstance(e, Failed)] == ["aa.png"]
    assert [e.photos for e in events if isinstance(e, FieldRow) and e.kind == "measured"] == [1, 2]


def test_progress_reaches_its_end(data: Path) -> None:
    events = field.run(data, WHITE, QUICK, models=[], measure=free)
    steps = [e.fraction for e in events if isinstance(e, Progress)]
    assert steps == sorted(steps)
    assert steps[-1] == 1


def test_markdown_and_csv_hold_every_figure(data: Path, rgb_model: ModelDescriptor, tmp_path: Path) -> None:
    found = rows(data, replace(WHITE, sigmas=(15.0, 50.0)), [rgb_model], (*QUICK, rgb_model.name))
    text = report.markdown(found)
    assert all(f"{r.psnr:.2f}" in text and r.method in text for r in found)
    assert f"{rgb_model.parameter_count:,d}" in text
    report.write(tmp_path / "out", "field", text, found)
    lines = list(csv.DictReader(io.StringIO((tmp_path / "out" / "field.csv").read_text())))
    assert [float(line["psnr"]) for line in lines] == [r.psnr for r in found]
    assert (tmp_path / "out" / "field.md").read_text() == text


def test_the_plot_has_a_point_a_method_with_a_time(data: Path, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    found = rows(data, replace(WHITE, sets=("CBSD68",), sigmas=(15.0, 25.0, 50.0)), [], QUICK)
    points = {name: (seconds, psnr) for name, seconds, psnr in plot.points(found)}
    assert set(points) == {*QUICK[1:], "CBM3D", "DnCNN", "DRUNet", "Restormer"}
    assert points["CBM3D"] == (None, pytest.approx((33.52 + 30.71 + 27.38) / 3))
    plot.draw(found, tmp_path / "field.png")
    assert (tmp_path / "field.png").read_bytes().startswith(b"\x89PNG")


def test_without_matplotlib_the_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plot, "find_spec", lambda _: None)
    with pytest.raises(DataMissing, match="pip install"):
        plot.require_matplotlib()
