"""When the writer's message with the progress is updated."""

from enum import StrEnum

from bot.features.announcements.models import AnnouncementStage, Broadcast
from bot.features.announcements.service.progress import AnnouncementProgress
from bot.features.announcements.service.progress_message import digest_of

PROGRESS = AnnouncementProgress(sent=3, failed={"blocked": 1})


class NameOfAnotherRelease(AnnouncementProgress):
    pass


class StageOfAnotherRelease(StrEnum):
    SENT = AnnouncementStage.SENT.value


def test_what_is_stored_of_the_progress_depends_on_no_class_name() -> None:
    ours = Broadcast(stage=AnnouncementStage.SENT, wording="Tea at ten.")
    theirs = Broadcast(stage=StageOfAnotherRelease.SENT, wording="Tea at ten.")
    renamed = NameOfAnotherRelease(sent=3, failed={"blocked": 1})
    assert digest_of(ours, PROGRESS) == digest_of(theirs, renamed)


def test_each_change_of_what_it_shows_is_one() -> None:
    sent = Broadcast(stage=AnnouncementStage.SENT, wording="Tea at ten.")
    corrected = Broadcast(stage=AnnouncementStage.SENT, wording="Tea at eleven.")
    recalled = Broadcast(stage=AnnouncementStage.RECALLED, wording="Tea at ten.")
    further = AnnouncementProgress(sent=4, failed={"blocked": 1})
    shown = [(sent, PROGRESS), (corrected, PROGRESS), (recalled, PROGRESS), (sent, further)]
    assert len({digest_of(broadcast, progress) for broadcast, progress in shown}) == len(shown)
