"""Publishing: whole or not at all, whatever goes wrong, and never over what was there."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from denoiser_app.core.errors import DiskFull, OutputExists, OutputIsInput, OutputNotWritable
from denoiser_app.formats import publish
from denoiser_app.formats.publish import publishing, sweep
from tests.helpers.trace import traced

CONTENT = b"the finished photo" * 1000


def export(target: Path, *, overwrite: bool = False, originals: tuple[Path, ...] = (), needed: int = 0) -> None:
    with publishing(target, originals=originals, overwrite=overwrite, needed=needed) as part:
        part.file.write(CONTENT)
        part.sync()
        assert part.path.read_bytes() == CONTENT
        assert not target.exists() or overwrite


def snapshot(folder: Path) -> dict[str, bytes | str | None]:
    """Every name below a folder with its content, or where it links to, or None for folders."""
    found: dict[str, bytes | str | None] = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        found[name] = str(path.readlink()) if path.is_symlink() else path.read_bytes() if path.is_file() else None
    return found


def test_only_the_finished_file_appears(tmp_path: Path) -> None:
    target = tmp_path / "photo.tif"
    export(target)
    assert snapshot(tmp_path) == {"photo.tif": CONTENT}
    umask = os.umask(0)
    os.umask(umask)
    assert target.stat().st_mode & 0o777 == 0o666 & ~umask


def test_missing_folders_are_made(tmp_path: Path) -> None:
    export(tmp_path / "a" / "b" / "photo.tif")
    assert (tmp_path / "a" / "b" / "photo.tif").read_bytes() == CONTENT


@pytest.mark.parametrize("name", ["x" * 251 + ".tif", "é" * 125 + ".tif", "🌃" * 62 + ".tif"])
def test_the_longest_names_can_be_written(tmp_path: Path, name: str) -> None:
    export(tmp_path / name)
    assert (tmp_path / name).read_bytes() == CONTENT


def test_overwriting_replaces_the_whole_file(tmp_path: Path) -> None:
    target = tmp_path / "photo.tif"
    target.write_bytes(b"older and longer" * 10_000)
    export(target, overwrite=True)
    assert snapshot(tmp_path) == {"photo.tif": CONTENT}


def test_overwriting_a_link_replaces_the_link_and_not_what_it_leads_to(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.tif"
    elsewhere.write_bytes(b"somebody's")
    (tmp_path / "photo.tif").symlink_to(elsewhere)
    export(tmp_path / "photo.tif", overwrite=True)
    assert snapshot(tmp_path) == {"elsewhere.tif": b"somebody's", "photo.tif": CONTENT}


# --- the order in which things reach the disk -------------------------------------------------------------------------


@pytest.mark.parametrize("overwrite", [False, True])
def test_the_file_is_on_the_disk_before_it_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, overwrite: bool
) -> None:
    calls: list[str] = []

    def noted(name: str, function: Callable[..., object], what: Callable[..., str]) -> Callable[..., object]:
        def call(*args: object, **kwargs: object) -> object:
            calls.append(f"{name} {what(*args)}")
            return function(*args, **kwargs)

        return call

    def kind(descriptor: int) -> str:
        return "folder" if Path(f"/proc/self/fd/{descriptor}").resolve().is_dir() else "file"

    if not Path("/proc/self/fd").exists():
        pytest.skip("needs /proc to tell what is flushed")
    monkeypatch.setattr(os, "fsync", noted("fsync", os.fsync, kind))
    monkeypatch.setattr(os, "link", noted("name", os.link, lambda *_: "file"))
    monkeypatch.setattr(os, "replace", noted("name", os.replace, lambda *_: "file"))
    export(tmp_path / "photo.tif", overwrite=overwrite)
    assert calls == ["fsync file", "fsync file", "name file", "fsync folder"]


@pytest.mark.parametrize("overwrite", [False, True])
def test_the_kernel_sees_that_order_of_a_whole_export(tmp_path: Path, overwrite: bool) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    script = f"""
        from pathlib import Path
        import numpy as np
        from denoiser_app.core.photo import Metadata
        from denoiser_app.core.recipe import ExportOptions
        from denoiser_app.formats.icc import profile_bytes
        from denoiser_app.formats.write import Stamp, write
        options = ExportOptions("tiff", overwrite={overwrite})
        pixels = np.zeros((20, 30, 3), np.uint16)
        write(Path({str(folder / "photo.tif")!r}), pixels, options, profile_bytes("srgb"), None, Stamp("m"), Metadata())
    """
    if overwrite:
        (folder / "photo.tif").write_bytes(b"old")
    calls = traced(script, folder)
    steps = [f"{name.removesuffix('at')} {Path(paths[0]).name.split('-')[0]}" for name, paths in calls]
    naming = ["rename .photo.tif.part"] if overwrite else ["link .photo.tif.part"]
    rest = [step for step in steps if not step.startswith("unlink")]
    assert rest == ["fsync .photo.tif.part", "fsync .photo.tif.part", *naming, "fsync out"]


# --- what a killed program left ---------------------------------------------------------------------------------------


def killed_while_writing(target: Path) -> None:
    """As after kill -9: the process ends inside the block."""
    script = f"""
        import os
        from pathlib import Path
        from denoiser_app.formats.publish import publishing
        with publishing(Path({str(target)!r})) as part:
            part.file.write(b"half")
            part.file.flush()
            os._exit(9)
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(script)], capture_output=True, check=False)
    assert done.returncode == 9, done.stderr


