import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.calendar.cron import WEEKDAYS, weekday_list
from bot.delivery.calendar.schedule_text import EXAMPLES, read, words
from bot.delivery.calendar.schedules import NotUnderstood, Recurrence

SAID = {
    "every Tuesday at 10:00": ("0 10 * * tue", 1),
    "every second Thursday at 11:00": ("0 11 * * thu", 2),
    "every day at 09:30": ("30 9 * * *", 1),
    "every weekday at 09:30": ("30 9 * * mon,tue,wed,thu,fri", 1),
    "every Monday, Wednesday and Friday at 08:05": ("5 8 * * mon,wed,fri", 1),
    "every second week on Monday and Thursday at 10:00": ("0 10 * * mon,thu", 2),
    "every third Friday at 10:00": ("0 10 * * fri", 3),
    "on the first Monday of each month at 10:00": ("0 10 * * mon#1", 1),
    "on the last Friday of each month at 16:00": ("0 16 * * fri#L", 1),
    "on the 1st and 15th of each month at 10:00": ("0 10 1,15 * *", 1),
    "on the last day of each month at 23:59": ("59 23 L * *", 1),
    "0 10 * 1,7 mon#1": ("0 10 * 1,7 mon#1", 1),
}

MEANT = {
    "Tuesdays at 10": "every Tuesday at 10:00",
    "  EVERY  tue at 10.00. ": "every Tuesday at 10:00",
    "weekly on Tuesday at 10am": "every Tuesday at 10:00",
    "every other Thursday at noon": "every second Thursday at 12:00",
    "Monday to Friday at 2:30 pm": "every weekday at 14:30",
    "daily at midnight": "every day at 00:00",
    "every day at 12 am": "every day at 00:00",
    "on the 2nd Wednesday of the month at 9h15": "on the second Wednesday of each month at 09:15",
    "every second Monday of the month at 10:00": "on the second Monday of each month at 10:00",
    "0 9 * * 1": "every Monday at 09:00",
    "0 9 * * 0": "every Sunday at 09:00",
    "0 9 * * 7": "every Sunday at 09:00",
    "0 9 * * 1-5": "every weekday at 09:00",
    "0 9 * * SAT-SUN": "every Saturday and Sunday at 09:00",
    "0 9 * * */2": "every Tuesday, Thursday, Saturday and Sunday at 09:00",
    "0 9 1/14 * *": "on the 1st, 15th and 29th of each month at 09:00",
}

REFUSED = {
    "": "time of day",
    "every Tuesday": "time of day",
    "every Tuesday at 25:00": '"25:00" is no time of day',
    "every Tuesday at 13 pm": "no time of day",
    "every Tusday at 10:00": '"tusday" is no day of the week',
    "every second day at 10:00": '"day" is no day of the week',
    "on the fifth Monday of each month at 10:00": 'count to "fifth"',
    "on the 32nd of each month at 10:00": '"32" is no day of the month',
    "*/5 9 * * *": "once a day at most",
    "0 9,15 * * *": "once a day at most",
    "0 9 1-7 * mon": "mon#1",
    "0 9 30 2 *": "never comes",
    "0 9 * * 8": '"8" is no weekday',
    "0 9 20-10 * *": "ends before it begins",
    "at " * 100: "too long",
}


@pytest.mark.parametrize("said", SAID)
def test_it_reads_what_it_says_and_says_what_it_reads(said: str) -> None:
    cron, weeks = SAID[said]
    assert read(said) == Recurrence(cron, weeks)
    assert words(Recurrence(cron, weeks)) == said


@pytest.mark.parametrize("typed", MEANT)
def test_it_reads_what_people_may_write_instead(typed: str) -> None:
    assert words(read(typed)) == MEANT[typed]


@pytest.mark.parametrize("typed", REFUSED)
def test_a_refusal_says_why_and_what_can_be_written(typed: str) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        read(typed)
    assert REFUSED[typed] in str(refusal.value)
    assert "every Tuesday at 10:00" in str(refusal.value)


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_is_as_it_would_be_said(example: str) -> None:
    assert words(read(example)) == example


DAYS = st.lists(st.integers(1, 31), min_size=1, unique=True).map(lambda d: ",".join(map(str, sorted(d))))
SOME = st.one_of(
    st.tuples(st.just("*"), st.sets(st.integers(1, 7), min_size=1).map(weekday_list)),
    st.tuples(st.just("*"), st.tuples(st.sampled_from(WEEKDAYS), st.sampled_from("1234L")).map("#".join)),
    st.tuples(DAYS, st.just("*")),
    st.just(("L", "*")),
)


@given(st.integers(0, 59), st.integers(0, 23), SOME, st.sampled_from(["*", "1,7"]), st.integers(1, 4))
def test_words_are_stable(
    minute: int, hour: int, days: tuple[str, str], month: str, every_weeks: int
) -> None:
    day, weekday = days
    is_weekly = day == "*" and "#" not in weekday and month == "*"
    weeks = every_weeks if is_weekly else 1
    typed = read(f"{minute} {hour} {day} {month} {weekday}")
    recurrence = Recurrence(typed.cron, weeks)
    assert read(words(recurrence)) == recurrence


@given(st.text(st.sampled_from("0159*/,-#lL satmon every second first of each month at:") | st.characters()))
def test_whatever_is_typed_is_understood_or_refused(typed: str) -> None:
    for text in (typed, f"0 9 {typed}", f"every {typed} at 10:00", f"every Tuesday at {typed}"):
        try:
            assert words(read(text)) == words(read(words(read(text))))
        except NotUnderstood as why:
            assert "You can write" in str(why)
