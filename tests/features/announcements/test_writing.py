"""Writing one: from nothing or from a template, kept, shown, changed, discarded."""

from bot.conversation.message import Choice, Paragraph, TextInput
from bot.conversation.routes import Faults, Open, Reply
from tests.fakes import labels, message_of, words_of
from tests.features.announcements.newsroom import AUTHOR, EASTERN, NURSE, TITLE, WORDS, Newsroom


def initial(reply: Reply) -> dict[str, str]:
    assert isinstance(reply, Open)
    return {f.name: f.initial for f in reply.form.all_fields if not isinstance(f, Paragraph)}


def offered(reply: Reply, name: str) -> list[str]:
    fields = reply.form.fields if isinstance(reply, Open) else message_of(reply).blocks
    (choice,) = [f for f in fields if isinstance(f, Choice) and f.name == name]
    return [option.label for option in choice.options]


async def test_a_champion_starts_from_an_empty_page_or_a_template(newsroom: Newsroom) -> None:
    start = await newsroom.says(AUTHOR, "announce")
    assert offered(start, "start")[0] == "An empty page"
    assert "You said, we did" in offered(start, "start")
    assert labels(start) == ["Write one"]
    empty = await newsroom.presses(AUTHOR, "broadcast.open", start="empty")
    assert set(initial(empty).values()) == {"", "no"}
    event = await newsroom.presses(AUTHOR, "broadcast.open", start="event")
    assert initial(event)["title"] == "You are invited to {event}"
    assert initial(event)["acknowledge"] == "yes"


async def test_nobody_else_writes_any(newsroom: Newsroom) -> None:
    assert "That is for champions" in words_of(await newsroom.says(NURSE, "broadcast"))
    assert "That is for champions" in words_of(await newsroom.presses(NURSE, "broadcast.open"))


async def test_what_a_template_left_open_is_a_fault_beside_its_field(newsroom: Newsroom) -> None:
    opened = await newsroom.presses(AUTHOR, "broadcast.open", start="event")
    assert isinstance(opened, Open)
    typed = {"title": "You are invited to {event}", "words": "At {place, or how to join}"}
    assert await newsroom.writes(value=opened.form.value, **typed) == Faults(
        {
            "title": "Put something in place of {event}, or take it out.",
            "words": "Put something in place of {place, or how to join}, or take it out.",
        }
    )
    assert await newsroom.broadcasts() == []


async def test_audiences_are_those_that_they_may_write_to(newsroom: Newsroom) -> None:
    opened = await newsroom.presses(EASTERN, "broadcast.open")
    assert offered(opened, "audience") == ["east"]
    reply = await newsroom.writes(EASTERN, audience="everyone")
    assert reply == Faults({"audience": "Choose one of these."})


async def test_a_long_title_is_shortened_in_the_list_between_words_and_visibly(newsroom: Newsroom) -> None:
    await newsroom.writes(title="An open morning for everybody on Willow and Rowan wards")
    listed = await newsroom.says(AUTHOR, "announcements")
    assert offered(listed, "which") == ["An open morning for everybody on Willow and… (draft, 24 Nov)"]


async def test_line_breaks_in_what_they_wrote_stay(newsroom: Newsroom) -> None:
    shown = await newsroom.writes(words="Tea at ten.\nCake at eleven.")
    assert "Tea at ten.\nCake at eleven." in words_of(shown)


async def test_it_is_kept_and_can_be_changed(newsroom: Newsroom) -> None:
    await newsroom.writes(when="2026-11-25 09:30", audience="team:east", about=NURSE)
    listed = await newsroom.says(AUTHOR, "announcements")
    assert offered(listed, "which") == [f"{TITLE} (draft, 24 Nov)"]
    (draft,) = await newsroom.broadcasts()
    shown = await newsroom.presses(AUTHOR, "broadcast.show", which=draft.id)
    form = await newsroom.presses_button(AUTHOR, shown, "Change")
    assert initial(form) == {
        "title": TITLE,
        "words": WORDS,
        "image_url": "",
        "image_alt": "",
        "link_label": "",
        "link_url": "",
        "audience": "team:east",
        "when": "2026-11-25",
        "at": "09:30",
        "acknowledge": "no",
        "about": NURSE,
    }
    assert isinstance(form, Open)
    changed = await newsroom.writes(value=form.form.value, words="Ask Samira.")
    assert "Ask Samira." in words_of(changed)
    assert len(await newsroom.broadcasts()) == 1


async def test_an_old_preview_sends_nothing_after_a_change(newsroom: Newsroom) -> None:
    first = await newsroom.writes(audience="team:east")
    (draft,) = await newsroom.broadcasts()
    await newsroom.writes(value=f"draft {draft.id}", audience="team:east", words="Ask Samira.")
    assert "changed, sent or discarded since" in words_of(
        await newsroom.presses_button(AUTHOR, first, "Send")
    )
    await newsroom.goes_out()
    assert newsroom.platform.arrived == []


async def test_nobody_else_reads_changes_or_discards_a_draft(newsroom: Newsroom) -> None:
    await newsroom.writes(audience="team:east")
    (draft,) = await newsroom.broadcasts()
    for action in ("show", "change", "test", "discard", "correct"):
        reply = await newsroom.presses(EASTERN, f"broadcast.{action}", draft.id)
        assert "changed, sent or discarded since" in words_of(reply)
    assert isinstance(await newsroom.writes(EASTERN, value=f"draft {draft.id}", audience="team:east"), Faults)
    assert [d.id for d in await newsroom.broadcasts()] == [draft.id]


async def test_what_is_discarded_is_not_kept_and_what_was_sent_cannot_be(newsroom: Newsroom) -> None:
    preview = await newsroom.writes(audience="team:east")
    discarded = await newsroom.presses_button(AUTHOR, preview, "Discard")
    assert "nothing is kept of it" in words_of(discarded)
    assert await newsroom.broadcasts() == []
    preview = await newsroom.writes(audience="team:east")
    await newsroom.presses_button(AUTHOR, preview, "Send")
    await newsroom.presses_button(AUTHOR, preview, "Discard")
    assert len(await newsroom.broadcasts()) == 1


async def test_the_form_says_what_is_somebody_elses_to_tell(newsroom: Newsroom) -> None:
    opened = await newsroom.presses(AUTHOR, "broadcast.open")
    assert isinstance(opened, Open)
    (note,) = (field for field in opened.form.fields if isinstance(field, Paragraph))
    assert "that a colleague is a peer worker" in note.spans[0].text
    boxes = [field for field in opened.form.fields if isinstance(field, TextInput)]
    assert [box.name for box in boxes if not box.optional] == ["title", "words"]
