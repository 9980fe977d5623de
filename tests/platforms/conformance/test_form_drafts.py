"""What was typed into a form comes back after a refusal, a fault of ours or a restart, on every platform."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.core.clock import MovableClock
from bot.people.records.form_drafts import GIVEN_BACK, FormDraft
from handlers.asking import feedback
from tests.fakes import Bot, stored
from tests.platforms.platform_drivers import STAGES, InBrowser, Stage

UNKNOWN = "who cleans the kitchen"
TYPED = "who cleans the kitchen on Rowan ward at weekends"


@pytest.fixture(params=STAGES)
async def stage(bot: Bot, request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    async with STAGES[request.param](bot) as opened:
        yield opened


async def opens(stage: Stage) -> str:
    await stage.says("amara", UNKNOWN)
    await stage.presses("amara", "missing.open")
    return boxes_too(stage, "amara")


def boxes_too(stage: Stage, who: str) -> str:
    """The dialog with what stands in its boxes."""
    return f"{stage.at.transcript(who).form}" if isinstance(stage, InBrowser) else stage.dialog(who)


async def drafts(bot: Bot) -> int:
    async with bot.app.services.database.read() as session:
        return await session.scalar(select(func.count()).select_from(FormDraft)) or 0


async def sends_in_vain(stage: Stage, monkeypatch: pytest.MonkeyPatch, words: str = TYPED) -> None:
    """The handler breaks, as it does where the process ends in its middle."""

    async def broken(*_: object) -> None:
        raise RuntimeError("the database went away")

    with monkeypatch.context() as patched:
        patched.setattr(feedback, "tell_editors", broken)
        await opens(stage)
        await stage.submits("amara", question=words)


async def test_what_could_not_be_sent_is_there_again_until_it_is_sent(
    stage: Stage, bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    await sends_in_vain(stage, monkeypatch)
    assert await drafts(bot) == 1
    assert await stored(bot, "at weekends") == [], "sealed"
    again = await opens(stage)
    assert TYPED in again
    assert GIVEN_BACK in again
    await stage.submits("amara", question=TYPED)
    assert await drafts(bot) == 0
    assert TYPED not in await opens(stage)


async def test_it_is_forgotten_after_a_day(
    stage: Stage, bot: Bot, monkeypatch: pytest.MonkeyPatch, clock: MovableClock
) -> None:
    await sends_in_vain(stage, monkeypatch)
    clock.move_to(clock.now() + timedelta(days=1, minutes=1))
    assert TYPED not in await opens(stage)


async def test_somebody_else_does_not_see_it(stage: Stage, bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    await sends_in_vain(stage, monkeypatch)
    await stage.says("ben", UNKNOWN)
    await stage.presses("ben", "missing.open")
    assert TYPED not in boxes_too(stage, "ben")


async def test_words_of_distress_are_never_kept(
    stage: Stage, bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    await sends_in_vain(stage, monkeypatch)
    await opens(stage)
    await stage.submits("amara", question="I don't want to be alive any more")
    assert await drafts(bot) == 0
