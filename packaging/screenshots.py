"""Pictures of the real window in every state a photographer meets: to look at after a change, and for the README.

The window is driven as the program drives it, with data and cache of its own in a temporary folder; it needs no screen
(QT_QPA_PLATFORM=offscreen, the default without one), and QT_SCALE_FACTOR works as in the program.

    .venv/bin/python packaging/screenshots.py --out shots photo.nef other.jpg
    .venv/bin/python packaging/screenshots.py --scene split --scene export --language zh_CN --theme light
    .venv/bin/python packaging/screenshots.py --readme
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from scenes import SCENES, Set

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "resources" / "screenshots"
README_SIZE = (1600, 1000)
README_ZOOM = 200.0
"""Percent: the samples are small, and the picture is shown at half its size."""
LARGEST = 500_000
"""Bytes that the README's picture may have."""

if TYPE_CHECKING:
    from PySide6.QtGui import QPixmap
    from PySide6.QtWidgets import QApplication, QWidget

    from denoiser_app.ui.main_window import MainWindow


def picture(window: QWidget) -> QPixmap:
    """The window with its dialogs and menus over it, as on a screen."""
    from PySide6.QtGui import QColor, QPainter
    from PySide6.QtWidgets import QApplication

    made = window.grab()
    painter = QPainter(made)
    for other in QApplication.topLevelWidgets():
        if other is not window and other.isVisible():
            at = other.pos() - window.pos()
            painter.drawPixmap(at, other.grab())
            painter.setPen(QColor(0, 0, 0, 160))
            painter.drawRect(at.x() - 1, at.y() - 1, other.width() + 1, other.height() + 1)
    painter.end()
    return made


def take_for_readme(at: Set) -> Path:
    """The picture of the README: half before, half after, small enough for a repository."""
    README.mkdir(parents=True, exist_ok=True)
    for index in (*range(len(at.photos)), 0):  # all of them are denoised, the first is in the view
        at.opened(index)
    at.window.view.zoom_to(README_ZOOM)
    at.let(0.5)
    shot = at.window.grab().toImage()
    lossless = README / "main.png"
    shot.save(str(lossless))
    if lossless.stat().st_size <= LARGEST:
        return lossless
    lossless.unlink()
    shot.save(str(README / "main.jpg"), "JPG", 88)
    return README / "main.jpg"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("photos", nargs="*", type=Path, help="default: resources/samples")
    parser.add_argument("--out", type=Path, default=Path("screenshots"), help="folder for the pictures")
    parser.add_argument(
        "--scene",
        action="append",
        choices=list(SCENES),
        metavar="NAME",
        help="only this one; may be repeated. See --list",
    )
    parser.add_argument("--list", action="store_true", help="name the scenes")
    parser.add_argument("--language", default="en", help="en or zh_CN")
    parser.add_argument("--theme", default="dark", help="dark or light")
    parser.add_argument("--size", default="1360x860", help="of the window, as 1280x720")
    parser.add_argument("--keep", type=Path, help="folder for data and cache, kept for the next run")
    parser.add_argument("--scratch", type=Path, help="folder for what scenes write, whose name they show; kept")
    parser.add_argument("--readme", action="store_true", help=f"only the picture of the README, {README}/main.*")
    return parser.parse_args()


def make_window(app: QApplication, chosen: argparse.Namespace, scratch: Path) -> MainWindow:
    """The window as ``ui.app.run`` makes it, with settings of its own."""
    from PySide6.QtCore import QSettings

    from denoiser_app import paths
    from denoiser_app.formats.thumbnail_cache import ThumbnailCache
    from denoiser_app.ui import i18n, theme
    from denoiser_app.ui.app import make_services
    from denoiser_app.ui.main_window import MainWindow
    from denoiser_app.ui.preferences import Preferences

    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(scratch))
    i18n.install(app, chosen.language)
    theme.apply(app, chosen.theme)
    preferences = Preferences(language=chosen.language, theme=chosen.theme)
    window = MainWindow(make_services(preferences), preferences, ThumbnailCache(paths.cache() / "thumbnails", 10**8))
    width, height = README_SIZE if chosen.readme else map(int, chosen.size.split("x"))
    window.resize(width, height)
    window.show()
    return window


def main() -> int:
    chosen = arguments()
    if chosen.list:
        print("\n".join(SCENES))
        return 0
    with tempfile.TemporaryDirectory(prefix="denoiser-screenshots-") as temporary:
        choose_screen(Path(temporary))
        kept = (chosen.keep or Path(temporary) / "kept").absolute()
        os.environ["DENOISER_DATA"], os.environ["DENOISER_CACHE"] = str(kept / "data"), str(kept / "cache")
        return run(chosen, (chosen.scratch or Path(temporary)).absolute())


def choose_screen(scratch: Path) -> None:
    """Where there is no screen: one in memory, larger than the 800 x 800 points of Qt's own."""
    seen = any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
    if sys.platform == "linux" and not seen:
        screen = {"name": "memory", "x": 0, "y": 0, "width": 2560, "height": 1600, "logicalDpi": 96, "dpr": 1}
        described = scratch / "screen.json"
        described.write_text(json.dumps({"screens": [screen]}))
        os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={described}"


def run(chosen: argparse.Namespace, scratch: Path) -> int:
    from denoiser_app.formats.listing import photos_in
    from denoiser_app.ui.app import make_application

    app = make_application()
    window = make_window(app, chosen, scratch)
    named = chosen.photos or [ROOT / "resources" / "samples"]
    photos = [photo.absolute() for path in named for photo in (photos_in(path) if path.is_dir() else [path])]

    def save(name: str, only: QWidget | None = None) -> None:
        chosen.out.mkdir(parents=True, exist_ok=True)
        target = chosen.out / f"{name}.png"
        (picture(window) if only is None else only.grab()).save(str(target))
        print(target)

    at = Set(app, window, photos, scratch, save, save)
    failed = 0
    try:
        if chosen.readme:
            print(take_for_readme(at))
        for name in [] if chosen.readme else chosen.scene or SCENES:
            failed += not play(at, name)
    finally:
        window.close()
    return 1 if failed else 0


def play(at: Set, name: str) -> bool:
    """One scene; the next begins with the split view of the whole photo."""
    try:
        SCENES[name](at)
    except (TimeoutError, AssertionError) as problem:
        print(f"{name}: {problem}", file=sys.stderr)
        return False
    finally:
        if at.window.session.current is not None:
            at.window.actions_by_name["split"].setChecked(True)
            at.do("fit")
            if at.window.view.mode.name != "SPLIT":
                at.do("split")
    return True


if __name__ == "__main__":
    sys.exit(main())
