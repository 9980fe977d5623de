"""Declares what announcements keep about a person: those they wrote, approved, or that are about them."""

from sqlalchemy import ColumnElement, and_, or_

from bot.features.announcements.models import AnnouncementStage, Broadcast
from bot.people.records.personal_data import PersonalData, deletes

_SAID = {
    "title": "Title",
    "words": "Words",
    "image_url": "Picture",
    "image_alt": "What the picture shows",
    "link_label": "Link",
    "link_url": "Leads to",
    "stage": "Stage",
    "sent_at": "Sent",
    "corrected_at": "Corrected",
}
_WRITTEN = {
    **_SAID,
    "template": "Began as",
    "audience": "For",
    "wants_acknowledgement": "Asks to be acknowledged",
    "day": "Day",
    "at": "Time",
    "sent_back": "Sent back with",
    "changed_at": "Last changed",
    "replies": "Replies",
}
_APPROVED = {"title": "Title", "stage": "Stage", "sent_at": "Sent"}


def _left_out(columns: dict[str, str]) -> tuple[str, ...]:
    return tuple(a.key for a in Broadcast.__mapper__.column_attrs if a.key not in columns)


def _drafts(me: str) -> ColumnElement[bool]:
    return and_(
        Broadcast.author_id == me, Broadcast.stage.in_((AnnouncementStage.DRAFT, AnnouncementStage.WAITING))
    )


def _about(me: str) -> ColumnElement[bool]:
    """Announcements about the person, without unshown drafts."""
    return and_(
        Broadcast.subject_id == me, or_(Broadcast.stage != AnnouncementStage.DRAFT, Broadcast.agreed != "")
    )


PERSONAL_DATA = (
    PersonalData(
        Broadcast,
        "Announcements that you wrote",
        lambda me: Broadcast.author_id == me,
        _WRITTEN,
        _left_out(_WRITTEN),
        erased="Drafts of announcements, and those that wait for somebody's approval.",
        stays="What was sent stays as long as announcements are kept: colleagues have it. You can take it back in My "
        "announcements.",
        erase=deletes(Broadcast, _drafts),
    ),
    PersonalData(
        Broadcast,
        "Announcements about you",
        _about,
        _SAID,
        _left_out(_SAID),
        stays="What was sent about you, after you agreed to it, stays as long as announcements are kept. Ask its "
        "author to take it back.",
    ),
    PersonalData(
        Broadcast,
        "Announcements that you approved",
        lambda me: Broadcast.approved_by == me,
        _APPROVED,
        _left_out(_APPROVED),
        stays="That you approved an announcement stays as long as it is kept.",
    ),
)
