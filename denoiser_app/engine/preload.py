"""torch's libraries loaded ahead of its import, in a way that leaves the window alive.

``import torch`` in a thread holds the interpreter while the libraries are linked and stalls the event loop for 180 to
365 ms. Loaded first through a foreign call, which lets the interpreter go, they leave 40 to 80 ms (measured, 2 cores).
Nothing here imports torch; where the libraries are not found, nothing happens and the import does all of the work.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import sys
from pathlib import Path
from typing import Any

_NAMES = {
    "linux": ("libtorch_cpu.so", "libtorch.so", "libtorch_python.so"),
    "darwin": ("libtorch_cpu.dylib", "libtorch.dylib", "libtorch_python.dylib"),
    "win32": ("c10.dll", "torch_cpu.dll", "torch.dll", "torch_python.dll"),
}
_SEARCH_BESIDE_IT = 0x1100
"""LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR and LOAD_LIBRARY_SEARCH_DEFAULT_DIRS, as torch itself loads them."""


def preload_torch() -> None:
    """Loads torch's libraries into the process; never raises. For a worker thread, before it imports torch."""
    if "torch" in sys.modules:
        return
    try:
        for path in _libraries():
            _load(path)
    except (OSError, AttributeError, ValueError, ImportError):
        return


def _libraries() -> list[Path]:
    """Those that are there, in the order in which they need each other."""
    spec = importlib.util.find_spec("torch")
    folders = list(spec.submodule_search_locations or []) if spec else []
    paths = [Path(folder) / "lib" / name for folder in folders for name in _NAMES.get(sys.platform, ())]
    return [path for path in paths if path.is_file()]


def _load(path: Path) -> None:
    """By dlopen or LoadLibraryEx as plain foreign functions: loading by ``ctypes.CDLL(path)`` holds the interpreter."""
    if sys.platform == "win32":
        function: Any = ctypes.WinDLL("kernel32").LoadLibraryExW
        function.argtypes, function.restype = (ctypes.c_wchar_p, ctypes.c_void_p, ctypes.c_uint32), ctypes.c_void_p
        function(str(path), None, _SEARCH_BESIDE_IT)
    else:
        function = ctypes.CDLL(None).dlopen
        function.argtypes, function.restype = (ctypes.c_char_p, ctypes.c_int), ctypes.c_void_p
        function(os.fsencode(path), os.RTLD_LAZY | os.RTLD_GLOBAL)
