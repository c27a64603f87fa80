"""Mains light and short shutter times: lamps pulse at twice the mains frequency, and a frame gets a part of a pulse.

For light 1 + m cos(2 pi F t), F twice the mains frequency, a shutter of T seconds that opens at any moment gets
T (1 + r cos(...)) with r = m |sin(pi F T) / (pi F T)|: nothing of it remains where F T is a whole number, and little
where it is large. m = 1, light that goes out between pulses, is the worst there is (fluorescent tubes and cheap LEDs
on simple ballasts); filament lamps have 0.1 to 0.3. A rolling shutter turns the same ripple into bands.
"""

from __future__ import annotations

import math

from denoiser_app.pairs.planning.shutter import FASTEST, SLOWEST, Shutter, of_thirds, seconds_of, stops

TOO_MUCH = 0.03
"""Ripple, as a share of the light, from which on it is told: 0.09 EV between the brightest and the darkest frame, more
than the rest of a session differs by."""


def ripple(seconds: float, mains: int) -> float:
    """By which share of the mean a frame may be brighter or darker, 0-1, at the worst moment and the worst lamp."""
    if mains <= 0:
        return 0.0
    cycles = math.pi * 2 * mains * seconds
    return abs(math.sin(cycles) / cycles) if cycles else 1.0


def ripple_of(shutter: Shutter, mains: int) -> float:
    """Of a time on a dial: some cameras keep the true value, some that of the label, so the worse of both."""
    return max(ripple(shutter.seconds, mains), ripple(seconds_of(shutter.label), mains))


def safe_shutter(seconds: float, mains: int) -> Shutter:
    """The nearest time that cameras offer and under which mains light does not flicker; of two as near, the longer."""
    offered = (of_thirds(thirds) for thirds in range(SLOWEST, FASTEST + 1))
    steady = [one for one in offered if ripple_of(one, mains) <= TOO_MUCH]
    return min(steady, key=lambda one: (round(abs(stops(seconds, one.seconds)), 6), -one.seconds))
