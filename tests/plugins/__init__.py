"""Plugins of pytest that a command asks for."""
