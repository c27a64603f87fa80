"""Names: what the template says, always a legal name in the right folder, never over a photo."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from denoiser_app.core.errors import (
    NameTemplateInvalid,
    OutputExists,
    OutputIsInput,
    OutputTwice,
    OutputUnsupported,
)
from denoiser_app.core.photo import Metadata
from denoiser_app.core.recipe import ExportOptions
from denoiser_app.formats.naming import (
    FORBIDDEN,
    LONGEST,
    RESERVED,
    Originals,
    fields_of,
    format_of,
    plan_each,
    plan_targets,
)

TIFF = ExportOptions()


def photo(folder: Path, name: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(b"the original")
    return path


def night(path: Path) -> Metadata:
    return Metadata(path, "Canon", "Canon EOS 6D", iso=12800.0, taken="2025:01:31 23:05:09")


# --- where ------------------------------------------------------------------------------------------------------------


def test_without_an_output_beside_the_photo(tmp_path: Path) -> None:
    one, two = photo(tmp_path / "a", "1.cr2"), photo(tmp_path / "b", "2.NEF")
    assert plan_targets([one, two], None, TIFF) == [one.parent / "1-denoised.tif", two.parent / "2-denoised.tif"]


def test_several_photos_go_into_a_folder_even_if_it_is_missing(tmp_path: Path) -> None:
    photos = [photo(tmp_path, name) for name in ("1.cr2", "2.cr2")]
    assert plan_targets(photos, str(tmp_path / "new"), TIFF) == [
        tmp_path / "new" / "1-denoised.tif",
        tmp_path / "new" / "2-denoised.tif",
    ]
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("output", ["made", "missing/"])
def test_one_photo_goes_into_a_folder_that_is_one_or_has_a_slash(tmp_path: Path, output: str) -> None:
    (tmp_path / "made").mkdir()
    (target,) = plan_targets([photo(tmp_path, "1.cr2")], f"{tmp_path}/{output}", TIFF)
    assert target == tmp_path / output / "1-denoised.tif"


def test_one_photo_becomes_the_file_that_was_named(tmp_path: Path) -> None:
    source = photo(tmp_path, "1.cr2")
    assert plan_targets([source], str(tmp_path / "best.TIFF"), TIFF) == [tmp_path / "best.TIFF"]
    assert plan_targets([source], str(tmp_path / "best"), ExportOptions("png")) == [tmp_path / "best.png"]
    assert plan_targets([source], str(tmp_path / "v1.2"), ExportOptions("jpeg")) == [tmp_path / "v1.2.jpg"]


def test_an_ending_that_contradicts_the_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputUnsupported, match="JPEG file, but TIFF"):
        plan_targets([photo(tmp_path, "1.cr2")], str(tmp_path / "best.jpg"), TIFF)
    with pytest.raises(OutputUnsupported, match="dng"):
        plan_targets([photo(tmp_path, "1.cr2")], str(tmp_path / "best.DNG"), TIFF)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.tif", "tiff"),
        ("a.TIFF", "tiff"),
        ("b/a.Png", "png"),
        ("a.jpg", "jpeg"),
        ("a.JPEG", "jpeg"),
        ("a.webp", None),
    ],
)
def test_endings_name_formats(name: str, expected: str | None) -> None:
    assert format_of(name) == expected
    assert format_of(Path(name)) == expected


@pytest.mark.parametrize("output", [None, "ignored", "ignored.tif"])
def test_every_photo_goes_into_the_folder_that_is_given_for_it(tmp_path: Path, output: str | None) -> None:
    sources = [photo(tmp_path / folder, "1.cr2") for folder in "ab"]
    folders = [tmp_path / "out" / "a", tmp_path / "out" / "b" / "deeper"]
    targets = plan_targets(sources, output, TIFF, folders=folders)
    assert targets == [folder / "1-denoised.tif" for folder in folders]
    (target,) = plan_targets(sources[:1], output, TIFF, folders=folders[:1])
    assert target == folders[0] / "1-denoised.tif"


def test_the_folders_of_photos_count_when_names_are_compared(tmp_path: Path) -> None:
    sources = [photo(tmp_path / "a", "1.cr2"), photo(tmp_path / "a", "1.jpg"), photo(tmp_path / "b", "1.cr2"),
               photo(tmp_path / "c", "2.cr2"), photo(tmp_path / "d", "2.cr2")]  # fmt: skip
    out = tmp_path / "out"
    planned = plan_each(sources, None, TIFF, folders=[out / "a", out / "a", out / "b", out / "c", out / "c"])
    assert planned[:3] == [
        out / "a" / "1-denoised-cr2.tif",
        out / "a" / "1-denoised-jpg.tif",
        out / "b" / "1-denoised.tif",
    ]
    assert [type(item) for item in planned[3:]] == [OutputTwice, OutputTwice]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Night", "night"), ("Night/a", "night/a"), ("x/../night", "night"), ("caf\u00e9", "cafe\u0301")],
)
def test_missing_folders_that_some_disks_cannot_tell_apart_are_one(tmp_path: Path, one: str, other: str) -> None:
    """The card may hold Night and night, and the disk that is exported to may know no case: one would be lost."""
    sources = [photo(tmp_path / "1", "1.cr2"), photo(tmp_path / "2", "1.cr2")]
    folders = [tmp_path / "out" / one, tmp_path / "out" / other]
    with pytest.raises(OutputTwice):
        plan_targets(sources, None, ExportOptions(overwrite=True), folders=folders)
    (tmp_path / "link").symlink_to(tmp_path)
    folders[0] = tmp_path / "link" / "out" / other
    with pytest.raises(OutputTwice):
        plan_targets(sources, None, ExportOptions(overwrite=True), folders=folders)


def test_the_counter_goes_on_where_it_is_told_to(tmp_path: Path) -> None:
    sources = [photo(tmp_path, name) for name in ("a.cr2", "b.cr2")]
    targets = plan_targets(sources, None, ExportOptions(name="{counter}"), start=998)
    assert [target.name for target in targets] == ["0998.tif", "0999.tif"]


# --- templates --------------------------------------------------------------------------------------------------------


def test_every_field_is_filled_in(tmp_path: Path) -> None:
    template = "{date} {time} {camera} {iso} {model} {counter} {stem}{ext}"
    sources = [photo(tmp_path, "a.cr2"), photo(tmp_path, "b.cr2")]
    targets = plan_targets(sources, None, ExportOptions(name=template), model="night/2", facts=night)
    assert [target.name for target in targets] == [
        "2025-01-31 23-05-09 Canon EOS 6D 12800 night_2 0001 a.tif",
        "2025-01-31 23-05-09 Canon EOS 6D 12800 night_2 0002 b.tif",
    ]


def test_the_date_of_a_photo_without_one_is_that_of_its_file(tmp_path: Path) -> None:
    source = photo(tmp_path, "a.png")
    os.utime(source, (1_700_000_000, 1_700_000_000))
    (target,) = plan_targets([source], None, ExportOptions(name="{date}{ext}"), facts=lambda path: Metadata(path))
    assert target.name.startswith("2023-11-1")


def test_the_photo_is_only_looked_into_when_the_template_asks(tmp_path: Path) -> None:
    def never(path: Path) -> Metadata:
        raise AssertionError

    plan_targets([photo(tmp_path, "a.cr2")], None, TIFF, facts=never)


def test_the_real_camera_date_and_iso_are_read_from_a_photo(samples: Path, tmp_path: Path) -> None:
    options = ExportOptions(name="{date}_{time}_{iso}_{camera}{ext}")
    sources = [samples / "city-dusk-iso6400.jpg", samples / "night-sky-iso12800.dng"]
    assert [target.name for target in plan_targets(sources, str(tmp_path), options)] == [
        "2025-01-01_19-30-00_6400_Simulated ISO 6400.tif",
        "2025-01-01_00-00-00_12800_Synthetic Canon_EOS_6D_like.tif",
    ]


@pytest.mark.parametrize(
    ("template", "part"),
    [
        ("{sterm}{ext}", "no field 'sterm'"),
        ("{}{ext}", "no field ''"),
        ("{stem.__class__}", "no field 'stem.__class__'"),
        ("{stem[0]}", "no field 'stem[0]'"),
        ("{stem!r}", "takes no 'r'"),
        ("{stem:>100000000}", "takes no '>100000000'"),
        ("{counter:999999999}", "takes no '999999999'"),
        ("{counter:{iso}}", "takes no '{iso}'"),
        ("{stem", "braces do not match"),
        ("stem}", "braces do not match"),
        ("../{stem}{ext}", "'/' cannot be part"),
        ("out\\{stem}{ext}", "cannot be part"),
        ("{stem}:1", "':' cannot be part"),
        ("{stem}\0", "cannot be part"),
    ],
)
def test_a_template_that_cannot_work_is_explained(tmp_path: Path, template: str, part: str) -> None:
    with pytest.raises(NameTemplateInvalid) as caught:
        plan_targets([photo(tmp_path, "a.cr2")], None, ExportOptions(name=template))
    assert part in str(caught.value)
    assert "{stem} {ext} {date}" in str(caught.value)


def test_the_counter_takes_a_number_of_digits(tmp_path: Path) -> None:
    (target,) = plan_targets([photo(tmp_path, "a.cr2")], None, ExportOptions(name="{counter:02}"))
    assert target.name == "01.tif"
    assert fields_of("{counter:03d}{{}}") == {"counter"}


@given(st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1, max_size=300), st.text())
def test_whatever_a_photo_is_called_the_name_is_legal(stem: str, camera: str) -> None:
    source = Path("/photos") / f"{stem}.cr2"
    options = ExportOptions("png", name="{stem}{camera}{model}{ext}")
    (target,) = plan_targets([source], "/out/", options, model=camera, facts=lambda path: Metadata(path, model=camera))
    assert target.parent == Path("/out")
    assert target.suffix == ".png"
    assert len(os.fsencode(target.name)) <= LONGEST
    assert not set(target.name) & set(FORBIDDEN)
    assert target.stem.split(".")[0].rstrip().lower() not in RESERVED
    assert not target.stem.endswith((" ", "."))


def test_a_name_that_is_not_utf_8_is_kept(tmp_path: Path) -> None:
    source = Path(os.fsdecode(b"/photos/caf\xe9.cr2"))
    (target,) = plan_targets([source], str(tmp_path) + "/", TIFF)
    assert os.fsencode(target.name) == b"caf\xe9-denoised.tif"


# --- never over a photo -----------------------------------------------------------------------------------------------


def test_two_photos_for_one_name_are_both_refused(tmp_path: Path) -> None:
    sources = [photo(tmp_path / folder, "1.cr2") for folder in "ab"] + [photo(tmp_path, "2.cr2")]
    planned = plan_each(sources, str(tmp_path / "out"), TIFF)
    assert [type(item) for item in planned[:2]] == [OutputTwice, OutputTwice]
    assert planned[2] == tmp_path / "out" / "2-denoised.tif"
    with pytest.raises(OutputTwice):
        plan_targets(sources, str(tmp_path / "out"), TIFF)


def test_a_raw_and_the_jpeg_of_the_same_shot_get_names_of_their_own(tmp_path: Path) -> None:
    sources = [photo(tmp_path, name) for name in ("1.CR2", "1.jpg", "2.cr2")]
    names = [target.name for target in plan_targets(sources, str(tmp_path / "out"), TIFF)]
    assert names == ["1-denoised-cr2.tif", "1-denoised-jpg.tif", "2-denoised.tif"]


@pytest.mark.parametrize(
    ("one", "other"), [("IMG.cr2", "img.cr2"), ("caf\u00e9.cr2", "cafe\u0301.cr2"), ("ß.cr2", "SS.cr2")]
)
def test_names_that_some_disks_cannot_tell_apart_are_one(tmp_path: Path, one: str, other: str) -> None:
    sources = [photo(tmp_path / "a", one), photo(tmp_path / "b", other)]
    with pytest.raises(OutputTwice):
        plan_targets(sources, str(tmp_path / "out"), ExportOptions(overwrite=True))


def test_an_existing_file_is_refused_unless_overwriting(tmp_path: Path) -> None:
    source, existing = photo(tmp_path, "1.cr2"), photo(tmp_path, "1-denoised.tif")
    with pytest.raises(OutputExists):
        plan_targets([source], None, TIFF)
    assert plan_targets([source], None, ExportOptions(overwrite=True)) == [existing]


def test_the_export_of_one_photo_is_never_another_photo(tmp_path: Path) -> None:
    """A second run over a folder that holds the first run's results as inputs."""
    sources = [photo(tmp_path, "1.tif"), photo(tmp_path, "1-denoised.tif")]
    planned = plan_each(sources, None, ExportOptions(overwrite=True))
    assert isinstance(planned[0], OutputIsInput)
    assert planned[1] == tmp_path / "1-denoised-denoised.tif"


