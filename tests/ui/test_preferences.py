from __future__ import annotations

import json
import os
from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from denoiser_app.core.recipe import ExportOptions
from denoiser_app.ui import preferences, stored
from denoiser_app.ui.preferences import ExportDefaults, Preferences

ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)

CHOSEN = Preferences(
    device="cuda",
    threads=3,
    cache_gb=2.5,
    cache_folder="/tmp/缓存",
    display="display-p3",
    language="zh_CN",
    theme="light",
    export=ExportDefaults(ExportOptions("jpeg", 8, "adobe-rgb", 90, True, "{date}-{stem}{ext}"), "/out", "skip"),
)


def test_what_was_saved_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "preferences.json"
    assert preferences.load(path) == Preferences()
    preferences.save(CHOSEN, path)
    assert preferences.load(path) == CHOSEN
    preferences.save(Preferences(), path)
    assert preferences.load(path) == Preferences()
    assert [p.name for p in path.parent.iterdir()] == ["preferences.json"]


@pytest.mark.parametrize(
    ("kind", "rules"),
    [
        (Preferences, preferences.RULES),
        (ExportDefaults, preferences.EXPORT_RULES),
        (ExportOptions, preferences.OPTION_RULES),
    ],
)
def test_every_field_is_kept(kind: type, rules: dict[str, stored.Rule]) -> None:
    assert {f.name for f in fields(kind)} == set(rules)


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"null", b"\xff\xfe\x00", b"[" * 100_000])
def test_a_damaged_file_is_kept_aside_and_defaults_are_used(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "preferences.json"
    path.write_bytes(content)
    assert preferences.load(path) == Preferences()
    assert (tmp_path / "preferences.json.damaged").read_bytes() == content
    preferences.save(CHOSEN, path)
    assert preferences.load(path) == CHOSEN


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("threads", 0),
        ("threads", True),
        ("cache_gb", -1),
        ("cache_gb", float("nan")),
        ("cache_gb", "10"),
        ("language", "de"),
        ("theme", None),
        ("display", " "),
        ("export", 3),
    ],
)
def test_a_value_out_of_range_costs_only_itself(tmp_path: Path, field: str, value: object) -> None:
    path = tmp_path / "preferences.json"
    preferences.save(CHOSEN, path)
    data = json.loads(path.read_text())
    path.write_text(json.dumps({**data, field: value, "from the future": [1]}))
    assert preferences.load(path) == replace(CHOSEN, **{field: getattr(Preferences(), field)})


def test_one_bad_export_option_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "preferences.json"
    preferences.save(CHOSEN, path)
    data = json.loads(path.read_text())
    data["export"]["options"]["quality"] = 101
    path.write_text(json.dumps(data))
    options = replace(CHOSEN.export.options, quality=ExportOptions().quality)
    assert preferences.load(path).export == replace(CHOSEN.export, options=options)


@given(data=st.dictionaries(st.sampled_from([*preferences.RULES, "version"]), ANY_JSON, max_size=8))
def test_no_content_makes_it_fail_or_leaves_the_types(tmp_path_factory: pytest.TempPathFactory, data: object) -> None:
    path = tmp_path_factory.mktemp("p") / "preferences.json"
    path.write_text(json.dumps(data))
    loaded = preferences.load(path)
    preferences.save(loaded, path)
    assert preferences.load(path) == loaded
    assert isinstance(loaded.export.options, ExportOptions)


def test_a_full_disk_leaves_the_old_file_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "preferences.json"
    preferences.save(CHOSEN, path)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(stored.SettingsNotSaved, match="No space left"):
        preferences.save(Preferences(), path)
    assert preferences.load(path) == CHOSEN
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="permissions do not bind this user")
def test_a_file_that_cannot_be_opened_is_not_called_damaged(tmp_path: Path) -> None:
    path = tmp_path / "preferences.json"
    preferences.save(CHOSEN, path)
    path.chmod(0)
    assert preferences.load(path) == Preferences()
    path.chmod(0o600)
    assert preferences.load(path) == CHOSEN
