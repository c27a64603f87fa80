"""The first three steps as a photographer goes through them, with the real capture and the real check."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from denoiser_app.pairs import session as sessions
from denoiser_app.pairs.simulation.simulate import Fault, Options, shoot
from denoiser_app.ui.jobs import pair_work
from denoiser_app.ui.jobs.pair_session import read_verdicts
from denoiser_app.ui.panels.pair_wizard import quick_checks
from denoiser_app.ui.panels.pair_wizard.window import PairWizard

Until = Callable[[Callable[[], object]], None]

SHIFT = Fault("shift", (5.0, 4.0))
EVENING = Options(seed=11, size=(256, 384), scenes=2, low_frames=2, high_frames=1, faults={1: SHIFT})
REAL = pair_work.checking


def test_an_evening(
    make_wizard: Callable[[], PairWizard], until: Until, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pair_work, "checking", REAL)
    monkeypatch.setattr(quick_checks, "QUIET", 50)
    wizard = make_wizard()
    wizard.make_session(tmp_path / "evening", "evening")
    until(lambda: wizard.session is not None)
    folder, incoming = tmp_path / "evening", tmp_path / "incoming"
    incoming.mkdir()
    sessions.update(folder, lambda session: replace(session, plan=EVENING.plan))
    pages: list[Any] = list(wizard.pages)
    plan, capture, check = pages
    wizard.desk.look()
    until(lambda: plan.scenes.wishes == EVENING.plan.wishes)

    capture.incoming.watch(incoming)
    camera = threading.Thread(target=lambda: list(shoot(incoming, EVENING)))
    camera.start()
    until(lambda: len(sessions.load(folder).frames) == 6)
    camera.join()
    until(lambda: len(read_verdicts(folder, sessions.load(folder)).of) == 2)
    found = {verdict.scene: verdict for verdict in read_verdicts(folder, sessions.load(folder)).of}
    assert "shifted" not in [finding.code for finding in found["scene-1"].findings]
    assert found["scene-2"].mark == "rejected"
    until(lambda: capture.checks.working is None)
    place = capture.frames.frames.place(folder / "frames" / "SIM_0005.dng")
    capture.frames.setCurrentIndex(capture.frames.frames.index(place))
    until(lambda: capture.verdict.word.text() == "Rejected")
    assert "The camera moved by 6." in capture.verdict.reasons.text()

    wizard.steps.setCurrentRow(2)
    until(lambda: check.summary().endswith("rejected"))
    before = read_verdicts(folder, sessions.load(folder))
    check.check_again()
    check.cancel()
    until(lambda: not check.running)
    after = read_verdicts(folder, sessions.load(folder))
    assert {one.pair for one in after.of} == {one.pair for one in before.of}, "a stopped check loses none"
    check.table.select_pair("scene-2/SIM_0005")
    until(lambda: not check.details.picture.image.isNull())
