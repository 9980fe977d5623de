"""Which forms keep a draft, and what a form that opens does with it."""

import pytest
from sqlalchemy import func, select

import handlers
from bot.conversation.actions import PlainAction
from bot.conversation.message import Choice, Form, Option, Paragraph, TextInput
from bot.conversation.routes import Faults, Routes
from bot.people.access.roles import Role
from bot.people.records.form_drafts import FormDraft, with_draft
from tests.fakes import Bot
from tests.handlers.postbox import Postbox

ASH = Choice("ward", "Ward", (Option("a", "Ash"), Option("b", "Beech")))
FORM = Form("send", "Ask", (TextInput("question", "Your question"), ASH))


def said_above(form: Form) -> str:
    return " ".join(s.text for f in form.fields if isinstance(f, Paragraph) for s in f.spans)


def initials(form: Form) -> list[str]:
    return [field.initial for field in form.all_fields if not isinstance(field, Paragraph)]


def test_what_was_typed_and_chosen_stands_in_the_form_again() -> None:
    assert initials(with_draft(FORM, {"question": "Where?", "ward": "b"})) == ["Where?", "b"]


def test_what_is_not_offered_any_more_is_not_chosen() -> None:
    assert with_draft(FORM, {"ward": "z"}) == FORM


def test_a_form_opened_with_other_words_keeps_them_and_shows_the_typed_ones_above() -> None:
    opened = Form("send", "Ask", (TextInput("question", "Your question", initial="About bicycles"), ASH))
    shown = with_draft(opened, {"question": "About parking", "ward": "b"})
    assert initials(shown) == ["About bicycles", "b"]
    assert "About parking" in said_above(shown)


def test_words_that_were_added_to_stand_where_they_stood() -> None:
    opened = Form("send", "Ask", (TextInput("question", "Your question", initial="About bicycles"),))
    assert initials(with_draft(opened, {"question": "About bicycles in winter"})) == [
        "About bicycles in winter"
    ]


def test_what_is_about_one_thing_takes_the_place_of_what_stood_there() -> None:
    change = Form("send", "Change", (TextInput("words", "Words", initial="As it is"),), value="card-1")
    assert initials(with_draft(change, {"words": "As I want it"})) == ["As I want it"]


@pytest.mark.parametrize(
    "action",
    [
        "pulse.send-comment",
        "pulse.answer",
        "entry.save",
        "come-along.reflect.save",
        "language.check",
        "network.send",
        "administrator.code",
        "people.import.send",
        "settings.save",
    ],
)
def test_what_is_private_or_secret_keeps_none(action: str) -> None:
    assert not handlers.ALL.by_name[action].keeps_draft


def test_what_leaves_no_trace_can_keep_none() -> None:
    with pytest.raises(ValueError, match="leaves no trace"):
        Routes().on(PlainAction("a"), leaves_no_trace=True, keeps_draft=True)(lambda *_: None)  # type: ignore[arg-type]


async def test_a_composed_text_that_sounds_like_distress_is_not_kept(bot: Bot) -> None:
    place = Postbox(bot)
    await place.knows("lee", "Lee Wong", Role.CHAMPION)
    assert handlers.ALL.by_name["inbox.answer.send"].composes
    for words, kept in (("Ring the bell. " * 200, 1), ("I want to kill myself. " * 100, 0)):
        reply = await place.submits("lee", "inbox.answer.send", "q1", answer=words)
        assert isinstance(reply, Faults)
        async with bot.app.services.database.read() as session:
            assert await session.scalar(select(func.count()).select_from(FormDraft)) == kept
