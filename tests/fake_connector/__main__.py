"""Teams' connector in a process of its own, with so many people in it. Prints its address, ends with its parent.

`python -m tests.fake_connector PEOPLE SECONDS EVERY`: so many seconds an answer; each EVERYth is a 429.
"""

import asyncio
import sys

from tests.fake_connector import FakeConnector, Fault


async def main(people: int, seconds: float, every: int) -> None:
    connector = FakeConnector(seconds)
    await connector.start()
    for number in range(people):
        connector.add_chat(f"u{number}")
    request_count = 0

    def next_fault(kind: str) -> Fault | None:
        nonlocal request_count
        request_count += 1
        return Fault(status=429, retry_after="0.2") if request_count % every == 0 else None

    connector.faults.next = next_fault  # type: ignore[method-assign]
    print(connector.service, flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    await connector.stop()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])))
