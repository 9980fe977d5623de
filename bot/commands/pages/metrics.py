"""`deploy/METRICS.md`, made from the metrics: `python -m bot.commands.pages.metrics > deploy/METRICS.md`."""

import sys
from collections.abc import Iterator

from bot.app.monitoring import metrics
from bot.core.metrics import REGISTRY

_HEAD = """# Metrics

Made by `python -m bot.commands.pages.metrics > deploy/METRICS.md`; a test compares them.

Set `ALONGSIDE_METRICS_PORT`, such as 9464, and let Prometheus ask `/metrics` there. Forward that port to nobody else.
`dashboards/alongside.json` is a dashboard for Grafana, `alerts.yaml` the rules, each with its section in
[RUNBOOK.md](RUNBOOK.md).

No metric and no label holds a text, a name or an id of a person. Words of distress and answers to the pulse are not
counted, nor can they be worked out from other counts. Figures of the ledger are the same on every replica: take their
maximum. Counters are each replica's own: add them up.

Traces go over OTLP to `ALONGSIDE_TRACES_URL`: a reply or a sending with its database statements, without their values.
What leaves no count leaves no trace.

| metric | kind | what it says |
|---|---|---|
"""


def page() -> str:
    return _HEAD + "".join(f"{line}\n" for line in _lines())


def _lines() -> Iterator[str]:
    assert metrics.PATH  # noqa: S101 - imported so that its figures are there
    for family in sorted(REGISTRY.collect(), key=lambda metric: metric.name):
        if family.name.startswith("alongside"):
            total = "_total" if family.type == "counter" else "_info" if family.type == "info" else ""
            yield f"| `{family.name}{total}` | {family.type} | {family.documentation} |"


if __name__ == "__main__":
    sys.stdout.write(page())
