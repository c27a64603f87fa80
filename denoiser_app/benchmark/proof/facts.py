"""What a proof says: every candidate's figures, how sure they are, and whether the personal model is better. No torch.

Kept as proof.json beside the report, so that the window, the command line and the installation read one and the same.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Self

from denoiser_app.core.errors import DataMissing
from denoiser_app.pairs.session import PROOF

VERSION = 1
FILE, PAGE = "proof.json", "report.html"

NOISY, SHIPPED, WITH_PROFILE, PERSONAL = "noisy", "shipped", "shipped with your profile", "personal"
CANDIDATES = (NOISY, SHIPPED, WITH_PROFILE, PERSONAL)


@dataclass(frozen=True)
class Row:
    """A candidate, means over the pairs.

    psnr: dB. ssim: 0-1. color: by how much denoising made red, green and blue brighter: of the means in linear light,
    which noise does not move, display-encoded, in 1/255. detail_removed: correlation of what was taken away with the
    scene's fine detail, 0 if only noise was. detail_kept: share of the scene's fine detail that is left, None where the
    scene has none.
    noise: the level that the network was told, for people. seconds: a photo takes, of the part that was compared.
    """

    candidate: str
    model: str
    noise: str
    psnr: float
    ssim: float
    color: tuple[float, float, float]
    detail_removed: float
    detail_kept: float | None
    seconds: float


@dataclass(frozen=True)
class Gain:
    """The personal model against another candidate, with the 95 % interval of a bootstrap over patches. psnr in dB.
    patches_better: share of the patches in which it is closer to the truth."""

    against: str
    psnr: float
    low: float
    high: float
    ssim: float
    ssim_low: float
    ssim_high: float
    patches_better: float


@dataclass(frozen=True)
class Pictures:
    """Of one pair: 8-bit PNGs as displayed, relative to the session folder, by candidate and 'truth'."""

    pair: str
    files: Mapping[str, str]


@dataclass(frozen=True)
class Proof:
    """reasons: why it is not better, '' none. sha256: of the model's weights. scenes: ids of the held-out scenes. iso:
    of the noisy frames. megapixels: compared, all pairs together. usable: share of them that could be. cropped: whether
    only the middle of the frames was compared. report: page, relative to the session folder."""

    name: str
    domain: str
    sha256: str
    camera: str
    iso: tuple[float, float] | None
    session: str
    scenes: tuple[str, ...]
    pairs: tuple[str, ...]
    megapixels: float
    usable: float
    cropped: bool
    patches: int
    rows: tuple[Row, ...]
    gains: tuple[Gain, ...]
    better: bool
    reasons: tuple[str, ...]
    pictures: tuple[Pictures, ...]
    report: str
    date: str
    versions: Mapping[str, str]

    def row(self, candidate: str) -> Row | None:
        """The figures of a candidate, None if it was not measured."""
        return next((row for row in self.rows if row.candidate == candidate), None)

    @property
    def verdict(self) -> str:
        """The outcome in words, for a photographer."""
        against = " and ".join(
            f"{gain.psnr:+.2f} dB (95 % sure: {gain.low:+.2f} to {gain.high:+.2f}) against {_words(gain.against)}"
            for gain in self.gains
        )
        if self.better:
            return f"Better: {against}."
        return f"Not shown to be better: {against}. {' '.join(self.reasons)}"

    def to_json(self) -> str:
        """Indented, for people."""
        return json.dumps({"version": VERSION, "verdict": self.verdict, **asdict(self)}, indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The inverse of ``to_json``. ValueError."""
        data = json.loads(text)
        if not isinstance(data, dict) or data.pop("version", None) != VERSION:
            raise ValueError(f"not a proof of version {VERSION}")
        data.pop("verdict", None)
        if set(data) != {field.name for field in fields(cls)}:
            raise ValueError("not the fields of a proof")
        try:
            data["rows"] = tuple(Row(**{**row, "color": tuple(row["color"])}) for row in data["rows"])
            data["gains"] = tuple(Gain(**gain) for gain in data["gains"])
            data["pictures"] = tuple(Pictures(**one) for one in data["pictures"])
            data["iso"] = None if data["iso"] is None else tuple(data["iso"])
            proof = cls(**{**data, **{key: tuple(data[key]) for key in ("scenes", "pairs", "reasons")}})
        except (TypeError, KeyError, AttributeError) as error:
            raise ValueError(f"a field is missing or wrong ({error})") from error
        if not isinstance(proof.better, bool):
            raise ValueError("it does not say whether it is better")
        return proof


def folder_of(folder: Path, name: str) -> Path:
    """Where the proof of a model lies in a session."""
    return folder / PROOF / name


def load(folder: Path, name: str) -> Proof | None:
    """The proof of a model in a session, None if there is none. DataMissing if it cannot be read."""
    path = folder_of(folder, name) / FILE
    if not path.is_file():
        return None
    try:
        return Proof.from_json(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DataMissing(path=str(path), reason="this proof cannot be read. Prove the model again.") from error


def summary(proof: Proof) -> dict[str, Any]:
    """What the manifest and the card of an installed model keep of its proof: texts and short tables."""
    rows = [
        {
            "": row.candidate,
            "model": row.model,
            "PSNR dB": f"{row.psnr:.2f}",
            "SSIM": f"{row.ssim:.4f}",
            "colour": " ".join(f"{shift:+.2f}" for shift in row.color),
            "detail kept": kept(row),
            "detail in what was removed": f"{row.detail_removed:+.3f}",
        }
        for row in proof.rows
    ]
    return {
        "better": proof.better,
        "verdict": proof.verdict,
        "date": proof.date,
        "scenes": list(proof.scenes),
        "compared": compared(proof),
        "candidates": rows,
    }


def compared(proof: Proof) -> str:
    """'12.0 megapixels of 2 pairs (the middle of the frames), 98 % of them usable'."""
    middle = " (the middle of the frames)" if proof.cropped else ""
    pairs = f"{len(proof.pairs)} pair{'s' if len(proof.pairs) != 1 else ''}"
    return f"{proof.megapixels:.1f} megapixels of {pairs}{middle}, {100 * proof.usable:.0f} % of them usable"


def kept(row: Row) -> str:
    """'97 %', or '-' where the scene has no fine detail."""
    return "-" if row.detail_kept is None or not math.isfinite(row.detail_kept) else f"{100 * row.detail_kept:.0f} %"


def _words(candidate: str) -> str:
    return {SHIPPED: "the shipped model", WITH_PROFILE: "the shipped model with your profile"}.get(candidate, candidate)
