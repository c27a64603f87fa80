"""What the window of one's own camera calls things: kinds of scenes, roles of frames, verdicts, shutter times."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject

from denoiser_app.pairs.capture.events import Advice
from denoiser_app.pairs.planning.plan import KINDS, PlanWarning, SceneKind
from denoiser_app.pairs.planning.shutter import Shutter
from denoiser_app.pairs.planning.words import ADVICE, CHECKLIST, KIND_NAMES, LOOK_FOR, WARNINGS
from denoiser_app.pairs.sentences import SENTENCES
from denoiser_app.pairs.session import Frame, Role, Scene, Session
from denoiser_app.pairs.verdict import Finding, Mark
from denoiser_app.ui import messages, words


def kind(of: SceneKind) -> str:
    """One or two words for a kind of scene."""
    return QCoreApplication.translate("Findings", KIND_NAMES[of])


def hint(of: SceneKind) -> str:
    """What to look for."""
    return QCoreApplication.translate("Findings", LOOK_FOR[of])


def warning(of: PlanWarning) -> str:
    """What speaks against a plan, in the window's language."""
    return filled(WARNINGS[of.code], of.parameters) or of.sentence


def checklist() -> list[str]:
    """What to see to before the first frame."""
    return [QCoreApplication.translate("Findings", point) for point in CHECKLIST]


def shutter(of: Shutter) -> str:
    """As the camera's dial says it: '1/8 s', '15 s'."""
    said = QCoreApplication.translate("Words", "{seconds} s").format(seconds=of.label.rstrip('"'))
    return f"{said} ({QCoreApplication.translate('Findings', 'bulb')})" if of.bulb else said


def scene(of: Scene) -> str:
    """'Scene 2 – Smooth': its number and the photographer's word for it, else its kind."""
    return numbered(number(of), of.title, of.kind)


def numbered(place: str, title: str, of: SceneKind) -> str:
    """The same from its parts."""
    named = kind(of) if not title or title in KINDS else title
    return QCoreApplication.translate("PairWords", "Scene {number} – {title}").format(number=place, title=named)


def word(of: Scene) -> str:
    """The photographer's word for it, else its kind."""
    return kind(of.kind) if not of.title or of.title in KINDS else of.title


def advice(of: Advice) -> str:
    """Something to know of the camera, in the window's language."""
    return filled(ADVICE[of.code], of.parameters) or of.sentence


def number(of: Scene) -> str:
    """'2' of 'scene-2'."""
    return of.id.rpartition("-")[2] or of.id


def role(of: Role) -> str:
    """What a frame is for."""
    translate = QCoreApplication.translate
    return {
        "low": translate("PairWords", "Low ISO"),
        "high": translate("PairWords", "High ISO"),
        "other": translate("PairWords", "Neither"),
    }[of]


def mark(of: Mark) -> str:
    """A verdict."""
    translate = QCoreApplication.translate
    return {
        "good": translate("PairWords", "Good"),
        "masked": translate("PairWords", "Usable with a mask"),
        "rejected": translate("PairWords", "Rejected"),
    }[of]


def check(of: str) -> str:
    """What a finding is about."""
    translate = QCoreApplication.translate
    return {
        "settings": translate("PairWords", "Settings"),
        "exposure": translate("PairWords", "Exposure"),
        "alignment": translate("PairWords", "Alignment"),
        "movement": translate("PairWords", "Movement"),
        "clipping": translate("PairWords", "Clipping"),
        "sharpness": translate("PairWords", "Sharpness"),
        "noise": translate("PairWords", "Noise of the low-ISO frames"),
        "light": translate("PairWords", "Light"),
        "rest": translate("PairWords", "Altogether"),
    }.get(of, of)


def caption(of: Finding) -> str:
    """What the picture of a finding shows (``pairs.checking.pictures``)."""
    translate = QCoreApplication.translate
    if of.picture.endswith("--mask.png"):
        return translate("PairWords", "Magenta: moved between the frames. Orange: clipped. Both stay out.")
    return {
        "alignment": translate(
            "PairWords",
            "Low-ISO frame, both over each other, high-ISO frame. Red and cyan borders: the frames do not meet.",
        ),
        "sharpness": translate("PairWords", "The place with most detail: low-ISO frame left, high-ISO frame right."),
        "noise": translate("PairWords", "The place with most detail: low-ISO frame left, high-ISO frame right."),
        "exposure": translate("PairWords", "The difference of the frames. Grey: they are alike."),
        "movement": translate("PairWords", "The difference of the frames. Grey: they are alike."),
        "light": translate("PairWords", "The first and the last low-ISO frame."),
    }.get(of.check, check(of.check))


def finding(of: Finding) -> str:
    """Its sentence in the window's language."""
    return filled(SENTENCES[of.code], of.parameters) or of.sentence


def filled(sentence: str, parameters: Mapping[str, Any]) -> str:
    """A sentence from below the window, translated, with its numbers; '' if the translation does not fit them."""
    values = {name: messages.reason(value) if isinstance(value, str) else value for name, value in parameters.items()}
    try:
        return QCoreApplication.translate("Findings", sentence).format(**values)
    except (KeyError, IndexError, ValueError, TypeError):
        return ""


def taken(frame: Frame) -> str:
    """'ISO 100 · 16 s', as far as the file says."""
    return " · ".join(filter(None, (words.iso(frame.iso), words.shutter(frame.shutter))))


def clock(frame: Frame) -> str:
    """'21:04:12', '' unknown."""
    return frame.taken.partition(" ")[2]


class Counts(QObject):
    """Texts with plural forms."""

    def scenes(self, there: int, wanted: int) -> str:
        """'4 of 6 scenes'."""
        return self.tr("{there} of %n scene(s)", "", wanted).format(there=there)

    def wishes(self, count: int) -> str:
        """'6 scenes'."""
        return self.tr("%n scene(s)", "", count)

    def pairs(self, count: int) -> str:
        """'12 pairs'."""
        return self.tr("%n pair(s)", "", count)

    def frames(self, count: int) -> str:
        """'12 frames'."""
        return self.tr("%n frame(s)", "", count)

    def not_good(self, count: int) -> str:
        """'2 rejected'."""
        return self.tr("%n rejected", "", count)


def whole_scenes(session: Session) -> int:
    """How many scenes have a pair."""
    return len({pair.scene.id for pair in session.pairs()})
