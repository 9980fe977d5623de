"""A gateway to a platform on loopback, as real ones are: one session, own timeouts, 429 understood."""

from dataclasses import dataclass

from aiohttp import ClientConnectorError, ClientSession

from bot.delivery.sending.gateway import Method, Outgoing, Pace, Sent, Throttled
from bot.platforms.session import only_while


@dataclass
class HttpGateway:
    session: ClientSession
    url: str
    can_look_up: bool
    fast: Pace

    def pace(self, workspace: str, method: Method) -> Pace:
        return self.fast

    async def send(self, outgoing: Outgoing) -> Sent:
        body = {"id": outgoing.id, "to": outgoing.conversation_key, "text": outgoing.message.summary}
        try:
            with only_while(outgoing.may_start):
                async with self.session.post(f"{self.url}/send", json=body) as answer:
                    if answer.status == 429:
                        raise Throttled(float(answer.headers["Retry-After"]))
                    answer.raise_for_status()
                    return Sent(await answer.json())
        except ClientConnectorError as error:
            raise Throttled(1) from error

    async def look_up(self, outgoing: Outgoing) -> Sent | None:
        async with self.session.get(f"{self.url}/look_up/{outgoing.id}") as answer:
            answer.raise_for_status()
            reference = await answer.json()
            return Sent(reference) if reference else None

    async def edit(self, outgoing: Outgoing) -> Sent:
        return await self.send(outgoing)

    async def delete(self, outgoing: Outgoing) -> None:
        await self.send(outgoing)
