"""Finds which side parts of a page have changed, by their versions."""

from dataclasses import dataclass, field

from markupsafe import Markup


@dataclass(slots=True)
class Parts:
    """A page gets a part again only if it differs from the one it has."""

    _known: dict[tuple[str, str], tuple[Markup, int]] = field(default_factory=dict)

    def changed(self, user: str, shown: dict[str, Markup], version: int, seen: int) -> dict[str, Markup]:
        """The parts of `shown` that are newer than the version `seen`."""
        changed = {}
        for name, html in shown.items():
            known, since = self._known.get((user, name), (None, -1))
            if known != html:
                since = version
                self._known[user, name] = (html, since)
            if since > seen:
                changed[name] = html
        return changed