@pytest.mark.parametrize("name", ["photo.tif", "a long name " * 10 + ".tif", "caf\u00e9 [1].tif", "two\nlines.tif"])
def test_what_a_killed_program_left_is_swept_away(tmp_path: Path, name: str) -> None:
    killed_while_writing(tmp_path / name)
    assert len(snapshot(tmp_path)) == 1
    assert sweep(tmp_path, ["another.tif"]) == 0
    assert len(snapshot(tmp_path)) == 1
    assert sweep(tmp_path, ["another.tif", name]) == 1
    assert snapshot(tmp_path) == {}


def test_nothing_else_is_swept_away(tmp_path: Path) -> None:
    names = ["photo.tif", ".photo.tif", ".photo.tif.part", ".photo.tif.part-0123456789a", "photo.tif.part-0123456789ab",
             ".photo.tif.part-0123456789abc", ".photo.tif.part-0123456789AB", ".photo.tif.part-photo-12345",
             ".other.tif.part-0123456789ab", ".photo.tif.part-0123456789ab.xmp"]  # fmt: skip
    for name in names:
        (tmp_path / name).write_bytes(b"somebody's")
    (tmp_path / ".photo.tif.part-0123456789ab").mkdir()
    (tmp_path / ".photo.tif.part-0123456789ac").symlink_to("photo.tif")
    before = snapshot(tmp_path)
    assert sweep(tmp_path, ["photo.tif"]) == 0
    assert snapshot(tmp_path) == before


def test_there_is_nothing_to_sweep_in_a_folder_that_is_missing(tmp_path: Path) -> None:
    assert sweep(tmp_path / "gone", ["photo.tif"]) == 0


# --- failures ---------------------------------------------------------------------------------------------------------


def export_with_failure(target: Path, error: BaseException, after: int = 1, *, overwrite: bool = False) -> None:
    """An export whose writing fails after some pieces."""
    with publishing(target, overwrite=overwrite, needed=1) as part:
        for _ in range(after):
            part.file.write(CONTENT)
        raise error


ERRORS: list[tuple[int, type[Exception]]] = [
    (errno.ENOSPC, DiskFull),
    (errno.EDQUOT, DiskFull),
    (errno.EFBIG, DiskFull),
    (errno.EACCES, OutputNotWritable),
    (errno.EROFS, OutputNotWritable),
    (errno.EIO, OutputNotWritable),
    (errno.ENODEV, OutputNotWritable),
]
every_error = pytest.mark.parametrize(("number", "expected"), ERRORS)


