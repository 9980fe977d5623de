"""Two weeks at Harbour, all of it through Slack's protocol over a socket, in one telling.

What goes over HTTP instead is told in `test_emulator`, and what happens between a kill and a record in
`test_faults`.
"""

import re
from pathlib import Path

from bot.app.content import Content
from tests.fake_slack import Json, Person
from tests.platforms.slack.receiving import button, words
from tests.platforms.slack.workplace import CHANNEL, TEAMS, Workplace, workplace

DIRECTOR, LEADER = "UOFFICES0", "UEAST0"
RESULTS = "The results of the short questions"
QUESTIONS = "A few short questions"


async def test_two_weeks_at_harbour(tmp_path: Path, content: Content) -> None:
    async with workplace(tmp_path, content) as work:
        await somebody_becomes_administrator(work)
        await a_nurse_asks_rates_and_chooses(work)
        await distress_in_a_channel_is_answered_in_private(work)
        await the_night_brings_everybody_and_a_list_their_teams(work, tmp_path)
        await leaders_are_named(work)
        await the_questions_arrive_and_are_answered_once(work)
        await a_person_who_answers_again_is_told_kindly(work)
        await the_weekly_tip_arrives_and_is_answered(work)
        await on_monday_leaders_have_the_digest_and_everybody_the_results(work)
        await a_leader_asks_for_the_digest_and_others_may_not(work)


async def somebody_becomes_administrator(work: Workplace) -> None:
    it = work.person("UADMIN")
    said = await work.says(it, await work.code())
    assert "You are administrator now" in words(said)


async def a_nurse_asks_rates_and_chooses(work: Workplace) -> None:
    nurse = work.person("UWILLOW0")
    card = await work.says(nurse, "What does a peer worker do?")
    assert "peer worker" in words(card).lower()
    assert "Sources" in words(card)
    await work.presses(nurse, card, "card.helped")
    assert "This helped" not in words(work.chat(nurse)[-1])
    settings = await work.says(nurse, "settings")
    assert "This is how you hear from us." in words(settings)
    await work.presses(nurse, settings, "settings.pause-week")
    assert "Not before Monday 30 November 2026" in words(work.chat(nurse)[-1])
    await work.presses(nurse, work.chat(nurse)[-1], "settings.undo")
    assert "Yes, in your working hours" in words(work.chat(nurse)[-1])


async def distress_in_a_channel_is_answered_in_private(work: Workplace) -> None:
    nurse = work.person("UWILLOW1")
    said = await work.says(nurse, "<@UBOT> I want to kill myself", CHANNEL)
    assert "116 123" in words(said)
    by_us = [message for message in work.home.channels[CHANNEL].messages if message.get("bot_id")]
    assert by_us == []
    assert all("116" not in words(shown) for shown in work.home.ephemerals)


async def the_night_brings_everybody_and_a_list_their_teams(work: Workplace, place: Path) -> None:
    await work.live_until(2026, 11, 24, 4)
    assert work.slack.count("users.list") > 0
    await work.import_teams(place)


async def leaders_are_named(work: Workplace) -> None:
    it = work.person("UADMIN")
    roles = await work.says(it, "roles")
    for who, team in (("offices.0@harbour.example", ""), ("east.0@harbour.example", "East")):
        form = await work.opens(it, roles, "roles.give")
        said = await work.submits(it, form, {"who": who, "role": "leader", "team": team})
        assert "has the role of leader now" in words(said)


async def the_questions_arrive_and_are_answered_once(work: Workplace) -> None:
    """By all but one in each team and the administrator; four in each team don't agree."""
    await work.live_until(2026, 11, 24, 11)
    for team, size in TEAMS.items():
        for number, person in enumerate(work.staff(team)):
            assert len(begins(work, person, QUESTIONS)) == 1
            if number < size - 1:
                await answers(work, person, "2" if number < 4 else "4")
                assert work.message_to(
                    person, "Thank you. Your answers are in, sealed until the questions close."
                )


async def answers(work: Workplace, who: Person, point: str) -> None:
    await work.presses(who, await chosen(work, who, point), "pulse.answer")


async def chosen(work: Workplace, who: Person, point: str) -> Json:
    """The questions, one by one, until there is something to send."""
    shown = work.message_to(who, QUESTIONS)
    for number in range(3):
        assert f"Question {number + 1} of 3" in words(shown)
        await work.presses(who, shown, "pulse.step", nth="54321".index(point))
        shown = work.message_to(who, QUESTIONS)
    assert "Nothing is sent yet" in words(shown)
    return shown


async def a_person_who_answers_again_is_told_kindly(work: Workplace) -> None:
    """From another device, where the questions still stood."""
    nurse = work.staff("East")[-1]
    shown = await chosen(work, nurse, "4")
    again = nurse.presses(shown, button(shown, "pulse.answer"))
    await work.presses(nurse, shown, "pulse.answer")
    async with work.answering():
        await work.slack.sockets.push("interactive", again)
    assert "have answered these questions" in words(work.chat(nurse)[-1])


async def the_weekly_tip_arrives_and_is_answered(work: Workplace) -> None:
    await work.live_until(2026, 11, 26, 11)
    nurse = work.staff("Rowan ward")[3]
    tip = work.message_to(nurse, "A short tip")
    await work.presses(nurse, tip, "tip.answer", {"tip-answer": "1"})
    explained = words(work.message_to(nurse, "A short tip"))
    assert "You chose:" in explained


async def on_monday_leaders_have_the_digest_and_everybody_the_results(work: Workplace) -> None:
    told = ((work.person(DIRECTOR), "Harbour: "), (work.person(LEADER), "East: "))
    await work.live_until(2026, 11, 30, 8, 59)
    assert not [who for who, group in told if begins(work, who, group)]
    await work.live_until(2026, 11, 30, 9, 30)
    for who, group in told:
        (digest,) = begins(work, who, group)
        assert "agree" in digest["text"]
        assert "One thing to decide" in words(digest)
        assert names_in(work, digest) == []
        assert begins(work, who, RESULTS) == []
    (digest,) = begins(work, work.person(DIRECTOR), "Harbour: ")
    told_to_leaders = shares_in(words(digest).partition("Answered")[2])[0]
    # 40 of 60 agreed; the figure is blurred.
    assert abs(told_to_leaders - 67) <= 25
    for who in (*work.staff("West"), *work.staff("Rowan ward")):
        (results,) = begins(work, who, RESULTS)
        assert shares_in(words(results))[0] == told_to_leaders, "staff see what leaders see"
        assert "60 of 65 answered" in words(results)
        assert names_in(work, results) == []


async def a_leader_asks_for_the_digest_and_others_may_not(work: Workplace) -> None:
    digest = await work.says(work.person(LEADER), "digest")
    assert "agree" in words(digest)
    refused = await work.says(work.staff("West")[3], "digest")
    assert "That is for leaders" in words(refused)
    assert "in 100" not in words(refused)


def begins(work: Workplace, who: Person, start: str) -> list[Json]:
    return [said for said in work.chat(who) if said["text"].startswith(start)]


def shares_in(text: str) -> list[int]:
    """In 100, in the order in which they are told."""
    return [int(share) for share in re.findall(r"(\d+) in 100 agree", text)]


def names_in(work: Workplace, said: Json) -> list[str]:
    return [m["real_name"] for m in work.home.members.values() if f"{m['real_name']} " in words(said)]
