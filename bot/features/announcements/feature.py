"""The announcements feature: messages to many people at once. Its tables, permissions and retention."""

from bot.features.announcements.content import check
from bot.features.announcements.declarations import (
    AGREEMENT_ENDED,
    ANNOUNCE,
    ANNOUNCEMENT,
    ANNOUNCEMENT_APPROVED,
    ANNOUNCEMENT_CANCELLED,
    ANNOUNCEMENT_CORRECTED,
    ANNOUNCEMENT_PAUSED,
    ANNOUNCEMENT_RECALLED,
    ANNOUNCEMENT_RESUMED,
    ANNOUNCEMENT_SENT,
    ANNOUNCEMENT_SENT_BACK,
    APPROVAL_ABOVE,
    APPROVE_ANNOUNCEMENTS,
)
from bot.features.announcements.models import Acknowledgement, AcknowledgementKey, Broadcast
from bot.features.announcements.personal_data import PERSONAL_DATA
from bot.features.announcements.retention import delete_old
from bot.features.feature import Feature
from bot.store.resealing import sealed_columns

FEATURE = Feature(
    name="announcements",
    tables=(
        Broadcast,
        AcknowledgementKey,
        Acknowledgement,
    ),
    permissions=(
        ANNOUNCE,
        APPROVE_ANNOUNCEMENTS,
    ),
    message_kinds=(ANNOUNCEMENT,),
    audit_acts=(
        ANNOUNCEMENT_SENT,
        ANNOUNCEMENT_APPROVED,
        ANNOUNCEMENT_SENT_BACK,
        ANNOUNCEMENT_PAUSED,
        ANNOUNCEMENT_RESUMED,
        ANNOUNCEMENT_CANCELLED,
        ANNOUNCEMENT_CORRECTED,
        ANNOUNCEMENT_RECALLED,
        AGREEMENT_ENDED,
    ),
    org_settings=(APPROVAL_ABOVE,),
    not_in_backups={
        AcknowledgementKey: "would tell whose acknowledgement a mark is",
        Acknowledgement: "says nothing without its key",
    },
    sealed=sealed_columns(AcknowledgementKey, "sealed"),
    personal_data=PERSONAL_DATA,
    retention=delete_old,
    content=check,
)
