"""The tracer of OpenTelemetry: it does nothing until `bot/app/monitoring/traces.py` sets up where traces go.

A span says kinds, platforms and outcomes, never of whom. A trace in which a span says FORGET is never sent.
"""

from opentelemetry.trace import get_tracer

TRACER = get_tracer("alongside")

REPLY, SEND = "reply", "send"
ROOTS = (REPLY, SEND)
KIND, PLATFORM, METHOD, OUTCOME = (f"alongside.{name}" for name in ("kind", "platform", "method", "outcome"))
STATEMENT = "db.query.text"
FORGET = "alongside.forget"
