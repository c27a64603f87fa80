"""A model of one's own: trained from the pairs of one camera, resumable to the step, its best weights published."""

from denoiser_app.training.personal.control import Control
from denoiser_app.training.personal.estimating import estimate
from denoiser_app.training.personal.events import (
    Estimate,
    Event,
    Finished,
    Paused,
    Prepared,
    Previewed,
    Resumed,
    Stepped,
)
from denoiser_app.training.personal.request import PersonalRequest
from denoiser_app.training.personal.run import train

__all__ = [
    "Control",
    "Estimate",
    "Event",
    "Finished",
    "Paused",
    "PersonalRequest",
    "Prepared",
    "Previewed",
    "Resumed",
    "Stepped",
    "estimate",
    "train",
]
