"""Keeps resources/translations in step with the code: ``update`` collects the texts, ``release`` makes the .qm files.

lupdate reads the window's own texts. The sentences of errors (class attributes ``sentence``) and the reasons they
name (reason=, what=, advice=, note=) are found in the code below the window, which knows nothing of Qt, and handed
to lupdate as one more file, with what the models say of themselves (summary) and what the check of pairs finds
(``SAID``). The English catalogue keeps only plural forms and errors worded for the window.

    .venv/bin/python packaging/translations.py update
    .venv/bin/python packaging/translations.py release
"""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "denoiser_app"
MODELS = ROOT / "models"
FOLDER = ROOT / "resources" / "translations"
LANGUAGES = ("en", "zh_CN")
ROOMS = ("core", "formats", "networks", "engine", "pairs", "training", "benchmark", "ui")
"""Where errors that the window can show are raised."""
REASONS = frozenset({"reason", "what", "advice", "note"})
SAID = {
    "pairs/sentences.py": {"SENTENCES"},
    "pairs/planning/words.py": {"KIND_NAMES", "LOOK_FOR", "CHECKLIST", "WARNINGS", "ADVICE"},
    "pairs/planning/sheet.py": {"TEXTS"},
}
"""Names of what modules below the window have to say in English: mappings (their values) and tuples of sentences."""
MESSAGE = re.compile(r"    <message.*?</message>\n", re.DOTALL)
CONTEXT = re.compile(r"<context>\n    <name>(.*?)</name>\n(.*?)</context>\n", re.DOTALL)


def tool(name: str) -> str | None:
    """lupdate or lrelease of PySide6, from the environment this runs in."""
    return shutil.which(f"pyside6-{name}", path=str(Path(sys.executable).parent)) or shutil.which(f"pyside6-{name}")


def update(folder: Path = FOLDER) -> None:
    """Bring the .ts files in ``folder`` up to date; what is no longer used goes."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        collected = Path(scratch) / "below_the_window.py"
        collected.write_text(_as_source(), encoding="utf-8")
        sources = [*sorted((PACKAGE / "ui").rglob("*.py")), collected]
        for language in LANGUAGES:
            _lupdate(sources, folder / f"denoiser_{language}.ts", language)
    english = folder / "denoiser_en.ts"
    english.write_text(_only_english(english.read_text(encoding="utf-8")), encoding="utf-8")


def release(folder: Path = FOLDER, into: Path | None = None) -> None:
    """Compile the .ts files in ``folder``."""
    for language in LANGUAGES:
        source = folder / f"denoiser_{language}.ts"
        _run("lrelease", "-silent", str(source), "-qm", str((into or folder) / f"denoiser_{language}.qm"))


def _lupdate(sources: list[Path], target: Path, language: str) -> None:
    same_text = ("-disable-heuristic", "similartext")  # a guessed translation reads like a finished one
    options = ("-silent", "-no-obsolete", "-locations", "none", "-source-language", "en", "-target-language", language)
    _run("lupdate", *map(str, sources), *options, *same_text, "-ts", str(target))


def _run(name: str, *arguments: str) -> None:
    program = tool(name)
    if program is None:
        raise SystemExit(f"pyside6-{name} is not installed; it comes with PySide6-Essentials.")
    subprocess.run([program, *arguments], check=True)


def _as_source() -> str:
    lines = [f'QT_TRANSLATE_NOOP("{context}", {json.dumps(text, ensure_ascii=False)})' for context, text in _texts()]
    return "\n".join(["from PySide6.QtCore import QT_TRANSLATE_NOOP", *sorted(set(lines)), ""])


def _texts() -> Iterator[tuple[str, str]]:
    for path in sorted(MODELS.glob("*.json")):
        yield "Models", json.loads(path.read_text(encoding="utf-8"))["summary"]
    yield from _findings()
    for room in ROOMS:
        for path in sorted((PACKAGE / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                yield from _texts_of(node)


def _findings() -> Iterator[tuple[str, str]]:
    """The sentences of ``SAID``; those that are nothing but a placeholder need no translation."""
    for name, wanted in SAID.items():
        found = set()
        for statement in ast.parse((PACKAGE / name).read_text(encoding="utf-8")).body:
            target = getattr(statement, "target", None)
            if isinstance(statement, ast.AnnAssign) and isinstance(target, ast.Name) and target.id in wanted:
                found.add(target.id)
                if statement.value is not None:
                    yield from (("Findings", text) for text in _said(statement.value) if text != "{reason}")
        if found != wanted:
            raise SystemExit(f"{name} has no {', '.join(sorted(wanted - found))} any more.")


def _said(value: ast.expr) -> Iterator[str]:
    """The texts of a tuple, or of the values of a mapping."""
    if isinstance(value, ast.Call):
        yield from (text for argument in value.args for text in _said(argument))
    elif isinstance(value, ast.Dict):
        yield from (text for one in value.values for text in _constants(one))
    elif isinstance(value, ast.Tuple):
        yield from (text for one in value.elts for text in _constants(one))


def _texts_of(node: ast.AST) -> Iterator[tuple[str, str]]:
    if isinstance(node, ast.ClassDef):
        for statement in node.body:
            if "sentence" in _targets(statement):
                yield from (("Errors", text) for text in _constants(statement.value) if text != "{reason}")  # type: ignore[attr-defined]
    elif isinstance(node, ast.keyword) and node.arg in REASONS:
        yield from (("Reasons", text) for text in _constants(node.value))
    elif REASONS & set(_targets(node)):
        yield from (("Reasons", text) for text in _constants(node.value))  # type: ignore[attr-defined]


def _targets(node: ast.AST) -> list[str]:
    targets = node.targets if isinstance(node, ast.Assign) else []
    names = [target.id for target in targets if isinstance(target, ast.Name)]
    return names + [target.attr for target in targets if isinstance(target, ast.Attribute)]


def _constants(value: ast.expr) -> Iterator[str]:
    """Whole texts an expression can be: a literal, or either side of an if or or."""
    if isinstance(value, ast.Constant) and isinstance(value.value, str) and value.value.strip():
        yield value.value
    elif isinstance(value, ast.IfExp):
        yield from _constants(value.body)
        yield from _constants(value.orelse)
    elif isinstance(value, ast.BoolOp):
        for part in value.values:
            yield from _constants(part)


def _only_english(catalogue: str) -> str:
    """Without the texts that are shown as they are."""

    def context(found: re.Match[str]) -> str:
        kept = [text for text in MESSAGE.findall(found[2]) if _has_english(found[1], text)]
        return f"<context>\n    <name>{found[1]}</name>\n{''.join(kept)}</context>\n" if kept else ""

    return CONTEXT.sub(context, catalogue)


def _has_english(context: str, message: str) -> bool:
    reworded = context in ("Errors", "Reasons") and (" --" in message or 'type="unfinished"' not in message)
    return 'numerus="yes"' in message or reworded


if __name__ == "__main__":
    if sys.argv[1:] not in (["update"], ["release"]):
        raise SystemExit("Say 'update' or 'release'.")
    if sys.argv[1] == "update":
        update()
    else:
        release()
