"""What a proof says, in the window's language: the verdict in one sentence, the table, the reasons."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from denoiser_app.ui import words
from denoiser_app.ui.panels.pair_wizard.figures import Cell, Tone

if TYPE_CHECKING:
    from denoiser_app.benchmark.proof.facts import Gain, Proof, Row

PERSONAL, TRUTH = "personal", "truth"
"""As ``benchmark.proof.facts`` calls them; that of the pictures, too."""
ORDER = ("noisy", "shipped", "shipped with your profile", PERSONAL, TRUTH)

_REASONS = (
    QT_TRANSLATE_NOOP("ProofWords", "Only {} patches could be compared, too few to be sure of anything."),
    QT_TRANSLATE_NOOP("ProofWords", "It is worse: against '{}' it lies between {} and {} dB."),
    QT_TRANSLATE_NOOP("ProofWords", "The difference may be chance: against '{}' it lies between {} and {} dB."),
    QT_TRANSLATE_NOOP("ProofWords", "It keeps less structure: SSIM {}, the shipped model {}."),
    QT_TRANSLATE_NOOP("ProofWords", "It shifts a colour by {}/255, the shipped model by {}."),
)
"""The sentences of ``benchmark.proof.prove``, each with a place for its figures."""


def candidate(name: str) -> str:
    """What people call it."""
    translate = QCoreApplication.translate
    return {
        "noisy": translate("ProofWords", "Noisy photo"),
        "shipped": translate("ProofWords", "Shipped model"),
        "shipped with your profile": translate("ProofWords", "Shipped model, your profile"),
        PERSONAL: translate("ProofWords", "Your model"),
        TRUTH: translate("ProofWords", "Low-ISO truth"),
    }.get(name, name)


def weakest(proof: Proof) -> Gain | None:
    """The comparison in which the personal model gains least: with the best that there is without it."""
    return min(proof.gains, key=lambda gain: gain.psnr, default=None)


def verdict(proof: Proof) -> str:
    """One sentence."""
    translate, gain = QCoreApplication.translate, weakest(proof)
    if gain is None:
        return translate("ProofWords", "There was nothing to compare your model with.")
    if proof.better:
        text = translate("ProofWords", "Your model is better by {gain} dB ({low} to {high})")
    elif gain.high < 0:
        text = translate("ProofWords", "Your model is worse by {loss} dB ({low} to {high})")
        return text.format(loss=f"{-gain.psnr:.2f}", low=f"{-gain.high:.2f}", high=f"{-gain.low:.2f}")
    elif gain.low > 0:
        text = translate("ProofWords", "Your model is closer by {gain} dB ({low} to {high}), but not better")
    else:
        text = translate("ProofWords", "Your model is not shown to be better: {gain} dB ({low} to {high})")
        return text.format(gain=_signed(gain.psnr), low=_signed(gain.low), high=_signed(gain.high))
    return text.format(gain=f"{gain.psnr:.2f}", low=f"{gain.low:.2f}", high=f"{gain.high:.2f}")


def short_verdict(proof: Proof) -> str:
    """For the list at the side: '+0.52 dB', with the least favourable comparison."""
    gain = weakest(proof)
    if gain is None:
        return ""
    text = QCoreApplication.translate("ProofWords", "{gain} dB")
    return text.format(gain=_signed(gain.psnr))


def basis(proof: Proof, scenes: str) -> str:
    """What it rests on. scenes: their names."""
    translate = QCoreApplication.translate
    text = translate(
        "ProofWords",
        "Measured on {scenes}, unknown to the training: {patches} places in {megapixels} megapixels. In brackets: 95 %"
        " sure.",
    )
    return text.format(scenes=scenes, patches=f"{proof.patches:,}", megapixels=f"{proof.megapixels:.1f}")


def reason(text: str) -> str:
    """Why it is not better, translated where the sentence is known."""
    known = matches(text)
    if known is None:
        return text
    figures = _pattern(known).fullmatch(text)
    assert figures is not None
    return QCoreApplication.translate("ProofWords", known).format(*map(candidate, figures.groups()))


def matches(text: str) -> str | None:
    """The known sentence that this one is, None if it is none of them."""
    return next((known for known in map(str, _REASONS) if _pattern(known).fullmatch(text)), None)


def _pattern(known: str) -> re.Pattern[str]:
    return re.compile(re.escape(known).replace(r"\{\}", "(.+?)"))


# --- table ------------------------------------------------------------------------------------------------------------


def columns() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(titles, tips)."""
    translate = QCoreApplication.translate
    return (
        "",
        translate("ProofWords", "PSNR"),
        translate("ProofWords", "SSIM"),
        translate("ProofWords", "Colour"),
        translate("ProofWords", "Detail"),
    ), (
        "",
        translate("ProofWords", "How close to the truth, in decibels: more is better. One more is seen at 100 %."),
        translate("ProofWords", "How alike the structure is: 1 is the same."),
        translate("ProofWords", "The largest shift of red, green or blue, of 255: less is better."),
        translate("ProofWords", "How much of the scene's fine detail is left."),
    )


def rows(proof: Proof) -> list[list[Cell]]:
    """A row a candidate, in a fixed order; the best figure of each column in bold."""
    shown = sorted(proof.rows, key=lambda row: ORDER.index(row.candidate) if row.candidate in ORDER else 9)
    gains = {gain.against: gain for gain in proof.gains}
    best = _best(shown)
    return [list(_row(proof, row, gains.get(row.candidate), best)) for row in shown]


def _row(proof: Proof, row: Row, gain: Gain | None, best: tuple[float, float]) -> Iterator[Cell]:
    own = row.candidate == PERSONAL
    tone: Tone = "good" if own and proof.better else "quiet" if row.candidate == "noisy" else ""
    yield Cell(candidate(row.candidate), row.model, "", strong=own)
    beside = _beside(gain.psnr, gain.low, gain.high, 2) if gain is not None else ""
    yield Cell(f"{row.psnr:.2f} dB", beside, tone, strong=row.psnr >= best[0])
    beside = _beside(gain.ssim, gain.ssim_low, gain.ssim_high, 4) if gain is not None else ""
    yield Cell(f"{row.ssim:.4f}", beside, tone, strong=row.ssim >= best[1])
    shift = max(row.color, key=abs)
    whole = ", ".join(f"{one:+.2f}" for one in row.color)
    tip = QCoreApplication.translate("ProofWords", "Red, green, blue: {shifts} of 255").format(shifts=whole)
    yield Cell(_signed(shift), "", "quiet" if tone == "quiet" else "", tip=tip)
    removed = QCoreApplication.translate("ProofWords", "Share of detail in what was removed: {share}")
    tip = removed.format(share=f"{row.detail_removed:+.3f}")
    kept = "—" if row.detail_kept is None else words.in_percent(f"{100 * row.detail_kept:.0f}")
    yield Cell(kept, "", "quiet" if tone == "quiet" else "", tip=tip)


def _best(shown: list[Row]) -> tuple[float, float]:
    return max((row.psnr for row in shown), default=0.0), max((row.ssim for row in shown), default=0.0)


def _beside(gain: float, low: float, high: float, digits: int) -> str:
    """'yours: +0.52 (+0.41 to +0.63)'."""
    text = QCoreApplication.translate("ProofWords", "yours {gain} ({low} to {high})")
    return text.format(gain=_signed(gain, digits), low=_signed(low, digits), high=_signed(high, digits))


def _signed(value: float, digits: int = 2) -> str:
    """With a sign, and a real minus."""
    return f"{value:+.{digits}f}".replace("-", "−")
