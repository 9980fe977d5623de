from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.conversation.message import Block, Bullets, Button, Buttons, Heading, Message, Paragraph
from bot.features.asking.distress.detector import About, DistressFinding, Level
from bot.features.asking.distress.signposts import (
    ChatPlatform,
    CrisisLine,
    Signposts,
    doubt_line,
    load,
    places,
    start_faults,
)
from bot.features.asking.views.signpost import more_places, signpost

CONTENT = Path(__file__).parents[3] / "content"
COUNTRIES = sorted(p.stem for p in (CONTENT / "signposts").glob("*.yaml"))
MONDAY_NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SATURDAY_NIGHT = datetime(2026, 11, 28, 23, 0, tzinfo=UTC)
SELF = DistressFinding(Level.DISTRESS, About.SELF)
OTHER = DistressFinding(Level.DISTRESS, About.SOMEBODY_ELSE)
ABUSE = DistressFinding(Level.DISTRESS, About.SELF, is_abuse=True)
GB = load(CONTENT, "GB")


def line(hours: str, name: str = "Staff support") -> CrisisLine:
    return CrisisLine.model_validate({"name": name, "contact": "Call 1", "hours": hours, "confirmed": True})


def words(message: Message) -> str:
    lines: list[str] = []
    for block in message.blocks:
        if isinstance(block, Heading):
            lines.append(block.text)
        for p in block.items if isinstance(block, Bullets) else (block,):
            if isinstance(p, Paragraph):
                lines.append("".join(span.text for span in p.spans))
    return "\n".join(lines)


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("sight", [SELF, OTHER, ABUSE])
def test_every_country_has_a_short_signpost_at_any_hour(country: str, sight: DistressFinding) -> None:
    posts = load(CONTENT, country)
    said = words(signpost(posts, [], sight, SATURDAY_NIGHT, ChatPlatform.DEMO))
    assert posts.emergency.number in said
    assert 5 <= len(said.splitlines()) <= 11


def test_the_reply_acknowledges_first_and_says_last_who_reads_it() -> None:
    said = words(signpost(GB, [], SELF, MONDAY_NOON, ChatPlatform.SLACK)).splitlines()
    assert said[0] == "That sounds very hard. You deserve a person who listens, and you can reach one now."
    assert said[1] == "Samaritans: Call 116 123"
    assert said[2] == "Tap to ring 116 123. Open day and night."
    assert said[3].startswith("999: Ring 999, or go to A&E, if someone may be in danger now.")
    assert said[4:] == [
        "This is an automatic reply; nobody has read your message, and Alongside keeps nothing of it. "
        "Slack keeps it like any message, and your employer may be able to see it."
    ]


@pytest.mark.parametrize("country", COUNTRIES)
def test_one_line_stands_large_and_a_phone_dials_it(country: str) -> None:
    message = signpost(load(CONTENT, country), [], SELF, SATURDAY_NIGHT, ChatPlatform.DEMO)
    assert len([block for block in message.blocks if isinstance(block, Heading)]) == 1
    line = message.blocks[2]
    assert isinstance(line, Paragraph)
    (number,) = [span for span in line.spans if span.href]
    assert number.href == "tel:" + "".join(c for c in number.text if c.isdigit())


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_line_to_ring_first_is_open_and_for_the_whole_country(country: str) -> None:
    posts = load(CONTENT, country)
    for now in (MONDAY_NOON, SATURDAY_NIGHT):
        blocks = signpost(posts, [], SELF, now, ChatPlatform.DEMO).blocks
        (large,) = [block for block in blocks if isinstance(block, Heading)]
        (first,) = [line for line in posts.lines if large.text == f"{line.name}: {line.contact}"]
        assert first.is_open(now)
        assert first.about == "any"
        assert not first.region


def test_the_line_to_ring_first_is_not_one_for_some_people_alone() -> None:
    for_women = line("always", "Women's line").model_copy(update={"for_": "women"})
    signposts = GB.model_copy(update={"lines": (for_women, *GB.lines)})
    message = signpost(signposts, [], SELF, MONDAY_NOON, ChatPlatform.SLACK)
    assert "Women's line" not in words(message).split("Tap")[0]


def test_the_rest_is_behind_more_places() -> None:
    message = signpost(GB, [], SELF, MONDAY_NOON, ChatPlatform.SLACK)
    assert "Shout" not in words(message)
    assert message.blocks[-1] == Buttons(
        (Button("More places", "distress.more-places"), Button("Not what I meant", "distress.not-meant"))
    )
    more = words(more_places(GB, [line("Mon-Fri 09:00-17:00")], MONDAY_NOON, is_abuse=False))
    assert more.index("Staff support") < more.index("Shout") < more.index("Domestic Abuse Helpline")


def test_more_places_begin_with_those_for_abuse_where_it_was_spoken_of() -> None:
    more = words(more_places(GB, [], MONDAY_NOON, is_abuse=True))
    assert more.index("Domestic Abuse Helpline") < more.index("Shout")


def test_somebody_hurt_by_others_is_not_told_that_it_is_hard_but_that_it_is_not_their_fault() -> None:
    assert "not your fault" in words(signpost(GB, [], ABUSE, MONDAY_NOON, ChatPlatform.TEAMS)).splitlines()[0]
    message = signpost(GB, [], OTHER, MONDAY_NOON, ChatPlatform.TEAMS)
    assert "did right not to keep it" in words(message).splitlines()[0]


