"""The window's language: which catalogues are loaded, and how they are exchanged while it runs.

English is the source language and has a catalogue too: plural forms, and the wording of errors that name options of
the command line. After a change Qt sends LanguageChange to every top-level window; widgets that do not retranslate
themselves then keep the old language until the program starts again.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from denoiser_app import paths

LANGUAGES = {"en": "English", "zh_CN": "简体中文"}
"""Each by its own name, as they are offered to someone who reads only that one."""
OBJECT_NAME = "denoiser-translator"


@dataclass(frozen=True)
class Installed:
    """language: the one chosen, 'en' or 'zh_CN'. catalogues: names of the .qm files that were loaded."""

    language: str
    catalogues: tuple[str, ...]


def install(app: QCoreApplication, language: str = "system") -> Installed:
    """Load the catalogues of ``language`` ('system', 'en' or 'zh_CN') in place of those loaded before.

    Also sets the default locale, so that Qt's own texts and numbers go with it. A missing catalogue is not an error:
    the English source texts show.
    """
    chosen = resolve(language)
    for old in app.findChildren(QTranslator, OBJECT_NAME):
        app.removeTranslator(old)
        old.deleteLater()
    QLocale.setDefault(QLocale(chosen))
    loaded = [path.name for path in _catalogues(chosen) if _load(app, path)]
    return Installed(chosen, tuple(loaded))


def resolve(language: str) -> str:
    """The language shown for a preference: the first of the system's that exists here, English without one."""
    if language in LANGUAGES:
        return language
    for wanted in QLocale.system().uiLanguages():
        locale = QLocale(wanted)
        if locale.language() == QLocale.Language.Chinese and locale.script() == QLocale.Script.SimplifiedHanScript:
            return "zh_CN"
        if locale.language() == QLocale.Language.English:
            return "en"
    return "en"


def _catalogues(language: str) -> list[Path]:
    """Qt's first, so that ours is asked before it."""
    qt = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)) / f"qtbase_{language}.qm"
    return [qt, paths.resources() / "translations" / f"denoiser_{language}.qm"]


def _load(app: QCoreApplication, path: Path) -> bool:
    translator = QTranslator(app)
    translator.setObjectName(OBJECT_NAME)
    if path.is_file() and translator.load(str(path)) and app.installTranslator(translator):
        return True
    translator.deleteLater()
    return False
