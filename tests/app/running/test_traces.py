"""What traces tell, and that they tell nothing of anybody."""

from collections.abc import Iterator

import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from sqlalchemy import event, text

from bot.app import preflight
from bot.app.monitoring import measured_dispatch, traces
from bot.app.monitoring.spans import WholeTraces, provider_to
from bot.core.diagnostics import State
from bot.core.settings import Settings
from bot.core.tracing import FORGET, KIND, METHOD, OUTCOME, PLATFORM, REPLY, SEND, STATEMENT
from bot.delivery.sending import attempt
from tests.conftest import TUESDAY
from tests.fakes import Bot

_SAID = {KIND, PLATFORM, METHOD, OUTCOME, FORGET, STATEMENT}


@pytest.fixture
def sent(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> Iterator[InMemorySpanExporter]:
    exporter = InMemorySpanExporter()
    provider = provider_to(SimpleSpanProcessor(exporter), bot.app.services.database)
    for module in (measured_dispatch, attempt):
        monkeypatch.setattr(module, "TRACER", provider.get_tracer("alongside"))
    yield exporter
    provider.shutdown()


def roots(sent: InMemorySpanExporter) -> list[str]:
    return [span.name for span in sent.get_finished_spans() if span.parent is None]


async def test_a_reply_is_told_with_its_statements(bot: Bot, sent: InMemorySpanExporter) -> None:
    await bot.says("What does a peer worker do?")
    assert roots(sent) == [REPLY]
    reply, *_ = [span for span in sent.get_finished_spans() if span.parent is None]
    statements = [span for span in sent.get_finished_spans() if span.parent is not None]
    assert dict(reply.attributes or {})["alongside.kind"] == "said"
    assert statements
    assert all(span.context.trace_id == reply.context.trace_id for span in statements)


async def test_distress_is_not_told(bot: Bot, sent: InMemorySpanExporter) -> None:
    await bot.says("I want to kill myself")
    assert sent.get_finished_spans() == ()


async def test_what_leaves_no_trace_is_not_told(bot: Bot, sent: InMemorySpanExporter) -> None:
    await bot.presses("pulse.how-confidential")
    assert sent.get_finished_spans() == ()


async def test_no_trace_names_anybody_or_holds_a_text(bot: Bot, sent: InMemorySpanExporter) -> None:
    await bot.says("My colleague Florentyna asks what a peer worker does, zebra")
    await bot.presses("no.such.action", "zebra")
    await bot.says("my data")
    told = [dict(span.attributes or {}) for span in sent.get_finished_spans()]
    assert told
    assert {key for attributes in told for key in attributes} <= _SAID
    said = " ".join(str(value) for attributes in told for value in attributes.values())
    for word in ("Florentyna", "zebra", "nurse", "Harbour", "peer worker does"):
        assert word not in said


async def test_looking_for_work_is_no_trace(bot: Bot, sent: InMemorySpanExporter) -> None:
    async with bot.app.services.database.read() as session:
        await session.connection()
    assert sent.get_finished_spans() == ()


async def test_a_statement_that_began_before_the_export_did_ends_as_usual(bot: Bot) -> None:
    """Else it would end what it belongs to, such as the bot's own heartbeat."""
    database = bot.app.services.database
    async with database.read() as session:
        connection = await session.connection()
        provider: list[TracerProvider] = []

        def begin(*_: object) -> None:
            if not provider:
                provider.append(provider_to(SimpleSpanProcessor(InMemorySpanExporter()), database))

        event.listen(connection.sync_connection, "before_cursor_execute", begin)
        assert await session.scalar(text("SELECT 1")) == 1
        assert await session.scalar(text("SELECT 2")) == 2
    provider[0].shutdown()


def test_what_ends_after_its_reply_is_let_go(sent: InMemorySpanExporter) -> None:
    held = WholeTraces(SimpleSpanProcessor(sent))
    provider = TracerProvider()
    provider.add_span_processor(held)
    tracer = provider.get_tracer("test")
    for _ in range(1100):
        with tracer.start_as_current_span(SEND):
            late = tracer.start_span("late")
        late.end()
    assert set(roots(sent)) == {SEND}
    assert len(held._waiting) == 1000


def test_without_the_packages_a_setting_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(traces_url="http://collector:4318/v1/traces")
    assert traces.can_send()
    monkeypatch.setattr(preflight, "can_send", lambda: False)
    found = preflight.check(settings, None, TUESDAY.date())
    assert [finding.state for finding in found if finding.about == "Traces"] == [State.FAULT]
