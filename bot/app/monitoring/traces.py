"""Configures the export of traces, if a setting asks for it. Imports the packages only then."""

from collections.abc import Callable
from importlib.util import find_spec

from bot.core.settings import Settings
from bot.store.database import Database


def can_send() -> bool:
    """Whether the packages of `pip install alongside[traces]` are installed."""
    return find_spec("opentelemetry") is not None and all(
        find_spec(f"opentelemetry.{name}") for name in ("sdk", "exporter")
    )


def set_up(settings: Settings, database: Database) -> Callable[[], None]:
    """Starts exporting. Returns a function that flushes and stops it."""
    if not settings.traces_url:
        return lambda: None
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.trace.export import BatchSpanProcessor
    from opentelemetry.trace import set_tracer_provider

    from bot.app.monitoring.spans import provider_to

    provider = provider_to(BatchSpanProcessor(OTLPSpanExporter(settings.traces_url)), database)
    set_tracer_provider(provider)
    return provider.shutdown
