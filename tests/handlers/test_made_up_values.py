"""Somebody with every role makes up what buttons and fields carry: whatever it is, no handler fails."""

import os
import re
import traceback
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

import handlers
from bot.app.guards import guards
from bot.conversation.dispatch import Dispatch
from bot.conversation.request import MOST_VALUES, Kind, Request
from bot.core.clock import MovableClock
from bot.core.errors import UserFacingError
from bot.people.access.roles import GRANTED
from tests.fakes import Bot, request
from tests.features.test_button_values import WRITTEN
from tests.handlers.field_names import field_names
from tests.handlers.postbox import Postbox

THOROUGH = "THOROUGH" in os.environ
NUMBERS = ("9" * 25, "-1", "\u0661")
TYPED = ("", "x", "9" * 25, "-1", "0001-01-01", "9999-12-31", "24:00", "\u0661", "%_'\"\\", "nan", "1e999")


@pytest.fixture
async def place(bot: Bot) -> Postbox:
    found = Postbox(bot)
    await found.knows("ada", "Ada Stone", *GRANTED)
    return found


async def test_whatever_a_button_or_a_field_carries_no_handler_fails(
    place: Postbox, clock: MovableClock
) -> None:
    """Of the fields a part; the rest with `THOROUGH=1` in the environment, which takes minutes."""
    failed: set[str] = set()

    def report(_: str, asked: Request, error: Exception) -> None:
        where = traceback.extract_tb(error.__traceback__)[-1]
        failed.add(
            f"{asked.action} {asked.value!r} {[*asked.values.values()][:1]}: {error!r:.80} {where.name}"
        )

    services = place.bot.app.services
    dispatch = Dispatch(handlers.ALL, services, guards(services), report, UserFacingError)
    for number, (kind, changes) in enumerate(_attacks()):
        if THOROUGH or kind is Kind.PRESSED or number % 31 == 0:
            clock.move_to(clock.now() + timedelta(hours=1))
            await dispatch(request(kind, **changes, **place.of("ada")))
    assert not failed, "\n".join(sorted(failed))


def _attacks() -> Iterator[tuple[Kind, dict[str, Any]]]:
    for action, _, written in WRITTEN:
        for number in NUMBERS:
            made_up = {re.sub(r"\d+", number, written), f"{written} {number}", f"{written}{number}"}
            yield from ((Kind.PRESSED, {"action": action.name, "value": value}) for value in sorted(made_up))
    names = sorted(field_names())
    for route in handlers.ALL.by_name:
        for typed in TYPED:
            for at in range(0, len(names), MOST_VALUES):
                values = dict.fromkeys(names[at : at + MOST_VALUES], typed)
                yield Kind.SUBMITTED, {"action": route, "values": values}
