"""Runs one batch of a lane: claims, sends and records deliveries in three concurrent tasks."""

import asyncio
from asyncio import Queue
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from time import monotonic
from typing import assert_never

import structlog

from bot.core.metrics import OUTCOMES
from bot.delivery.ledger.deliveries import DeliveryReason
from bot.delivery.ledger.lane_key import LaneKey
from bot.delivery.ledger.outcomes import Arrived, Outcome, Result, record
from bot.delivery.sending.attempt import Doubtful, Failed, NotSent, attempt
from bot.delivery.sending.claim import Claimed, claim
from bot.delivery.sending.gateway import DeliveryAction, Reference
from bot.delivery.sending.outbox import METHODS, Outbox
from bot.delivery.sending.reconciliation import reconcile
from bot.store.database import AWAY

log = structlog.get_logger()

# After this many doubtful results and no other, the platform has a fault, and the lane rests for a while.
_TROUBLE = 3


async def run_batch(outbox: Outbox, lane: str) -> None:
    """Runs a batch. Idempotent: it may restart at any point, because the ledger records what remains."""
    await reconcile(outbox, lane)
    claimed: Queue[list[Claimed]] = Queue(1)
    done: Queue[list[Result]] = Queue(1)
    with outbox.hand() as hand:
        async with asyncio.TaskGroup() as together:
            together.create_task(_claim_all(outbox, lane, claimed, hand))
            together.create_task(_send_all(outbox, lane, claimed, done))
            together.create_task(_record_all(outbox, done, hand))


async def _claim_all(outbox: Outbox, lane: str, claimed: Queue[list[Claimed]], hand: set[str]) -> None:
    """Takes rate-limit tokens before rows, so that a claimed row can be sent at once."""
    ends = monotonic() + outbox.timing.stretch
    bucket = outbox.bucket(lane)
    while not outbox.is_stopping and monotonic() < ends:
        tokens = await bucket.take(outbox.timing.chunk, until=ends)
        if not tokens:
            break
        try:
            rows, more = await claim(outbox, lane, tokens, hand)
        except AWAY as error:
            # Sent rows must be recorded first; the next batch continues claiming.
            log.warning("claim_waits_for_database", error=type(error).__name__)
            break
        bucket.give_back(tokens - len(rows))
        if rows:
            await claimed.put(rows)
        if not more:
            break
    await claimed.put([])


async def _send_all(
    outbox: Outbox, lane: str, claimed: Queue[list[Claimed]], done: Queue[list[Result]]
) -> None:
    at_once = outbox.pace(lane).at_once
    while rows := await claimed.get():
        results: list[Result] = []
        waiting = iter(rows)
        senders = min(at_once, len(rows))
        await asyncio.gather(*(_send_some(outbox, waiting, results) for _ in range(senders)))
        if len(results) >= _TROUBLE and all(isinstance(outcome, Doubtful) for _, outcome in results):
            outbox.bucket(lane).freeze(outbox.timing.lease)
        await done.put(results)
    await done.put([])


async def _record_all(outbox: Outbox, done: Queue[list[Result]], hand: set[str]) -> None:
    while results := await done.get():
        await _record(outbox, results)
        hand.difference_update(claimed.outgoing.id for claimed, _ in results)


async def _record(outbox: Outbox, results: Sequence[Result]) -> None:
    """Retries while the database is unavailable, so that no known outcome is lost."""
    gives_up = monotonic() + outbox.timing.patience
    while True:
        try:
            async with outbox.database.write(yields=True) as session:
                await record(session, outbox.lease.worker, results, outbox.gateways, outbox.clock.now())
        except AWAY as error:
            if monotonic() > gives_up:
                raise
            log.warning("outcomes_wait_for_database", error=type(error).__name__)
            await asyncio.sleep(outbox.timing.heartbeat)
        else:
            _count(results)
            return


def _count(results: Sequence[Result]) -> None:
    for claimed, outcome in results:
        OUTCOMES.labels(LaneKey.parse(claimed.lane).platform, _NAMES[type(outcome)]).inc()


_NAMES = {Arrived: "arrived", Failed: "failed", Doubtful: "doubtful", NotSent: "not sent yet"}


async def _send_some(outbox: Outbox, waiting: Iterator[Claimed], results: list[Result]) -> None:
    for claimed in waiting:
        results.append((claimed, await _send(outbox, claimed)))


async def _send(outbox: Outbox, claimed: Claimed) -> Outcome:
    if not claimed.is_reachable:
        return Failed(DeliveryReason.UNREACHABLE)
    lane = claimed.lane
    await outbox.conversations(lane).take(claimed.outgoing.conversation_key)
    if outbox.bucket(lane).is_frozen() or not _may_start(outbox, claimed):
        return NotSent()
    call = _call(outbox, claimed)
    outcome = await attempt(outbox, lane, METHODS[claimed.action], claimed.outgoing, call)
    return Arrived(outcome) if isinstance(outcome, Mapping) else outcome


def _may_start(outbox: Outbox, claimed: Claimed) -> bool:
    return outbox.lease.may_start(claimed.claimed)


async def _call(outbox: Outbox, claimed: Claimed) -> Reference:
    gateway = outbox.gateway(claimed.lane)
    outgoing = replace(claimed.outgoing, may_start=partial(_may_start, outbox, claimed))
    match claimed.action:
        case DeliveryAction.SEND:
            return (await gateway.send(outgoing)).reference
        case DeliveryAction.EDIT:
            return (await gateway.edit(outgoing)).reference
        case DeliveryAction.RECALL:
            await gateway.delete(outgoing)
            return outgoing.reference
        case _:
            assert_never(claimed.action)