def ways_to_the_original(folder: Path) -> dict[str, Path]:
    """Names that are one photo, or may be on another disk. ``folder/in/1.tif`` is the photo."""
    original = photo(folder / "in", "1.tif")
    (folder / "link.tif").symlink_to(original)
    (folder / "relative.tif").symlink_to(Path("in") / "1.tif")
    (folder / "link of link.tif").symlink_to(folder / "link.tif")
    (folder / "hard.tif").hardlink_to(original)
    (folder / "linked folder").symlink_to(folder / "in")
    return {
        "itself": original,
        "by dots": folder / "in" / ".." / "in" / "1.tif",
        "symbolic link": folder / "link.tif",
        "relative link": folder / "relative.tif",
        "link of link": folder / "link of link.tif",
        "hard link": folder / "hard.tif",
        "through a linked folder": folder / "linked folder" / "1.tif",
        "upper case": folder / "in" / "1.TIF",
        "upper case through a linked folder": folder / "linked folder" / "1.TIF",
    }


@pytest.mark.parametrize("overwrite", [False, True])
def test_no_way_leads_over_the_original(tmp_path: Path, overwrite: bool) -> None:
    ways = ways_to_the_original(tmp_path)
    for source in (way for way in ways.values() if way.exists()):
        for name, target in ways.items():
            if source.name == "hard.tif" and "upper case" in name:
                continue  # nothing tells that the other name of a hard link has another spelling
            with pytest.raises(OutputIsInput):
                plan_targets([source], str(target), ExportOptions(overwrite=overwrite))


def test_a_folder_of_another_case_is_another_folder_where_the_disk_says_so(tmp_path: Path) -> None:
    source = photo(tmp_path / "in", "1.tif")
    (tmp_path / "IN").mkdir(exist_ok=True)
    if (tmp_path / "IN" / "1.tif").exists():
        pytest.skip("this disk knows no case")
    assert tmp_path / "IN" / "1.tif" not in Originals.of([source])


def test_a_missing_photo_is_still_protected(tmp_path: Path) -> None:
    assert tmp_path / "later.tif" in Originals.of([tmp_path / "later.TIF"])
