"""The style sheet over Fusion: flat controls, a focus ring on everything, words of panels by role.

All lengths come from the height of the system's font, so that large fonts get large controls.

For panels: ``role(label, "section" | "note" | "title")``, ``role(button, "primary" | "flat")`` and
``role(label, "badge-new" | "badge-good" | "badge-bad")``.
"""

from __future__ import annotations

from string import Template
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from denoiser_app import paths

if TYPE_CHECKING:
    from denoiser_app.ui.theme import Colors

Role = str


def role(widget: QWidget, name: Role) -> None:
    """What the widget is for; the style sheet knows its look."""
    widget.setProperty("role", name)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def sheet(colors: Colors, font_height: int) -> str:
    """The whole style sheet. font_height: of the program's font, in device independent pixels."""
    images = paths.resources() / "icons"
    unit = font_height / 16
    lengths = {f"u{n}": f"{max(round(n * unit), 1)}px" for n in (1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 18, 24)}
    return _SHEET.substitute(
        vars(colors) | lengths,
        radio=f"{round(12 * unit) // 2 + 1}px",
        title=f"{round(1.25 * font_height)}px",
        groove_margin=f"-{round(5 * unit)}px",
        down=(images / "sheet-chevron-down.svg").as_posix(),
        up=(images / "sheet-chevron-up.svg").as_posix(),
        check=(images / "sheet-check.svg").as_posix(),
    )


