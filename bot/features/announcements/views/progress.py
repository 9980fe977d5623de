"""Builds the progress and report message of an announcement, for its writer."""

from collections.abc import Mapping
from datetime import timedelta

from bot.conversation.dates import day_in_words
from bot.conversation.message import Block, Button, Buttons, Facts, Heading, Message, text
from bot.conversation.message import Progress as Bar
from bot.delivery.ledger.deliveries import DeliveryReason
from bot.delivery.sending.gateway import CHANNEL_GONE
from bot.features.announcements.actions import CANCEL, CORRECT, PAUSE, RECALL, REPORT, RESUME, START_RECALL
from bot.features.announcements.models import AnnouncementStage, Broadcast
from bot.features.announcements.service.progress import AnnouncementProgress
from bot.features.announcements.service.report import Background
from bot.people.contact.send_time import NO_WELCOME_DAY, PAUSED, TOO_OLD


def report(broadcast: Broadcast, progress: AnnouncementProgress, background: Background) -> Message:
    headline = _headline(broadcast, progress)
    blocks: list[Block] = [Heading(broadcast.title), text(headline)]
    if _is_moving(broadcast, progress):
        blocks.append(_bar(broadcast, progress))
    blocks.append(Facts(_rows(broadcast, progress, background)))
    blocks += [text(note, quiet=True) for note in _notes(progress, background)]
    return Message(f"{broadcast.title}: {headline}", (*blocks, Buttons(_buttons(broadcast, progress))))


def _headline(broadcast: Broadcast, progress: AnnouncementProgress) -> str:
    match broadcast.stage:
        case AnnouncementStage.RECALLED:
            is_done = progress.is_prepared and not progress.sent
            return "It was recalled." if is_done else "It is being recalled."
        case AnnouncementStage.CANCELLED:
            return "It was cancelled. Nobody else will get it."
        case _:
            return _sending(broadcast, progress)


def _sending(broadcast: Broadcast, progress: AnnouncementProgress) -> str:
    if progress.is_paused:
        return "It is paused: nobody gets it until you go on."
    if not progress.is_prepared:
        planned = broadcast.day and f"It is planned for {day_in_words(broadcast.day)}, {broadcast.at:%H:%M}"
        return f"{planned} where each person is." if planned else "It is about to go out."
    if progress.due:
        return "It is going out."
    if progress.later or progress.held:
        return "Sent. Some get it later, in their own working hours or when they next write."
    if progress.unknown:
        return f"Sent. {progress.unknown:,} perhaps arrived: the platform can't say."
    return "Sent. Everybody who can be reached has it."


def _is_moving(broadcast: Broadcast, progress: AnnouncementProgress) -> bool:
    if broadcast.stage is AnnouncementStage.RECALLED:
        return bool(progress.sent)
    return broadcast.stage is AnnouncementStage.SENT and bool(progress.waiting)


def _bar(broadcast: Broadcast, progress: AnnouncementProgress) -> Bar:
    if broadcast.stage is AnnouncementStage.RECALLED:
        return Bar("Recalled", progress.recalled, progress.arrived)
    return Bar("Gone through", progress.settled, progress.everyone)


def _rows(
    broadcast: Broadcast, progress: AnnouncementProgress, background: Background
) -> tuple[tuple[str, str], ...]:
    counts = {
        _sent_label(broadcast): progress.sent,
        "Recalled": progress.recalled,
        "Going out now": 0 if progress.is_paused else progress.due,
        "Waiting while it is paused": progress.due if progress.is_paused else 0,
        "Later, in their working hours": progress.later,
        "When they next write to us": progress.held,
        "Perhaps arrived; the platform can't say": progress.unknown,
        "Not sent, because it was cancelled": progress.cancelled,
    }
    counts |= _in_words("Failed", _FAILED, progress.failed)
    counts |= _in_words("Left out", _SKIPPED, progress.skipped)
    rows = [(label, f"{count:,}") for label, count in counts.items() if count or label == "Sent"]
    if broadcast.wants_acknowledgement:
        rows.append(("Pressed Got it", _figure(background.acknowledged, background.floor)))
    rows.append(("Replies", f"{progress.replies:,}"))
    return (("To", background.audience), *rows)


