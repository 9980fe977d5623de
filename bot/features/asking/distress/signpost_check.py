"""Checks the files of crisis lines, and that each number not yet confirmed names the page where it stood."""

from collections.abc import Iterator
from pathlib import Path

from bot.core.content_files import Fault, Located
from bot.features.asking.distress.signposts import Signposts

_PAGE = "https://"


def check(root: Path) -> Iterator[Fault]:
    for path in sorted((root / "signposts").glob("*.yaml")):
        document = Located(path.read_text(encoding="utf-8"), path)
        signposts, faults = document.parse(Signposts)
        yield from faults
        for number, line in enumerate(signposts.lines if signposts else ()):
            if not line.confirmed and _PAGE not in line.source:
                what = f"{line.name}: no page shows this number."
                yield document.fault(
                    ["lines", number, "source"], what, "Name its page, or leave the line out."
                )
