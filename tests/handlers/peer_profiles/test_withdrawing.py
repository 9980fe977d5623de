"""What a withdrawal and an erasure leave of requests for peer support: no name, and nobody who waits in vain."""

from sqlalchemy import select

from bot.conversation.routes import Say
from bot.delivery.ledger.deliveries import Delivery, DeliveryState
from bot.delivery.sending.gateway import DeliveryAction
from bot.features.peer_profiles.withdrawal import withdraw
from bot.people.identity.people import Account
from tests.fakes import labels, stored, words_of
from tests.handlers.peer_profiles.peers import form_of, published, said_in
from tests.handlers.peer_profiles.test_requests import TIMES, ania, asks, offered, place, taken
from tests.handlers.postbox import Postbox

__all__ = ["place"]


async def deleted(place: Postbox, user: str) -> int:
    """How many messages are deleted from their chat."""
    await place.settle()
    going = (Account.user == user, Delivery.action == DeliveryAction.RECALL)
    pending = Delivery.state == DeliveryState.PENDING
    async with place.bot.app.services.database.read() as session:
        rows = select(Delivery).join(Account, Account.person_id == Delivery.person_id).where(*going, pending)
        return len((await session.scalars(rows)).all())


async def test_withdrawing_ends_what_was_asked_and_leaves_no_name(place: Postbox) -> None:
    await taken(place)
    await place.gets("amara")
    who = await ania(place)
    async with place.bot.app.services.database.write() as session:
        await withdraw(session, who)
    (news,) = await place.gets("amara")
    assert news.summary == "The person you asked for peer support can't be asked here any more."
    assert await stored(place.bot, "Ania K.") == []
    shown = said_in(form_of(await place.bot.presses("requests.show", **place.of("amara"))))
    assert "Ania" not in shown


async def test_withdrawing_from_a_pool_takes_back_what_waits_for_oneself_alone(place: Postbox) -> None:
    await published(place, "ben", "organisation", name="Ben")
    await asks(place)
    await offered(place)
    bens = await offered(place, "ben")
    await place.bot.presses("entry.withdraw.now", **place.of("ania"))
    assert (await deleted(place, "ania"), await deleted(place, "ben")) == (1, 0)
    assert await place.gets("amara") == []
    assert "You have" in words_of(await place.presses("ben", bens, "I'll take it"))


async def test_who_withdraws_after_a_time_was_agreed_leaves_nobody_to_go_alone(place: Postbox) -> None:
    form = form_of(await place.presses("ania", await taken(place), "Propose times"))
    await place.submits("ania", form.action, form.value, **TIMES)
    times = next(m for m in await place.gets("amara") if "None of these" in labels(Say(m)))
    await place.presses("amara", times, "Friday 27 November 2026, 14:30")
    await place.bot.presses("entry.withdraw.now", **place.of("ania"))
    (news,) = await place.gets("amara")
    assert "A time that you agreed to is off." in words_of(Say(news))


async def test_an_asker_who_erases_their_data_keeps_no_peer_workers_name(place: Postbox) -> None:
    """Else it would stay in the chat when the peer worker withdraws: nothing would know of the message."""
    await taken(place)
    assert "Ania K." in (await place.gets("amara"))[0].summary
    await place.bot.presses("my-data.erase", **place.of("amara"))
    assert (await deleted(place, "amara"), await deleted(place, "ania")) == (1, 0)
