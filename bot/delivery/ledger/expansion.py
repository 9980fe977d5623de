"""Expands a slot into deliveries, one per recipient. Idempotent: it may run again after a crash."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Any

import structlog
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.message import Message
from bot.core.clock import Clock
from bot.delivery.calendar.slots import Slot, SlotState, mark_expanded
from bot.delivery.ledger.contents import store_contents
from bot.delivery.ledger.deliveries import Delivery, DeliveryReason, DeliveryState, insert_new, move
from bot.delivery.ledger.edits_and_recalls import create_edits_or_recalls
from bot.delivery.ledger.lane_key import LaneKey
from bot.delivery.sending.gateway import DeliveryAction
from bot.people.audiences.audience_key import Channel
from bot.people.contact.budget import reserve
from bot.people.contact.message_kinds import MessageKind
from bot.people.contact.send_time import At, Instant, Never, Reach, Wish, due, reach_of, week_of
from bot.people.identity.accounts import accounts_to_use
from bot.people.identity.organisations import Organisation
from bot.people.identity.people import Account, Person, Preferences
from bot.store.database import Database

log = structlog.get_logger()

# Recipients per transaction: enough to be fast, and few enough that other requests wait only milliseconds for
# SQLite's single writer or the event loop.
AT_ONCE = 50
# The pause before the next transaction, in times as long as it took, so that three quarters of the loop and of SQLite's
# writing are left to people. A platform takes far longer to send than this takes to write.
_PAUSE = 3
_LONGEST_PAUSE = 0.25


@dataclass(frozen=True, slots=True)
class Draft:
    """A message and its recipient: a person's id or a channel. It is not sent after `until`.

    `on` fixes the platform, where the person's preference does not decide.
    """

    to: str | Channel
    message: Message
    kind: MessageKind
    wish: Wish
    until: datetime | None = None
    on: str = ""


Job = Callable[[Slot], AsyncIterator[Draft]]
"""A schedule's job. It may run again after a crash, and deliveries already written stay unchanged. Jobs carry
their services, for example as bound methods.
"""


@dataclass(frozen=True, slots=True)
class _Recipient:
    person: Person
    preferences: Preferences | None
    account: Account | None


@dataclass(frozen=True, slots=True)
class _Planned:
    """Rows with their messages, before the contents are stored."""

    rows: Sequence[tuple[Message, dict[str, Any]]]
    weekly_contacts: int


async def expand(
    database: Database, slot_id: str, jobs: Mapping[str, Job], clock: Clock, platforms: Collection[str]
) -> None:
    """Writes deliveries to accounts on these platforms (the ones that run in this process).

    The slot stays unexpanded if it isn't open, if a recall must wait, or if only a newer release has its job.
    """
    async with database.read() as session:
        slot = await session.get_one(Slot, slot_id)
    if slot.state is not SlotState.OPEN or slot.expanded_at:
        return
    if slot.action is not DeliveryAction.SEND:
        await create_edits_or_recalls(database, slot, clock.now())
        return
    if slot.job not in jobs:
        log.warning("left_to_newer_release", job=slot.job)
        return
    pause = 0.0
    async for drafts in _parts(jobs[slot.job](slot)):
        await asyncio.sleep(pause)
        began = monotonic()
        # Changes after this read are checked again when deliveries are claimed.
        async with database.read() as session:
            planned = await _plan(session, slot, drafts, platforms, clock.now())
        async with database.write(yields=True) as session:
            if not await _is_open(session, slot_id):
                return
            await _write(session, planned, clock.now())
        pause = min(_PAUSE * (monotonic() - began), _LONGEST_PAUSE)
    async with database.write() as session:
        await mark_expanded(session, slot_id, clock.now())


async def _parts(drafts: AsyncIterator[Draft]) -> AsyncIterator[list[Draft]]:
    part: list[Draft] = []
    async for draft in drafts:
        part.append(draft)
        if len(part) == AT_ONCE:
            yield part
            part = []
    if part:
        yield part


async def _is_open(session: AsyncSession, slot_id: str) -> bool:
    """Locks the slot, so that a cancellation waits for this transaction and sees its rows."""
    state = await session.scalar(select(Slot.state).where(Slot.id == slot_id).with_for_update(read=True))
    return state is SlotState.OPEN


async def _plan(
    session: AsyncSession, slot: Slot, drafts: Sequence[Draft], platforms: Collection[str], now: datetime
) -> _Planned:
    organisation = await session.get_one(Organisation, slot.organisation_id)
    people = dict[tuple[str, str], _Recipient]()
    for on in {draft.on for draft in drafts}:
        to = [d.to for d in drafts if isinstance(d.to, str) and d.on == on]
        there = {on} & set(platforms) if on else platforms
        people |= {
            (person_id, on): recipient
            for person_id, recipient in (await _recipients(session, to, there)).items()
        }
    rows = []
    for draft in drafts:
        shared = _shared(slot, draft)
        if isinstance(draft.to, Channel):
            rows.append((draft.message, shared | _to_channel(draft, draft.to, organisation)))
        elif to_person := people.get((draft.to, draft.on)):
            rows.append((draft.message, shared | _to_person(draft, to_person, organisation, now)))
    return _Planned(rows, organisation.weekly_contacts)


async def _write(session: AsyncSession, planned: _Planned, now: datetime) -> None:
    hashes = await store_contents(session, [message for message, _ in planned.rows], now)
    rows = [row | {"content": hashes[message]} for message, row in planned.rows]
    await _insert(session, rows, planned.weekly_contacts)


async def _insert(session: AsyncSession, rows: list[dict[str, Any]], weekly: int) -> None:
    """Only new rows reserve contacts, so that running twice uses the budget once."""
    inserted = await insert_new(session, rows)
    counted = {(r["person_id"], r["week"]): r["id"] for r in rows if r["id"] in inserted and r["week"]}
    had_one = await reserve(session, counted.keys(), weekly)
    if without := [counted[contact] for contact in counted.keys() - had_one]:
        these = Delivery.id.in_(without)
        await move(
            session,
            DeliveryState.PENDING,
            DeliveryState.SKIPPED,
            these,
            reason=DeliveryReason.BUDGET,
            week=None,
        )


def _shared(slot: Slot, draft: Draft) -> dict[str, Any]:
    return {
        "slot_id": slot.id,
        "kind": draft.kind,
        "priority": draft.kind.priority,
        "action": DeliveryAction.SEND,
        "waits": not isinstance(draft.wish, Instant) or draft.wish.waits,
    }


def _to_channel(draft: Draft, channel: Channel, organisation: Organisation) -> dict[str, Any]:
    reach = Reach(organisation.time_zone, organisation.country, organisation.region)
    lane = str(LaneKey(channel.platform, channel.workspace))
    return {"channel": str(channel), "lane": lane} | _timing(draft, reach)


def _to_person(draft: Draft, to: _Recipient, organisation: Organisation, now: datetime) -> dict[str, Any]:
    reach = reach_of(to.person, to.preferences, organisation)
    row: dict[str, Any] = {"person_id": to.person.id, "lane": ""} | _timing(draft, reach)
    if to.account:
        row |= {"account_id": to.account.id, "lane": str(LaneKey(to.account.platform, to.account.workspace))}
    if reason := _unwanted(draft, to):
        return row | {"state": DeliveryState.SKIPPED, "reason": reason}
    if draft.kind.is_counted and row["state"] is DeliveryState.PENDING and row["due_at"]:
        # A slot sent late, after an outage, counts in the week in which it is sent.
        row["week"] = week_of(max(row["due_at"], now), reach.zone)
    return row


def _unwanted(draft: Draft, to: _Recipient) -> str:
    if to.person.left_on:
        return DeliveryReason.LEFT
    if to.preferences and draft.kind in to.preferences.opted_out:
        return DeliveryReason.OPTED_OUT
    return "" if to.account else DeliveryReason.NO_ACCOUNT


def _timing(draft: Draft, reach: Reach) -> dict[str, Any]:
    timing = due(draft.wish, reach, draft.kind.lasts, draft.until)
    if isinstance(timing, Never):
        return {"state": DeliveryState.SKIPPED, "reason": timing.reason}
    instant = timing.instant if isinstance(timing, At) else None
    return {"state": DeliveryState.PENDING, "due_at": instant, "latest": timing.latest}


async def _recipients(
    session: AsyncSession, ids: Sequence[str], platforms: Collection[str]
) -> dict[str, _Recipient]:
    people = await session.scalars(select(Person).where(Person.id.in_(ids)))
    preferences = await session.scalars(select(Preferences).where(Preferences.person_id.in_(ids)))
    preferences_by_person = {p.person_id: p for p in preferences}
    reachable = await accounts_to_use(session, ids, platforms) if platforms else {}
    return {p.id: _Recipient(p, preferences_by_person.get(p.id), reachable.get(p.id)) for p in people}
