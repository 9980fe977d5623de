"""A wire to PostgreSQL on which every statement takes a while, as across continents or to an overloaded server."""

import asyncio
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace

from sqlalchemy.engine import make_url

from tests.databases import Urls

_CHUNK = 65536


@asynccontextmanager
async def slow_wire(urls: Urls, seconds: float) -> AsyncIterator[Urls]:
    """The same database, to be reached through the wire. What the client sends arrives so many seconds later."""
    there = make_url(urls.main)
    socket = f"{there.query['host']}/.s.PGSQL.{there.port or 5432}"
    pumps: set[asyncio.Task[None]] = set()

    async def connected(reader: StreamReader, writer: StreamWriter) -> None:
        server_reader, server_writer = await asyncio.open_unix_connection(socket)
        for source, sink, delay in ((reader, server_writer, seconds), (server_reader, writer, 0.0)):
            pump = asyncio.create_task(_pump(source, sink, delay))
            pumps.add(pump)
            pump.add_done_callback(pumps.discard)

    wire = await asyncio.start_server(connected, "127.0.0.1", 0)
    port = wire.sockets[0].getsockname()[1]
    slow = there.set(host="127.0.0.1", port=port, query={}).render_as_string(hide_password=False)
    try:
        yield replace(urls, main=slow, engine=slow)
    finally:
        wire.close()
        for pump in pumps:
            pump.cancel()


async def _pump(source: StreamReader, sink: StreamWriter, delay: float) -> None:
    with suppress(ConnectionError):
        while data := await source.read(_CHUNK):
            await asyncio.sleep(delay)
            sink.write(data)
            await sink.drain()
    sink.close()
