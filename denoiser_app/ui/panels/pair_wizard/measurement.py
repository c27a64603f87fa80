"""A camera's measured noise in words, in a table and as a drawing."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication

from denoiser_app.core.camera_profile import CameraProfile, HotPixels, IsoCurve, IsoNoise
from denoiser_app.core.photo import PoissonGaussian
from denoiser_app.ui import words
from denoiser_app.ui.jobs.calibrating import Cloud, Points
from denoiser_app.ui.panels.pair_wizard import chart_scale
from denoiser_app.ui.panels.pair_wizard.chart import Axis, Drawing, Series
from denoiser_app.ui.panels.pair_wizard.chart_colors import Ink
from denoiser_app.ui.panels.pair_wizard.figures import Cell
from denoiser_app.ui.panels.pair_wizard.wording import Counts

INKS: tuple[Ink, Ink, Ink] = ("red", "green", "blue")
MID_GREY = 0.18
"""Of white: what a light meter aims at."""
VERY_SURE, SURE, FAIR = 0.01, 0.03, 0.1
"""Relative standard error of a: below it the measurement is called so. It enters the noise by its square root, so 10 %
are 5 % of the noise, about what an eye can tell."""
LEAST_BANDING = 0.03
"""Of the read noise."""
DARKEST = 1e-4
"""Of white: below it the axis is left out, where there is nothing but read noise any more."""
_CURVE = 64
"""Points that a fitted line is drawn through; on logarithmic axes it is not straight."""


@dataclass(frozen=True)
class Measurement:
    """points: as far as they are known. shipped: what the program knew of this camera at those ISOs before, None where
    it knew nothing."""

    profile: CameraProfile
    points: Points = field(default_factory=dict)
    shipped: Mapping[float, PoissonGaussian | None] = field(default_factory=dict)

    @property
    def isos(self) -> tuple[float, ...]:
        """At which something was measured, rising."""
        return tuple(sorted({*(one.iso for one in self.profile.raw), *(one.iso for one in self.profile.rgb)}))

    @property
    def is_raw(self) -> bool:
        """Of sensor data, or of finished pictures."""
        return bool(self.profile.raw)


def color_name(color: int) -> str:
    """'Red', 'Green', 'Blue'."""
    translate = QCoreApplication.translate
    red, green = translate("CalibrateWords", "Red"), translate("CalibrateWords", "Green")
    return (red, green, translate("CalibrateWords", "Blue"))[color]


def confidence(spread: float) -> str:
    """How far the measurement can be trusted, for a photographer; with its number."""
    translate = QCoreApplication.translate
    number = f"{100 * spread:.1f}" if spread < 0.1 else f"{100 * spread:.0f}"
    if spread < VERY_SURE:
        text = translate("CalibrateWords", "very reliable (within {percent} %)")
    elif spread < SURE:
        text = translate("CalibrateWords", "reliable (within {percent} %)")
    elif spread < FAIR:
        text = translate("CalibrateWords", "usable (within {percent} %)")
    else:
        text = translate("CalibrateWords", "rough (within {percent} %): more pairs would help")
    return text.format(percent=number)


def reliability(of: IsoNoise | IsoCurve) -> str:
    """'ISO 12800: from 12 pairs, very reliable (within 0.4 %)'."""
    pairs = Counts().pairs(of.pairs)
    if isinstance(of, IsoCurve):
        text = QCoreApplication.translate("CalibrateWords", "{iso}: from {pairs}")
        return text.format(iso=words.iso(of.iso), pairs=pairs)
    if not of.pairs:
        text = QCoreApplication.translate(
            "CalibrateWords", "{iso}: from the low-ISO frames among themselves, {confidence}"
        )
        return text.format(iso=words.iso(of.iso), confidence=confidence(of.spread))
    text = QCoreApplication.translate("CalibrateWords", "{iso}: from {pairs}, {confidence}")
    return text.format(iso=words.iso(of.iso), pairs=pairs, confidence=confidence(of.spread))


def hot_pixels(hot: HotPixels | None) -> str:
    """How many, and how many that is in a million."""
    if hot is None:
        return QCoreApplication.translate(
            "CalibrateWords", "Hot pixels were not looked for: that takes raws of at least two scenes."
        )
    if not hot.places:
        return QCoreApplication.translate("CalibrateWords", "No hot pixels found that stay in place over the scenes.")
    megapixels = hot.size[0] * hot.size[1] / 1e6
    text = QCoreApplication.translate(
        "CalibrateWords",
        "{count} hot pixels stay in place over the scenes: {share} in a million. They are mended before the network"
        " sees the photo.",
    )
    share = len(hot.places) / megapixels if megapixels else 0.0
    return text.format(count=len(hot.places), share=f"{share:.0f}" if share >= 10 else f"{share:.1f}")


def banding(profile: CameraProfile) -> str:
    """What whole rows or columns of the sensor have in common, where it is worth a word; '' where it is not."""
    noise = profile.raw[-1] if profile.raw else None
    if noise is None or max(noise.row, noise.column) < LEAST_BANDING:
        return ""
    rows = QCoreApplication.translate(
        "CalibrateWords", "Banding: rows of the sensor share {percent} % of the read noise."
    )
    columns = QCoreApplication.translate(
        "CalibrateWords", "Banding: columns of the sensor share {percent} % of the read noise."
    )
    share = max(noise.row, noise.column)
    return (rows if noise.row >= noise.column else columns).format(percent=f"{100 * share:.0f}")


# --- table ------------------------------------------------------------------------------------------------------------


def columns(is_raw: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(titles, tips) of the table."""
    translate = QCoreApplication.translate
    if not is_raw:
        return (
            translate("CalibrateWords", "ISO"),
            translate("CalibrateWords", "Fine noise"),
            translate("CalibrateWords", "Coarse noise"),
        ), ()
    return (
        translate("CalibrateWords", "Colour"),
        translate("CalibrateWords", "a"),
        translate("CalibrateWords", "b"),
        translate("CalibrateWords", "At mid-grey"),
    ), (
        "",
        translate("CalibrateWords", "Photon noise: how fast the variance grows with brightness (1 is white)"),
        translate("CalibrateWords", "Read noise: the variance at black"),
        translate("CalibrateWords", "Noise at 18 % of white, in percent of that brightness"),
    )


