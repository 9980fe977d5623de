"""Alongside. The version is told by `python -m bot version`; CHANGELOG.md says what it brings."""

__version__ = "0.2.0"
