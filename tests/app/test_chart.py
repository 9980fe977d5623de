"""The chart as Kubernetes gets it: rendered with Go's own template engine, with our values and with others."""

import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.databases import missing

CHART, HERE = Path("deploy/chart"), Path(__file__).parent / "chart"
VALUES = yaml.safe_load((CHART / "values.yaml").read_text())
POD_LABELS = {"app.kubernetes.io/name": "alongside", "app.kubernetes.io/instance": "ours"}

Made = Mapping[str, Mapping[str, Any]]


def rendered(**changes: Any) -> Made:
    """By kind, and what the migration has by "Kind-migrate". `changes` replace whole sections of the values."""
    if not (HERE / "node_modules").exists() or not shutil.which("node"):
        missing("Go's template engine is not installed: python -m tests.parts")
    files = {file.name: file.read_text() for file in (CHART / "templates").iterdir()}
    data = {"Values": VALUES | changes, "Release": {"Name": "ours"}}
    done = subprocess.run(
        ["node", "render.mjs"],
        cwd=HERE,
        input=json.dumps({"files": files, "data": data}),
        capture_output=True,
        text=True,
        check=True,
    )
    documents = [d for text in json.loads(done.stdout).values() for d in yaml.safe_load_all(text) if d]
    made = {d["metadata"]["name"].replace("ours", d["kind"], 1): d for d in documents}
    assert len(made) == len(documents)
    return made


@pytest.fixture(scope="module")
def ours() -> Made:
    return rendered()


def container(made: Made, kind: str = "Deployment") -> Mapping[str, Any]:
    (only,) = made[kind]["spec"]["template"]["spec"]["containers"]
    found: Mapping[str, Any] = only
    return found


def environment(made: Made, kind: str = "Deployment") -> dict[str, str]:
    return {one["name"]: one["value"] for one in container(made, kind)["env"]}


def test_every_part_is_there(ours: Made) -> None:
    running = {"Deployment", "Service", "PodDisruptionBudget", "NetworkPolicy"}
    assert set(ours) == running | {"Job-migrate", "NetworkPolicy-migrate"}


def test_what_was_left_empty_is_no_setting_and_secrets_are_files(ours: Made) -> None:
    given = environment(ours)
    assert "ALONGSIDE_ORGANISATION" not in given
    assert given["ALONGSIDE_MASTER_KEY_FILE"] == "/run/secrets/master_key"
    assert given["ALONGSIDE_METRICS_PORT"] == "9464"
    assert all(isinstance(value, str) for value in given.values())


def test_a_sentence_with_quotation_marks_arrives_as_it_is() -> None:
    said = 'Ring "Priya": 4120 # or #4121'
    made = rendered(settings={"ALONGSIDE_CONTACT": said})
    assert environment(made)["ALONGSIDE_CONTACT"] == said


def test_an_image_is_named_by_its_digest_where_there_is_one(ours: Made) -> None:
    assert container(ours)["image"].endswith(f":{VALUES['image']['tag']}")
    pinned = rendered(image=VALUES["image"] | {"digest": "sha256:0f"})
    for kind in ("Deployment", "Job-migrate"):
        assert container(pinned, kind)["image"] == f"{VALUES['image']['repository']}@sha256:0f"


def test_the_database_is_brought_up_to_date_before_the_roll_out(ours: Made) -> None:
    assert container(ours, "Job-migrate")["args"] == ["migrate"]
    assert ours["Job-migrate"]["metadata"]["annotations"]["helm.sh/hook"] == "pre-install,pre-upgrade"
    # A migration signs the audit's rows of before, and must be able to.
    needed = {"ALONGSIDE_DATABASE_URL_FILE": "database_url", "ALONGSIDE_MASTER_KEY_FILE": "master_key"}
    assert environment(ours, "Job-migrate") == {name: f"/run/secrets/{key}" for name, key in needed.items()}
    (secret,) = (
        v["secret"] for v in ours["Job-migrate"]["spec"]["template"]["spec"]["volumes"] if "secret" in v
    )
    assert {item["key"] for item in secret["items"]} == set(needed.values())
    without = rendered(migration=VALUES["migration"] | {"enabled": False})
    assert not [name for name in without if name.endswith("-migrate")]


@pytest.mark.parametrize("kind", ["Deployment", "Job-migrate"])
def test_nothing_runs_as_root_or_may_write_to_its_image(ours: Made, kind: str) -> None:
    pod = ours[kind]["spec"]["template"]["spec"]
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["automountServiceAccountToken"] is False
    own = container(ours, kind)["securityContext"]
    assert (own["readOnlyRootFilesystem"], own["allowPrivilegeEscalation"]) == (True, False)
    assert own["capabilities"] == {"drop": ["ALL"]}
    mounted = {mount["name"] for mount in container(ours, kind)["volumeMounts"]}
    assert mounted == {volume["name"] for volume in pod["volumes"]}


def test_the_service_finds_the_bot_and_never_the_migration(ours: Made) -> None:
    assert ours["Service"]["spec"]["selector"] == POD_LABELS
    assert ours["Deployment"]["spec"]["template"]["metadata"]["labels"] == POD_LABELS
    assert ours["Job-migrate"]["spec"]["template"]["metadata"]["labels"] != POD_LABELS
    names = {port["name"] for port in container(ours)["ports"]}
    assert {port["targetPort"] for port in ours["Service"]["spec"]["ports"]} == names


def test_only_the_ingress_reaches_the_bot_and_only_prometheus_the_figures(ours: Made) -> None:
    rules = ours["NetworkPolicy"]["spec"]["ingress"]
    reached = {
        rule["from"][0]["namespaceSelector"]["matchLabels"]["kubernetes.io/metadata.name"]: [
            port["port"] for port in rule["ports"]
        ]
        for rule in rules
    }
    assert reached == {"ingress-nginx": ["http"], "monitoring": ["metrics"]}


def test_nothing_reaches_the_migration_from_its_first_second_on(ours: Made) -> None:
    policy, job = ours["NetworkPolicy-migrate"], ours["Job-migrate"]
    selected = policy["spec"]["podSelector"]["matchLabels"]
    assert selected == job["spec"]["template"]["metadata"]["labels"]
    assert (policy["spec"]["policyTypes"], policy["spec"]["ingress"]) == (["Ingress"], [])
    # A part of the release proper would come after the job; of its hooks, the lowest weight comes first.
    told, its = policy["metadata"]["annotations"], job["metadata"]["annotations"]
    assert told["helm.sh/hook"] == its["helm.sh/hook"]
    assert int(told["helm.sh/hook-weight"]) < int(its.get("helm.sh/hook-weight", 0))
    off = rendered(networkPolicy=VALUES["networkPolicy"] | {"enabled": False})
    assert not [name for name in off if name.startswith("NetworkPolicy")]


def test_prometheus_is_told_where_the_figures_are_if_wanted() -> None:
    made = rendered(metrics=VALUES["metrics"] | {"serviceMonitor": True})
    monitor = made["ServiceMonitor"]["spec"]
    assert monitor["endpoints"][0]["port"] in {port["name"] for port in made["Service"]["spec"]["ports"]}
    assert monitor["selector"]["matchLabels"] == made["Service"]["metadata"]["labels"]
