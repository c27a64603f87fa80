"""What the check has to say, one sentence a finding, with placeholders for its numbers."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "camera-differs": "The frames are of different cameras ({first}, {second}). Use one camera for all of them.",
        "camera-unknown": "The files do not say which camera took them.",
        "lens-differs": "The frames were taken with different lenses ({first}, {second}).",
        "focal-length-differs": "The focal length changed from {first:.4g} to {second:.4g} mm. Do not touch the zoom between frames.",
        "aperture-differs": "The aperture changed from f/{first:.2g} to f/{second:.2g}. Use manual mode with a fixed aperture.",
        "size-differs": "The frames have different sizes ({first}, {second}). Keep the camera's format and crop setting.",
        "kind-differs": "One frame is a raw and the other a finished picture. Use raws only, or JPEGs only.",
        "exposure-ratio": "By their settings the high-ISO frame is {stops:+.2f} EV brighter than the low-ISO one. Choose shutter times that keep the exposure equal.",
        "gain": "Measured, the high-ISO frame is {stops:+.2f} EV brighter than the low-ISO one. Something else than ISO and shutter time changed: the light, the aperture or a filter.",
        "aligned": "The frames lie on each other within {pixels:.2f} pixels.",
        "shifted": "The camera moved by {pixels:.1f} pixels between the frames. Use a sturdy tripod and a remote release.",
        "shifted-by-period": "The camera moved by {pixels:.1f} pixels; the frames were put on each other again by whole periods of the colour filters.",
        "not-alignable": "It cannot be told whether the frames lie on each other: the scene has too little detail.",
        "moved": "{percent:.1f} % of the picture moved between the frames (people, leaves, clouds). That part is left out.",
        "moved-too-much": "{percent:.0f} % of the picture moved between the frames. Choose a scene that stands still.",
        "clipped": "{percent:.1f} % of the picture is clipped to white. That part is left out.",
        "clipped-too-much": "{percent:.0f} % of the picture is clipped to white. Expose less.",
        "too-dark": "The picture uses only the darkest {percent:.1f} % of the range. Expose more.",
        "blurred": "The high-ISO frame is less sharp than the low-ISO one (detail {percent:.0f} %). Focus once, then switch to manual focus; avoid vibrations.",
        "low-blurred": "The low-ISO frame is less sharp than the high-ISO one (detail {percent:.0f} %). Its long exposure may have been shaken: use a remote release.",
        "low-noisy": "The low-ISO frames are hardly cleaner than the high-ISO one (noise {percent:.0f} % of it). Take more of them, or use a lower ISO.",
        "light-changed": "The light changed by {stops:+.2f} EV between the first and the last low-ISO frame. Wait for steady light and shoot the scene again.",
        "no-last-low": "There is no low-ISO frame after the high-ISO frames, so it cannot be told whether the light changed.",
        "single-low": "There is a single low-ISO frame. Several, averaged, make a cleaner truth.",
        "unreadable": "{reason}",
        "too-little-left": "Only {percent:.0f} % of the picture can be used.",
        "usable": "{percent:.0f} % of the picture can be used.",
    }
)  # fmt: skip
