"""What is known about a model: the facts of its manifest, its scores, and its card as its maker wrote it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QTextCursor, QTextDocument
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QFrame,
    QLabel,
    QScrollArea,
    QTabWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from denoiser_app.networks.personal import iso_range, proven
from denoiser_app.ui.model_facts import ModelFacts
from denoiser_app.ui.stylesheet import role


class ModelCard(QDialog):
    """A dialog that only shows. Nothing is fetched; a link opens in the browser when it is clicked."""

    def __init__(self, facts: ModelFacts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("About the model {name}").format(name=facts.name))
        title, summary = QLabel(facts.name), QLabel(facts.summary)
        role(title, "title")
        summary.setWordWrap(True)
        self.tabs = QTabWidget()
        for name, rows in (
            (self.tr("Overview"), self._overview(facts)),
            (self.tr("Training"), _plain(facts.training)),
            (self.tr("Scores"), _plain(facts.scores)),
        ):
            if rows:
                self.tabs.addTab(_table(rows), name)
        if facts.card:
            self.browser = CardText(facts.card)
            self.tabs.addTab(self.browser, self.tr("Model card"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        for widget in (title, summary, self.tabs, buttons):
            column.addWidget(widget, 1 if widget is self.tabs else 0)
        unit = self.fontMetrics().height()
        self.resize(40 * unit, 30 * unit)

    def _overview(self, facts: ModelFacts) -> list[tuple[str, str]]:
        kinds = {"raw": self.tr("Camera raw"), "rgb": self.tr("JPEG, TIFF, PNG and HEIC")}
        rows = [(self.tr("For"), kinds.get(facts.domain, facts.domain))]
        if facts.parameter_count:
            rows.append((self.tr("Size"), self.tr("{number} parameters").format(number=f"{facts.parameter_count:,}")))
        if facts.giga_macs:
            text = self.tr("{number} billion multiplications per megapixel")
            rows.append((self.tr("Work"), text.format(number=f"{facts.giga_macs:.0f}")))
        if facts.licence:
            rows.append((self.tr("Licence"), facts.licence))
        return rows if facts.personal is None else [*self._own(facts.personal), *rows]

    def _own(self, personal: Mapping[str, Any]) -> list[tuple[str, str]]:
        """Of a model of one's own: what it is for, and whether it was proven to be better."""
        if proven(personal):
            standing = self.tr("Proven better than the model of the program")
        elif personal.get("installed_anyway"):
            standing = self.tr("Installed anyway: not proven better than the model of the program")
        else:
            standing = self.tr("Not proven")
        return [
            (self.tr("Your camera"), f"{personal['camera']}, {iso_range(personal)}"),
            (self.tr("Made on"), str(personal["date"])),
            (self.tr("Standing"), standing),
        ]


class CardText(QTextBrowser):
    """Markdown without HTML and without pictures: a model may come from a stranger."""

    def __init__(self, markdown: str) -> None:
        super().__init__()
        role(self, "text")
        self._markdown = markdown
        self.setOpenLinks(False)
        self.anchorClicked.connect(self._open)
        self._fill()

    def loadResource(self, kind: int, url: QUrl | str) -> object:  # noqa: N802
        """Nothing from outside the text, neither from the disk nor from the network."""
        return None

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            # Colours of links are put into the text when it is read.
            self._fill()

    def _fill(self) -> None:
        dialect = QTextDocument.MarkdownFeature.MarkdownDialectGitHub | QTextDocument.MarkdownFeature.MarkdownNoHTML
        self.document().setMarkdown(self._markdown, dialect)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _open(self, url: QUrl) -> None:
        if url.scheme() in ("http", "https"):
            QDesktopServices.openUrl(url)


def _plain(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """A manifest's facts as rows; what is nested is joined."""
    rows = []
    for name, value in values.items():
        if isinstance(value, Mapping):
            rows += [(f"{name}: {inner}", text) for inner, text in _plain(value)]
        elif value not in (None, "", [], ()):
            text = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
            rows.append((name.replace("_", " "), text))
    return rows


def _table(rows: list[tuple[str, str]]) -> QScrollArea:
    """Names and values one under the other; the values can be selected."""
    contents = QWidget()
    form = QFormLayout(contents)
    form.setHorizontalSpacing(contents.fontMetrics().height())
    form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
    form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    for name, value in rows:
        label, text = QLabel(name[:1].upper() + name[1:]), QLabel(value)
        role(label, "note")
        label.setAlignment(Qt.AlignmentFlag.AlignTop)
        for part in (label, text):
            part.setTextFormat(Qt.TextFormat.PlainText)
            part.setWordWrap(True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        form.addRow(label, text)
    area = QScrollArea()
    area.setWidget(contents)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    return area
