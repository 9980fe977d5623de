"""The fake in a process of its own: `python -m tests.fake_slack T1 people [delay in s]` prints its address.

Everybody is called U1, U2 and so on; the token is xoxb-T1. Ends with its standard input.
"""

import asyncio
import sys

from tests.fake_slack.slack import FakeSlack


async def serve(team: str, people: int, delay: float) -> None:
    slack = FakeSlack(delay)
    home = slack.install(team)
    for number in range(1, people + 1):
        home.add_member(f"U{number}")
    await slack.start()
    print(slack.url, flush=True)
    try:
        # Until the process that started us is gone.
        await asyncio.to_thread(sys.stdin.read)
    finally:
        await slack.stop()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], int(sys.argv[2]), float((*sys.argv, "0")[3])))
