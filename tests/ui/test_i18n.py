from __future__ import annotations

import ast
import importlib.util
import re
import shutil
import string
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QDialogButtonBox, QLabel

from denoiser_app import paths
from denoiser_app.core.noise import typical_noise, white_noise
from denoiser_app.engine.check import warning
from denoiser_app.engine.noise_level import describe
from denoiser_app.ui import i18n, messages, words

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "resources" / "translations"
Entry = tuple[str, str, str]


@pytest.fixture(autouse=True)
def _english_afterwards(qapp) -> Iterator[None]:
    yield
    i18n.install(qapp, "en")


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("translations", ROOT / "packaging" / "translations.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    if not (module.tool("lupdate") and module.tool("lrelease")):
        pytest.skip("lupdate and lrelease are not installed")
    return module


def entries(path: Path) -> dict[Entry, ElementTree.Element]:
    tree = ElementTree.parse(path)
    return {
        (context.findtext("name", ""), message.findtext("source", ""), message.findtext("comment", "")): message
        for context in tree.iter("context")
        for message in context.iter("message")
    }


def texts(message: ElementTree.Element) -> list[str]:
    forms = message.findall("translation/numerusform")
    return [form.text or "" for form in forms] or [message.findtext("translation", "")]


def placeholders(text: str, braces: bool) -> set[str]:
    """ten_thousands is the same number in the units of Chinese (words.megapixels)."""
    named = [name for _, name, _, _ in string.Formatter().parse(text) if name is not None] if braces else []
    named = ["number" if name == "ten_thousands" else name for name in named]
    return {*named, *re.findall(r"%(?:n|L?\d)", text)}


# --- the catalogues -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_every_text_is_translated(language: str) -> None:
    for entry, message in entries(FOLDER / f"denoiser_{language}.ts").items():
        translation = message.find("translation")
        assert translation is not None
        assert translation.get("type") is None, f"unfinished, or no longer used: {entry}"
        assert all(text.strip() for text in texts(message)), f"empty: {entry}"
        assert len(texts(message)) == (2 if language == "en" and message.get("numerus") else 1)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_placeholders_survive(language: str) -> None:
    for (context, source, _), message in entries(FOLDER / f"denoiser_{language}.ts").items():
        for text in texts(message):
            braces = "{" in source or "{" in text
            wanted, found = placeholders(source, braces), placeholders(text, braces)
            if context == "Errors" and language == "en":  # worded for the window: a name may be left out
                assert found <= wanted, source
            else:
                assert found == wanted, source


def test_menus_keep_a_letter_and_dialogs_to_come_their_dots() -> None:
    for (_, source, _), message in entries(FOLDER / "denoiser_zh_CN.ts").items():
        (text,) = texts(message)
        assert re.findall(r"&(\w)", source.upper()) == re.findall(r"&(\w)", text.upper()), source
        assert source.endswith(("...", "…")) == text.endswith(("...", "…")), source


def test_chinese_is_chinese() -> None:
    same = {
        source
        for (_, source, _), message in entries(FOLDER / "denoiser_zh_CN.ts").items()
        if texts(message) == [source] and re.search(r"[a-z]{3}", re.sub(r"\{[^}]*\}", "", source))
    }
    names = {"sRGB", "Display P3", "Adobe RGB", "ProPhoto RGB", "English", "Denoiser", "Home"}
    assert same <= names


def test_the_code_has_no_text_that_is_not_in_the_catalogues(tool: ModuleType, tmp_path: Path) -> None:
    for path in FOLDER.glob("*.ts"):
        shutil.copy(path, tmp_path)
    tool.update(tmp_path)
    for path in sorted(FOLDER.glob("*.ts")):
        now, kept = set(entries(tmp_path / path.name)), set(entries(path))
        assert now == kept, "run 'packaging/translations.py update' and translate what is new"


def marked(node: ast.AST, context: str = "") -> Iterator[tuple[str, str, bool]]:
    """(context, text, whether it is counted) of every tr() and translate() with a literal, read without lupdate."""
    for child in ast.iter_child_nodes(node):
        inside = child.name if isinstance(child, ast.ClassDef) else context
        if isinstance(child, ast.Call) and isinstance(child.func, ast.Attribute):
            texts_given = [a.value for a in child.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
            if child.func.attr == "tr" and texts_given:
                yield inside, texts_given[0], len(child.args) == 3
            elif child.func.attr == "translate" and len(texts_given) > 1:
                yield texts_given[0], texts_given[1], len(child.args) == 4
        yield from marked(child, inside)


def test_lupdate_has_understood_every_text() -> None:
    """Its reading of Python differs between versions: 6.11 drops plural forms in translate()."""
    kept = {(c, s, m.get("numerus") == "yes") for (c, s, _), m in entries(FOLDER / "denoiser_zh_CN.ts").items()}
    for path in sorted((ROOT / "denoiser_app" / "ui").rglob("*.py")):
        wanted = set(marked(ast.parse(path.read_text(encoding="utf-8"))))
        assert wanted <= kept, f"{path.name}: {wanted - kept}"


def test_the_compiled_catalogues_are_those_of_the_sources(tool: ModuleType, tmp_path: Path) -> None:
    tool.release(into=tmp_path)
    for language in i18n.LANGUAGES:
        name = f"denoiser_{language}.qm"
        assert (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes(), "run 'packaging/translations.py release'"


def test_chinese_punctuation_is_chinese() -> None:
    """Half-width stops are left to file name patterns, and to the letter of a menu entry."""
    for (_, source, _), message in entries(FOLDER / "denoiser_zh_CN.ts").items():
        (text,) = texts(message)
        said = re.sub(r" \([*{][^)]*\)(;;)?|\(&\w\)", "", text)
        assert not re.search(r"[\u4e00-\u9fff][,:;!?]|[,:;!?(][\u4e00-\u9fff]|[\u4e00-\u9fff]\.(?!\.)", said), source


# --- texts from below the window that hold figures ----------------------------------------------------------------


def test_reasons_with_figures_are_translated(qapp) -> None:
    shift, device = warning((1.25, -2.0, 0.0)), "its results differ from the CPU's by 12%"
    assert [messages.reason(text) for text in (shift, device)] == [shift, device]
    i18n.install(qapp, "zh_CN")
    assert messages.reason(shift) == "平均色变化 +1.2、-2.0、+0.0（红、绿、蓝，满值 255）"
    assert messages.reason(device) == "其结果与处理器的结果相差 12%"
    assert messages.reason("no such figure: 12%, {x}") == "no such figure: 12%, {x}"


NOISE = (white_noise(0.1), replace(white_noise(0.1), source="measured"), typical_noise(800.0), typical_noise(None))


@pytest.mark.parametrize("text", [describe(noise) for noise in NOISE])
def test_where_a_noise_level_comes_from_is_translated(qapp, text: str) -> None:
    assert words.noise(text) == text
    i18n.install(qapp, "zh_CN")
    assert set(re.findall("[A-Za-z]{3,}", words.noise(text))) <= {"ISO"}
    assert re.findall(r"\d[\d.e-]*", words.noise(text)) == re.findall(r"\d[\d.e-]*", text)


# --- loading them -------------------------------------------------------------------------------------------------


def test_english_has_plural_forms(qapp) -> None:
    assert i18n.install(qapp, "en").language == "en"
    assert [words.photos(n) for n in (0, 1, 2)] == ["0 photos", "1 photo", "2 photos"]


def test_switching_back_and_forth_leaves_one_set_of_catalogues(qapp) -> None:
    for _ in range(3):
        installed = i18n.install(qapp, "zh_CN")
        assert "denoiser_zh_CN.qm" in installed.catalogues
        assert words.photos(2) == "2 张照片"
        assert words.megapixels(45.44) == "4544 万像素"
        i18n.install(qapp, "en")
        assert words.photos(2) == "2 photos"
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert len(qapp.findChildren(QTranslator, i18n.OBJECT_NAME)) <= 2


def test_qts_own_buttons_are_translated_too(qapp, qtbot) -> None:
    catalogue = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)) / "qtbase_zh_CN.qm"
    if not catalogue.is_file():
        pytest.skip("this Qt comes without its translations")
    assert i18n.install(qapp, "zh_CN").catalogues == ("qtbase_zh_CN.qm", "denoiser_zh_CN.qm")
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert "取消" in box.button(QDialogButtonBox.StandardButton.Cancel).text()


def test_open_windows_hear_of_a_change(qapp, qtbot) -> None:
    heard: list[QEvent.Type] = []

    class Window(QLabel):
        def changeEvent(self, event: QEvent) -> None:  # noqa: N802
            heard.append(event.type())

    window = Window()
    qtbot.addWidget(window)
    i18n.install(qapp, "zh_CN")
    QCoreApplication.sendPostedEvents()
    assert QEvent.Type.LanguageChange in heard


@pytest.mark.parametrize(
    ("wanted", "language"),
    [
        (["zh-CN"], "zh_CN"),
        (["zh-Hans-SG", "en"], "zh_CN"),
        (["zh-Hant-TW", "en"], "en"),
        (["de-DE", "zh-CN", "en"], "zh_CN"),
        (["en-GB", "zh-CN"], "en"),
        (["de-DE"], "en"),
        (["C"], "en"),
        ([], "en"),
    ],
)
def test_the_system_language_decides(monkeypatch: pytest.MonkeyPatch, wanted: list[str], language: str) -> None:
    class System:
        def uiLanguages(self) -> list[str]:  # noqa: N802
            return wanted

    monkeypatch.setattr(QLocale, "system", lambda: System())
    assert i18n.resolve("system") == language
    assert i18n.resolve("zh_CN") == "zh_CN"


def test_missing_catalogues_leave_english(qapp, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(paths, "resources", lambda: tmp_path)
    assert "denoiser_zh_CN.qm" not in i18n.install(qapp, "zh_CN").catalogues
    assert words.percent(0.5) == "50 %"
