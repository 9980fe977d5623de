"""Every route that reaches others, makes a file or adds rows has a limit of its own, or a reason not to.

Which these are is read from the code, so that a new route can't be forgotten.
"""

import ast
from collections.abc import Iterator, Mapping, Set
from inspect import getsource
from textwrap import dedent
from types import FunctionType

import pytest

import handlers
from bot.conversation.routes import Route
from bot.delivery.calendar.slots import open_slots
from bot.people.access.allowances import BY_ROLE, FILES, TO_COLLEAGUES, Allowance
from bot.people.access.permissions import ALL_STAFF, ASK, Permission
from bot.people.audiences.private_channels import PrivateChannels
from bot.people.records.one_time_links import make
from tests.handlers.limits.reached import reached_from

Reached = Mapping[str, Set[FunctionType]]

_TAKES_BACK = "takes back what is theirs, which must never wait, and does nothing a second time"
_STOPS = "halts or goes on with what was sent, which must never wait; nobody gets a message of its own by it"

# What reaches others without a limit of its own.
UNLIMITED = {
    "announcement.decline": _TAKES_BACK,
    "announcement.withdraw": _TAKES_BACK,
    "requests.back": _TAKES_BACK,
    "come-along.cancel": _TAKES_BACK,
    "entry.withdraw.now": _TAKES_BACK,
    "settings.peer": _TAKES_BACK,
    "broadcast.cancel": _STOPS,
    "broadcast.pause": _STOPS,
    "broadcast.resume": _STOPS,
    "broadcast.recall.start": _STOPS,
}

_ONE_EACH = "one row for each person and thing, however often"
_FOLLOWS = "one for each change of what was sent before, which has a limit"
_OWN = "one that is theirs is written over"

# Functions that add rows, and why their number is bounded without a limit.
BOUNDED = {
    "acknowledgement._key": _ONE_EACH,
    "acknowledgement.acknowledge": _ONE_EACH,
    "audit_log.record": "whatever is changed must be in the audit",
    "ballot._mark": _ONE_EACH,
    "ballot.cast": _ONE_EACH,
    "ballot.comment": _ONE_EACH,
    "changes._change": _FOLLOWS,
    "contents.store_contents": _FOLLOWS,
    "deliveries.insert_new": _FOLLOWS,
    "drafts.write": _OWN,
    "events.is_first_time": _ONE_EACH,
    "own_entry._replace": _OWN,
    "people_behind.record_person": _ONE_EACH,
    "private_channels.begin": "one for each workspace",
    "roles.grant": "by the first administrator's code, which works once",
    "saved_audiences.save": "brings back what was saved",
    "scrubbing._rewrite_in_postgres": "writes over what is there",
    "scrubbing._rewrite_in_sqlite": "writes over what is there",
    "secrets.write_secret": "one for all",
    "service.Network.join": _OWN,
    "shared_limits._move_to_new_day": "one for each account and kind",
    "shared_limits._is_taken": "one for each account and kind",
    "statements.count_one_more": "adds to a count",
    "suggestions.suggest": _ONE_EACH,
}


@pytest.fixture(scope="module")
def reached() -> Reached:
    return {name: reached_from(route.handler) for name, route in handlers.ALL.by_name.items()}


def unlimited() -> Iterator[Route]:
    return (route for route in handlers.ALL.by_name.values() if not route.at_most)


def test_what_reaches_others_has_a_limit_or_a_reason(reached: Reached) -> None:
    assert {route.name for route in unlimited() if open_slots in reached[route.name]} == UNLIMITED.keys()


def test_what_brings_somebody_into_a_channel_has_a_limit(reached: Reached) -> None:
    """Its members read each time that somebody came. Leaving asks the same class, and brings nobody in."""
    brings = {name for name, functions in reached.items() if PrivateChannels.invite in functions}
    assert brings == {"network.channel.join", "network.leave"}
    assert brings & {route.name for route in unlimited()} == {"network.leave"}


def test_what_makes_a_file_has_a_limit(reached: Reached) -> None:
    assert {route.name for route in unlimited() if make in reached[route.name]} == set()
    files = {route.name for route in handlers.ALL.by_name.values() if route.at_most == FILES}
    assert {name for name, functions in reached.items() if make in functions} == files


def test_what_adds_rows_has_a_limit_or_a_bound(reached: Reached) -> None:
    without = [reached[route.name] for route in unlimited() if route.name not in UNLIMITED]
    assert {_short(one) for one in frozenset().union(*without) if adds_rows(one)} == BOUNDED.keys()


def test_who_may_do_more_for_their_role_needs_one() -> None:
    """Else it would be the generous limit for everybody."""
    limited = [route for route in handlers.ALL.by_name.values() if route.at_most]
    for_all = {route.name for route in limited if Permission.named(route.needs) in _FOR_ALL}
    assert {route.name for route in limited if route.at_most == BY_ROLE} & for_all == set()
    assert {Allowance.named(route.at_most) for route in limited} == {TO_COLLEAGUES, BY_ROLE, FILES}


_FOR_ALL = {ASK, *(permission for permission in Permission.all() if permission.roles == frozenset(ALL_STAFF))}


def adds_rows(function: FunctionType) -> bool:
    """By `session.add`, `session.add_all` or an `insert` of ours."""
    if function.__code__.co_filename.startswith("<"):
        return False
    calls = (
        node.func for node in ast.walk(ast.parse(dedent(getsource(function)))) if isinstance(node, ast.Call)
    )
    return any(_is_adding(call) for call in calls)


def _is_adding(call: ast.expr) -> bool:
    if isinstance(call, ast.Attribute):
        return call.attr in ("add", "add_all") and "session" in ast.unparse(call.value)
    return isinstance(call, ast.Name) and call.id == "insert"


def _short(function: FunctionType) -> str:
    return f"{function.__module__.rpartition('.')[2]}.{function.__qualname__}"
