"""Lists the files that one-time links give, other than the pulse's."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.features import personal_data
from bot.features.administration.declarations import SEE_AUDIT
from bot.people.audit.audit_text import as_csv
from bot.people.records.downloads import File, Offer
from bot.people.records.one_time_links import FileFormat


async def _audit(session: AsyncSession, _: str, now: datetime) -> File:
    return File(f"alongside-audit-{now:%Y-%m-%d}.csv", "text/csv", await as_csv(session))


OFFERS = {
    FileFormat.MY_DATA: Offer(
        "Everything that we keep about you",
        "One file (JSON) that you can read in any editor or browser, and that other programs can read, too.",
        personal_data.as_file,
    ),
    FileFormat.AUDIT: Offer(
        "Who did what here",
        "Every line of the audit as a table (CSV), with the digests that show whether one is missing.",
        _audit,
        SEE_AUDIT,
        "the audit",
    ),
}
