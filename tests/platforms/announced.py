"""Announcements as their authors, approvers and readers see them."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

from bot.conversation.message import Form, Image, Message, Option
from bot.features.announcements.actions import Origin, SeenWording, WrittenFrom
from bot.features.announcements.models import AnnouncementStage, Broadcast
from bot.features.announcements.service.audience_estimate import AudienceEstimate
from bot.features.announcements.service.composition import LONGEST
from bot.features.announcements.service.plan import AnnouncementPlan, Places, Subject
from bot.features.announcements.service.progress import AnnouncementProgress
from bot.features.announcements.service.report import Background
from bot.features.announcements.templates import Templates
from bot.features.announcements.views.announcement import to_recipients
from bot.features.announcements.views.form import correction_form, form, overview, typed_of
from bot.features.announcements.views.platform_differences import platform_notes
from bot.features.announcements.views.preview import (
    agreed,
    for_agreement,
    for_approval,
    preview,
    sent_back,
)
from bot.features.announcements.views.progress import really_recall, report
from bot.features.announcements.views.reply_form import form as reply_form
from bot.features.announcements.views.sending_back import why_form
from bot.people.identity.people import Person
from bot.platforms.slack.rendering.rendering_notes import rendering_notes as slack_looks
from bot.platforms.teams.rendering.rendering_notes import rendering_notes as teams_looks
from bot.platforms.web.rendering.rendering_notes import rendering_notes as web_looks

_NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
PLAN = AnnouncementPlan(
    "Amara",
    "Everyone at Harbour",
    AudienceEstimate(1200, 14, 2),
    needs_approval=True,
    subject=Subject(Person(name="Sam"), ()),
)
_MOVING = AnnouncementProgress(
    is_prepared=True, sent=1200, due=30, later=7, held=2, unknown=1, failed={"unreachable": 3, "odd": 1}
)


def announcement(**changes: object) -> Broadcast:
    """With everything that one can have, as long as it may be."""
    words = "**Ask** [Priya](https://harbour.example) *today*.\n\n- one\n- two\n\n"
    made = Broadcast(
        id="b" * 32,
        wording="w" * 16,
        title="T" * LONGEST["title"],
        words=words + "word " * ((LONGEST["words"] - len(words)) // 5),
        image_url="https://harbour.example/picture.png",
        image_alt="a" * LONGEST["image_alt"],
        link_label="l" * LONGEST["link_label"],
        link_url="https://harbour.example/" + "p" * 400,
        wants_acknowledgement=True,
        stage=AnnouncementStage.DRAFT,
        audience="everyone",
        agreed="",
        subject_id="s" * 32,
        sent_back="Say whom to ring.",
        day=date(2026, 11, 25),
        at=time(9),
        changed_at=_NOW,
        corrected_at=_NOW,
    )
    for name, value in changes.items():
        setattr(made, name, value)
    return made


def announcements() -> list[Message | Form]:
    draft, sent = announcement(), announcement(stage=AnnouncementStage.SENT, sent_at=_NOW)
    plan = PLAN
    looked = Message("", (Image(draft.image_url, draft.image_alt),))
    places = Places("web", {"slack": 12, "teams": 50, "web": 2}, ["slack"], ["web", "slack"])
    shown = platform_notes(looked, places, {"slack": slack_looks, "teams": teams_looks, "web": web_looks})
    plan = replace(plan, platform_notes=shown)
    options = tuple(Option(f"team:{n}", f"Team {n}") for n in range(25))
    typed = typed_of(draft, "Sam")
    background = Background("Everyone at Harbour", "Joan")
    origin = Origin(WrittenFrom.DRAFT, "1")
    paused = replace(_MOVING, is_paused=True)
    return [
        overview(Templates({}), [draft, sent], date(2026, 11, 24)),
        form(origin, typed, options, is_about_a_person=True),
        correction_form(origin, typed),
        preview(draft, plan),
        preview(announcement(stage=AnnouncementStage.WAITING), plan),
        for_approval(draft, plan),
        why_form(SeenWording("1", "wording")),
        sent_back(draft),
        for_agreement(draft, plan),
        agreed(draft, "Amara"),
        to_recipients(sent, "Amara"),
        to_recipients(sent, "", is_acknowledged=True),
        reply_form(sent, "Amara"),
        *(report(sent, progress, background) for progress in (AnnouncementProgress(), _MOVING, paused)),
        report(announcement(stage=AnnouncementStage.RECALLED), _MOVING, background),
        really_recall(sent, _MOVING, 12_000),
    ]
