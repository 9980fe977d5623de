"""The asking feature: questions and their answers by cards. Declares its tables, permissions and schedule."""

from bot.delivery.calendar.schedules import DefaultSchedule
from bot.features.asking.cards.local_cards import CardStoreVersion, LocalCard
from bot.features.asking.content import check
from bot.features.asking.declarations import (
    CARD_CHANGED,
    CARD_PUBLISHED,
    CARD_WITHDRAWN,
    EDIT_CONTENT,
    PROPOSE_ANSWERS,
    SEE_GAPS,
)
from bot.features.asking.feedback import Missing, Rating, Unanswered
from bot.features.asking.personal_data import PERSONAL_DATA, WITHOUT_NAME
from bot.features.asking.retention import delete_old
from bot.features.feature import Feature
from bot.people.contact.message_kinds import DIGEST
from bot.publishing.models import CountedPerson

FEATURE = Feature(
    name="asking",
    tables=(
        Rating,
        Unanswered,
        Missing,
        CountedPerson,
        LocalCard,
        CardStoreVersion,
    ),
    not_in_backups={
        CountedPerson: "keeps somebody from counting twice, and is worth nothing without its key"
    },
    permissions=(
        SEE_GAPS,
        PROPOSE_ANSWERS,
        EDIT_CONTENT,
    ),
    audit_acts=(
        CARD_PUBLISHED,
        CARD_CHANGED,
        CARD_WITHDRAWN,
    ),
    default_schedules=(DefaultSchedule("Content review reminders", "reviews", DIGEST, "0 10 * * mon#1"),),
    personal_data=PERSONAL_DATA,
    without_name=WITHOUT_NAME,
    retention=delete_old,
    content=check,
)
