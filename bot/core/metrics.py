"""Prometheus metrics. Labels come from fixed lists: never a text, a name or an id.

Distress and pulse answers must leave no trace, so they are not counted here, and no difference of two
counters reveals them. `bot/app/monitoring/metrics.py` adds the gauges that are computed at each scrape.
"""

from prometheus_client import CollectorRegistry, Counter, Histogram

REGISTRY = CollectorRegistry()

_QUICK = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

TURNS = Counter(
    "alongside_turns",
    "What people typed, by what it became: answer, offer, unknown, conversation, command.",
    ["outcome"],
    registry=REGISTRY,
)
REPLY_SECONDS = Histogram(
    "alongside_reply_seconds",
    "From a request to its reply, by kind of request.",
    ["kind"],
    buckets=_QUICK,
    registry=REGISTRY,
)
FAILURES = Counter(
    "alongside_request_failures",
    "Requests that ended in an error of ours, by platform.",
    ["platform"],
    registry=REGISTRY,
)
OUTCOMES = Counter(
    "alongside_delivery_outcomes",
    "What became of deliveries, by platform: arrived, failed, doubtful, not sent yet.",
    ["platform", "outcome"],
    registry=REGISTRY,
)
PLATFORM_ERRORS = Counter(
    "alongside_platform_errors",
    "Calls to a platform that did not succeed, by kind: refused, throttled, held, too late, unknown.",
    ["platform", "error"],
    registry=REGISTRY,
)
