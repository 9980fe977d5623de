"""The names of hosts, as a resolver that can be gone."""

import socket

from aiohttp.abc import AbstractResolver, ResolveResult

HOST = "localhost"
"""A name that both platforms take over plain HTTP."""


class Names(AbstractResolver):
    def __init__(self) -> None:
        self.are_gone = False
        self.lookups = 0

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        self.lookups += 1
        if self.are_gone:
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
        resolved: ResolveResult = {
            "hostname": host,
            "host": "127.0.0.1",
            "port": port,
            "family": socket.AF_INET,
            "proto": 0,
            "flags": 0,
        }
        return [resolved]

    async def close(self) -> None:
        """Nothing is open."""
