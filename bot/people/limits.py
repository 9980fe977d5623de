"""Numbers that administrators choose for everybody here, and the bounds within which they may.

They stand in the organisation's row and are read from there whenever they matter, so that a change applies at once,
on every replica.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import UserFacingError
from bot.people.organisations import Organisation


@dataclass(frozen=True, slots=True)
class Limit:
    """`usual` is what applies where neither the environment nor an administrator said anything.

    `why` is told beside the number. `only_up`: what applies can't be lowered.
    """

    label: str
    title: str
    question: str
    unit: str
    usual: int
    least: int
    most: int
    why: str
    only_up: bool = False


# By the column of `Organisation`; those that begin with "keep" have a setting in the environment, too. `title`
# stands above a form, where Slack has room for 24 characters.
LIMITS = {
    "weekly_contacts": Limit(
        "How often we write to one person",
        "How often we write",
        "How often a week may we write to one person unasked?",
        "times a week",
        usual=3,
        least=1,
        most=7,
        why="Tips, questions and announcements count together. What doesn't fit isn't sent.",
    ),
    "approval_above": Limit(
        "Announcements need a second approval above",
        "Second approval",
        "Above how many people does an announcement need a second person's approval?",
        "people",
        usual=50,
        least=0,
        most=100_000,
        why="Announcements to this many people or fewer go out without one. At 0, none does.",
    ),
    "keep_message_days": Limit(
        "What messages said is kept",
        "Texts of messages",
        "For how many days is the text of what we sent kept?",
        "days",
        usual=90,
        least=30,
        most=400,
        why="It is needed to change or recall something, and to show people what they were sent.",
    ),
    "keep_delivery_days": Limit(
        "Who was sent what is kept",
        "Who was sent what",
        "For how many days is it kept who was sent what?",
        "days",
        usual=400,
        least=90,
        most=1200,
        why="It keeps anything from being sent twice, and says what arrived.",
    ),
    "keep_pulse_months": Limit(
        "Figures of the questions are kept",
        "Figures",
        "For how many months are the questions' figures kept?",
        "months",
        usual=24,
        least=24,
        most=120,
        why="It can only be lengthened: later figures are compared with these, so that nobody's answer shows as the "
        "difference between them.",
        only_up=True,
    ),
    "keep_comment_days": Limit(
        "Comments to the questions are kept",
        "Comments",
        "For how many days after the questions close are comments kept?",
        "days",
        usual=30,
        least=1,
        most=30,
        why="People are told that they are deleted after 30 days at the latest.",
    ),
}

KEPT = tuple(name for name in LIMITS if name.startswith("keep"))


def applies(organisation: Organisation | None, given: Mapping[str, int]) -> dict[str, int]:
    """What counts now. `given` has what the environment says; what was chosen in chat goes first."""
    return {name: _applies(name, getattr(organisation, name, None), given) for name in LIMITS}


def _applies(name: str, chosen: int | None, given: Mapping[str, int]) -> int:
    unchosen = given.get(name, LIMITS[name].usual)
    if chosen is None:
        return unchosen
    return max(chosen, unchosen) if LIMITS[name].only_up else chosen


async def what_applies(
    session: AsyncSession, organisation_id: str, given: Mapping[str, int]
) -> dict[str, int]:
    return applies(await session.get_one(Organisation, organisation_id), given)


async def change(
    session: AsyncSession, organisation_id: str, name: str, value: int, given: Mapping[str, int]
) -> int:
    """From now on; what applied before. UserFacingError for what is out of bounds."""
    limit, organisation = LIMITS[name], await session.get_one(Organisation, organisation_id)
    before = applies(organisation, given)[name]
    least = before if limit.only_up else limit.least
    if not least <= value <= limit.most:
        lowered = " It can't be lowered." if limit.only_up and value < before else ""
        raise UserFacingError(f"Choose a number from {least} to {limit.most}.{lowered}")
    setattr(organisation, name, value)
    return before
