from __future__ import annotations

import errno
import importlib
import re
import string
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

import denoiser_app
from denoiser_app import paths
from denoiser_app.core import errors
from denoiser_app.core.errors import Cancelled, DenoiserError, DiskFull, FileDamaged, ModelWrongDomain, OutputTwice
from denoiser_app.ui import i18n, messages

ROOMS = ("core", "formats", "networks", "engine", "ui")


@pytest.fixture
def chinese(qapp) -> Iterator[None]:
    i18n.install(qapp, "zh_CN")
    yield
    i18n.install(qapp, "en")


def all_errors() -> list[type[DenoiserError]]:
    """Every kind that the window can meet; modules without one are not imported, which spares torch."""
    package = Path(denoiser_app.__file__).parent
    for room in ROOMS:
        for path in (package / room).rglob("*.py"):
            if re.search(r"^    sentence\b", path.read_text(encoding="utf-8"), re.MULTILINE):
                importlib.import_module(".".join(path.relative_to(package.parent).with_suffix("").parts))
    found: list[type[DenoiserError]] = [DenoiserError]
    for kind in found:
        found += [sub for sub in kind.__subclasses__() if sub.__module__.split(".")[1] in ROOMS and sub not in found]
    return [kind for kind in found if kind.sentence != DenoiserError.sentence]


def catalogue(language: str, context: str) -> dict[str, str]:
    tree = ElementTree.parse(paths.resources() / "translations" / f"denoiser_{language}.ts")
    found = [c for c in tree.iter("context") if c.findtext("name") == context]
    return {m.findtext("source", ""): m.findtext("translation", "") for c in found for m in c.iter("message")}


def fields_of(template: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(template) if name is not None)


def test_every_error_has_a_chinese_sentence_with_its_parameters() -> None:
    translated = catalogue("zh_CN", "Errors")
    kinds = all_errors()
    assert len(kinds) >= 30
    for kind in kinds:
        assert translated.get(kind.sentence), f"{kind.__name__} is not translated"
        assert set(fields_of(translated[kind.sentence])) <= set(fields_of(kind.sentence)), kind.__name__
        assert "path" not in fields_of(kind.sentence) or "path" in fields_of(translated[kind.sentence])


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_no_sentence_in_the_window_names_an_option_of_the_command_line(language: str) -> None:
    translated = catalogue(language, "Errors")
    for kind in all_errors():
        assert " --" not in translated.get(kind.sentence, kind.sentence), kind.__name__


def test_english(qapp) -> None:
    i18n.install(qapp, "en")
    error = FileDamaged(path="/photos/a.nef", reason="it has no pixels")
    assert messages.sentence(error) == str(error)
    assert messages.sentence(error, short=True).startswith("a.nef: the file is damaged")
    assert "{counter}" in messages.sentence(OutputTwice(path="a"))
    assert messages.sentence(KeyError("x")) == "This is a fault of the program: KeyError: 'x'"
    assert messages.sentence(MemoryError()).startswith("There is not enough memory")
    assert messages.sentence(Cancelled()) == "Stopped."
    assert "--overwrite" not in messages.sentence(errors.OutputExists(path="a.tif"))


@pytest.mark.usefixtures("chinese")
def test_chinese_sentences_are_chinese_to_the_reason() -> None:
    damaged = messages.sentence(FileDamaged(path="/photos/a.nef", reason="it has no pixels"))
    assert damaged.startswith("/photos/a.nef")
    assert "pixels" not in damaged
    assert "damaged" not in damaged
    assert "1234 MB" in messages.sentence(DiskFull(path="a.tif", needed_mb=1234.4))
    system = messages.sentence(PermissionError(errno.EACCES, "Permission denied", "/photos/a.nef"), short=True)
    assert system.startswith("a.nef")
    assert "denied" not in system
    wrong = messages.sentence(ModelWrongDomain(path="a.jpg", name="raw", domain="raw", photo="rgb"))
    assert "“raw”" in wrong or "「raw」" in wrong or "'raw'" in wrong, "a model's name is not translated"


@pytest.mark.usefixtures("chinese")
def test_an_unknown_reason_stays_as_it_is() -> None:
    assert "cosmic rays" in messages.sentence(FileDamaged(path="a", reason="cosmic rays"))


def test_a_sentence_that_does_not_fit_its_parameters_is_still_told(monkeypatch: pytest.MonkeyPatch) -> None:
    error = FileDamaged(path="a", reason="b")
    monkeypatch.setattr(FileDamaged, "sentence", "{path} {no_such_parameter} {")
    assert messages.sentence(error) == str(error)
