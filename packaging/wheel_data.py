"""Puts models/ and resources/ into the wheel, as denoiser_app/_data, where denoiser_app.paths looks for them.

An editable installation gets no copy: there the checkout's own folders are used.
"""

from __future__ import annotations

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class WheelData(BuildHookInterface):
    """Called by hatchling before it writes a wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the two folders unless ``version`` is 'editable'."""
        if version != "editable":
            build_data["force_include"].update({name: f"denoiser_app/_data/{name}" for name in ("models", "resources")})
