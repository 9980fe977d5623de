"""Selects the OpenTelemetry spans to export: replies and sends with their database statements.

Requests that leave no trace leave none here: a trace is buffered until its reply is known, and exported only
then. Statements carry no values, because SQLAlchemy passes these separately. (OpenTelemetry's own
instrumentation does not support our SQLAlchemy version.)
"""

from collections import OrderedDict
from collections.abc import Sequence
from weakref import WeakKeyDictionary

from opentelemetry.context import Context
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.sampling import Decision, ParentBased, Sampler, SamplingResult
from opentelemetry.trace import Link, Span, SpanKind, Tracer, TraceState
from opentelemetry.util.types import Attributes
from sqlalchemy import event
from sqlalchemy.engine import Connection, ExceptionContext, ExecutionContext

from bot import __version__
from bot.core.tracing import FORGET, ROOTS, STATEMENT
from bot.store.database import Database

# Maximum number of buffered traces, above what a replica handles at once. The oldest are dropped, such as
# spans that end after their reply.
_MOST = 1000


def provider_to(sends: SpanProcessor, database: Database) -> TracerProvider:
    resource = Resource.create({"service.name": "alongside", "service.version": __version__})
    provider = TracerProvider(sampler=ParentBased(_OurRoots()), resource=resource)
    provider.add_span_processor(WholeTraces(sends))
    _follow_statements(database, provider.get_tracer("alongside.database"))
    return provider


def _follow_statements(database: Database, tracer: Tracer) -> None:
    under_way: WeakKeyDictionary[ExecutionContext, Span] = WeakKeyDictionary()

    def begin(
        _1: Connection, _2: object, statement: str, _3: object, context: ExecutionContext, _4: bool
    ) -> None:
        verb = statement.split(maxsplit=1)[0]
        under_way[context] = tracer.start_span(verb, attributes={STATEMENT: statement})

    def end(_1: Connection, _2: object, _3: str, _4: object, context: ExecutionContext, _5: bool) -> None:
        close(context)

    def fail(error: ExceptionContext) -> None:
        if error.execution_context:
            close(error.execution_context)

    def close(context: ExecutionContext) -> None:
        """A statement that began before the export did has no span."""
        if span := under_way.pop(context, None):
            span.end()

    engine = database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", begin)
    event.listen(engine, "after_cursor_execute", end)
    event.listen(engine, "handle_error", fail)


class _OurRoots(Sampler):
    """Drops traces that start with a statement: polling for work is not worth a trace."""

    def should_sample(
        self,
        parent_context: Context | None,
        trace_id: int,
        name: str,
        kind: SpanKind | None = None,
        attributes: Attributes = None,
        links: Sequence[Link] | None = None,
        trace_state: TraceState | None = None,
    ) -> SamplingResult:
        return SamplingResult(Decision.RECORD_AND_SAMPLE if name in ROOTS else Decision.DROP, attributes)

    def get_description(self) -> str:
        return "replies and sendings"


class WholeTraces(SpanProcessor):
    """Exports a trace when its root span ends, and never if one of its spans is marked FORGET."""

    def __init__(self, sends: SpanProcessor) -> None:
        self._sends = sends
        self._waiting: OrderedDict[int, list[ReadableSpan]] = OrderedDict()

    def on_end(self, span: ReadableSpan) -> None:
        context = span.get_span_context()
        if context is None:
            return
        trace = context.trace_id
        spans = self._waiting.setdefault(trace, [])
        spans.append(span)
        if span.parent is None:
            del self._waiting[trace]
            if not any((each.attributes or {}).get(FORGET) for each in spans):
                for each in spans:
                    self._sends.on_end(each)
        while len(self._waiting) > _MOST:
            self._waiting.popitem(last=False)

    def shutdown(self) -> None:
        self._sends.shutdown()

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        return self._sends.force_flush(timeout_millis)
