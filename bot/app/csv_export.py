"""Exports an organisation's people, figures and audit as CSV files.

Excludes individual data files: they can reveal that a person is a peer worker, and only that person may see
them.
"""

import csv
from collections.abc import Mapping, Sequence
from datetime import datetime
from io import StringIO
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.natural_order import natural_key
from bot.core.spreadsheet import escape_formula
from bot.features.pulse.reports.report import report_of
from bot.features.pulse.views import export as figures
from bot.features.pulse.waves.groups import ORGANISATION
from bot.features.pulse.waves.waves import Items
from bot.people.audit import audit_text
from bot.people.audit.acts import EXPORTED
from bot.people.audit.audit_log import record
from bot.people.directory.people_sheet import COLUMNS
from bot.people.identity.organisations import Organisation, Team
from bot.people.identity.people import Account, Person

_WHAT = "the list of people, the figures and the audit"


async def export_csv(
    session: AsyncSession, organisation: Organisation, items: Items, now: datetime
) -> Mapping[str, bytes]:
    """Files by name. Records the export in the audit."""
    today = now.astimezone(ZoneInfo(organisation.time_zone)).date()
    await record(session, None, EXPORTED, now, what=_WHAT)
    report = await report_of(session, organisation, ORGANISATION, items, today)
    return {
        "people.csv": await _people(session, organisation.id),
        "figures.csv": figures.as_csv(report),
        "audit.csv": await audit_text.as_csv(session),
    }


async def _people(session: AsyncSession, organisation_id: str) -> bytes:
    """The format that `people import` reads, with each person's account for messages."""
    teams = {team.id: team for team in await session.scalars(select(Team))}
    accounts = {
        account.person_id: account
        for account in await session.scalars(select(Account).order_by(Account.is_chosen))
    }
    people = await session.scalars(
        select(Person).where(
            Person.organisation_id == organisation_id, Person.joined_to.is_(None), Person.name != ""
        )
    )
    written = StringIO(newline="")
    writer = csv.DictWriter(written, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    for person in sorted(people, key=lambda person: (natural_key(person.name), person.id)):
        row = _row(person, teams, accounts.get(person.id))
        if row["email"] or row["user"]:
            writer.writerow({name: escape_formula(value) for name, value in row.items()})
    return written.getvalue().encode("utf-8-sig")


def _row(person: Person, teams: Mapping[str, Team], account: Account | None) -> dict[str, str]:
    team = teams.get(person.team_id or "")
    above = teams.get(team.parent_id or "") if team else None
    plain: Sequence[tuple[str, object]] = (
        ("name", person.name),
        ("email", person.email),
        ("team", team and team.name),
        ("parent_team", above and above.name),
        ("starts_on", person.starts_on),
        ("left_on", person.left_on),
        ("time_zone", person.time_zone),
        ("region", person.region),
        ("platform", account and account.platform),
        ("workspace", account and account.workspace),
        ("user", account and account.user),
    )
    return {name: str(value or "") for name, value in plain}
