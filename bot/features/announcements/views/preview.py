"""Builds an announcement's previews for its writer, its approver and the person it is about."""

from bot.conversation.dates import day_in_words
from bot.conversation.message import (
    Block,
    Button,
    Buttons,
    Divider,
    Message,
    Paragraph,
    Quote,
    Span,
    text,
)
from bot.features.announcements.actions import (
    AGREE,
    APPROVE,
    ASK_AGREEMENT,
    ASK_APPROVAL,
    CHANGE,
    DECLINE,
    DISCARD,
    OPEN_SENDING_BACK,
    SEND,
    SEND_TEST,
    SHOW,
    WITHDRAW,
    SeenWording,
)
from bot.features.announcements.models import AnnouncementStage, Broadcast
from bot.features.announcements.service.audience_estimate import AudienceEstimate
from bot.features.announcements.service.plan import AnnouncementPlan, Subject
from bot.features.announcements.views.announcement import content, to_recipients
from bot.people.identity.account_views import person_with_accounts


def _seen(broadcast: Broadcast) -> SeenWording:
    return SeenWording(broadcast.id, broadcast.wording)


def preview(broadcast: Broadcast, plan: AnnouncementPlan) -> Message:
    is_waiting = broadcast.stage is AnnouncementStage.WAITING
    sentence = "Waiting for approval." if is_waiting else "Not sent yet."
    blocks = _shown(
        f"{sentence} This is what people will see:", to_recipients(broadcast, plan.author, is_test=True)
    )
    notes = [
        *plan.warning,
        text(_to_whom(broadcast, plan)),
        *plan.platform_notes,
        *_what_is_missing(broadcast, plan),
    ]
    return Message(f"{sentence} {broadcast.title}", (*blocks, *notes, Buttons(_buttons(broadcast, plan))))


def subject_in_words(subject: Subject | None) -> str:
    """With e-mail and accounts. Empty if it is about nobody."""
    return person_with_accounts(subject.person, subject.accounts) if subject else ""


def _shown(introduction: str, message: Message) -> tuple[Block, ...]:
    return (text(Span(introduction, bold=True)), Divider(), *message.blocks, Divider())


def _to_whom(broadcast: Broadcast, plan: AnnouncementPlan) -> str:
    if broadcast.corrects:
        return "Everybody who got the announcement sees this instead, marked as corrected."
    return f"{_count(plan)} {_when(broadcast)}"


def _count(plan: AnnouncementPlan) -> str:
    people, left_out = plan.estimate.people, plan.estimate.left_out
    if not people:
        return f"{_reached(plan.estimate).capitalize()} will get this: {plan.audience}."
    sentence = f"{_reached(plan.estimate).capitalize()} will get this: {plan.audience}, without guests and people who have left."
    if left_out:
        sentence += (
            f" {_people(left_out).capitalize()} can't get it: no account we can write to, or no announcements "
            "wanted at the moment."
        )
    return f"{sentence} People who have had enough messages from us that week are left out, too."


def _when(broadcast: Broadcast) -> str:
    if broadcast.day:
        return f"It comes on {day_in_words(broadcast.day)} at {broadcast.at:%H:%M} where each of them is."
    return "It comes as soon as it is sent and their working hours allow."


def _what_is_missing(broadcast: Broadcast, plan: AnnouncementPlan) -> list[Paragraph]:
    paragraphs = []
    if broadcast.sent_back and broadcast.stage is AnnouncementStage.DRAFT:
        paragraphs.append(text("It was sent back: ", Span(broadcast.sent_back, italic=True)))
    if not broadcast.is_agreed:
        paragraphs.append(
            text(
                Span("It is about: ", bold=True),
                f"{subject_in_words(plan.subject)}. Is that who you mean? They have to agree to exactly these words and this audience.",
            )
        )
    if plan.needs_approval and broadcast.stage is AnnouncementStage.DRAFT:
        paragraphs.append(text("That is many people, so someone else approves it first."))
    return paragraphs


def _buttons(broadcast: Broadcast, plan: AnnouncementPlan) -> tuple[Button, ...]:
    seen = _seen(broadcast)
    first = SEND.button("Send", seen)
    if not broadcast.is_agreed:
        first = ASK_AGREEMENT.button("Ask them to agree", seen)
    elif plan.needs_approval:
        first = ASK_APPROVAL.button("Ask for approval", seen)
    others = (
        SEND_TEST.button("Test to myself", broadcast.id),
        CHANGE.button("Change", broadcast.id),
        DISCARD.button("Discard", broadcast.id),
    )
    return others if broadcast.stage is AnnouncementStage.WAITING else (first, *others)


def for_approval(broadcast: Broadcast, plan: AnnouncementPlan) -> Message:
    """The same as its writer sees, with what an approver decides."""
    introduction = (
        f"{plan.author or 'A colleague'} asks you to approve an announcement. Nothing is sent before you do."
    )
    shown = _shown(introduction, to_recipients(broadcast, plan.author, is_test=True))
    seen = _seen(broadcast)
    buttons = (APPROVE.button("Approve and send", seen), OPEN_SENDING_BACK.button("Send back", seen))
    to_whom = text(_to_whom(broadcast, plan))
    about = (text(f"It is about: {subject_in_words(plan.subject)}. They agreed."),) if plan.subject else ()
    return Message(introduction, (*shown, *plan.warning, to_whom, *about, Buttons(buttons)))


def sent_back(broadcast: Broadcast) -> Message:
    sentence = f"“{broadcast.title}” wasn't approved as it is. Nothing was sent."
    buttons = Buttons(
        (
            CHANGE.button("Change", broadcast.id),
            SHOW.button("Look at it", broadcast.id),
        )
    )
    return Message(sentence, (text(sentence), Quote((Span(broadcast.sent_back),)), buttons))


def for_agreement(broadcast: Broadcast, plan: AnnouncementPlan) -> Message:
    """The request to the person that it is about. It doesn't say why it is about them."""
    sentence = f"{plan.author or 'A colleague'} would like to announce something about you. It isn't sent unless you agree."
    blocks = (text(Span(sentence, bold=True)), Divider(), *content(broadcast, plan.author), Divider())
    to_whom = text(f"These exact words would go to: {plan.audience}{_so_many(plan)}. {_when(broadcast)}")
    note = text(
        "If a word of it or the audience changes, you are asked again. You can take it back later, too: then it "
        "disappears from the chats it reached. You need not give a reason for anything.",
        quiet=True,
    )
    seen = _seen(broadcast)
    buttons = (AGREE.button("I agree", seen), DECLINE.button("I'd rather not", seen))
    return Message(sentence, (*blocks, to_whom, note, Buttons(buttons)))


def agreed(broadcast: Broadcast, author: str) -> Message:
    sentence = "You agreed to these words. You can take it back at any time."
    blocks = (text(Span(sentence, bold=True)), Divider(), *content(broadcast, author), Divider())
    back = WITHDRAW.button("Take it back", broadcast.id)
    return Message(sentence, (*blocks, Buttons((back,))))


def _so_many(plan: AnnouncementPlan) -> str:
    return f" ({_reached(plan.estimate)})"


def _reached(estimate: AudienceEstimate) -> str:
    if not estimate.channels:
        return _people(estimate.people)
    channels = "everyone who reads one channel"
    if estimate.channels > 1:
        channels = f"everyone who reads {estimate.channels} channels"
    return f"{_people(estimate.people)} and {channels}" if estimate.people else channels


def _people(count: int) -> str:
    return "one person" if count == 1 else f"{count:,} people"
