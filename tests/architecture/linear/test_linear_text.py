"""What meets typed text takes time in proportion to it: four times the text, about four times the time, never sixteen."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date

import pytest
from botbuilder.schema import Activity

from bot.conversation.inbound_text import folded_name, inbound_text, without_marks
from bot.core.spreadsheet import escape_formula
from bot.delivery.calendar.schedule_text import read as read_schedule
from bot.delivery.calendar.schedules import NotUnderstood
from bot.features.announcements.service.composition import Composed, composed, faults_of, moment
from bot.people.contact.preference_text import read_date, read_days
from bot.platforms.slack.inbound import inbound_text as slack
from bot.platforms.teams.inbound import inbound_text as teams
from bot.platforms.teams.inbound.extension import QUESTION, query_of
from bot.platforms.teams.inbound.requests import from_own_message, from_query
from bot.platforms.teams.rendering.markdown import words as escaped
from tests.architecture.linear.adversaries import ADVERSARIES, grows_with


def _schedule(typed: str) -> None:
    with suppress(NotUnderstood):
        read_schedule(typed)


def _announcement(typed: str) -> object:
    """Everything that its form takes, in each field."""
    return faults_of(
        composed(dict.fromkeys(Composed.__slots__, typed), ()), {}, date(2026, 11, 24), ["a.example"]
    )


def _own_message(typed: str) -> object:
    """The command of the message extension, on one's own message."""
    own = {"from": {"user": {"id": "ada"}}, "body": {"content": typed}}
    return from_own_message(_invoked({"messagePayload": own}), "language.check", "language.not-yours")


def _query(typed: str) -> object:
    """Its search: what is typed, as dispatch makes it ready."""
    value = {"parameters": [{"name": QUESTION, "value": typed}]}
    received = from_query(_invoked(value), query_of(value))
    assert received
    return received.request.made_ready()


def _invoked(value: object) -> Activity:
    told = {
        "type": "invoke",
        "id": "1",
        "serviceUrl": "https://smba.example/",
        "from": {"id": "29:ada", "aadObjectId": "ada"},
        "conversation": {"id": "a:1", "conversationType": "personal", "tenantId": "t"},
    }
    activity: Activity = Activity().deserialize(told)
    activity.value = value
    return activity


READERS: dict[str, Callable[[str], object]] = {
    "inbound": lambda typed: inbound_text(typed, len(typed)),
    "marks": without_marks,
    "names": folded_name,
    "days": read_days,
    "date": read_date,
    "moment": moment,
    "slack": lambda typed: slack.plain(slack.without_mention(typed, "UBOT")),
    "teams": lambda typed: teams.plain(typed, (), "28:bot"),
    "teams' markdown": escaped,
    "cells": escape_formula,
    "a schedule": _schedule,
    "announcements": _announcement,
    "the extension's command": _own_message,
    "the extension's search": _query,
}


@pytest.mark.parametrize("adversary", ADVERSARIES)
@pytest.mark.parametrize("reader", READERS)
def test_four_times_the_text_takes_about_four_times_the_time(reader: str, adversary: str) -> None:
    assert grows_with(READERS[reader], ADVERSARIES[adversary])
