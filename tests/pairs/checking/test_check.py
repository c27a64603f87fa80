"""Every planted fault is caught, good pairs are not, and whatever happens to the files ends in a sentence."""

import shutil
from pathlib import Path

import cv2
import numpy as np
import pytest

from denoiser_app.core.errors import Cancelled, OutputNotWritable, SessionMissing, SessionUnfit
from denoiser_app.core.progress import CancelToken, Progress
from denoiser_app.pairs import session as sessions
from denoiser_app.pairs.checking.check import Checked, PairChecked, check, load_verdicts, quick
from denoiser_app.pairs.verdict import Verdict, Verdicts
from tests.pairs.looks import with_disc
from tests.pairs.shot import STILL, jpeg, read_in_this_process, shoot


@pytest.fixture(autouse=True)
def _read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    read_in_this_process(monkeypatch)


def verdict_of(folder: Path, **shot) -> Verdict:
    shoot(folder, **shot)
    (verdict,) = checked(folder).of
    return verdict


def checked(folder: Path) -> Verdicts:
    last = list(check(folder))[-1]
    assert isinstance(last, Checked)
    return last.verdicts


def codes(verdict: Verdict) -> set[str]:
    assert all(finding.sentence for finding in verdict.findings)
    return {finding.code for finding in verdict.reasons}


def mask_of(folder: Path, verdict: Verdict) -> np.ndarray:
    return cv2.imread(str(folder / verdict.mask), cv2.IMREAD_GRAYSCALE) > 0


@pytest.mark.parametrize("array", ["RGGB", "GBRG", "X-Trans"])
def test_a_good_pair_is_good(tmp_path: Path, array: str) -> None:
    verdict = verdict_of(tmp_path, array=array)
    assert verdict.mark == "good", verdict.reasons
    assert verdict.usable > 0.97
    assert verdict.gain == pytest.approx((1, 1, 1), abs=0.03)
    assert mask_of(tmp_path, verdict).shape == (192, 240)
    assert set(verdict.low) == {frame.file for frame in sessions.load(tmp_path).frames if frame.role == "low"}


def test_a_shift_by_a_period_is_repaired_and_by_a_pixel_refused(tmp_path: Path) -> None:
    repaired = verdict_of(tmp_path / "a", high=(4.0, -2.0))
    assert repaired.mark == "good"
    assert "shifted-by-period" in codes(repaired)
    assert set(repaired.low.values()) == {(4.0, -2.0)}
    refused = verdict_of(tmp_path / "b", high=(1.0, 0.0))
    assert refused.mark == "rejected"
    assert codes(refused) >= {"shifted"}


@pytest.mark.parametrize(
    ("code", "shot"),
    [
        ("gain", {"change": lambda light: light * np.float32(1.5)}),
        ("light-changed", {"light": (1.0, 1.12)}),
        ("blurred", {"change": lambda light: cv2.GaussianBlur(light, (0, 0), 1.5)}),
        ("blurred", {"change": lambda light: cv2.blur(light, (7, 1))}),
        ("moved-too-much", {"change": lambda light: with_disc(light, (96, 120), 80, 0.2)}),
        ("clipped-too-much", {"level": 2.0}),
        ("light-colour", {"change": lambda light: light * np.array([1.35, 1, 1], np.float32)}),
    ],
)
def test_a_fault_is_a_reason_to_reject(tmp_path: Path, code: str, shot: dict[str, object]) -> None:
    verdict = verdict_of(tmp_path, **shot)
    assert verdict.mark == "rejected"
    assert code in {finding.code for finding in verdict.findings if finding.grade == "reject"}
    shown = [finding for finding in verdict.findings if finding.code == code]
    assert cv2.imread(str(tmp_path / shown[0].picture)) is not None


def test_what_moved_is_left_out(tmp_path: Path) -> None:
    verdict = verdict_of(tmp_path, change=lambda light: with_disc(light, (60, 150), 16, 0.3))
    assert verdict.mark == "masked"
    assert "moved" in codes(verdict)
    y, x = np.ogrid[:192, :240]
    inside = np.hypot(y - 60, x - 150) < 16
    usable = mask_of(tmp_path, verdict)
    assert not usable[inside].any()
    assert usable.mean() == pytest.approx(verdict.usable, abs=0.01)
    assert verdict.usable > 0.8


def test_low_frames_that_do_not_fit_are_left_out(tmp_path: Path) -> None:
    verdict = verdict_of(tmp_path, low=(STILL, STILL, (0.0, 5.0), (2.0, 0.0)))
    assert verdict.mark == "good"
    assert "low-left-out" in codes(verdict)
    assert sorted(verdict.low.values()) == [(-2.0, 0.0), (0.0, 0.0), (0.0, 0.0)]


