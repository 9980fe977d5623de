"""The administration feature: people, access, audit and deliveries. Its tables, permissions, settings."""

from bot.delivery.calendar.schedules import DefaultSchedule, Schedule
from bot.delivery.calendar.slots import Slot
from bot.delivery.ledger.contents import StoredContent
from bot.delivery.ledger.deliveries import Delivery
from bot.delivery.ledger.personal_data import PERSONAL_DATA as SENT_TO_THEM
from bot.delivery.sending.lanes import Lane
from bot.delivery.sending.workers import Worker
from bot.features.administration.declarations import (
    BLOCK_ACCOUNTS,
    IMPORT_PEOPLE,
    KEEP_AUDIT_DAYS,
    KEEP_DELIVERY_DAYS,
    KEEP_MESSAGE_DAYS,
    MANAGE_ROLES,
    MANAGE_SCHEDULES,
    MANAGE_SETTINGS,
    SEE_AUDIT,
    SEE_DELIVERIES,
    SEND_AGAIN,
    WEEKLY_CONTACTS,
)
from bot.features.administration.personal_data import PERSONAL_DATA, WITHOUT_NAME
from bot.features.administration.retention import delete_old
from bot.features.feature import Feature
from bot.people.access.first_administrator import AdministratorCode
from bot.people.access.permissions import ASK
from bot.people.access.refusals import RepeatedRefusal
from bot.people.access.roles import Grant
from bot.people.access.shared_limits import CountedAct, UsedAllowance
from bot.people.access.unknown_accounts import UnknownAccount
from bot.people.audiences.channels import KnownChannel
from bot.people.audiences.saved_audiences import SavedAudience
from bot.people.audiences.user_groups import GroupMember, UserGroup
from bot.people.audit.acts import (
    BLOCKED_ACCOUNT,
    CHANGED_SCHEDULE,
    CHANGED_SETTING,
    EXPORTED,
    GAVE_ROLE,
    IMPORTED_PEOPLE,
    JOINED_ACCOUNTS,
    LET_BE,
    REMOVED_AUDIENCE,
    SAVED_AUDIENCE,
    SENT_AGAIN,
    SEPARATED_ACCOUNTS,
    SWITCHED_SCHEDULE,
    TOOK_ROLE,
    UNBLOCKED_ACCOUNT,
    WAS_REFUSED,
)
from bot.people.audit.audit_log import AuditHead, AuditLine
from bot.people.contact.budget import Reserved
from bot.people.contact.message_kinds import DIGEST, ESCALATION, REPLY, UPKEEP
from bot.people.directory.platform_troubles import PlatformTrouble
from bot.people.identity.organisations import Organisation, Team
from bot.people.identity.people import Account, Person
from bot.store.events import SeenEvent

_SHORT_LIVED = "is worth nothing after an hour or a day, and opens doors until then"

FEATURE = Feature(
    name="administration",
    tables=(
        Organisation,
        Team,
        Person,
        Account,
        Grant,
        AdministratorCode,
        RepeatedRefusal,
        CountedAct,
        UsedAllowance,
        UnknownAccount,
        UserGroup,
        GroupMember,
        KnownChannel,
        PlatformTrouble,
        SavedAudience,
        AuditLine,
        AuditHead,
        Schedule,
        Slot,
        Delivery,
        StoredContent,
        Lane,
        Worker,
        Reserved,
        SeenEvent,
    ),
    permissions=(
        ASK,
        MANAGE_ROLES,
        BLOCK_ACCOUNTS,
        MANAGE_SCHEDULES,
        IMPORT_PEOPLE,
        SEE_DELIVERIES,
        SEND_AGAIN,
        MANAGE_SETTINGS,
        SEE_AUDIT,
    ),
    message_kinds=(
        ESCALATION,
        REPLY,
        DIGEST,
        UPKEEP,
    ),
    audit_acts=(
        GAVE_ROLE,
        TOOK_ROLE,
        JOINED_ACCOUNTS,
        SEPARATED_ACCOUNTS,
        BLOCKED_ACCOUNT,
        UNBLOCKED_ACCOUNT,
        IMPORTED_PEOPLE,
        SAVED_AUDIENCE,
        REMOVED_AUDIENCE,
        WAS_REFUSED,
        EXPORTED,
        CHANGED_SETTING,
        CHANGED_SCHEDULE,
        SWITCHED_SCHEDULE,
        SENT_AGAIN,
        LET_BE,
    ),
    org_settings=(
        WEEKLY_CONTACTS,
        KEEP_MESSAGE_DAYS,
        KEEP_DELIVERY_DAYS,
        KEEP_AUDIT_DAYS,
    ),
    not_in_backups={
        AdministratorCode: _SHORT_LIVED,
        SeenEvent: _SHORT_LIVED,
        CountedAct: "is worth nothing after a few hours",
        UsedAllowance: "is worth nothing after a few hours",
        UnknownAccount: "is kept for a week only, of people who aren't known here",
        PlatformTrouble: "is found out again in the first night",
        Worker: "is about processes that are gone",
    },
    default_schedules=(
        DefaultSchedule("Keeping people current", "people", UPKEEP, "30 3 * * *"),
        DefaultSchedule("Clearing out old records", "retention", UPKEEP, "0 3 * * *"),
    ),
    personal_data=(*PERSONAL_DATA, *SENT_TO_THEM),
    without_name=WITHOUT_NAME,
    retention=delete_old,
)