def test_abuse_lines_are_shown_only_where_they_fit() -> None:
    assert "abuse" not in words(signpost(GB, [], SELF, MONDAY_NOON, ChatPlatform.TEAMS))
    said = words(signpost(GB, [], ABUSE, MONDAY_NOON, ChatPlatform.TEAMS))
    assert "Samaritans" in said
    assert "Domestic and Sexual Abuse Helpline, Northern Ireland: Call 0808 802 1414" in said


def test_whom_a_line_is_for_is_said_unless_it_is_anyone() -> None:
    said = words(signpost(GB, [], ABUSE, MONDAY_NOON, ChatPlatform.DEMO))
    assert "National Domestic Abuse Helpline (Refuge), England, for women: Call" in said
    assert "Samaritans: Call" in said


def test_in_the_us_the_crisis_line_stands_before_the_number_that_may_bring_the_police() -> None:
    said = words(signpost(load(CONTENT, "US"), [], SELF, MONDAY_NOON, ChatPlatform.DEMO)).splitlines()
    assert said[1].startswith("988")
    assert said[3].startswith("911")
    assert "police" in said[3]


def test_hours_that_nobody_knows_are_not_claimed() -> None:
    support = [line("unknown")]
    said = words(signpost(GB, support, SELF, SATURDAY_NIGHT, ChatPlatform.DEMO))
    assert "Staff support: Call 1; ask for its opening hours" in said


def test_support_for_oneself_in_the_united_states_names_988_before_911_and_the_organisations_own() -> None:
    said = words(Message("", places(load(CONTENT, "US"), [line("always")]))).splitlines()
    assert "988" in said[1]
    assert said[2].startswith("911")
    assert said[3] == "Staff support: Call 1"


def test_support_for_oneself_lists_every_general_line_and_the_organisations_own_first() -> None:
    said = words(Message("", places(GB, [line("Mon-Fri 09:00-17:00")]))).splitlines()
    assert said[1].startswith("999")
    assert said[2] == "Staff support: Call 1 (Mon-Fri 09:00-17:00)"
    assert any(s.startswith("Shout for people who work in health and care, for staff") for s in said)
    assert not any("abuse" in s.lower() for s in said)


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_shipped_line_says_where_its_number_stood(country: str) -> None:
    assert all(shipped.source for shipped in load(CONTENT, country).lines)


def items(blocks: Iterable[Block]) -> list[Paragraph]:
    return [item for block in blocks if isinstance(block, Bullets) for item in block.items]


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_line_reads_the_same_in_distress_and_in_support_for_yourself(country: str) -> None:
    shipped = load(CONTENT, country)
    general = [each for each in shipped.lines if each.about == "any" and each.hours == "always"]
    for_yourself = items(places(shipped, [line("always")]))
    in_distress = items(more_places(shipped, [line("always")], MONDAY_NOON, is_abuse=False).blocks)
    for each in general:
        (one,) = [item for item in for_yourself if item.spans[0].text == each.name]
        assert one in in_distress
    assert not [item for item in for_yourself if "confirmed" in "".join(span.text for span in item.spans)]


def test_safeguarding_is_for_somebody_else() -> None:
    assert GB.safeguarding in words(signpost(GB, [], OTHER, MONDAY_NOON, ChatPlatform.DEMO))
    assert GB.safeguarding not in words(signpost(GB, [], SELF, MONDAY_NOON, ChatPlatform.DEMO))


def test_staff_support_is_named_only_while_it_is_open() -> None:
    support = [line("Mon-Fri 09:00-17:00")]
    assert "Staff support: Call 1" in words(signpost(GB, support, SELF, MONDAY_NOON, ChatPlatform.DEMO))
    assert "Staff support" not in words(signpost(GB, support, SELF, SATURDAY_NIGHT, ChatPlatform.DEMO))


def test_the_demo_and_a_form_say_what_they_keep() -> None:
    assert "On Slack or Teams, the platform would keep it" in words(
        signpost(GB, [], SELF, MONDAY_NOON, ChatPlatform.DEMO)
    )
    assert "form was discarded" in words(
        signpost(GB, [], SELF, MONDAY_NOON, ChatPlatform.SLACK, from_form=True)
    )


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
    quiet = doubt_line(GB)
    assert quiet.quiet
    assert "999" in quiet.spans[1].text
    assert "Samaritans: Call 116 123" in quiet.spans[1].text


@pytest.mark.parametrize("country", COUNTRIES)
def test_shipped_signposts_stop_a_production_start_until_the_organisation_owns_them(country: str) -> None:
    assert len(start_faults(load(CONTENT, country), date(2026, 11, 23))) == 3


def test_a_checked_signpost_has_no_open_questions_for_a_year() -> None:
    lines = tuple(one.model_copy(update={"confirmed": True}) for one in GB.lines)
    posts = GB.model_copy(update={"owner": "Ana", "last_checked": date(2026, 1, 1), "lines": lines})
    assert start_faults(posts, date(2026, 12, 31)) == []
    assert start_faults(posts, date(2027, 1, 2)) == [
        "The signposts for GB were last checked on 2026-01-01, more than a year ago."
    ]


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(ValidationError):
        Signposts.model_validate(GB.model_dump(by_alias=True) | {"colour": "red"})
