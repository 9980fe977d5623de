import pytest

from bot.conversation.message import Choice, Facts, Paragraph, TextInput
from bot.conversation.request import Sender
from bot.conversation.routes import Faults, Open, Reply, Say
from bot.features.pulse.preferences import Choices, choices_of
from bot.features.pulse.waves.waves import items_of
from bot.people.access.roles import Role
from bot.people.audit.acts import CHANGED_SETTING
from tests.fakes import Bot, labels, message_of, words_of
from tests.features.pulse.town import ITEMS
from tests.handlers.asked import STAFF, Asked, asked_at
from tests.handlers.bot_with_guards import gives
from tests.people.audit_lines import newest_audit_lines

SAM = "north-5"


@pytest.fixture
async def harbour(bot: Bot) -> Asked:
    found = await asked_at(bot)
    await gives(bot, Role.ADMINISTRATOR, Sender("web", "demo", SAM), "Sam")
    return found


async def saved(place: Asked, headline: str = "know-the-role", floor: str = "8", blur: str = "100") -> Reply:
    return await place.submits(SAM, "pulse-settings.save", headline=headline, floor=floor, blur=blur)


async def chosen(place: Asked) -> Choices:
    async with place.town.database.read() as session:
        return await choices_of(session, place.town.organisation.id)


async def test_an_administrator_sees_what_applies_and_from_when_a_change_would(harbour: Asked) -> None:
    for word in ("pulse settings", "questions"):
        reply = await harbour.says(SAM, word)
        assert isinstance(reply, Say)
        assert reply.private
    (facts,) = [block for block in message_of(reply).blocks if isinstance(block, Facts)]
    assert facts.rows == (
        (
            "The headline, asked every time",
            "I understand what the job of a peer worker here covers.",
        ),
        ("A figure is shown from", "8 answers"),
        ("Figures are blurred", "as usual"),
    )
    assert (
        "A change applies from the next questions, on Tuesday 8 December. Open ones stay as they are."
        in words_of(reply)
    )
    assert labels(reply) == ["Change", "When they are asked"]


async def test_that_another_headline_begins_its_line_anew_is_said_before(harbour: Asked) -> None:
    reply = await harbour.presses(SAM, "pulse-settings.change")
    assert isinstance(reply, Open)
    note, headline, floor, blur = reply.form.fields
    assert isinstance(note, Paragraph)
    assert "Another one begins that line anew" in note.spans[0].text
    assert isinstance(headline, Choice)
    assert len(headline.options) == 12
    assert all(len(option.label) <= 75 for option in headline.options)
    assert isinstance(floor, TextInput)
    assert isinstance(blur, Choice)
    assert (headline.initial, floor.initial, blur.initial) == ("know-the-role", "8", "100")


async def test_what_is_chosen_applies_to_the_next_wave(harbour: Asked) -> None:
    reply = await saved(harbour, "work-together", "10")
    assert message_of(reply).summary == "Saved."
    assert "10 answers" in words_of(reply)
    wave = await harbour.town.opens()
    async with harbour.town.database.read() as session:
        asked = await items_of(session, wave.id, ITEMS)
    assert (asked[0].id, wave.floor) == ("work-together", 10)


async def test_figures_can_be_blurred_more_from_the_next_wave_and_never_less_than_usual(
    harbour: Asked,
) -> None:
    assert "about twice as much" in words_of(await saved(harbour, blur="50"))
    assert (await harbour.town.opens()).epsilon == 50
    assert isinstance(await saved(harbour, blur="200"), Faults)
    assert (await chosen(harbour)).epsilon == 50


async def test_the_floor_is_only_raised(harbour: Asked) -> None:
    await saved(harbour, floor="12")
    reply = await saved(harbour, floor="11")
    assert isinstance(reply, Faults)
    assert reply.by_field["floor"].startswith("Choose a number from 12 to 50. It can be raised only")
    assert (await chosen(harbour)).floor == 12


@pytest.mark.parametrize("floor", ["", "ten", "-9", "8.5", "٩"])
async def test_what_is_no_number_is_refused_beside_its_box(harbour: Asked, floor: str) -> None:
    assert await saved(harbour, floor=floor) == Faults({"floor": "Write a whole number, like 10."})


@pytest.mark.parametrize("headline", ["", "nonsense", "fair-terms"])
async def test_a_headline_that_not_everyone_is_asked_is_refused(harbour: Asked, headline: str) -> None:
    assert await saved(harbour, headline) == Faults({"headline": "Choose one of these."})
    assert await chosen(harbour) == Choices()


async def test_nobody_else_may(harbour: Asked) -> None:
    assert "That is for administrators" in words_of(await harbour.says(STAFF, "pulse settings"))


async def test_each_change_stands_in_the_audit(harbour: Asked) -> None:
    for _ in range(2):
        await saved(harbour, floor="12")
    async with harbour.town.database.read() as session:
        lines = await newest_audit_lines(session)
    assert [(line.act, line.details) for line in lines] == [
        (
            CHANGED_SETTING,
            {"setting": "from how many answers a figure is shown", "before": "8", "after": "12"},
        )
    ]
