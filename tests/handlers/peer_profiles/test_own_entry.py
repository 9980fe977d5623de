"""A peer worker's own entry: written, seen as others see it, shown to whom they choose, and withdrawn."""

import pytest

from bot.conversation.message import Choice, Paragraph, TextInput
from bot.conversation.routes import Faults, Say
from bot.features.peer_profiles.retention import delete_old
from bot.people.identity.people import Person
from tests.fakes import Bot, labels, stored, words_of
from tests.handlers.peer_profiles.peers import (
    WRITTEN,
    form_of,
    harbour,
    looks,
    published,
    publishes,
    said_in,
    writes,
)
from tests.handlers.postbox import Postbox

TEAM, EVERYONE = "Rowan ward", "organisation"


@pytest.fixture
async def place(bot: Bot) -> Postbox:
    return await harbour(bot)


async def test_the_message_is_the_same_for_everybody_whether_they_have_an_entry_or_not(
    place: Postbox,
) -> None:
    before = await place.says("ania", "my entry")
    await published(place)
    assert await place.says("ania", "my entry") == before == await place.says("sue", "my entry")
    assert labels(before) == ["Write or change it", "See it, and choose who sees it", "Withdraw it"]


async def test_the_form_has_four_boxes_and_four_more_and_begins_with_their_name(place: Postbox) -> None:
    form = form_of(await place.bot.presses("entry.write", **place.of("ania")))
    boxes, more = [[f.name for f in part if isinstance(f, TextInput)] for part in (form.fields, form.more)]
    assert boxes == ["name", "expertise", "languages", "how_to_ask"]
    assert more == ["settings", "ways", "days", "not_offered"]
    assert [f.initial for f in form.all_fields if isinstance(f, TextInput)][:2] == ["Ania Kowalska", ""]


async def test_it_needs_a_name_and_something_to_be_found_by(place: Postbox) -> None:
    for values, at in (({"name": " ", "expertise": "x"}, "name"), ({"name": "Ania"}, "expertise")):
        reply = await place.submits("ania", "entry.save", **values)
        assert isinstance(reply, Faults)
        assert set(reply.by_field) == {at}


async def test_what_is_written_is_seen_by_its_writer_alone_until_it_is_published(place: Postbox) -> None:
    shown = said_in(await writes(place))
    assert "Knows about: hearing voices, going back to work" in shown
    assert "Who sees it now: only you." in shown
    for user in ("amara", "sue", "ida", "ania"):
        assert "Ania" not in said_in(await looks(place, user))


async def test_it_is_shown_exactly_to_whom_its_writer_chose(place: Postbox) -> None:
    await published(place, colleagues="team")
    assert [u for u in ("amara", "sue", "ben", "kit", "ida") if "Ania" in said_in(await looks(place, u))] == [
        "amara",
        "sue",
    ]
    await publishes(place, colleagues=EVERYONE)
    for user in ("amara", "sue", "ben", "kit", "ida"):
        assert "Ania" in said_in(await looks(place, user)), user


async def test_the_names_of_those_who_would_see_it_are_exact(place: Postbox) -> None:
    shown = said_in(await writes(place))
    assert "My team, Rowan ward: 2 people team" in shown
    assert "Rowan ward is today: Amara Osei, Sue Hall. Those who come later see it, too." in shown
    everybody = "Amara Osei, Ben Ode, Ida Berg, Kit Adeyemi, Sue Hall"
    assert f"Everyone at Harbour is today: {everybody}." in shown


async def test_who_is_in_no_team_is_offered_none(place: Postbox) -> None:
    form = await writes(place, "kit")
    (choice,) = (f for f in form.fields if isinstance(f, Choice) and f.name == "colleagues")
    assert [option.value for option in choice.options] == ["nobody", EVERYONE]


async def test_the_team_they_chose_stays_theirs_when_an_import_moves_them(place: Postbox) -> None:
    """Moving somebody to another team shows their entry to nobody new."""
    await published(place, colleagues="team")
    who = await place.knows("ania", "Ania", team="Rowan ward")
    async with place.bot.app.services.database.write() as session:
        (await session.get_one(Person, who)).team_id = "Willow ward"
    assert "Ania" not in said_in(await looks(place, "ben"))
    assert "Ania" in said_in(await looks(place, "amara"))
    shown = said_in(form_of(await place.bot.presses("entry.show", **place.of("ania"))))
    assert "Who sees it now: Rowan ward" in shown


