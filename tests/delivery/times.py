from datetime import UTC, datetime


def utc(text: str) -> datetime:
    """ "2026-07-14 08:00" as an instant."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
