"""Declares the personal data that no single feature owns: identity, accounts, roles and choices."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.natural_order import natural_key
from bot.people.access.refusals import RepeatedRefusal
from bot.people.access.roles import Grant
from bot.people.access.shared_limits import UsedAllowance, instant
from bot.people.audiences.saved_audiences import SavedAudience
from bot.people.audiences.user_groups import GroupMember, UserGroup
from bot.people.audit.audit_log import AuditLine
from bot.people.contact.budget import Reserved
from bot.people.contact.preferences import ContactPreferences, choose, preferences_of
from bot.people.identity.peer_declaration import Declaration, withdraw_peer
from bot.people.identity.people import Account, Person, Preferences
from bot.people.records.form_drafts import FormDraft, typed_in
from bot.people.records.one_time_links import RecordLink
from bot.people.records.personal_data import Entry, PersonalData, deletes


async def _forget_choices(session: AsyncSession, person_id: str) -> None:
    """Resets their preferences, except those that stop us from writing to them."""
    preferences = await preferences_of(session, person_id)
    protecting = ("snoozed_until", "holds_until_writing", "opted_out")
    remaining = ContactPreferences().model_copy(
        update={name: getattr(preferences, name) for name in protecting}
    )
    if remaining == ContactPreferences():
        await session.execute(delete(Preferences).where(Preferences.person_id == person_id))
    elif await session.get(Preferences, person_id):
        await choose(session, person_id, remaining)


async def _groups(session: AsyncSession, person_id: str) -> Sequence[Entry]:
    mine = GroupMember.person_id == person_id
    groups = await session.execute(
        select(UserGroup.name, UserGroup.handle, UserGroup.platform).join(GroupMember).where(mine)
    )
    by_name = sorted(groups, key=lambda group: natural_key(group.name))
    return [{"Group": name, "Mentioned as": handle, "Of": platform} for name, handle, platform in by_name]


def _used_by(person_id: str) -> ColumnElement[bool]:
    return UsedAllowance.account_id.in_(select(Account.id).where(Account.person_id == person_id))


async def _used(session: AsyncSession, person_id: str) -> Sequence[Entry]:
    allowances = await session.scalars(select(UsedAllowance).where(_used_by(person_id)))
    return [{"What": used.allowance, "Counts until": instant(used.full_at)} for used in allowances]


async def _drafts(session: AsyncSession, person_id: str) -> Sequence[Entry]:
    mine = FormDraft.person_id == person_id
    drafts = await session.scalars(select(FormDraft).where(mine).order_by(FormDraft.kept_at))
    return [
        {"Typed": "\n".join(typed_in(session, draft).values()), "Kept": draft.kept_at} for draft in drafts
    ]


PERSONAL_DATA = (
    PersonalData(
        Person,
        "Who you are here",
        lambda me: Person.id == me,
        {
            "id": "Our number for you",
            "name": "Name",
            "email": "E-mail",
            "team_id": "Team",
            "time_zone": "Time zone, if it isn't the organisation's",
            "region": "Region, if it isn't the organisation's",
            "starts_on": "First day here",
            "left_on": "Left on",
            "first_met_at": "First wrote to us",
            "is_staff": "Known to work here",
        },
        ("organisation_id", "joined_to"),
        stays="Your name, e-mail and team stay: without them we'd meet you anew tomorrow, and write to you although "
        "you told us not to. Ask an administrator if they should change.",
    ),
    PersonalData(
        Account,
        "Your accounts",
        lambda me: Account.person_id == me,
        {
            "platform": "Platform",
            "workspace": "Workspace",
            "user": "The platform's number for you",
            "is_chosen": "We write to you here",
            "address": "What the platform needs to reach you",
            "unreachable_since": "Can't be reached since",
            "closed_on": "Closed on",
            "blocked_at": "Blocked here since",
        },
        ("id", "person_id"),
        stays="Your accounts stay: they are how we know that it's you.",
    ),
    PersonalData(
        Preferences,
        "How you hear from us",
        lambda me: Preferences.person_id == me,
        {
            "working_days": "Working days (1 is Monday)",
            "quiet_from": "Quiet from (hour)",
            "quiet_to": "Quiet until (hour)",
            "tip_day": "Day of your tip (0 is the usual)",
            "tip_hour": "Hour of your tip (-1 is the usual)",
            "snoozed_until": "Paused until",
            "holds_until_writing": "Held until you write",
            "opted_out": "What you don't want",
        },
        erased="Your working days, quiet hours, and the day and time of your tip: the usual ones apply again.",
        stays="That you pause, hold messages or don't want some of them stays, so that it is still honoured. You can "
        "change it in your settings.",
        erase=_forget_choices,
    ),
    PersonalData(
        Declaration,
        "Whether you told us that you are a peer worker",
        lambda me: Declaration.person_id == me,
        {"declared_at": "You told us that you are one"},
        erased="Whether you told us that you are a peer worker, and which tips for peer workers you had.",
        stays="What you were sent because of that stays with all else that we sent you, for as long. That you were "
        "asked questions for peer workers stays as long as their figures: without it, somebody could work out from "
        "two figures what you answered.",
        erase=withdraw_peer,
    ),
    PersonalData(
        Grant,
        "Roles that you were given",
        lambda me: Grant.person_id == me,
        {"role": "Role", "team_id": "For the team", "granted_by": "Given by", "granted_at": "Given"},
        ("id", "person_id"),
        stays="Roles stay: an administrator gave them, and takes them away.",
    ),
    PersonalData(
        GroupMember,
        "Groups that your chat platform has you in",
        lambda me: GroupMember.person_id == me,
        {"group_id": "Group"},
        stays="Groups stay: they are your chat platform's, and copied from there every night.",
        read=_groups,
    ),
    PersonalData(
        Reserved,
        "How often we wrote to you, by week",
        lambda me: Reserved.person_id == me,
        {"week": "Week that began on", "used": "How often"},
        stays="How often we wrote to you stays for now, so that it doesn't become too often.",
    ),
    PersonalData(
        RecordLink,
        "Links that you asked for",
        lambda me: RecordLink.person_id == me,
        {"format": "File", "group_key": "Group", "expires_at": "Works until", "used_at": "Used"},
        ("digest", "person_id", "device"),
        erased="Links to files that you asked for: they stop working.",
        erase=deletes(RecordLink, lambda me: RecordLink.person_id == me),
    ),
    PersonalData(
        FormDraft,
        "Forms that you filled in and that were not sent",
        lambda me: FormDraft.person_id == me,
        {"kept_at": "Kept"},
        ("person_id", "form", "sealed"),
        erased="What you typed into forms that were not sent. We keep it for a day, sealed, to give it back to you.",
        erase=deletes(FormDraft, lambda me: FormDraft.person_id == me),
        read=_drafts,
    ),
    PersonalData(
        SavedAudience,
        "Audiences that you saved",
        lambda me: SavedAudience.made_by == me,
        {
            "name": "Name",
            "keys": "Takes in",
            "takes_all": "Only people in all of these",
            "but_not": "Leaves out",
            "made_at": "Saved",
            "removed_at": "Removed",
        },
        ("id", "organisation_id", "made_by"),
        stays="Audiences that you saved stay: colleagues write to them, too.",
    ),
    PersonalData(
        RepeatedRefusal,
        "What you tried again that takes a role you don't have",
        lambda me: RepeatedRefusal.person_id == me,
        {"route": "What", "needed": "It takes", "since": "Since", "count": "How often"},
        ("id", "person_id"),
        stays="How often you tried stays until the audit has it, a day at most.",
    ),
    PersonalData(
        UsedAllowance,
        "Of what you did much lately, so that nobody is flooded",
        _used_by,
        {"allowance": "What", "full_at": "Counts until"},
        ("account_id",),
        erased="How much you did lately of what reaches colleagues.",
        erase=deletes(UsedAllowance, _used_by),
        read=_used,
    ),
    PersonalData(
        AuditLine,
        "What the audit says that you did, or somebody for you",
        lambda me: or_(AuditLine.who == me, AuditLine.about == me),
        {"number": "Line", "at": "When", "who": "Who", "act": "Did", "about": "About", "details": "Details"},
        ("previous", "digest", "signature"),
        stays="The audit stays: it exists so that nobody can remove from it who was given which access, by whom, "
        "for as long as administrators chose. It never holds what anybody asked or answered.",
    ),
)

WITHOUT_NAME = (
    "How much you did lately of what reaches colleagues, so that nobody is flooded: a digest under a secret key, "
    "another one each day, until you may do as much again, some hours at most. Nothing looks up whose it is.",
)
