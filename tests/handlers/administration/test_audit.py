"""An administrator reads who did what, page by page, checks it, and takes it away."""

import csv
import re
from io import StringIO

import pytest
from sqlalchemy import delete, update

from bot.conversation.message import Choice, Facts, Paragraph
from bot.conversation.request import Sender
from bot.conversation.routes import Replace, Reply, Say
from bot.people.access.roles import Role, revoke
from bot.people.audit.acts import EXPORTED, GAVE_ROLE, TOOK_ROLE, WAS_REFUSED, Act
from bot.people.audit.audit_log import AuditHead, AuditLine, latest, record
from bot.people.identity.people import Person
from bot.people.records.downloads import File
from bot.people.records.one_time_links import LASTS, Refusal
from handlers.administration import audit
from tests.fakes import Bot, buttons, labels, message_of, words_of
from tests.handlers.bot_with_guards import bot_with_guards, gives, id_of

ADDRESS = "https://alongside.example"
_OTHER = Sender("web", "demo", "other")


@pytest.fixture
async def administrator(bot: Bot) -> Bot:
    """One who gave a role twelve times."""
    known = await bot_with_guards(bot, [audit.routes], public_url=ADDRESS)
    await gives(known, Role.ADMINISTRATOR)
    async with known.app.services.database.write() as session:
        await session.execute(delete(AuditLine))
        await session.execute(delete(AuditHead))
    await notes(known, *[GAVE_ROLE] * 12)
    return known


async def notes(bot: Bot, *acts: Act) -> None:
    me, services = await id_of(bot), bot.app.services
    async with services.database.write() as session:
        for act in acts:
            await record(session, me, act, services.clock.now(), me, role="champion", team="")


async def presses(bot: Bot, label: str, reply: Reply) -> Reply:
    button = next(b for b in buttons(reply) if b.label == label)
    return await bot.presses(button.action, button.value)


def token(reply: Reply) -> str:
    spans = [s for b in message_of(reply).blocks if isinstance(b, Paragraph) for s in b.spans if s.href]
    found = re.fullmatch(rf"{ADDRESS}/files/([\w-]{{43}})", spans[0].href or "")
    assert found
    return found[1]


async def test_the_newest_comes_first_in_plain_words_and_to_the_administrator_alone(
    administrator: Bot,
) -> None:
    reply = await administrator.says("audit", private=False)
    assert isinstance(reply, Say)
    assert reply.private
    assert "12 · 2026-11-24 10:00: Amara gave Amara the role of champion." in words_of(reply)
    assert "2 ·" not in words_of(reply).replace("12 ·", "")


async def test_older_lines_are_on_the_next_page_and_there_is_a_way_back(administrator: Bot) -> None:
    first = await administrator.says("audit")
    older = await presses(administrator, "Older", first)
    assert isinstance(older, Replace)
    assert "2 · " in words_of(older)
    assert "1 · " in words_of(older)
    assert "3 · " not in words_of(older)
    assert "Older" not in labels(older)
    assert message_of(await presses(administrator, "Newest", older)) == message_of(first)


async def test_the_newest_line_and_its_digest_are_there_to_write_down(administrator: Bot) -> None:
    reply = await administrator.says("audit")
    async with administrator.app.services.database.read() as session:
        (newest,) = await latest(session, 1)
    (facts,) = [block for block in message_of(reply).blocks if isinstance(block, Facts)]
    (_, number), (_, digest) = facts.rows
    assert number == "12"
    assert digest.replace(" ", "") == newest.digest
    assert max(map(len, digest.split())) == 8


async def test_what_is_shown_can_be_one_kind_of_act(administrator: Bot) -> None:
    await notes(administrator, TOOK_ROLE)
    reply = await administrator.presses("audit.filter", values={"act": "took-role"})
    assert "13 · 2026-11-24 10:00: Amara took the role of champion from Amara." in words_of(reply)
    assert "gave" not in words_of(reply)
    (choice,) = [block for block in message_of(reply).blocks if isinstance(block, Choice)]
    assert choice.initial == "took-role"
    roles = await administrator.presses("audit.filter", values={"act": "gave-role"})
    assert "2 · " in words_of(await presses(administrator, "Older", roles))
    assert "13 ·" not in words_of(await presses(administrator, "Older", roles))