@every_error
@pytest.mark.parametrize("after", [0, 1, 5])
def test_a_failing_write_leaves_nothing(tmp_path: Path, number: int, expected: type[Exception], after: int) -> None:
    with pytest.raises(expected) as caught:
        export_with_failure(tmp_path / "new" / "photo.tif", OSError(number, os.strerror(number)), after)
    assert snapshot(tmp_path) == {}
    assert "photo.tif" in str(caught.value)
    assert ".part" not in str(caught.value)


@every_error
@pytest.mark.parametrize(
    ("owner", "step"), [(os, "fsync"), (os, "link"), (Path, "open"), (Path, "mkdir"), (shutil, "disk_usage")]
)
def test_every_failing_step_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, owner: object, step: str, number: int, expected: type[Exception]
) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(owner, step, fail)
    with pytest.raises(expected):
        export(tmp_path / "new" / "photo.tif", needed=1)
    monkeypatch.undo()
    assert snapshot(tmp_path) == {}


@every_error
def test_a_failing_replacement_keeps_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, expected: type[Exception]
) -> None:
    target = tmp_path / "photo.tif"
    target.write_bytes(b"old")

    def fail(*args: object, **kwargs: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(expected):
        export(target, overwrite=True)
    assert snapshot(tmp_path) == {"photo.tif": b"old"}


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, MemoryError, ZeroDivisionError, GeneratorExit])
@pytest.mark.parametrize("overwrite", [False, True])
def test_whatever_ends_the_work_leaves_what_was_there(
    tmp_path: Path, error: type[BaseException], overwrite: bool
) -> None:
    target = tmp_path / "photo.tif"
    if overwrite:
        target.write_bytes(b"old")
    before = snapshot(tmp_path)
    with pytest.raises(error):
        export_with_failure(target, error(), overwrite=overwrite)
    assert snapshot(tmp_path) == before


def test_a_full_disk_is_noticed_before_anything_is_written(tmp_path: Path) -> None:
    free = shutil.disk_usage(tmp_path).free
    with pytest.raises(DiskFull, match="MB needed"):
        export(tmp_path / "new" / "photo.tif", needed=free * 2)
    assert snapshot(tmp_path) == {}


