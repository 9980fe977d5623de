"""What is counted, and that it says nothing of anybody."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import yaml
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from prometheus_client.parser import text_string_to_metric_families

from bot.app.monitoring.health import Health
from bot.app.monitoring.metrics import PATH, LoopWatch, Metrics
from bot.commands.pages import metrics as metrics_page
from bot.core.metrics import REGISTRY
from bot.delivery.calendar.slots import Occasion, open_slots
from bot.delivery.ledger.contents import store_contents
from bot.delivery.ledger.deliveries import Delivery, DeliveryState
from bot.delivery.ledger.open_deliveries import open_deliveries_of
from bot.delivery.sending.gateway import DeliveryAction
from bot.delivery.sending.outbox import Lease, Timing
from bot.features.learning.declarations import NUDGE
from bot.people.identity.people import Account
from tests.conftest import TUESDAY
from tests.delivery.office import HELLO
from tests.fakes import Bot

ALERTS = yaml.safe_load(Path("deploy/alerts.yaml").read_text())["groups"][0]["rules"]
DASHBOARD = json.loads(Path("deploy/dashboards/alongside.json").read_text())
_LABELS = {"outcome", "kind", "platform", "error", "state", "le", "release"}


async def figures(bot: Bot) -> str:
    services = bot.app.services
    health = Health(services.database, Lease("me", Timing()))
    metrics = Metrics(services.database, services.clock, health, services.signposts, LoopWatch())
    app = web.Application()
    app.add_routes(metrics.routes())
    async with TestClient(TestServer(app)) as client, client.get(PATH) as answer:
        assert answer.status == 200
        return await answer.text()


def ours(page: str) -> dict[str, float]:
    """Every sample of ours, with its labels."""
    return {
        f"{sample.name} {sorted(sample.labels.items())}": sample.value
        for family in text_string_to_metric_families(page)
        for sample in family.samples
        if sample.name.startswith("alongside") and not sample.name.endswith("_created")
    }


def risen(before: dict[str, float], after: dict[str, float]) -> set[str]:
    return {name for name, value in after.items() if value > before.get(name, 0) and "loop_lag" not in name}


async def test_a_question_is_counted_by_what_became_of_it(bot: Bot) -> None:
    before = ours(await figures(bot))
    await bot.says("What does a peer worker do?")
    await bot.says("Thank you")
    counted = risen(before, ours(await figures(bot)))
    assert "alongside_turns_total [('outcome', 'answer')]" in counted
    assert "alongside_turns_total [('outcome', 'conversation')]" in counted
    assert "alongside_reply_seconds_count [('kind', 'said')]" in counted


async def test_distress_changes_no_figure(bot: Bot) -> None:
    await bot.says("Hello")
    before = ours(await figures(bot))
    await bot.says("I want to kill myself")
    assert risen(before, ours(await figures(bot))) == set()


async def test_an_answer_to_the_pulse_changes_no_figure(bot: Bot) -> None:
    await bot.says("Hello")
    before = ours(await figures(bot))
    await bot.presses("pulse.how-confidential")
    assert risen(before, ours(await figures(bot))) == set()


async def test_no_figure_names_anybody_or_holds_a_text(bot: Bot) -> None:
    await bot.says("My colleague Florentyna asks what a peer worker does, zebra")
    await bot.presses("card.more", "role/what-peer-workers-do")
    await bot.presses("no.such.action", "zebra")
    await one_due(bot)
    page = await figures(bot)
    async with bot.app.services.database.read() as session:
        accounts = (await session.scalars(Account.__table__.select().with_only_columns(Account.id))).all()
        people = (
            await session.scalars(Account.__table__.select().with_only_columns(Account.person_id))
        ).all()
    assert accounts
    for word in ("Florentyna", "zebra", "nurse", "Harbour", "event-", *accounts, *people):
        assert word not in page
    labels = {
        label
        for family in text_string_to_metric_families(page)
        for sample in family.samples
        if sample.name.startswith("alongside")
        for label in sample.labels
    }
    assert labels <= _LABELS


async def one_due(bot: Bot) -> None:
    services, now = bot.app.services, TUESDAY - timedelta(minutes=10)
    async with services.database.write() as session:
        account = await session.scalar(Account.__table__.select().with_only_columns(Account.id).limit(1))
        due = Occasion("one", "nudges", NUDGE, services.organisation.id, now.date(), now)
        await open_slots(session, [due])
        hashes = await store_contents(session, [HELLO], now)
        held = {"kind": NUDGE, "priority": 1, "action": DeliveryAction.SEND, "content": hashes[HELLO]}
        waits = {"due_at": now, "latest": None, "waits": True, "week": None, "state": DeliveryState.PENDING}
        place = {"slot_id": due.slot_id, "account_id": account, "lane": "slack T1 send", "channel": None}
        session.add(Delivery(**held, **waits, **place, person_id=None, target_id=None))


async def test_what_waits_is_told_with_its_age(bot: Bot) -> None:
    await bot.says("Hello")
    await one_due(bot)
    async with bot.app.services.database.read() as session:
        found = await open_deliveries_of(session, TUESDAY)
    assert found.open == {("slack", "due"): 1}
    assert found.queue_age == {"slack": timedelta(minutes=10)}
    assert found.slot_lag == timedelta(minutes=10)
    told = ours(await figures(bot))
    assert told["alongside_queue_age_seconds [('platform', 'slack')]"] == 600
    assert told["alongside_deliveries_open [('platform', 'slack'), ('state', 'due')]"] == 1


def names() -> set[str]:
    """Every name that a rule may use."""
    found = set()
    for family in REGISTRY.collect():
        ends = {"counter": ["_total"], "histogram": ["_bucket", "_count", "_sum"], "info": ["_info"]}
        found |= {family.name + end for end in ends.get(family.type, [""])}
    return found


def expressions() -> Iterator[str]:
    yield from (rule["expr"] for rule in ALERTS)
    yield from (target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"])


@pytest.mark.parametrize("expression", list(expressions()))
def test_every_rule_and_panel_asks_for_figures_that_there_are(expression: str) -> None:
    asked = set(re.findall(r"\b(?:alongside|process)_\w+", expression))
    assert asked
    assert asked - names() == set()


@pytest.mark.parametrize("rule", ALERTS, ids=lambda rule: str(rule["alert"]))
def test_every_alert_has_its_section_in_the_runbook(rule: dict[str, dict[str, str]]) -> None:
    runbook = Path("deploy/RUNBOOK.md").read_text()
    headings = re.findall(r"^## (.+)$", runbook, re.MULTILINE)
    page, _, anchor = rule["annotations"]["runbook"].partition("#")
    assert page == "RUNBOOK.md"
    assert anchor in {"-".join(re.findall(r"[a-z0-9]+", heading.lower())) for heading in headings}


def test_the_page_of_metrics_is_the_one_that_the_code_makes() -> None:
    assert Path("deploy/METRICS.md").read_text() == metrics_page.page()
