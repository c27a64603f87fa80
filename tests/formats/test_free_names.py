"""Free names: a number where something is in the way, and nobody is given what another was promised."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from denoiser_app.core.errors import DenoiserError, OutputExists, OutputNotWritable, OutputTwice
from denoiser_app.formats.free_names import renamed
from denoiser_app.formats.naming import Originals, place_of

NAMES = ("a.tif", "A.tif", "a-2.tif", "a-3.tif", "b.tif", "a-2-2.tif")
NOTHING = Originals.of([])


def test_a_name_that_was_promised_gets_a_number_though_nothing_is_there(tmp_path: Path) -> None:
    promised = [tmp_path / "a.tif", tmp_path / "a-2.tif"]
    assert renamed([tmp_path / "a.tif", tmp_path / "b.tif"], NOTHING, promised) == [
        tmp_path / "a-3.tif",
        tmp_path / "b.tif",
    ]


def test_failures_that_another_name_does_not_help_stay(tmp_path: Path) -> None:
    error = OutputNotWritable(path=str(tmp_path / "a.tif"), reason="it is Monday")
    assert renamed([error], NOTHING) == [error]


@given(
    planned=st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from([None, OutputExists, OutputTwice]))),
    promised=st.lists(st.sampled_from(NAMES), unique=True),
    there=st.lists(st.sampled_from(NAMES), unique=True),
)
def test_no_name_is_given_twice_taken_or_promised(
    tmp_path_factory: pytest.TempPathFactory,
    planned: list[tuple[str, type[DenoiserError] | None]],
    promised: list[str],
    there: list[str],
) -> None:
    folder = tmp_path_factory.mktemp("names")
    for name in there:
        (folder / name).write_bytes(b"")
    free = {name for name, kind in planned if kind is None and name.lower() not in {other.lower() for other in there}}
    free = {name for name in free if sum(name.lower() == other.lower() for other, kind in planned if kind is None) == 1}
    items: list[Path | DenoiserError] = [
        folder / name if kind is None and name in free else (kind or OutputTwice)(path=str(folder / name))
        for name, kind in planned
    ]
    result = renamed(items, NOTHING, [folder / name for name in promised])
    paths = [path for path in result if isinstance(path, Path)]
    assert len(paths) == len(planned)
    places = [place_of(path) for path in paths]
    assert len(set(places)) == len(places)
    assert not set(places) & {place_of(folder / name) for name in promised}
    assert not [path for path in paths if path.exists()]
    for item, path in zip(items, paths, strict=True):  # who was not in anybody's way keeps the name
        if isinstance(item, Path) and item.name.lower() not in {name.lower() for name in promised}:
            assert path == item
