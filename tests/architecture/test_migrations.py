"""Migrations are one chain: two that were numbered apart don't both follow the same one."""

import re
from pathlib import Path

VERSIONS = Path("bot/app/migrations/versions")
_NAMED = re.compile(r'^(revision|down_revision)\b.*= (?:"(\d{4})"|None)$', re.MULTILINE)


def test_each_migration_follows_the_one_before_it() -> None:
    before = ""
    for file in sorted(VERSIONS.glob("[0-9]*.py")):
        named = dict(_NAMED.findall(file.read_text(encoding="utf-8")))
        assert named == {"revision": file.name[:4], "down_revision": before}, file.name
        before = named["revision"]
