"""The OpenTelemetry tracer. It does nothing until `bot/app/monitoring/traces.py` configures an exporter.

Spans hold kinds, platforms and outcomes, never people. A trace with a span marked FORGET is never exported.
"""

from opentelemetry.trace import get_tracer

TRACER = get_tracer("alongside")

REPLY, SEND = "reply", "send"
ROOTS = (REPLY, SEND)
KIND, PLATFORM, METHOD, OUTCOME = (f"alongside.{name}" for name in ("kind", "platform", "method", "outcome"))
STATEMENT = "db.query.text"
FORGET = "alongside.forget"
