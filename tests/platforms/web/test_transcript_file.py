"""Conversations survive a restart, without the words that are not to be kept."""

from datetime import UTC
from pathlib import Path

from bot.conversation.dispatch import Dispatch
from bot.conversation.message import Message
from bot.conversation.routes import Say
from bot.core.clock import MovableClock
from bot.core.errors import UserFacingError
from bot.platforms.web.outbound.transcript import NOT_KEPT
from bot.platforms.web.outbound.transcript_file import TranscriptFile
from bot.platforms.web.outbound.workspace import Workspace

from .conftest import NURSE, QUESTION, Bot


def started(bot: Bot, clock: MovableClock, file: Path) -> tuple[Workspace, TranscriptFile]:
    dispatch = Dispatch(bot.routes(), None, (), lambda *_: None, UserFacingError)
    workspace = Workspace(dispatch, (NURSE,), clock, UTC)
    kept = TranscriptFile(workspace.log, file)
    kept.read()
    return workspace, kept


async def test_what_was_said_is_there_again(bot: Bot, clock: MovableClock, tmp_path: Path) -> None:
    file = tmp_path / "conversations.json"
    workspace, kept = started(bot, clock, file)
    bot.reply = Say(QUESTION, why=Message("One card was closest"))
    await workspace.say("nurse", "Hello\nthere")
    await workspace.deliver("nurse", Message("A tip"))
    kept.write()
    again, _ = started(bot, clock, file)
    before, after = workspace.transcript("nurse"), again.transcript("nurse")
    assert [(e.id, e.message, e.mine, e.why) for e in after.entries] == [
        (e.id, e.message, e.mine, e.why) for e in before.entries
    ]
    assert (after.unseen, after.first_new) == (1, before.entries[-1].id)
    assert again.log.birth == workspace.log.birth
    assert again.log.epoch != workspace.log.epoch
    await again.say("nurse", "Once more")
    assert len({entry.id for entry in after.entries}) == len(after.entries)


async def test_words_that_are_not_to_be_kept_never_reach_the_file(
    bot: Bot, clock: MovableClock, tmp_path: Path
) -> None:
    file = tmp_path / "conversations.json"
    workspace, kept = started(bot, clock, file)

    bot.before = kept.write
    bot.reply = Say(Message("Signpost"), forget=True)
    await workspace.say("nurse", "very private")
    kept.write()
    assert "very private" not in file.read_text()
    assert NOT_KEPT in file.read_text()
    assert file.stat().st_mode & 0o077 == 0