def rows(of: Measurement) -> list[list[Cell]]:
    """A row for every ISO and colour, with what the program knew before in small letters."""
    if not of.is_raw:
        return [_curve_row(curve) for curve in of.profile.rgb]
    return [_row(of, noise, color) for noise in of.profile.raw for color in range(3)]


def _row(of: Measurement, noise: IsoNoise, color: int) -> list[Cell]:
    a, b = noise.a[color], noise.b[color]
    before = of.shipped.get(noise.iso)
    old = None if before is None else tuple(float(values[color]) for values in before.by_color())
    several = len(of.isos) > 1
    cells = [Cell(color_name(color), words.iso(noise.iso) if several else "", ink=INKS[color])]
    for position, value in enumerate((a, b)):
        tip = _shipped(chart_scale.figure(old[position])) if old else ""
        cells.append(Cell(chart_scale.figure(value), tip=tip))
    return [*cells, Cell(_grey(a, b), _shipped(_grey(*old)) if old else "", strong=True)]


def _curve_row(curve: IsoCurve) -> list[Cell]:
    fine, coarse = (sorted(values)[len(values) // 2] * 255 for values in (curve.fine, curve.coarse))
    of_255 = QCoreApplication.translate("CalibrateWords", "{number} of 255")
    return [
        Cell(words.iso(curve.iso), Counts().pairs(curve.pairs)),
        Cell(of_255.format(number=f"{fine:.1f}"), strong=True),
        Cell(of_255.format(number=f"{coarse:.1f}")),
    ]


def _grey(a: float, b: float) -> str:
    return words.in_percent(f"{100 * math.sqrt(max(a * MID_GREY + b, 0.0)) / MID_GREY:.1f}")


def _shipped(figure: str) -> str:
    return QCoreApplication.translate("CalibrateWords", "shipped: {figure}").format(figure=figure)


def headline(of: Measurement) -> str:
    """What it comes to: the noise against what the program assumed before, at the highest ISO; '' if it did not."""
    if not of.profile.raw:
        return ""
    noise = of.profile.raw[-1]
    before = of.shipped.get(noise.iso)
    if before is None:
        text = QCoreApplication.translate(
            "CalibrateWords", "Until now the program knew nothing of this camera at {iso}."
        )
        return text.format(iso=words.iso(noise.iso))
    old_a, old_b = (float(values[1]) for values in before.by_color())
    ratio = math.sqrt((noise.a[1] * MID_GREY + noise.b[1]) / max(old_a * MID_GREY + old_b, 1e-30))
    if abs(ratio - 1) < 0.03:
        text = QCoreApplication.translate("CalibrateWords", "At {iso} your camera is as noisy as the program assumed.")
        return text.format(iso=words.iso(noise.iso))
    more = QCoreApplication.translate("CalibrateWords", "At {iso} your camera is {percent} % noisier than assumed.")
    less = QCoreApplication.translate("CalibrateWords", "At {iso} your camera is {percent} % less noisy than assumed.")
    return (more if ratio > 1 else less).format(iso=words.iso(noise.iso), percent=f"{100 * abs(ratio - 1):.0f}")


# --- drawing ----------------------------------------------------------------------------------------------------------


def drawing(of: Measurement, iso: float) -> Drawing:
    """The variance over the mean at one ISO, both axes logarithmic; of finished pictures the deviation over tone."""
    noise = next((one for one in of.profile.raw if one.iso == iso), None)
    if noise is None:
        curve = next((one for one in of.profile.rgb if one.iso == iso), None)
        return Drawing() if curve is None else _curve_drawing(curve)
    translate = QCoreApplication.translate
    clouds = [_shown(of.points.get((iso, color), ())) for color in range(3)]
    low, high = _reach(clouds)
    series = [
        Series(
            translate("CalibrateWords", "{color}, measured").format(color=color_name(color)),
            cloud,
            INKS[color],
            "points",
            short=color_name(color),
        )
        for color, cloud in enumerate(clouds)
        if cloud
    ]
    series += [
        Series(color_name(color), _line(noise.a[color], noise.b[color], low, high), INKS[color], in_legend=not cloud)
        for color, cloud in enumerate(clouds)
    ]
    before = of.shipped.get(iso)
    if before is not None:
        name = translate("CalibrateWords", "Shipped profile")
        series.append(Series(name, _line(before.a, before.b, low, high), "quiet", "dashed"))
    return Drawing(
        Axis(translate("CalibrateWords", "Brightness (1 is white)"), log=True),
        Axis(translate("CalibrateWords", "Variance of the noise"), log=True),
        tuple(series),
    )


def _shown(cloud: Sequence[tuple[float, float]]) -> Cloud:
    """What has a place on logarithmic axes."""
    return tuple(sorted((mean, variance) for mean, variance in cloud if mean >= DARKEST and variance > 0))


def _reach(clouds: Sequence[Cloud]) -> tuple[float, float]:
    means = [mean for cloud in clouds for mean, _ in cloud]
    if not means:
        return 1e-3, 1.0
    return max(min(means), DARKEST), max(means)


def _line(a: float, b: float, low: float, high: float) -> Cloud:
    places = (low * (high / low) ** (index / (_CURVE - 1)) for index in range(_CURVE))
    return tuple((x, a * x + b) for x in places if a * x + b > 0)


def _curve_drawing(curve: IsoCurve) -> Drawing:
    translate = QCoreApplication.translate

    def line(values: Sequence[float]) -> Cloud:
        return tuple((index / (len(values) - 1), 255 * value) for index, value in enumerate(values))

    return Drawing(
        Axis(translate("CalibrateWords", "Brightness of the picture (1 is white)")),
        Axis(translate("CalibrateWords", "Noise, of 255"), zero=True),
        (
            Series(translate("CalibrateWords", "Fine noise"), line(curve.fine), "main"),
            Series(translate("CalibrateWords", "Coarse noise"), line(curve.coarse), "second"),
        ),
    )
