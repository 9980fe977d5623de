"""What we sent unasked is what "why" and "stop" are about, if it came last."""

from datetime import timedelta

from bot.conversation.message import Button, Buttons, Message, text
from bot.core.clock import MovableClock
from bot.delivery.calendar.slots import Slot
from bot.delivery.ledger.contents import store_contents
from bot.delivery.ledger.deliveries import Delivery, DeliveryState
from bot.delivery.sending.gateway import DeliveryAction
from bot.features.learning.declarations import NUDGE
from bot.features.pulse.declarations import PULSE
from bot.people.contact.message_kinds import MessageKind
from bot.people.identity.people import person_behind
from tests.fakes import Bot, message_of
from tests.handlers.bot_with_guards import NURSE


async def sent(bot: Bot, kind: MessageKind, message: Message, ago: timedelta = timedelta(minutes=5)) -> None:
    """The nurse got this a while ago."""
    services = bot.app.services
    now = services.clock.now()
    async with services.database.write() as session:
        person = await person_behind(session, NURSE)
        assert person
        hashes = await store_contents(session, [message], now)
        session.add(
            Slot(
                id=f"slot-{kind}",
                schedule="test",
                job="test",
                kind=kind,
                organisation_id=services.organisation.id,
                day=now.date(),
                due_at=now,
            )
        )
        await session.flush()
        session.add(
            Delivery(
                slot_id=f"slot-{kind}",
                person_id=person.id,
                lane="web demo send",
                kind=kind,
                priority=1,
                action=DeliveryAction.SEND,
                content=hashes[message],
                waits=False,
                state=DeliveryState.SENT,
                sent_at=now - ago,
            )
        )


def replies(bot: Bot, act: str, context: str) -> tuple[str, ...]:
    return bot.app.services.conversation.kinds.acts[act].replies[context]


async def test_why_after_the_fortnights_questions_says_what_they_are_for(bot: Bot) -> None:
    await bot.joins()
    await sent(bot, PULSE, Message("A few short questions"))
    assert message_of(await bot.says("why are you asking me this")).summary in replies(bot, "why", "pulse")


async def test_more_after_a_tip_is_the_tips_card(bot: Bot) -> None:
    await bot.joins()
    tip = next(iter(bot.app.services.tracks.tips.values()))
    card = bot.app.services.library.card(tip.meta.card)
    buttons = Buttons((Button("More about this", "tip.more", tip.key),))
    await sent(bot, NUDGE, Message("A short tip", (text(tip.meta.title), buttons)))
    assert card.title in (
        message_of(await bot.says("shorter please")).summary,
        message_of(await bot.says("again")).summary,
    )


async def test_what_was_said_after_it_counts_more(bot: Bot, clock: MovableClock) -> None:
    await bot.joins()
    await sent(bot, PULSE, Message("A few short questions"))
    await bot.presses("card.related", "role/sharing-their-story")
    title = bot.app.services.library.card("role/sharing-their-story").title
    assert message_of(await bot.says("why?")).summary == title


async def test_what_was_sent_over_an_hour_ago_is_past(bot: Bot) -> None:
    await bot.joins()
    await sent(bot, PULSE, Message("A few short questions"), timedelta(minutes=61))
    assert message_of(await bot.says("why?")).summary in replies(bot, "why", "anywhere")
