"""Where a training stands, in the window's language, and its curves as a drawing."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication

from denoiser_app.ui import messages, words
from denoiser_app.ui.jobs.training import Course, Curve
from denoiser_app.ui.jobs.trainings import Forecast, Past
from denoiser_app.ui.panels.pair_wizard.chart import Axis, Drawing, Level, Series
from denoiser_app.ui.panels.pair_wizard.chart_colors import Ink
from denoiser_app.ui.panels.pair_wizard.choices import SCRATCH, THREE_LAYER

NARROWEST = 0.5
"""dB: a flat curve is drawn flat."""


def headline(course: Course) -> str:
    """One line: what happens, and how long it still takes."""
    translate = QCoreApplication.translate
    left = words.time_left(course.seconds_left)
    match course.state:
        case "preparing":
            return translate("TrainWords", "Getting the pairs ready...")
        case "running":
            return " · ".join(filter(None, (translate("TrainWords", "Training"), left)))
        case "pausing":
            return translate("TrainWords", "Pausing: what was learned is being saved...")
        case "paused":
            return (
                translate("TrainWords", "Paused")
                if course.error is None
                else messages.sentence(course.error, short=True)
            )
        case "stopping":
            return translate("TrainWords", "Stopping: the best is being kept...")
        case "leaving":
            return translate("TrainWords", "Saving, to go on another time...")
        case "finished":
            return _finished(course)
        case "ended":
            return translate("TrainWords", "Interrupted. It can be resumed from where it was.")
        case "failed":
            return messages.sentence(course.error, short=True) if course.error is not None else ""
    return ""


def _finished(course: Course) -> str:
    gain = course.gain
    if gain is None:
        return QCoreApplication.translate("TrainWords", "Finished")
    if course.best_step == 0:
        return QCoreApplication.translate(
            "TrainWords", "Finished: nothing was better than what it began with, which was kept"
        )
    text = QCoreApplication.translate("TrainWords", "Finished: {gain} dB on the held-out scene")
    return text.format(gain=signed(gain))


def details(course: Course) -> str:
    """Below the headline: step, score so far."""
    translate, parts = QCoreApplication.translate, []
    if course.total and course.state != "preparing":
        text = translate("TrainWords", "Step {step} of {total}")
        parts.append(text.format(step=f"{course.step:,}", total=f"{course.total:,}"))
    if course.best is not None and course.state != "preparing":
        text = translate("TrainWords", "held-out scene: {psnr} dB")
        parts.append(text.format(psnr=f"{course.best:.2f}"))
        if course.gain is not None and course.state != "finished":
            parts[-1] += f" ({signed(course.gain)})"
    return " · ".join(parts)


def notes(course: Course) -> str:
    """What the photographer should know, a line each."""
    return "\n".join(map(messages.reason, course.notes))


def signed(value: float) -> str:
    """'+0.52', with a real minus."""
    return f"{value:+.2f}".replace("-", "−")


def estimate(of: Forecast) -> str:
    """What a training would take, before it starts; or why it cannot be said."""
    if of.error is not None:
        return messages.sentence(of.error, short=True)
    on_card = QCoreApplication.translate("TrainWords", "Takes {about} on this graphics card ({device}): {steps} steps.")
    on_cpu = QCoreApplication.translate("TrainWords", "Takes {about} on this CPU: {steps} steps.")
    text = on_cpu if of.device.casefold().startswith("cpu") else on_card
    return text.format(about=words.about(of.seconds), device=of.device, steps=f"{of.steps:,}")


def beginning(start: str) -> str:
    """What a training began with."""
    translate = QCoreApplication.translate
    return {
        SCRATCH: translate("TrainWords", "from scratch"),
        THREE_LAYER: translate("TrainWords", "three-layer network"),
        "": translate("TrainWords", "shipped network"),
    }.get(start, start)


def standing(past: Past) -> str:
    """A past training, in a few words."""
    translate = QCoreApplication.translate
    if not past.finished:
        text = translate("TrainWords", "interrupted at {share}")
        return text.format(share=words.percent(past.done))
    if past.gain is None:
        return translate("TrainWords", "finished")
    text = translate("TrainWords", "{gain} dB on the held-out scene")
    return text.format(gain=signed(past.gain))


def drawing(course: Course) -> Drawing:
    """What is gained over minutes, on training scenes and on the held-out scene, whose own figures may lie many dB
    apart: over the shipped model where it began with that, else over the noisy photo."""
    if course.from_model:
        return _gained(course, _first(course.curve), _first(course.held_out), _over_shipped())
    if course.noisy is not None and course.noisy_training is not None:
        return _gained(course, course.noisy_training, course.noisy, _over_noisy())
    return _gained(course, 0.0, 0.0, QCoreApplication.translate("TrainWords", "PSNR, dB"))


def _gained(course: Course, training: float, held_out: float, title: str) -> Drawing:
    """Of both curves, over a figure of each."""
    translate = QCoreApplication.translate
    both: tuple[tuple[str, Curve, float, Ink], ...] = (
        (translate("TrainWords", "Training scenes"), course.curve, training, "second"),
        (translate("TrainWords", "Held-out scene"), course.held_out, held_out, "main"),
    )
    series = tuple(
        Series(_named(name, curve), _minutes(curve, over), ink, short=name) for name, curve, over, ink in both
    )
    levels = tuple(_levels(course, held_out)) if course.held_out and (training or held_out) else ()
    x = Axis(translate("TrainWords", "Minutes of training"), zero=True, least=1.0)
    return Drawing(x, Axis(title, least=NARROWEST), series, levels)


def _levels(course: Course, held_out: float) -> Iterator[Level]:
    """What is compared: the line that both begin with; and of the noisy photo, which mostly lies so far below that,
    drawn, it would hide what was gained, only its figure."""
    noisy = QCoreApplication.translate("TrainWords", "Noisy photo")
    if not course.from_model:
        yield Level(noisy, 0.0, "red")
        return
    yield Level(QCoreApplication.translate("TrainWords", "Shipped model"), 0.0)
    if course.noisy is not None:
        below = course.noisy - held_out
        values = [value - held_out for _, value in course.held_out]
        far = min(values) - below > max(max(values) - min(values), NARROWEST)
        text = QCoreApplication.translate("TrainWords", "{name} ({figure} dB)")
        yield Level(text.format(name=noisy, figure=f"{course.noisy:.2f}") if far else noisy, below, "red", outside=far)


def _named(name: str, curve: Curve) -> str:
    """'Held-out scene (34.31 dB)': where it stands, in itself."""
    if not curve:
        return name
    text = QCoreApplication.translate("TrainWords", "{name} ({figure} dB)")
    return text.format(name=name, figure=f"{curve[-1][1]:.2f}")


def _over_shipped() -> str:
    return QCoreApplication.translate("TrainWords", "Gain, dB")


def _over_noisy() -> str:
    return QCoreApplication.translate("TrainWords", "Gain over the noisy photo, dB")


def _first(curve: Curve) -> float:
    return curve[0][1] if curve else 0.0


def _minutes(curve: Curve, over: float) -> Curve:
    return tuple((seconds / 60, value - over) for seconds, value in curve)


def described(course: Course) -> str:
    """The drawing in a sentence."""
    if course.gain is None or course.best is None:
        return ""
    text = QCoreApplication.translate("TrainWords", "On the held-out scene it gained {gain} dB so far.")
    return text.format(gain=signed(course.gain))
