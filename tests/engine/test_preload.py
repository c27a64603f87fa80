"""torch's libraries are in the process before torch is imported, and torch still works."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_libraries_are_loaded_without_importing_torch() -> None:
    code = """
import sys
from pathlib import Path
from denoiser_app.engine.preload import preload_torch
assert "libtorch_cpu" not in Path("/proc/self/maps").read_text()
preload_torch()
assert "libtorch_cpu" in Path("/proc/self/maps").read_text()
assert "torch" not in sys.modules
import torch
assert float(torch.ones(3).sum()) == 3.0
preload_torch()
"""
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)


def test_without_torch_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    from denoiser_app.engine import preload

    monkeypatch.delitem(sys.modules, "torch", raising=False)
    monkeypatch.setattr(preload.importlib.util, "find_spec", lambda name: None)
    preload.preload_torch()
    monkeypatch.setattr(preload, "_libraries", lambda: (_ for _ in ()).throw(OSError("unreadable")))
    preload.preload_torch()
