"""Small arrangements of widgets that several dialogs use."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget


def column(*widgets: QWidget) -> QWidget:
    """One below the other."""
    holder = QWidget()
    layout = QVBoxLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(4)
    for widget in widgets:
        layout.addWidget(widget)
    return holder
