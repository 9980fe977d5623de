"""What applies to everybody: an administrator sees it, changes it within bounds, and every change is written down."""

import pytest

from bot.conversation.message import Choice, Facts, TextInput
from bot.conversation.routes import Faults, Open, Reply, Say
from bot.people.access.roles import Role
from bot.people.audit.acts import CHANGED_SETTING
from bot.people.identity.organisation_limits import Limit
from bot.people.identity.organisations import Organisation
from handlers.administration import administration
from tests.fakes import Bot, buttons, message_of, words_of
from tests.handlers.bot_with_guards import bot_with_guards, gives
from tests.people.audit_lines import newest_audit_lines

GIVEN = {"keep_pulse_months": 36, "keep_message_days": 60}


@pytest.fixture
async def administrator(bot: Bot) -> Bot:
    known = await bot_with_guards(bot, [administration.routes], retention_defaults=GIVEN)
    await gives(known, Role.ADMINISTRATOR)
    return known


def rows(reply: Reply) -> dict[str, str]:
    (facts,) = [block for block in message_of(reply).blocks if isinstance(block, Facts)]
    return dict(facts.rows)


async def saved(bot: Bot, name: str, number: str) -> Reply:
    return await bot.submits("administration.save", {"number": number}, value=name)


async def kept(bot: Bot, name: str) -> int | None:
    services = bot.app.services
    async with services.database.read() as session:
        found: int | None = getattr(await session.get_one(Organisation, services.organisation.id), name)
    return found


@pytest.mark.parametrize("word", ["administration", "admin settings"])
async def test_an_administrator_sees_all_that_applies(administrator: Bot, word: str) -> None:
    reply = await administrator.says(word, private=False)
    assert isinstance(reply, Say)
    assert reply.private
    told = rows(reply)
    assert told["How often we write to one person"] == "3 times a week"
    assert told["What messages said is kept"] == "60 days", "as the environment has it"
    assert told["Who was sent what is kept"] == "400 days", "as it usually is"
    assert told["The audit of who did what is kept"] == "3 years"
    assert told["Last checked"] == str(administrator.app.services.signposts.last_checked or "never")
    assert all(len(row.buttons) <= 5 for row in message_of(reply).blocks if hasattr(row, "buttons"))


async def test_signposts_that_are_overdue_are_told(administrator: Bot) -> None:
    services = administrator.app.services
    old = services.signposts.model_copy(
        update={"last_checked": services.clock.now().date().replace(year=2020)}
    )
    known = await bot_with_guards(administrator, [administration.routes], signposts=old)
    said = words_of(await known.says("administration"))
    assert "more than a year ago" in said.partition("To do about the signposts:")[2]


async def test_every_choice_opens_its_form_with_what_applies(administrator: Bot) -> None:
    offered = [
        b for b in message_of(await administrator.says("administration")).blocks if isinstance(b, Choice)
    ]
    assert [option.value for option in offered[0].options] == list(Limit.all())
    for option in offered[0].options:
        reply = await administrator.presses("administration.change", values={"setting": option.value})
        assert isinstance(reply, Open)
        assert len(reply.form.title) <= 24
        (box,) = [field for field in reply.form.fields if isinstance(field, TextInput)]
        assert isinstance(await saved(administrator, option.value, box.initial), Say), option


@pytest.mark.parametrize("name", Limit.all())
async def test_both_bounds_may_be_chosen_and_nothing_beyond(administrator: Bot, name: str) -> None:
    limit = Limit.named(name)
    least = GIVEN["keep_pulse_months"] if limit.only_up else limit.least
    for beyond in [*range(max(least - 1, 0), least), limit.most + 1]:
        reply = await saved(administrator, name, str(beyond))
        assert isinstance(reply, Faults)
        assert f"from {least} to {limit.most}" in reply.by_field["number"]
    for bound in (least, limit.most):
        assert isinstance(await saved(administrator, name, str(bound)), Say)
        assert await kept(administrator, name) == bound


@pytest.mark.parametrize("typed", ["", "many", "-3", "3.5", "٣"])
async def test_what_is_no_whole_number_is_told_beside_its_box(administrator: Bot, typed: str) -> None:
    assert isinstance(await saved(administrator, "weekly_contacts", typed), Faults)
    assert await kept(administrator, "weekly_contacts") == 3


async def test_figures_can_only_be_kept_longer(administrator: Bot) -> None:
    assert isinstance(await saved(administrator, "keep_pulse_months", "48"), Say)
    shorter = await saved(administrator, "keep_pulse_months", "47")
    assert isinstance(shorter, Faults)
    assert "can't be lowered" in shorter.by_field["number"]


async def test_a_change_is_written_down_with_what_applied_before_and_a_save_without_one_is_not(
    administrator: Bot,
) -> None:
    for _ in range(2):
        await saved(administrator, "approval_above", "20")
    async with administrator.app.services.database.read() as session:
        (line,) = await newest_audit_lines(session)
    assert (line.act, line.about) == (CHANGED_SETTING, "approval_above")
    assert (line.details["before"], line.details["after"]) == ("50 people", "20 people")


async def test_an_old_button_for_something_unknown_says_what_to_do(administrator: Bot) -> None:
    assert 'Say "administration"' in words_of(await administrator.presses("administration.change", "name"))
    assert isinstance(await saved(administrator, "name", "3"), Faults)


async def test_a_nurse_can_neither_see_nor_change_it(bot: Bot) -> None:
    nurse = await bot_with_guards(bot, [administration.routes])
    for reply in (await nurse.says("administration"), await saved(nurse, "weekly_contacts", "7")):
        assert "That is for administrators" in words_of(reply)
        assert not buttons(reply)
    assert await kept(nurse, "weekly_contacts") == 3


IN_WORDS = {
    ("keep_audit_days", 1095): "3 years",
    ("keep_audit_days", 365): "1 year",
    ("keep_audit_days", 1100): "1,100 days",
    ("keep_pulse_months", 24): "2 years",
    ("keep_comment_days", 1): "1 day",
    ("weekly_contacts", 1): "1 time a week",
}


@pytest.mark.parametrize(("setting", "words"), IN_WORDS.items(), ids=str)
async def test_whole_years_are_years_and_one_is_one(setting: tuple[str, int], words: str) -> None:
    name, number = setting
    assert Limit.named(name).in_words(number) == words
