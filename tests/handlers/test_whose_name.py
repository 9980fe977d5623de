"""What people call themselves identifies nobody: an e-mail does, and a name is shown with e-mail and account first."""

import pytest
from sqlalchemy import select

from bot.conversation.request import Sender
from bot.conversation.routes import Faults, Reply, Say
from bot.features.announcements.models import Broadcast
from bot.people.access.roles import Grant, Role, roles_of
from bot.people.identity.people import Person
from tests.fakes import Bot, buttons, labels, words_of
from tests.handlers.postbox import Postbox

MAIL = "amara@harbour.example"


@pytest.fixture
async def place(bot: Bot) -> Postbox:
    """Amara has an e-mail; Mallory calls herself by it, and Malin calls himself Amara."""
    found = Postbox(bot)
    await found.knows("ada", "Ada Stone", Role.ADMINISTRATOR)
    await found.knows("sam", "Sam Okafor", Role.CHAMPION)
    await knows(found, "amara", "Amara Osei", MAIL)
    await knows(found, "mallory", MAIL)
    await knows(found, "malin", "amara  OSEI", "malin@harbour.example")
    return found


async def knows(place: Postbox, user: str, name: str, email: str = "") -> str:
    id_ = await place.knows(user, name)
    async with place.bot.app.services.database.write() as session:
        (await session.get_one(Person, id_)).email = email or None
    return id_


async def gives(place: Postbox, who: str, role: str = "administrator", team: str = "") -> Reply:
    return await place.submits("ada", "roles.give.save", who=who, role=role, team=team)


async def holders(place: Postbox, role: Role) -> list[str]:
    async with place.bot.app.services.database.read() as session:
        found = await session.scalars(
            select(Person.email).join(Grant, Grant.person_id == Person.id).where(Grant.role == role)
        )
        return [email or "" for email in found]


@pytest.mark.parametrize("typed", [MAIL, " AMARA@harbour.example", "amara＠harbour.example"])
async def test_an_e_mail_is_never_somebodys_name(place: Postbox, typed: str) -> None:
    assert "Amara Osei has the role of leader now" in words_of(await gives(place, typed, "leader"))
    assert await holders(place, Role.LEADER) == [MAIL]


async def test_an_e_mail_that_nobody_has_is_nobodys_though_somebody_calls_themselves_so(
    place: Postbox,
) -> None:
    await knows(place, "mallory", "boss@harbour.example")
    assert isinstance(await gives(place, "boss@harbour.example"), Faults)
    assert await holders(place, Role.ADMINISTRATOR) == [""]


async def test_a_name_is_shown_with_e_mail_and_account_before_a_role_is_given(place: Postbox) -> None:
    shown = await gives(place, "Amara Osei", "leader")
    said = words_of(shown)
    assert "Nothing has been changed yet" in said
    for person in (f"Amara Osei, {MAIL}, ", "amara  OSEI, malin@harbour.example, "):
        assert person in said
    assert "(demo, amara)" in said
    assert "(demo, malin)" in said
    assert await holders(place, Role.LEADER) == []
    number = 1 + [MAIL in line for line in said.splitlines() if "@" in line].index(True)
    await place.presses("ada", shown, f"Give it to {number}")
    assert await holders(place, Role.LEADER) == [MAIL]


async def test_one_of_that_name_is_confirmed_too(place: Postbox) -> None:
    shown = await gives(place, "Sam Okafor", "editor")
    assert labels(shown) == ["Yes, give it"]
    assert await holders(place, Role.EDITOR) == []


async def test_the_list_of_roles_tells_two_of_one_name_apart(place: Postbox) -> None:
    await gives(place, MAIL, "leader")
    await gives(place, "malin@harbour.example", "editor")
    said = words_of(await place.says("ada", "roles"))
    assert f"Amara Osei ({MAIL}): leader" in said
    assert "(malin@harbour.example): editor" in said


async def test_accounts_are_joined_by_e_mail_and_shown_in_full(place: Postbox) -> None:
    shown = await place.submits("ada", "people.join.look", who=MAIL, other="malin@harbour.example")
    said = words_of(shown)
    assert f"Amara Osei, {MAIL}, " in said
    assert "malin@harbour.example, " in said
    assert "(demo, malin)" in said
    assert isinstance(await place.submits("ada", "people.join.look", who=MAIL, other="x@y.example"), Faults)


async def test_only_an_e_mail_says_whose_agreement_it_takes(place: Postbox) -> None:
    several = await announces(place, "Amara Osei")
    assert isinstance(several, Faults)
    assert "e-mail" in several.by_field["about"]
    shown = await announces(place, MAIL)
    assert f"It is about: Amara Osei, {MAIL}, " in words_of(shown)
    assert "(demo, amara). Is that who you mean?" in words_of(shown)
    assert [b.label for b in buttons(shown)][1] == "Ask them to agree"
    async with place.bot.app.services.database.read() as session:
        (subject,) = await session.scalars(
            select(Person.email).join(Broadcast, Broadcast.subject_id == Person.id)
        )
    assert subject == MAIL


async def test_a_champion_reads_whose_question_it_is_where_names_look_alike(place: Postbox) -> None:
    """Malin calls himself as Amara is called."""
    asked = {"question": "Where do peers park?", "named": "with"}
    await place.submits("malin", "ask.person.send", **asked)
    (offer,) = await place.gets("sam")
    assert "OSEI (malin@harbour.example) asks:" in words_of(Say(offer))


async def test_only_where_they_do(place: Postbox) -> None:
    await place.submits("ada", "ask.person.send", question="Where do peers park?", named="with")
    (offer,) = await place.gets("sam")
    assert "Ada Stone" in words_of(Say(offer))
    assert "Ada Stone (" not in words_of(Say(offer))


async def announces(place: Postbox, about: str) -> Reply:
    values = {"title": "A welcome", "words": "She starts today.", "audience": "everyone", "acknowledge": "no"}
    return await place.submits("sam", "broadcast.check", "template ", **values, about=about)


async def test_the_button_gives_no_role_that_cannot_be_given(place: Postbox) -> None:
    sender = Sender("web", "demo", "mallory")
    async with place.bot.app.services.database.read() as session:
        mallory = await session.scalar(select(Person.id).where(Person.name == MAIL))
    refused = await place.bot.presses("roles.give.sure", f"{mallory} administrator -", sender=sender)
    assert "for administrators" in words_of(refused)
    own = await place.bot.presses("roles.give.sure", f"{mallory} peer-worker -", **place.of("ada"))
    assert "own to tell" in words_of(own)
    nowhere = await place.bot.presses("roles.give.sure", f"{mallory} leader nowhere", **place.of("ada"))
    assert "That team isn't known here" in words_of(nowhere)
    nobody = await place.bot.presses("roles.give.sure", "nobody leader -", **place.of("ada"))
    assert "That person isn't known here" in words_of(nobody)
    async with place.bot.app.services.database.read() as session:
        assert await roles_of(session, [mallory or ""]) == {mallory: {Role.STAFF}}
