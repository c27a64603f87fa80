"""Denoiser: takes the noise out of night photographs, on the photographer's own machine."""

__version__ = "0.1.0"
APP_NAME = "Denoiser"
