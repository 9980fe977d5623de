"""Sets one field of a card's front matter, and leaves every other line unchanged."""

import re
from pathlib import Path

import yaml

FENCE = "---\n"


def put(path: Path, field: str, value: object) -> None:
    """Replaces the field's value, or appends the field."""
    before, front_matter, body = path.read_text(encoding="utf-8").split(FENCE, 2)
    remaining = re.sub(rf"^{field}:\n(?:[ -].*\n)*", "", front_matter, flags=re.MULTILINE)
    written = yaml.safe_dump({field: value}, allow_unicode=True, sort_keys=False, width=1000)
    path.write_text(FENCE.join((before, remaining + written, body)), encoding="utf-8")
