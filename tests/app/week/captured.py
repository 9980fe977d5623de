"""Everything that a running bot tells its operators: logs in both formats, traces, and the page of metrics."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from io import StringIO
from typing import Any
from unittest.mock import patch

import structlog
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from structlog.typing import Processor

from bot.app.monitoring import measured_dispatch
from bot.app.monitoring.spans import provider_to
from bot.core.logging import keep_logs
from bot.core.settings import Settings
from bot.delivery.sending import attempt
from bot.store.database import Database


@dataclass
class Captured:
    """`page` is `/metrics`, as a text."""

    printed: StringIO = field(default_factory=StringIO)
    spans: InMemorySpanExporter = field(default_factory=InMemorySpanExporter)
    page: str = ""

    @property
    def logs(self) -> str:
        return self.printed.getvalue()

    @property
    def finished(self) -> Sequence[ReadableSpan]:
        return self.spans.get_finished_spans()

    @property
    def traces(self) -> str:
        """With names, attributes, events, states and resources."""
        return "\n".join(span.to_json(indent=None) for span in self.finished)

    @contextmanager
    def traced(self, database: Database) -> Iterator[None]:
        provider = provider_to(SimpleSpanProcessor(self.spans), database)
        tracer = provider.get_tracer("alongside")
        with patch.object(measured_dispatch, "TRACER", tracer), patch.object(attempt, "TRACER", tracer):
            yield
        provider.shutdown()


@contextmanager
def capturing() -> Iterator[Captured]:
    """Logs of every level of ours, as JSON and as text; of libraries what production lets through."""
    captured = Captured()
    handler = logging.StreamHandler(captured.printed)
    # The engine's logger hands nothing on to the root.
    loggers = [logging.getLogger(name) for name in ("", "dbos")]
    for logger in loggers:
        logger.addHandler(handler)
    with redirect_stdout(captured.printed), redirect_stderr(captured.printed):
        _log_in_both_formats()
        yield captured
    structlog.reset_defaults()
    for logger in loggers:
        logger.removeHandler(handler)


def _log_in_both_formats() -> None:
    chains = [_processors(name) for name in ("json", "console")]

    def rendered(logger: Any, method: str, event: structlog.typing.EventDict) -> str:
        return "\n".join(_through(chain, logger, method, dict(event)) for chain in chains)

    # Not cached: another test's loggers must not write here.
    structlog.configure(processors=[rendered], cache_logger_on_first_use=False)


def _processors(log_format: str) -> list[Processor]:
    """Those that this setting makes."""
    keep_logs(Settings(_env_file=None, log_format=log_format), logging.DEBUG)
    return list(structlog.get_config()["processors"])


def _through(chain: list[Processor], logger: Any, method: str, event: Any) -> str:
    for processor in chain:
        event = processor(logger, method, event)
    return str(event)
