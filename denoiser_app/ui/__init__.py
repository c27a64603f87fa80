"""The window: Qt and nothing but presentation."""
