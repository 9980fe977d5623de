"""The papers of a security review say what is so: each proof exists, each package is locked."""

import re
import tomllib
from pathlib import Path

import yaml
from packaging.markers import Marker

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


def test_every_locked_version_is_compared_with_known_weaknesses() -> None:
    """pip-audit leaves out what the Python that it runs on doesn't need: what another one needs takes another run."""
    jobs = yaml.safe_load(Path(".github/workflows/ci.yaml").read_text())["jobs"]["dependencies"]
    audits = {
        word for step in jobs["steps"] for word in step.get("run", "").split() if "pip-audit" in step["run"]
    }
    locks = sorted(Path("deploy").glob("*.lock"))
    assert {str(lock) for lock in locks} <= audits
    versions = [f"{version}.9" for version in jobs["strategy"]["matrix"]["python"]]
    for lock in locks:
        for line in lock.read_text().splitlines():
            if " ; " in line and "python_full_version" in line and "sys_platform" not in line:
                marker = Marker(line.partition(" ; ")[2].rstrip(" \\"))
                assert any(marker.evaluate({"python_full_version": one}) for one in versions), line


# Kept by a foundation, a large vendor or many people, for years.
WELL_KEPT = frozenset(
    """aiohttp aiosqlite alembic apscheduler cryptography holidays jinja2 markdown-it-py matplotlib msal numpy onnx onnxruntime
    openai openpyxl opentelemetry-api opentelemetry-exporter-otlp-proto-http opentelemetry-sdk prometheus-client psycopg
    pydantic pydantic-settings pyjwt pypdf python-docx pyyaml rapidfuzz scipy slack-bolt slack-sdk sqlalchemy structlog
    tokenizers typer tzdata""".split()
)


def test_each_package_of_ours_is_well_kept_or_the_policy_says_what_if_it_went_away() -> None:
    """A new one is entered in either, on purpose."""
    project = tomllib.loads(Path("pyproject.toml").read_text())["project"]
    wanted = (
        *project["dependencies"],
        *(one for extra in project["optional-dependencies"].values() for one in extra),
    )
    ours = {_name(one) for one in wanted}
    lines = [line for line in Path("SECURITY.md").read_text().splitlines() if line.startswith("| `")]
    told = {name for line in lines for name in re.findall(r"`([\w-]+)`", line.split("|")[1])}
    assert ours - told == WELL_KEPT
    assert told & WELL_KEPT == set()


def _name(wanted: str) -> str:
    found = _NAME.match(wanted)
    assert found
    return found[0]


def _is_locked(wanted: str, lock: str) -> bool:
    return bool(
        re.search(
            rf"^{re.escape(_name(wanted))}==\S+.*\\\n\s+--hash=sha256:", lock, re.MULTILINE | re.IGNORECASE
        )
    )