@pytest.mark.skipif(sys.platform == "win32", reason="no RLIMIT_FSIZE")
@pytest.mark.parametrize("limit", [0, 1, 4096, 1_000_000, 1_999_999])
def test_the_real_limit_of_a_file_leaves_nothing(tmp_path: Path, limit: int) -> None:
    """RLIMIT_FSIZE in a process of its own: the write itself fails in the kernel, as on a full disk."""
    script = f"""
        import resource
        from pathlib import Path
        from denoiser_app.core.errors import DiskFull
        from denoiser_app.formats.publish import publishing
        resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))
        try:
            with publishing(Path({str(tmp_path / "photo.tif")!r})) as part:
                part.file.write(bytes(2_000_000))
        except DiskFull:
            raise SystemExit(42)
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(script)], capture_output=True, text=True, check=False)
    assert done.returncode == 42, done.stderr
    assert snapshot(tmp_path) == {}


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(OutputNotWritable, match="ermission"):
        export(tmp_path / "photo.tif")
    tmp_path.chmod(0o700)


@pytest.mark.parametrize("below", ["", "deeper"])
def test_a_file_in_the_place_of_the_folder_is_named(tmp_path: Path, below: str) -> None:
    (tmp_path / "out").write_bytes(b"a file")
    with pytest.raises(OutputNotWritable, match=r"not a folder|Not a directory"):
        export(tmp_path / "out" / below / "photo.tif")
    assert snapshot(tmp_path) == {"out": b"a file"}


# --- clobbering -------------------------------------------------------------------------------------------------------


def situations(folder: Path) -> dict[str, Path]:
    """Targets with something in their way, around the original ``in/1.tif``."""
    (folder / "in").mkdir()
    original = folder / "in" / "1.tif"
    original.write_bytes(b"the original")
    (folder / "other.tif").write_bytes(b"other")
    (folder / "empty.tif").write_bytes(b"")
    (folder / "link to other.tif").symlink_to("other.tif")
    (folder / "link to nothing.tif").symlink_to("nothing.tif")
    (folder / "link to original.tif").symlink_to(original)
    (folder / "hard link.tif").hardlink_to(original)
    (folder / "folder.tif").mkdir()
    (folder / "linked").symlink_to("in")
    (folder / "read only.tif").write_bytes(b"read only")
    (folder / "read only.tif").chmod(0o400)
    return {
        "original": original,
        "original by dots": folder / "in" / ".." / "in" / "1.tif",
        "original in upper case": folder / "in" / "1.TIF",
        "original through a link": folder / "linked" / "1.tif",
        "original through a link in upper case": folder / "linked" / "1.TIF",
        "link to original": folder / "link to original.tif",
        "hard link to original": folder / "hard link.tif",
        "other": folder / "other.tif",
        "empty": folder / "empty.tif",
        "link to other": folder / "link to other.tif",
        "link to nothing": folder / "link to nothing.tif",
        "folder": folder / "folder.tif",
        "read only": folder / "read only.tif",
    }


SITUATIONS = [
    "original", "original by dots", "original in upper case", "original through a link",
    "original through a link in upper case", "link to original", "hard link to original", "other", "empty",
    "link to other", "link to nothing", "folder", "read only",
]  # fmt: skip


@pytest.mark.parametrize("hard_links", [True, False], ids=["hard links", "no hard links"])
@pytest.mark.parametrize("overwrite", [False, True], ids=["keep", "overwrite"])
@pytest.mark.parametrize("situation", SITUATIONS)
def test_clobbering(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, situation: str, overwrite: bool, hard_links: bool
) -> None:
    """52 cases: the original always stays; anything else stays unless overwriting was asked for."""
    target = situations(tmp_path)[situation]
    if not hard_links:
        monkeypatch.setattr(os, "link", no_hard_links)
    before = snapshot(tmp_path)
    spared = not overwrite or "original" in situation or situation == "folder"
    if spared:
        with pytest.raises((OutputIsInput, OutputExists, OutputNotWritable)):
            export(target, overwrite=overwrite, originals=(tmp_path / "in" / "1.tif",))
        assert snapshot(tmp_path) == before
    else:
        export(target, overwrite=overwrite, originals=(tmp_path / "in" / "1.tif",))
        assert snapshot(tmp_path) == {**before, str(target.relative_to(tmp_path)): CONTENT}


def no_hard_links(*args: object, **kwargs: object) -> None:
    raise OSError(errno.EPERM, "Operation not permitted")


@pytest.mark.parametrize("hard_links", [True, False], ids=["hard links", "no hard links"])
def test_a_file_that_appears_meanwhile_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hard_links: bool
) -> None:
    """The other program is faster by any margin: after the last check, too."""
    target = tmp_path / "photo.tif"
    monkeypatch.setattr(publish, "_check", lambda *_: None)
    if not hard_links:
        monkeypatch.setattr(os, "link", no_hard_links)

    def export_slowly() -> None:
        with publishing(target) as part:
            part.file.write(CONTENT)
            target.write_bytes(b"theirs")

    with pytest.raises(OutputExists):
        export_slowly()
    assert snapshot(tmp_path) == {"photo.tif": b"theirs"}


def test_disks_without_hard_links_are_written_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "link", no_hard_links)
    export(tmp_path / "photo.tif")
    assert snapshot(tmp_path) == {"photo.tif": CONTENT}


@pytest.mark.skipif(sys.platform == "win32", reason="no such devices")
def test_a_device_is_never_replaced() -> None:
    with pytest.raises(OutputNotWritable, match="device"):
        export(Path(os.devnull), overwrite=True)
