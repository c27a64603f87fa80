"""What the plan has to say, in English: kinds of scenes, what to see to before the first frame, warnings, advice
about a tethered camera, and why frames make no pair."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

KIND_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "texture": "Texture",
        "smooth": "Smooth",
        "dark": "Dark",
        "colour": "Colours",
        "lights": "Lights",
        "mixed": "A bit of everything",
    }
)

LOOK_FOR: Mapping[str, str] = MappingProxyType(
    {
        "texture": "Fine detail from edge to edge: a brick wall, bark, fabric, print.",
        "smooth": "Broad even tones: a painted wall, paper, the sky at dusk.",
        "dark": "Deep shadows with something in them, as in your night photos.",
        "colour": "Many saturated colours: books, fruit, paints, posters.",
        "lights": "Lamps or lit windows in the dark. A little may be clipped, not much.",
        "mixed": "Like the photos you really take.",
    }
)

CHECKLIST: tuple[str, ...] = (
    "Sturdy tripod, nothing hanging from it in the wind",
    "Remote release, or a self-timer of 2 s or more",
    "Lens and body stabiliser off",
    "Focus once on the scene, then manual focus",
    "Manual mode with a fixed aperture, no automatic ISO",
    "White balance fixed, flash off",
    "RAW, uncompressed or losslessly compressed",
    "Long-exposure and high-ISO noise reduction off",
    "Nothing moves: no people, leaves, clouds, screens",
    "Steady light: nobody switches lamps, no dusk or dawn",
)

WARNINGS: Mapping[str, str] = MappingProxyType(
    {
        "bulb": "The low-ISO frames need {seconds:.0f} s. Most cameras offer 30 s at most, so you would need bulb and a timer, and long exposures get hot pixels of their own. Use {shutter} or shorter at the high ISO (open the aperture or add light), or a low ISO of {iso:.0f} or more.",
        "flicker": "At {shutter}, lamps on {mains} Hz mains can make frames up to {percent:.0f} % brighter or darker, and put bands into them. In lamplight use {safe} at the high ISO; in daylight or with lamps that do not flicker, leave it.",
        "flicker-bulb": "At {shutter}, lamps on {mains} Hz mains can make frames up to {percent:.0f} % brighter or darker, and put bands into them. In lamplight use {safe} at the high ISO together with a low ISO of {iso:.0f} or more; in daylight or with lamps that do not flicker, leave it.",
        "ratio": "ISO {high:.0f} is only {ratio:.3g} times ISO {low:.0f}, so the low-ISO frames are hardly cleaner. Use the lowest ISO of your camera, or pairs at a higher one.",
        "not-brighter": "The high ISO ({high:.0f}) has to be higher than the low one ({low:.0f}).",
        "few-scenes": "A model needs at least {least} scenes to learn from and to be tested on; there are {count}. Add some that differ from these.",
        "no-held-out": "No scene is held out, so it could not be told whether the model is better. Keep one scene from training.",
        "only-held-out": "Every scene is held out, so there is nothing to learn from. Hold out one scene.",
        "single-low": "There is one low-ISO frame a scene. Shoot at least two, one before and one after the high-ISO frames: averaged they are a cleaner truth, and they tell whether the light changed.",
        "no-high": "There is no high-ISO frame, so there would be no pairs.",
        "no-low": "There is no low-ISO frame, so there would be nothing to compare with.",
    }
)  # fmt: skip

ADVICE: Mapping[str, str] = MappingProxyType(
    {
        "iso-nearest": "The camera does not offer ISO {wanted:.0f}; ISO {offered:.0f} is used instead.",
        "shutter-nearest": "The camera does not offer {wanted}; {offered} is used instead.",
        "exposure-differs": "With the times that the camera offers the frames differ by {stops:.2f} EV. That is mended later as far as it goes.",
        "iso-by-hand": "The ISO of this camera cannot be set from the computer. Set it on the camera when you are asked to.",
        "shutter-by-hand": "The shutter time of this camera cannot be set from the computer. Set it on the camera when you are asked to.",
    }
)  # fmt: skip

LEFT_OUT: Mapping[str, str] = MappingProxyType(
    {
        "other-camera": "{count} of the frames were taken with another camera ({camera}) and make no pairs here. Add them to a session of their own.",
        "other-kind-rgb": "{count} of the frames are finished pictures (JPEG, TIFF) among raws and make no pairs here. Add raws only, or make a session of finished pictures alone.",
        "other-kind-raw": "{count} of the frames are raws among finished pictures and make no pairs here. Add the raws of all shots, or make a session of them alone.",
        "iso-unknown": "{count} of the frames do not tell their ISO ({file}). Say by hand what they are.",
        "iso-between": "{count} of the frames are neither at the low nor at the high ISO of the plan ({file}) and make no pairs. Say by hand what they are, if they are meant to.",
        "file-missing": "{count} of the frames are not in the session's folder any more ({file}). Put them back, or drop them.",
    }
)  # fmt: skip
