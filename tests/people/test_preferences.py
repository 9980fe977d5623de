from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.message import Choice, TextInput
from bot.conversation.routes import Faults
from bot.core.errors import UserFacingError
from bot.people.contact.message_kinds import subscriptions
from bot.people.contact.preference_forms import SETTINGS
from bot.people.contact.preference_text import days_in_words, read_date, read_days, what_applies
from bot.people.contact.preferences import ContactPreferences, choose, preferences_of
from bot.people.contact.send_time import UNTIL_I_SAY
from tests.people.village import Village

TUESDAY = date(2026, 11, 24)
USUAL = ContactPreferences()
NIGHTS = ContactPreferences(quiet_from=8, quiet_to=18, working_days="257")

NAMES = [subscription.name for subscription in subscriptions()]
WANTS_ALL = dict.fromkeys(NAMES, "yes")

CHOSEN = {
    "a week": ("pause", USUAL, {"pause": "week"}, {"snoozed_until": date(2026, 12, 1)}),
    "two weeks": ("pause", USUAL, {"pause": "two weeks"}, {"snoozed_until": date(2026, 12, 8)}),
    "until a date": (
        "pause", USUAL, {"pause": "date", "until": " 1 Feb 2027 "}, {"snoozed_until": date(2027, 2, 1)},
    ),
    "until I say": ("pause", USUAL, {"pause": "until I say", "until": "?"}, {"snoozed_until": UNTIL_I_SAY}),
    "no pause": ("pause", USUAL, {"pause": "none"}, {"snoozed_until": None}),
    "a weekly time": ("tip", USUAL, {"day": "4", "hour": "15"}, {"tip_day": 4, "tip_hour": 15}),
    "the usual time": ("tip", USUAL, {"day": "0", "hour": "-1"}, {"tip_day": 0, "tip_hour": -1}),
    "a weekly time at night": ("tip", NIGHTS, {"day": "7", "hour": "23"}, {"tip_day": 7, "tip_hour": 23}),
    "working days": ("days", USUAL, {"days": "Tue, Wed and Sat"}, {"working_days": "236"}),
    "no longer on the day of the tip": (
        "days", ContactPreferences(tip_day=4), {"days": "mon-wed"}, {"working_days": "123", "tip_day": 0},
    ),
    "quiet hours": ("quiet", USUAL, {"from": "20", "to": "7"}, {"quiet_from": 20, "quiet_to": 7}),
    "none": ("quiet", USUAL, {"from": "0", "to": "0"}, {"quiet_from": 0, "quiet_to": 0}),
    "quiet at the hour of the tip": (
        "quiet", ContactPreferences(tip_hour=15), {"from": "14", "to": "7"},
        {"quiet_from": 14, "quiet_to": 7, "tip_hour": -1},
    ),
    "hold": ("hold", USUAL, {"hold": "yes"}, {"holds_until_writing": True}),
    "no questions, but their results": ("kinds", USUAL, WANTS_ALL | {"pulses": "no"}, {"opted_out": ("pulse",)}),
    "no digest": ("kinds", USUAL, WANTS_ALL | {"digests": "no"}, {"opted_out": ("digest",)}),
    "everything again": (
        "kinds", ContactPreferences(opted_out=("nudge", "digest", "prompt")), WANTS_ALL, {"opted_out": ("prompt",)},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("setting", "before", "values", "changes"), CHOSEN.values(), ids=CHOSEN)
def test_a_form_is_read_as_it_was_meant(
    setting: str, before: ContactPreferences, values: dict[str, str], changes: dict[str, object]
) -> None:
    assert SETTINGS[setting].read(values, before, TUESDAY) == changes


REFUSED = {
    "no date": ("pause", USUAL, {"pause": "date", "until": "soon"}, {"until"}),
    "an empty date": ("pause", USUAL, {"pause": "date"}, {"until"}),
    "a date that two countries read differently": (
        "pause",
        USUAL,
        {"pause": "date", "until": "1/2/2027"},
        {"until"},
    ),
    "today": ("pause", USUAL, {"pause": "date", "until": "2026-11-24"}, {"until"}),
    "years away": ("pause", USUAL, {"pause": "date", "until": "2030-01-01"}, {"until"}),
    "no such pause": ("pause", USUAL, {"pause": "for ever"}, {"pause"}),
    "not a working day": ("tip", USUAL, {"day": "6", "hour": "9"}, {"day"}),
    "a quiet hour": ("tip", USUAL, {"day": "2", "hour": "19"}, {"hour"}),
    "both": ("tip", NIGHTS, {"day": "1", "hour": "9"}, {"day", "hour"}),
    "no such day": ("tip", USUAL, {"day": "8", "hour": "x"}, {"day", "hour"}),
    "no days": ("days", USUAL, {"days": ""}, {"days"}),
    "days we cannot read": ("days", USUAL, {"days": "most days"}, {"days"}),
    "no such hour": ("quiet", USUAL, {"from": "24", "to": "²"}, {"from", "to"}),
    "neither yes nor no": ("hold", USUAL, {}, {"hold"}),
    "half answered": ("kinds", USUAL, {"tips": "yes"}, set(NAMES) - {"tips"}),
}


@pytest.mark.parametrize(("setting", "before", "values", "fields"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_is_refused_beside_its_field(
    setting: str, before: ContactPreferences, values: dict[str, str], fields: set[str]
) -> None:
    reply = SETTINGS[setting].read(values, before, TUESDAY)
    assert isinstance(reply, Faults)
    assert set(reply.by_field) == fields


ALL_WISHES = st.builds(
    ContactPreferences,
    working_days=st.sets(st.sampled_from("1234567"), min_size=1).map(lambda days: "".join(sorted(days))),
    quiet_from=st.integers(0, 23),
    quiet_to=st.integers(0, 23),
    snoozed_until=st.none() | st.dates(date(2026, 11, 25), date(2027, 11, 1)),
    holds_until_writing=st.booleans(),
    opted_out=st.sampled_from(
        [(), ("results", "pulse"), ("nudge", "induction"), ("results", "broadcast", "pulse")]
    ),
)


@given(ALL_WISHES, st.sampled_from(sorted(SETTINGS)))
def test_submitting_a_form_untouched_changes_nothing_that_was_chosen(
    wishes: ContactPreferences, name: str
) -> None:
    if name == "pause" and wishes.snoozed_until is None:
        return
    form = SETTINGS[name].form(name, wishes, TUESDAY)
    shown = {f.name: f.initial for f in form.all_fields if isinstance(f, Choice | TextInput)}
    changes = SETTINGS[name].read(shown, wishes, TUESDAY)
    assert not isinstance(changes, Faults), changes
    assert wishes.with_changes(**changes) == wishes


@given(ALL_WISHES, ALL_WISHES)
def test_the_differences_bring_back_what_was(before: ContactPreferences, after: ContactPreferences) -> None:
    differences = before.differences(after)
    assert after.with_changes(**differences) == before
    assert set(differences) == {
        f for f in ContactPreferences.model_fields if getattr(before, f) != getattr(after, f)
    }


@pytest.mark.parametrize("name", SETTINGS)
def test_titles_have_room_on_slack_and_choices_offer_what_is_chosen(name: str) -> None:
    form = SETTINGS[name].form(name, USUAL, TUESDAY)
    assert len(form.title) <= 24
    for field in form.all_fields:
        if isinstance(field, Choice):
            assert field.initial in {option.value for option in field.options}


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("Mon-Fri", "12345"), ("monday to thursday", "1234"), ("Tue, Wed and Sat", "236"), ("every day", "1234567"),
        ("Mondays; thurs", "14"), ("Fri – Mon", "1567"), ("mo", None), ("", None), ("Mon-", None), ("t-f-s", None),
    ],
)  # fmt: skip
def test_days_are_read_as_people_write_them(typed: str, days: str | None) -> None:
    assert read_days(typed) == days


@given(st.sets(st.sampled_from("1234567"), min_size=1).map(lambda days: "".join(sorted(days))))
def test_days_in_words_can_be_read_again(days: str) -> None:
    assert read_days(days_in_words(days)) == days


@given(st.text(max_size=40))
def test_whatever_is_typed_is_read_or_refused(typed: str) -> None:
    days = read_days(typed)
    assert days is None or ContactPreferences(working_days=days)
    read_date(typed)


SAID = {
    "as usual": (USUAL, 0, "Yes, in your working hours"),
    "paused": (ContactPreferences(snoozed_until=date(2026, 12, 1)), 0, "Not before Tuesday 1 December 2026"),
    "no longer paused": (ContactPreferences(snoozed_until=TUESDAY), 0, "Yes, in your working hours"),
    "for good": (ContactPreferences(snoozed_until=UNTIL_I_SAY), 0, "Not until you say so"),
    "held": (ContactPreferences(holds_until_writing=True), 0, "Only after you next write to us"),
    "usual tip": (USUAL, 1, "On the usual day"),
    "own tip": (ContactPreferences(tip_day=4, tip_hour=9), 1, "Thursdays at 09:00"),
    "own hour": (ContactPreferences(tip_hour=9), 1, "At 09:00"),
    "shifts": (ContactPreferences(working_days="257"), 2, "Tuesday, Friday and Sunday"),
    "no quiet hours": (ContactPreferences(quiet_from=3, quiet_to=3), 3, "None (time in New York)"),
    "everything": (
        USUAL, 4,
        "Short tips, short questions, results of the questions, announcements and digests that come "
        "with a role",
    ),
    "no tips": (
        ContactPreferences(opted_out=("nudge", "induction")),
        4, "Short questions, results of the questions, announcements and digests that come with a role; "
        "not short tips",
    ),
    "nothing": (
        ContactPreferences(opted_out=("nudge", "induction", "pulse", "results", "broadcast", "digest")),
        4, "Nothing but answers when you ask",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("wishes", "row", "said"), SAID.values(), ids=SAID)
def test_what_applies_is_said_in_plain_words(wishes: ContactPreferences, row: int, said: str) -> None:
    assert what_applies(wishes, TUESDAY, "America/New_York")[row][1] == said


async def test_what_is_chosen_is_kept_and_without_a_choice_it_is_as_usual(
    village: Village, session: AsyncSession
) -> None:
    await village.moves_in(session, "Amara")
    assert await preferences_of(session, "amara") == USUAL
    for wishes in (ContactPreferences(opted_out=("pulse",), tip_day=4), NIGHTS):
        await choose(session, "amara", wishes)
        await session.flush()
        session.expire_all()
        assert await preferences_of(session, "amara") == wishes


def test_what_nobody_can_have_chosen_is_refused() -> None:
    for changes in ({"quiet_from": 24}, {"working_days": ""}, {"made_up": 1}, {"opted_out": ["everything"]}):
        with pytest.raises(UserFacingError):
            USUAL.with_changes(**changes)
