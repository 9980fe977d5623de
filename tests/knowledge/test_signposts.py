from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.conversation.message import Bullets, Message, Paragraph
from bot.knowledge.distress import About, Level, Sight
from bot.knowledge.signposts import Line, Signposts, Where, load, one_line, open_questions, signpost

CONTENT = Path(__file__).parents[2] / "content"
COUNTRIES = sorted(p.stem for p in (CONTENT / "signposts").glob("*.yaml"))
MONDAY_NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SATURDAY_NIGHT = datetime(2026, 11, 28, 23, 0, tzinfo=UTC)
SELF = Sight(Level.DISTRESS, About.SELF)
OTHER = Sight(Level.DISTRESS, About.SOMEBODY_ELSE)
ABUSE = Sight(Level.DISTRESS, About.SELF, is_abuse=True)
GB = load(CONTENT, "GB")


def line(hours: str, name: str = "Staff support") -> Line:
    return Line.model_validate({"name": name, "contact": "Call 1", "hours": hours, "confirmed": True})


def words(message: Message) -> str:
    return "\n".join(
        "".join(s.text for s in p.spans)
        for block in message.blocks
        for p in (block.items if isinstance(block, Bullets) else (block,))
        if isinstance(p, Paragraph)
    )


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("sight", [SELF, OTHER, ABUSE])
def test_every_country_has_a_short_signpost_at_any_hour(country: str, sight: Sight) -> None:
    posts = load(CONTENT, country)
    said = words(signpost(posts, [], sight, SATURDAY_NIGHT, Where.DEMO))
    assert posts.emergency.number in said
    assert 4 <= len(said.splitlines()) <= 9


def test_the_reply_is_the_fixed_text() -> None:
    said = words(signpost(GB, [], SELF, MONDAY_NOON, Where.SLACK)).splitlines()
    assert (
        said[0] == "This is an automatic reply; nobody has read your message. You deserve a person. Open now:"
    )
    assert said[1] == "999: Ring 999, or go to A&E, if someone may be in danger now."
    assert said[2] == "Samaritans: Call 116 123 (to be confirmed by the organisation)"
    assert said[-1] == (
        "Alongside keeps nothing of this; Slack keeps it like any message, and your employer may be able to see it."
    )


def test_abuse_lines_are_shown_only_where_they_fit() -> None:
    assert "abuse" not in words(signpost(GB, [], SELF, MONDAY_NOON, Where.TEAMS))
    said = words(signpost(GB, [], ABUSE, MONDAY_NOON, Where.TEAMS))
    assert "Samaritans" in said
    assert "Domestic abuse helpline (Northern Ireland)" in said


def test_safeguarding_is_for_somebody_else() -> None:
    assert GB.safeguarding in words(signpost(GB, [], OTHER, MONDAY_NOON, Where.DEMO))
    assert GB.safeguarding not in words(signpost(GB, [], SELF, MONDAY_NOON, Where.DEMO))


def test_staff_support_is_named_only_while_it_is_open() -> None:
    support = [line("Mon-Fri 09:00-17:00")]
    assert "Staff support: Call 1" in words(signpost(GB, support, SELF, MONDAY_NOON, Where.DEMO))
    assert "Staff support" not in words(signpost(GB, support, SELF, SATURDAY_NIGHT, Where.DEMO))


def test_the_demo_and_a_form_say_what_they_keep() -> None:
    assert "this demo keeps nothing" in words(signpost(GB, [], SELF, MONDAY_NOON, Where.DEMO))
    assert "form was discarded" in words(signpost(GB, [], SELF, MONDAY_NOON, Where.SLACK, from_form=True))


@pytest.mark.parametrize(
    ("hours", "at", "is_open"),
    [
        ("always", SATURDAY_NIGHT, True),
        ("Mon-Fri 09:00-17:00", MONDAY_NOON.replace(hour=9), True),
        ("Mon-Fri 09:00-17:00", MONDAY_NOON.replace(hour=17), False),
        ("Fri-Mon 09:00-24:00", SATURDAY_NIGHT, True),
        ("Sat 22:00-06:00", datetime(2026, 11, 29, 5, 59, tzinfo=UTC), True),
        ("Sat 22:00-06:00", datetime(2026, 11, 28, 5, 59, tzinfo=UTC), False),
        ("Mon-Fri 09:00-17:00, Sat 22:00-23:30", SATURDAY_NIGHT, True),
    ],
)
def test_opening_hours(hours: str, at: datetime, is_open: bool) -> None:
    assert line(hours).is_open(at) is is_open


@pytest.mark.parametrize("hours", ["", "24/7", "Mon-Fri 9-5", "Mon 25:00-26:00"])
def test_hours_that_cannot_be_read_are_refused(hours: str) -> None:
    with pytest.raises(ValidationError, match="neither"):
        line(hours)


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        line("always").is_open(MONDAY_NOON.replace(tzinfo=None))


def test_in_doubt_one_quiet_line_names_emergency_and_crisis_line() -> None:
    quiet = one_line(GB)
    assert quiet.quiet
    assert "999" in quiet.spans[1].text
    assert "Samaritans: Call 116 123" in quiet.spans[1].text


@pytest.mark.parametrize("country", COUNTRIES)
def test_shipped_signposts_stop_a_production_start_until_the_organisation_owns_them(country: str) -> None:
    assert len(open_questions(load(CONTENT, country), date(2026, 11, 23))) == 3


def test_a_checked_signpost_has_no_open_questions_for_a_year() -> None:
    lines = tuple(one.model_copy(update={"confirmed": True}) for one in GB.lines)
    posts = GB.model_copy(update={"owner": "Ana", "last_checked": date(2026, 1, 1), "lines": lines})
    assert open_questions(posts, date(2026, 12, 31)) == []
    assert open_questions(posts, date(2027, 1, 2)) == [
        "The signposts for GB were last checked on 2026-01-01, more than a year ago."
    ]


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(ValidationError):
        Signposts.model_validate(GB.model_dump(by_alias=True) | {"colour": "red"})