_SHEET = Template("""
QToolTip { color: $text; background: $base; border: 1px solid $line; padding: $u3; }
QLabel[role="title"] { font-size: $title; }
QLabel[role="section"] { font-weight: 600; }
QLabel[role="note"] { color: $muted; }
QLabel[role="note"]:disabled { color: $disabled; }
QLabel[role^="badge"] { padding: $u1 $u6; border-radius: $u4; background: $button; color: $text; }
QLabel[role="badge-good"] { color: $good; }
QLabel[role="badge-bad"] { color: $bad; }
QFrame[role="rule"] { background: $button; border: none; max-height: 1px; min-height: 1px; }

QPushButton, QToolButton { background: $button; border: 2px solid transparent; border-radius: $u4;
    padding: $u3 $u10; outline: none; }
QToolButton { background: transparent; padding: $u2; }
QPushButton:hover, QToolButton:hover { background: $hover; }
QPushButton:pressed, QToolButton:pressed { background: $base; }
QToolButton:checked { background: $hover; }
QToolButton:checked:disabled { background: $button; }
QPushButton:disabled, QToolButton:disabled { color: $disabled; }
QToolButton#primary { padding: $u2 $u10; }
QPushButton[role="primary"], QPushButton:default, QToolButton#primary { background: $selected; color: $on_selected; }
QPushButton[role="primary"]:hover, QPushButton:default:hover, QToolButton#primary:hover { background: $pressed; }
QPushButton[role="primary"]:disabled, QPushButton:default:disabled, QToolButton#primary:disabled {
    background: $button; color: $disabled; }
QPushButton[role="flat"] { background: transparent; padding: $u2 $u6; }
QPushButton[role="flat"]:hover { background: $hover; }
QPushButton::menu-indicator { image: url("$down"); width: $u12; height: $u12;
    subcontrol-origin: padding; subcontrol-position: right center; right: $u4; }
QPushButton:focus, QToolButton:focus { border-color: $accent; }
QPushButton[role="primary"]:focus, QToolButton#primary:focus, QPushButton:default:focus { border-color: $text; }

QLineEdit, QAbstractSpinBox, QComboBox, QPlainTextEdit { border-radius: $u4; selection-background-color: $selected;
    selection-color: $on_selected; }
QLineEdit, QAbstractSpinBox, QPlainTextEdit { background: $base; border: 1px solid $line; padding: $u3 $u5; }
QLineEdit:disabled, QAbstractSpinBox:disabled { background: transparent; border-color: $button; color: $disabled; }
QLineEdit:focus, QAbstractSpinBox:focus, QPlainTextEdit:focus { border: 2px solid $accent; padding: $u2 $u4; }
QAbstractSpinBox { qproperty-alignment: "AlignRight | AlignVCenter"; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: none; background: transparent; width: $u16; }
QAbstractSpinBox::up-arrow { image: url("$up"); width: $u8; height: $u8; }
QAbstractSpinBox::down-arrow { image: url("$down"); width: $u8; height: $u8; }
QAbstractSpinBox[role="number"] { padding: $u1 $u5; }
QAbstractSpinBox[role="number"]:focus { padding: 0 $u4; }
QAbstractSpinBox[role="number"]::up-button, QAbstractSpinBox[role="number"]::down-button { width: 0; }
QAbstractSpinBox[role="number"]::up-arrow, QAbstractSpinBox[role="number"]::down-arrow { image: none; width: 0; }

QComboBox { background: $button; border: 2px solid transparent; padding: $u3 $u8; }
QComboBox:editable { background: $base; border: 1px solid $line; padding: $u3 $u3; }
QComboBox:disabled { color: $disabled; }
QComboBox:!editable:hover { background: $hover; }
QComboBox:focus { border: 2px solid $accent; }
QComboBox:editable:focus { padding: $u2 $u2; }
QComboBox QLineEdit, QComboBox QLineEdit:focus, QComboBox QLineEdit:disabled { background: transparent; border: none;
    padding: 0; }
QComboBox:editable:disabled { background: transparent; border-color: $button; }
QComboBox::drop-down { border: none; width: $u18; }
QComboBox::down-arrow { image: url("$down"); width: $u12; height: $u12; }
QComboBox QAbstractItemView { background: $base; border: 1px solid $line; selection-background-color: $selected;
    selection-color: $on_selected; }

QSlider { outline: none; }
QSlider:horizontal { min-height: $u18; border: 2px solid transparent; border-radius: $u4; }
QSlider:horizontal:focus { border-color: $accent; }
QSlider::groove:horizontal { height: $u4; border-radius: $u2; background: $line; }
QSlider::sub-page:horizontal { border-radius: $u2; background: $accent; }
QSlider::sub-page:horizontal:disabled, QSlider::groove:horizontal:disabled { background: $hover; }
QSlider::handle:horizontal { width: $u12; margin: $groove_margin 0; border-radius: $u6; background: $text;
    border: 1px solid $window; }
QSlider::handle:horizontal:hover { background: $accent; }
QSlider::handle:horizontal:disabled { background: $disabled; }

QCheckBox, QRadioButton { spacing: $u6; padding: $u2 $u3 $u2 0; border: 2px solid transparent; border-radius: $u4;
    outline: none; }
QCheckBox:focus, QRadioButton:focus { border-color: $accent; }
QCheckBox:disabled, QRadioButton:disabled { color: $disabled; }
QCheckBox::indicator, QRadioButton::indicator { width: $u12; height: $u12; border: 1px solid $line; background: $base; }
QCheckBox::indicator { border-radius: $u3; }
QRadioButton::indicator { border-radius: $radio; }
QCheckBox::indicator:checked { background: $selected; border-color: $selected; image: url("$check"); }
QRadioButton::indicator:checked { background: $on_selected; border: $u4 solid $selected; width: $u6; height: $u6; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { background: transparent; border-color: $disabled; }
QCheckBox::indicator:checked:disabled { background: $disabled; }

QAbstractItemView { border: 1px solid transparent; }
QDialog QAbstractItemView, QAbstractScrollArea[role="text"] { border: 1px solid $line; border-radius: $u3; }
QAbstractItemView:focus, QAbstractScrollArea[role="text"]:focus { border: 1px solid $accent; }
QAbstractItemView[role="steps"]:focus { border-color: transparent; }
QDialog QListView::item { padding: $u3 $u4; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QHeaderView, QHeaderView::section { background: $window; border: none; }
QHeaderView::section { color: $muted; padding: $u3 $u5; border-bottom: 1px solid $button;
    border-right: 1px solid $button; }
QHeaderView::section:hover { color: $text; background: $hover; }
QHeaderView::up-arrow { image: url("$up"); width: $u8; height: $u8; }
QHeaderView::down-arrow { image: url("$down"); width: $u8; height: $u8; }
QTabBar:focus { outline: none; }
QTabBar::tab { background: transparent; color: $muted; padding: $u4 $u10; border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:focus { background: $hover; }
QTabWidget::pane { border: none; border-top: 1px solid $button; }

QScrollBar { background: transparent; border: none; margin: 0; }
QScrollBar:vertical { width: $u10; }
QScrollBar:horizontal { height: $u10; }
QScrollBar::handle { background: $line; border-radius: $u3; margin: $u2; min-width: $u24; min-height: $u24; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QProgressBar { background: $base; border: 1px solid $line; border-radius: $u3; text-align: center; }
QProgressBar::chunk { background: $selected; border-radius: $u2; }
QStatusBar::item { border: none; }
QSplitter::handle { background: $base; }
QToolBar { border: none; spacing: $u2; padding: $u3; }
""")
