"""What a photographer asks for: a name, what to begin with, how long it may take."""

from __future__ import annotations

from dataclasses import dataclass

SCRATCH, THREE_LAYER = "scratch", "three-layer"
MINUTES = 30.0


@dataclass(frozen=True)
class PersonalRequest:
    """name: of the model. start: an installed model, 'scratch' or 'three-layer'; '' takes the shipped one for the kind
    of pairs. minutes: for the steps, on this machine; steps: how many, whatever that takes. resume: go on with the
    training of this name. threads: of the processor; None takes all, and when resuming those it began with. device:
    'auto', 'cpu', 'cuda', 'cuda:1', 'mps'.

    When resuming only name, threads and device count.
    """

    name: str
    start: str = ""
    minutes: float = MINUTES
    steps: int | None = None
    resume: bool = False
    threads: int | None = None
    device: str = "auto"
    seed: int = 1