async def test_a_change_is_seen_by_others_once_it_is_published(place: Postbox) -> None:
    await published(place)
    shown = said_in(await writes(place, expertise="gardening"))
    assert "What you changed since, only you." in shown
    assert "hearing voices" in said_in(await looks(place, "amara", "voices"))
    await publishes(place, colleagues="team")
    assert "hearing voices" not in said_in(await looks(place, "amara", "voices"))
    assert "gardening" in said_in(await looks(place, "amara", "gardening"))


async def test_only_what_was_looked_at_is_published(place: Postbox) -> None:
    looked_at = await writes(place)
    await writes(place, expertise="something else")
    reply = await place.submits("ania", "entry.publish", looked_at.value, colleagues="team", page="no")
    assert isinstance(reply, Faults)
    assert "Ania" not in said_in(await looks(place, "amara"))


async def test_hidden_it_is_theirs_alone_again(place: Postbox) -> None:
    await published(place)
    await publishes(place, colleagues="nobody")
    assert "Ania" not in said_in(await looks(place, "amara"))
    shown = said_in(form_of(await place.bot.presses("entry.show", **place.of("ania"))))
    assert "hearing voices" in shown


async def test_withdrawn_it_is_nowhere_any_more(place: Postbox) -> None:
    await published(place, colleagues=EVERYONE)
    await writes(place, expertise="gardening")
    reply = await place.submits("ania", "entry.withdraw.now")
    assert isinstance(reply, Say)
    assert "Withdrawn." in words_of(reply)
    assert "Ania" not in said_in(await looks(place, "amara"))
    for words in ("voices", "Polish", "gardening", "mornings"):
        assert await stored(place.bot, words) == []


async def test_withdrawing_asks_first_and_says_who_sees_it_and_how_to_hide_it_instead(place: Postbox) -> None:
    await published(place, colleagues=EVERYONE)
    asked = said_in(form_of(await place.bot.presses("entry.withdraw", **place.of("ania"))))
    assert "Who sees it now: everyone at Harbour, as you published it." in asked
    assert "choose nobody" in asked
    assert "Ania" in said_in(await looks(place, "amara")), "nothing is gone yet"


async def test_nobody_is_told_that_an_entry_was_withdrawn_which_they_never_had(place: Postbox) -> None:
    asked = said_in(form_of(await place.bot.presses("entry.withdraw", **place.of("amara"))))
    assert "You have no entry." in asked


async def test_the_page_is_said_to_come_weekly_only_where_the_bot_makes_it(place: Postbox) -> None:
    shown = said_in(await writes(place))
    assert "Your organisation makes it when it needs one" in shown
    assert "every week" not in shown


async def test_words_of_distress_in_it_warn_and_stop_nothing(place: Postbox) -> None:
    shown = said_in(await writes(place, expertise="I want to kill myself"))
    assert "Publish them only if that is what is meant." in shown


async def test_who_takes_back_being_a_peer_worker_has_no_entry_any_more(place: Postbox) -> None:
    await published(place)
    await place.submits("ania", "settings.peer", peer="no")
    assert "Ania" not in said_in(await looks(place, "amara"))
    assert await stored(place.bot, WRITTEN["expertise"]) == []


async def test_a_leaver_is_gone_at_once_and_their_words_that_night(place: Postbox) -> None:
    await published(place)
    services = place.bot.app.services
    who = await place.knows("ania", "Ania", team="Rowan ward")
    async with services.database.write() as session:
        ania = await session.get_one(Person, who)
        ania.left_on = services.clock.now().date()
    assert "Ania" not in said_in(await looks(place, "amara"))
    counts = await delete_old(services.database, services.clock.now(), {})
    assert counts == {"peer_profiles": 1, "peer_requests": 0, "peer_tallies": 0}
    assert await stored(place.bot, "voices") == []


async def test_hard_words_get_a_quiet_hint_that_stops_nothing(place: Postbox) -> None:
    hard = (
        "I facilitate individualised psychosocial interventions within multidisciplinary organisations. " * 4
    )
    for words, is_hard in ((hard, True), ("I know about hearing voices. We can go for a walk. " * 4, False)):
        form = await writes(place, expertise=words)
        hints = [f for f in form.fields if isinstance(f, Paragraph) and "read slowly" in f.spans[0].text]
        assert [hint.quiet for hint in hints] == [True] * is_hard
        assert form.submit == "Apply"


async def test_the_preview_says_that_her_team_can_be_asked_for_a_peer_worker(place: Postbox) -> None:
    """Else the list of teams would tell what she didn't write."""
    assert "“any peer worker of Rowan ward”" in said_in(await writes(place))
    assert "any peer worker of" not in said_in(await writes(place, "kit", name="Kit A."))
