"""Who has a question, on both databases, because champions are quick."""

import asyncio
from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.features.escalation.models import Question
from bot.features.escalation.question_answers import (
    answer,
    merge_questions,
    pass_on,
    process_when_due,
    reply,
    take,
    taken_by,
    thank,
    waiting_for,
)
from bot.features.escalation.question_closing import cut_links, delete_closed
from bot.features.escalation.question_offers import ask
from bot.features.escalation.views.inbox import OFFER_ENDINGS
from bot.people.access.roles import Role
from bot.people.identity.people import Person
from tests.people.village import NOW, Village


async def asked(village: Village, session: AsyncSession, *, is_named: bool = False) -> Question:
    """By a nurse; Sam and Lee are champions."""
    await village.moves_in(session, "Nurse", "Sam", "Lee")
    for champion in ("sam", "lee"):
        await village.gives(session, champion, Role.CHAMPION)
    home = village.organisation.id
    id_ = await ask(session, home, "nurse", "Where?", is_named=is_named, to=None, about="", now=NOW)
    return await session.get_one(Question, id_)


async def test_of_two_who_take_it_at_the_same_moment_one_has_it(village: Village) -> None:
    async with village.database.write() as session:
        question = (await asked(village, session)).id

    async def takes(person_id: str) -> bool:
        async with village.database.write() as session:
            return await take(session, question, person_id, NOW, OFFER_ENDINGS) is not None

    assert sorted(await asyncio.gather(takes("sam"), takes("lee"))) == [False, True]


async def test_who_is_no_champion_takes_nothing(village: Village, session: AsyncSession) -> None:
    question = await asked(village, session)
    await village.moves_in(session, "Porter")
    for person in ("porter", "nurse"):
        assert await take(session, question.id, person, NOW, OFFER_ENDINGS) is None


async def test_a_question_due_later_is_left_alone(village: Village, session: AsyncSession) -> None:
    question = await asked(village, session)
    await process_when_due(session, question, question.look_at - timedelta(seconds=1), OFFER_ENDINGS)
    assert question.offers == 1
    await process_when_due(session, question, question.look_at, OFFER_ENDINGS)
    assert question.offers == 2


async def test_a_reply_waits_for_an_answer_again(village: Village, session: AsyncSession) -> None:
    question = await asked(village, session)
    await take(session, question.id, "sam", NOW, OFFER_ENDINGS)
    await answer(session, question, "Here.", NOW, OFFER_ENDINGS)
    await reply(session, question, "And then?", NOW, OFFER_ENDINGS)
    assert (question.claimed_by, question.answered_at) == ("sam", None)


async def test_a_reply_to_somebody_who_is_no_champion_any_more_is_for_all(
    village: Village, session: AsyncSession
) -> None:
    question = await asked(village, session)
    await take(session, question.id, "sam", NOW, OFFER_ENDINGS)
    await answer(session, question, "Here.", NOW, OFFER_ENDINGS)
    (await session.get_one(Person, "sam")).left_on = date(2026, 11, 24)
    await reply(session, question, "And then?", NOW, OFFER_ENDINGS)
    assert question.is_waiting
    assert [q.id for q in await waiting_for(session, village.organisation.id, "lee")] == [question.id]


async def test_passed_on_it_waits_for_the_others(village: Village, session: AsyncSession) -> None:
    question = await asked(village, session)
    await take(session, question.id, "sam", NOW, OFFER_ENDINGS)
    await pass_on(session, question, NOW, OFFER_ENDINGS)
    assert (question.is_waiting, question.passed_by) == (True, "sam")
    assert await taken_by(session, "sam") == []


async def test_the_link_to_somebody_without_a_name_is_cut_once_all_is_on_its_way(
    village: Village, session: AsyncSession
) -> None:
    question = await asked(village, session)
    await take(session, question.id, "sam", NOW, OFFER_ENDINGS)
    await thank(session, question, NOW, OFFER_ENDINGS)
    assert question.asker_id is None
    await cut_links(session)


async def test_somebody_with_a_name_stays_until_all_of_it_goes(
    village: Village, session: AsyncSession
) -> None:
    question = await asked(village, session, is_named=True)
    await take(session, question.id, "sam", NOW, OFFER_ENDINGS)
    await thank(session, question, NOW, OFFER_ENDINGS)
    assert question.asker_id == "nurse"
    assert await delete_closed(session, NOW) == 0
    assert await delete_closed(session, NOW + timedelta(seconds=1)) == 1
    assert await session.get(Question, question.id, populate_existing=True) is None


async def test_two_who_are_one_keep_what_either_asked_and_took(
    village: Village, session: AsyncSession
) -> None:
    question = await asked(village, session)
    await take(session, question.id, "sam", NOW, OFFER_ENDINGS)
    await session.flush()
    await merge_questions(session, "sam", "lee")
    await merge_questions(session, "nurse", "sam")
    await session.refresh(question)
    assert (question.asker_id, question.claimed_by) == ("sam", "lee")