def _sent_label(broadcast: Broadcast) -> str:
    """While a recall runs, delivered messages are labelled as still to recall."""
    return "Still to recall" if broadcast.stage is AnnouncementStage.RECALLED else "Sent"


def _figure(count: int | None, floor: int) -> str:
    return f"Fewer than {floor}" if count is None else f"About {count:,}"


def _in_words(what: str, words: Mapping[str, str], counts: Mapping[str, int]) -> dict[str, int]:
    by_label: dict[str, int] = {}
    for reason, count in counts.items():
        label = f"{what}: {words.get(reason, _REFUSED)}"
        by_label[label] = by_label.get(label, 0) + count
    return by_label


_REFUSED = "the platform refused it"
_NONE_NOW = "no announcements wanted at the moment"
_FAILED: Mapping[str, str] = {
    DeliveryReason.UNREACHABLE: "no way to write to them any more",
    CHANNEL_GONE: "the channel is gone or archived, or Alongside isn't in it any more",
}
# People's choices share one label: in a small team, separate figures would reveal who chose what.
_SKIPPED: Mapping[str, str] = {
    DeliveryReason.LEFT: "no longer here",
    DeliveryReason.NO_ACCOUNT: "no account to write to",
    DeliveryReason.BUDGET: "enough messages from us this week",
    DeliveryReason.OPTED_OUT: _NONE_NOW,
    PAUSED: _NONE_NOW,
    NO_WELCOME_DAY: _NONE_NOW,
    TOO_OLD: "too late to be of use",
}


def _notes(progress: AnnouncementProgress, background: Background) -> list[str]:
    notes = [f"Approved by {background.approver}."] if background.approver else []
    if progress.unknown:
        notes.append("What perhaps arrived isn't sent again by itself: an administrator can decide that.")
    return [
        *notes,
        "Not every platform can tell who has read it or followed its link, so neither is counted.",
    ]


def _buttons(broadcast: Broadcast, progress: AnnouncementProgress) -> tuple[Button, ...]:
    id_ = broadcast.id
    buttons = [REPORT.button("Look again", id_)]
    if broadcast.stage is AnnouncementStage.SENT:
        can_end = progress.waiting or not progress.is_prepared
        if progress.is_paused:
            buttons.insert(0, RESUME.button("Go on", id_))
        elif can_end:
            buttons.append(PAUSE.button("Pause", id_))
        if can_end:
            buttons.append(CANCEL.button("Cancel the rest", id_))
        buttons.append(CORRECT.button("Correct it", id_))
    if broadcast.stage in (AnnouncementStage.SENT, AnnouncementStage.CANCELLED) and progress.sent:
        buttons.append(RECALL.button("Recall it", id_))
    return tuple(buttons)


def really_recall(broadcast: Broadcast, progress: AnnouncementProgress, seconds: float) -> Message:
    """Asked once, before it starts."""
    question = f"Recall “{broadcast.title}” from the {progress.sent:,} it has reached?"
    if progress.sent == 1:
        question = f"Recall “{broadcast.title}” from the one person or channel it has reached?"
    why = f"That takes {_lasts(seconds)}. Nobody else will get it. People may have read it already. It can't be undone."
    buttons = (
        START_RECALL.button("Recall it", broadcast.id),
        REPORT.button("Leave it", broadcast.id),
    )
    return Message(question, (text(question), text(why), Buttons(buttons)))


def _lasts(seconds: float) -> str:
    minutes = round(timedelta(seconds=seconds) / timedelta(minutes=1))
    if minutes < 1:
        return "less than a minute"
    long = "about a minute" if minutes == 1 else f"about {minutes} minutes"
    if minutes >= 120:
        long = f"about {round(minutes / 60)} hours"
    return f"{long}, because platforms limit how many we may delete in a minute"
