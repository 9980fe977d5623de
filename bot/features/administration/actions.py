"""The actions of administration's buttons and forms. Those on roles and blocked accounts are in `people/access`."""

import json
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.conversation.actions import OPTIONAL_TEXT, TEXT, Action, Codec, PlainAction, spaced


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people to join: `gone_id` becomes part of `kept_id`."""

    gone_id: str
    kept_id: str


@dataclass(frozen=True, slots=True)
class JoinedAccounts:
    """A join that can be undone: these accounts go back to `gone_id`."""

    gone_id: str
    accounts: tuple[str, ...]


def _write_joined(joined: JoinedAccounts) -> str:
    return json.dumps({"gone": joined.gone_id, "accounts": list(joined.accounts)})


def _read_joined(written: str) -> JoinedAccounts:
    match json.loads(written):
        case {"gone": str(gone_id), "accounts": [*accounts]}:
            return JoinedAccounts(gone_id, tuple(map(str, accounts)))
    raise ValueError("expected who is gone, and accounts")


class Switch(StrEnum):
    ON = "on"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class ScheduleSwitch:
    """On or off, so that an old button pressed twice doesn't switch it back."""

    schedule_id: str
    to: Switch


@dataclass(frozen=True, slots=True)
class NewTimes:
    """`when` is in words, which are read again like anything else that comes from outside."""

    schedule_id: str
    starts_on: date
    when: str


EVERYTHING = "everything"


@dataclass(frozen=True, slots=True)
class AuditPage:
    """A page of the audit. `act` is EVERYTHING or one kind; `before` is the line it ends at, 0 for the newest."""

    act: str
    before: int = 0


ADMINISTRATION = PlainAction("administration")
# With the limit's name; nothing: the one that they chose in the list.
CHANGE_LIMIT = Action("administration.change", OPTIONAL_TEXT)
SAVE_LIMIT = Action("administration.save", TEXT)

JOIN_ACCOUNTS = PlainAction("people.join")
PREVIEW_JOIN = PlainAction("people.join.look")
JOIN = Action("people.join.do", spaced(Pair))
UNDO_JOIN = Action("people.join.undo", Codec(_write_joined, _read_joined))

AUDIT = PlainAction("audit")
TURN_AUDIT_PAGE = Action("audit.page", spaced(AuditPage))
FILTER_AUDIT = PlainAction("audit.filter")
CHECK_AUDIT = PlainAction("audit.check")
EXPORT_AUDIT = PlainAction("audit.export")

DELIVERIES = PlainAction("deliveries")
SEND_DELIVERY_AGAIN = Action("deliveries.again", TEXT)
LET_DELIVERY_BE = Action("deliveries.let-be", TEXT)

ENTER_CODE = PlainAction("administrator.enter")
SEND_CODE = PlainAction("administrator.code")

# With the schedule's id; nothing: the one that they chose in the list.
SHOW_SCHEDULE = Action("schedule.show", OPTIONAL_TEXT)
SWITCH_SCHEDULE = Action("schedule.switch", spaced(ScheduleSwitch))
CHANGE_SCHEDULE = Action("schedule.change", TEXT)
CHECK_SCHEDULE = Action("schedule.check", TEXT)
SAVE_SCHEDULE = Action("schedule.save", spaced(NewTimes))

TEAM_CHANNELS = PlainAction("teams")
CHANGE_TEAM_CHANNEL = PlainAction("teams.change")
SAVE_TEAM_CHANNEL = Action("teams.save", TEXT)