def test_verdicts_are_kept_until_a_frame_changes(tmp_path: Path) -> None:
    session = shoot(tmp_path / "a")
    shoot(tmp_path / "a", scene=2)
    first = checked(tmp_path / "a")
    assert load_verdicts(tmp_path / "a") == first
    shutil.move(tmp_path / "a", tmp_path / "moved")
    again = [event for event in check(tmp_path / "moved") if isinstance(event, PairChecked)]
    assert [event.reused for event in again] == [True, True]
    high = next(frame for frame in session.frames if frame.role == "high")
    data = bytearray((tmp_path / "moved" / high.file).read_bytes())
    data[-2:] = b"\x00\x10"
    (tmp_path / "moved" / high.file).write_bytes(bytes(data))
    events = [event for event in check(tmp_path / "moved") if isinstance(event, PairChecked)]
    assert sorted((event.verdict.scene, event.reused) for event in events) == [("scene-1", False), ("scene-2", True)]


def test_one_pair_can_be_checked_while_the_tripod_stands(tmp_path: Path) -> None:
    shoot(tmp_path)
    shoot(tmp_path, scene=2)
    assert quick(tmp_path, "scene-2/S2_1").mark == "good"
    assert [verdict.pair for verdict in load_verdicts(tmp_path).of] == ["scene-2/S2_1"]
    with pytest.raises(SessionUnfit, match="scene-9"):
        quick(tmp_path, "scene-9/nothing")


def test_frames_that_cannot_be_read_are_reasons(tmp_path: Path) -> None:
    session = shoot(tmp_path)
    high = next(frame for frame in session.frames if frame.role == "high")
    (tmp_path / high.file).write_bytes(b"no photo at all")
    (verdict,) = checked(tmp_path).of
    assert (verdict.mark, codes(verdict) & {"unreadable"}) == ("rejected", {"unreadable"})
    assert high.original in verdict.reasons[0].sentence


def test_a_lost_low_frame_does_not_lose_the_pair(tmp_path: Path) -> None:
    session = shoot(tmp_path)
    low = next(frame for frame in session.frames if frame.role == "low")
    (tmp_path / low.file).unlink()
    (verdict,) = checked(tmp_path).of
    assert verdict.mark == "good"
    assert {"frames-lost", "single-low"} <= codes(verdict)
    for frame in session.frames:
        (tmp_path / frame.file).unlink(missing_ok=True)
    (verdict,) = checked(tmp_path).of
    assert verdict.mark == "rejected"


def test_a_jpeg_that_calls_itself_a_raw_is_no_crash(tmp_path: Path) -> None:
    session = shoot(tmp_path)
    high = next(frame for frame in session.frames if frame.role == "high")
    jpeg(tmp_path / high.file, np.full((192, 240, 3), 0.2, np.float32))
    (verdict,) = checked(tmp_path).of
    assert "kind-differs" in codes(verdict)


def test_session_without_pairs_says_so(tmp_path: Path) -> None:
    sessions.create(tmp_path, sessions.Session("empty"))
    assert [finding.code for finding in checked(tmp_path).problems] == ["no-pairs"]


def test_it_can_be_cancelled_and_goes_on_where_it_was(tmp_path: Path) -> None:
    shoot(tmp_path)
    shoot(tmp_path, scene=2)
    token = CancelToken()

    def until_the_first_verdict() -> None:
        for event in check(tmp_path, token):
            if isinstance(event, PairChecked):
                token.cancel()

    with pytest.raises(Cancelled):
        until_the_first_verdict()
    events = list(check(tmp_path))
    assert [event.reused for event in events if isinstance(event, PairChecked)] == [True, False]
    progress = [event for event in events if isinstance(event, Progress)]
    assert progress
    assert all(0 <= event.fraction <= 1 for event in progress)


def test_a_folder_that_goes_away_is_a_sentence(tmp_path: Path) -> None:
    shoot(tmp_path / "session")

    def while_it_goes() -> None:
        for _ in check(tmp_path / "session"):
            shutil.rmtree(tmp_path / "session", ignore_errors=True)

    with pytest.raises((SessionMissing, OutputNotWritable)):
        while_it_goes()
    with pytest.raises(SessionMissing):
        list(check(tmp_path / "session"))


def test_damaged_verdicts_are_made_again(tmp_path: Path) -> None:
    first = verdict_of(tmp_path)
    (tmp_path / "check" / "verdicts.json").write_text('{"version": 1, "verdicts": [{}]}')
    assert load_verdicts(tmp_path) == Verdicts()
    assert checked(tmp_path).of == (first,)