async def test_a_refusal_by_nobody_we_know_and_an_empty_kind_are_told(administrator: Bot) -> None:
    services = administrator.app.services
    async with services.database.write() as session:
        await record(session, None, WAS_REFUSED, services.clock.now(), "roles", needed="manage roles")
    said = words_of(await administrator.says("audit"))
    assert "Somebody we don't know was refused changing who does what here, which takes a role." in said
    assert "Nothing yet." in words_of(await administrator.presses("audit.filter", values={"act": "let-be"}))


async def test_whole_it_says_so_and_otherwise_where_it_is_not(administrator: Bot) -> None:
    whole = await presses(administrator, "Is it whole?", await administrator.says("audit"))
    assert "Nothing is missing: lines 1 to 12 are as they were written." in words_of(whole)
    assert "It doesn't see that an older copy of the whole database was put back" in words_of(whole)
    async with administrator.app.services.database.write() as session:
        await session.execute(delete(AuditLine).where(AuditLine.number == 7))
    assert "Line 7 is missing." in words_of(await administrator.presses("audit.check"))


async def test_the_file_has_every_line_and_nothing_that_a_spreadsheet_would_run(administrator: Bot) -> None:
    services = administrator.app.services
    async with services.database.write() as session:
        await session.execute(update(Person).values(name='=HYPERLINK("https://x.example")'))
    taken = await services.files().take(
        token(await presses(administrator, "Download it", await administrator.says("audit")))
    )
    assert isinstance(taken, File)
    rows = list(csv.reader(StringIO(taken.body.decode("utf-8-sig"), newline="")))
    assert [row[0] for row in rows] == ["Line", *map(str, range(1, 13))]
    assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    async with services.database.read() as session:
        (newest,) = await latest(session, 1)
    assert (newest.act, newest.details, newest.previous) == (
        EXPORTED, {"what": "the audit"}, rows[-1][-1],
    )  # fmt: skip


async def test_the_link_works_once_and_for_fifteen_minutes(administrator: Bot) -> None:
    files, clock = administrator.app.services.files(), administrator.app.services.clock
    key = token(await administrator.presses("audit.export"))
    assert not isinstance(await files.offer(key), Refusal)
    assert isinstance(await files.take(key), File)
    assert await files.take(key) is Refusal.USED
    late = token(await administrator.presses("audit.export"))
    clock.move_to(clock.now() + LASTS)  # type: ignore[attr-defined]
    assert await files.offer(late) is await files.take(late) is Refusal.EXPIRED


async def test_who_is_administrator_no_more_gets_nothing_by_an_old_link(administrator: Bot) -> None:
    key, files = token(await administrator.presses("audit.export")), administrator.app.services.files()
    await gives(administrator, Role.ADMINISTRATOR, sender=_OTHER, name="Sam")
    async with administrator.app.services.database.write() as session:
        await revoke(
            session,
            await id_of(administrator),
            Role.ADMINISTRATOR,
            None,
            by=None,
            now=administrator.app.services.clock.now(),
        )
    assert await files.offer(key) is await files.take(key) is Refusal.NOT_LEADING


async def test_a_nurse_is_refused_and_the_refusal_is_written_down(bot: Bot) -> None:
    known = await bot_with_guards(bot, [audit.routes])
    for action in ("audit", "audit.page", "audit.filter", "audit.check", "audit.export"):
        assert "That is for administrators" in words_of(await known.presses(action))
    async with known.app.services.database.read() as session:
        refused = await latest(session, 10)
    assert [(line.act, line.about) for line in refused][::-1][:2] == [
        (WAS_REFUSED, "audit"), (WAS_REFUSED, "audit.page"),
    ]  # fmt: skip
    assert len(refused) == 5
