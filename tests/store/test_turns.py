"""Who writes next: the order of asking, people before what can wait, and nobody for ever."""

import asyncio

from bot.store.turns import Turns


async def _writer(turns: Turns, name: str, done: list[str], *, yields: bool) -> None:
    async with turns.take(yields=yields):
        done.append(name)
        await asyncio.sleep(0)


async def asked(*names: str) -> list[str]:
    """One holds the turn while all of these ask for it; `slow…` yield."""
    turns, done = Turns(), list[str]()
    async with turns.take(yields=False):
        writers = [asyncio.create_task(_writer(turns, n, done, yields=n.startswith("slow"))) for n in names]
        await asyncio.sleep(0)
    await asyncio.gather(*writers)
    return done


async def test_writers_go_in_the_order_of_asking() -> None:
    assert await asked("1", "2", "3") == ["1", "2", "3"]


async def test_people_go_before_what_can_wait() -> None:
    assert await asked("slow 1", "slow 2", "1", "2") == ["1", "2", "slow 1", "slow 2"]


async def test_what_can_wait_does_not_wait_for_ever() -> None:
    people = [f"{n}" for n in range(1, 7)]
    assert await asked("slow", *people) == ["1", "2", "3", "4", "slow", "5", "6"]


async def test_one_writes_at_a_time() -> None:
    turns, at_once, most = Turns(), 0, 0

    async def write() -> None:
        nonlocal at_once, most
        async with turns.take(yields=False):
            at_once += 1
            most = max(most, at_once)
            await asyncio.sleep(0)
            at_once -= 1

    await asyncio.gather(*(write() for _ in range(20)))
    assert most == 1


async def test_who_gives_up_waiting_is_passed_over() -> None:
    turns, done = Turns(), list[str]()
    async with turns.take(yields=False):
        first = asyncio.create_task(_writer(turns, "first", done, yields=False))
        second = asyncio.create_task(_writer(turns, "second", done, yields=False))
        await asyncio.sleep(0)
        first.cancel()
    await asyncio.gather(first, second, return_exceptions=True)
    assert done == ["second"]


async def test_who_gives_up_just_when_the_turn_comes_passes_it_on() -> None:
    turns, done = Turns(), list[str]()
    async with turns.take(yields=False):
        first = asyncio.create_task(_writer(turns, "first", done, yields=False))
        second = asyncio.create_task(_writer(turns, "second", done, yields=False))
        await asyncio.sleep(0)
    # The turn is the first one's already, which has not run since.
    first.cancel()
    await asyncio.gather(first, second, return_exceptions=True)
    assert done == ["second"]


async def test_a_failure_frees_the_turn() -> None:
    turns = Turns()
    try:
        async with turns.take(yields=True):
            raise ValueError
    except ValueError:
        pass
    assert await _once(turns)


async def _once(turns: Turns) -> bool:
    async with asyncio.timeout(5), turns.take(yields=True):
        return True
