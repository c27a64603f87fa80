"""Finds the system libraries that Qt needs and this machine lacks; names their Debian packages, installs them as root.

Exit status 0 when Qt's widgets start (without a screen), 1 otherwise.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

PACKAGES = {
    "libEGL.so": "libegl1",
    "libGL.so": "libgl1",
    "libGLX.so": "libglx0",
    "libOpenGL.so": "libopengl0",
    "libX11-xcb.so": "libx11-xcb1",
    "libX11.so": "libx11-6",
    "libdbus-1.so": "libdbus-1-3",
    "libfontconfig.so": "libfontconfig1",
    "libfreetype.so": "libfreetype6",
    "libglib-2.0.so": "libglib2.0-0",
    "libgthread-2.0.so": "libglib2.0-0",
    "libgssapi_krb5.so": "libgssapi-krb5-2",
    "libwayland-client.so": "libwayland-client0",
    "libwayland-cursor.so": "libwayland-cursor0",
    "libwayland-egl.so": "libwayland-egl1",
    "libxcb-cursor.so": "libxcb-cursor0",
    "libxcb-icccm.so": "libxcb-icccm4",
    "libxcb-image.so": "libxcb-image0",
    "libxcb-keysyms.so": "libxcb-keysyms1",
    "libxcb-randr.so": "libxcb-randr0",
    "libxcb-render-util.so": "libxcb-render-util0",
    "libxcb-render.so": "libxcb-render0",
    "libxcb-shape.so": "libxcb-shape0",
    "libxcb-shm.so": "libxcb-shm0",
    "libxcb-sync.so": "libxcb-sync1",
    "libxcb-util.so": "libxcb-util1",
    "libxcb-xfixes.so": "libxcb-xfixes0",
    "libxcb-xinerama.so": "libxcb-xinerama0",
    "libxcb-xkb.so": "libxcb-xkb1",
    "libxcb.so": "libxcb1",
    "libxkbcommon-x11.so": "libxkbcommon-x11-0",
    "libxkbcommon.so": "libxkbcommon0",
    "libz.so": "zlib1g",
}
"""Library name up to '.so' -> package of Debian 12."""

QT_FILES = ("QtCore.abi3.so", "QtGui.abi3.so", "QtWidgets.abi3.so")
PLUGINS = ("libqxcb.so", "libqoffscreen.so")


def qt_error() -> str:
    """What goes wrong when an application starts without a screen; '' if nothing does."""
    code = "from PySide6.QtWidgets import QApplication; QApplication([])"
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else (done.stderr.strip() or f"exit status {done.returncode}")


def missing_libraries() -> set[str]:
    """Names like 'libEGL.so.1' that the loader does not find for Qt's widgets and its X11 plugin (Linux only)."""
    spec = importlib.util.find_spec("PySide6")
    if spec is None or spec.origin is None or shutil.which("ldd") is None:
        return set()
    qt = Path(spec.origin).parent
    files = [qt / name for name in QT_FILES] + [qt / "Qt" / "plugins" / "platforms" / name for name in PLUGINS]
    found: set[str] = set()
    for file in filter(Path.is_file, files):
        lines = subprocess.run(["ldd", str(file)], capture_output=True, text=True, check=False).stdout.splitlines()
        found |= {line.split()[0] for line in lines if line.endswith("not found")}
    return found


def packages_of(libraries: set[str]) -> tuple[list[str], list[str]]:
    """(Debian packages, libraries whose package is not known)."""
    names = {library: PACKAGES.get(library.split(".so")[0] + ".so") for library in libraries}
    known = sorted({package for package in names.values() if package})
    return known, sorted(library for library, package in names.items() if package is None)


def install(packages: list[str]) -> None:
    """Install with apt-get, which is there and allowed; its output stays visible."""
    print(f"Installing what Qt needs: {' '.join(packages)}", flush=True)
    for command in (["update", "-q"], ["install", "-y", "-q", "--no-install-recommends", *packages]):
        subprocess.run(["apt-get", *command], check=False, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})


def may_install() -> bool:
    """Whether this is root on a machine with apt-get."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def main() -> int:
    """Check, install if allowed, check again, and say what is left to do."""
    packages, unknown = packages_of(missing_libraries())
    if packages and may_install():
        install(packages)
        packages, unknown = packages_of(missing_libraries())
    if packages:
        print(f"Qt lacks system libraries. Install them: sudo apt-get install {' '.join(packages)}", file=sys.stderr)
    if unknown:
        print(f"Qt lacks these system libraries; install what holds them: {' '.join(unknown)}", file=sys.stderr)
    error = qt_error()
    if error:
        print(f"Qt does not start: {error.splitlines()[-1]}", file=sys.stderr)
    return 1 if error else 0


if __name__ == "__main__":
    raise SystemExit(main())
