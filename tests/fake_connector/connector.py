"""The connector as a server on loopback: `service` is what activities name as theirs."""

import asyncio
from dataclasses import dataclass
from itertools import count
from typing import Any

from aiohttp import web

from tests.barrier import Barrier
from tests.fake_connector.faults import BEFORE, Fault, Faults, How

Json = dict[str, Any]

APP_ID = "7f2c9a54-0d52-4a41-9f8e-3b1e1a1d7c55"
TENANT = "5b6b8a2e-2f0e-4c56-8a7e-0d7b4a0f9b11"
TOKEN = "of-the-app"


@dataclass(frozen=True)
class Call:
    """One that reached us, whatever became of it."""

    kind: str
    conversation: str
    body: Json
    authorization: str


class Conversation:
    def __init__(self, members: list[Json]) -> None:
        self.members = members
        self.messages: dict[str, Json] = {}
        self.refuses = 0

    @property
    def shown(self) -> list[Json]:
        return list(self.messages.values())


class FakeConnector:
    """`delay` is the seconds before every answer; `gate` holds answers to new messages back."""

    def __init__(self, delay: float = 0.0) -> None:
        self.delay = delay
        self.gate = Barrier()
        self.faults = Faults()
        self.calls: list[Call] = []
        self.conversations: dict[str, Conversation] = {}
        self.chats: dict[str, str] = {}
        self.channels: dict[str, list[Json]] = {}
        self.is_authorized = True
        self.root = ""
        self._ids = count(1_700_000_000_000)
        self._runner: web.AppRunner | None = None

    @property
    def service(self) -> str:
        return f"{self.root}/emea/"

    def add_chat(self, user: str) -> str:
        """Somebody installs us: our chat with them."""
        chat = self.chats[member_id(user)] = f"a:chat-{user}"
        self.conversations[chat] = Conversation([member(user)])
        return chat

    def add_conversation(self, name: str, *users: str) -> str:
        """A team's, a channel's or a group's."""
        self.conversations[name] = Conversation([member(user) for user in users])
        return name

    def add_channel(self, team: str, name: str, title: str | None, kind: str = "standard") -> str:
        """The first one, which has the team's own id, has no name."""
        self.channels.setdefault(team, []).append({"id": name, "name": title, "type": kind})
        return self.add_conversation(name)

    def in_chat(self, user: str) -> list[Json]:
        return self.conversations[self.chats[member_id(user)]].shown

    def count(self, kind: str) -> int:
        return sum(call.kind == kind for call in self.calls)

    async def start(self) -> None:
        app = web.Application(client_max_size=2_000_000)
        conversations = "/emea/v3/conversations"
        app.add_routes(
            [
                web.post(conversations, self._open),
                web.post(f"{conversations}/{{id}}/activities", self._post),
                # A reply to a message, which in a chat stands below all others.
                web.post(f"{conversations}/{{id}}/activities/{{message}}", self._post),
                web.put(f"{conversations}/{{id}}/activities/{{message}}", self._put),
                web.delete(f"{conversations}/{{id}}/activities/{{message}}", self._delete),
                web.get(f"{conversations}/{{id}}/pagedmembers", self._roster),
                web.get(f"{conversations}/{{id}}/members/{{member}}", self._member),
                web.get("/emea/v3/teams/{id}/conversations", self._channels),
            ]
        )
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.root = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        self.gate.release()
        if self._runner:
            await self._runner.cleanup()

    async def _open(self, request: web.Request) -> web.Response:
        def do(body: Json, _: Conversation | None) -> Json:
            chat = self.chats.get(body["members"][0]["id"])
            if chat is None or body["channelData"]["tenant"]["id"] != TENANT:
                raise Denied(403, "BotNotInConversationRoster")
            return {"id": chat}

        return await self._answer("open", request, do)

    async def _post(self, request: web.Request) -> web.Response:
        def do(body: Json, conversation: Conversation | None) -> Json:
            assert conversation is not None
            made = str(next(self._ids))
            conversation.messages[made] = body
            return {"id": made}

        return await self._answer("post", request, do)

    async def _put(self, request: web.Request) -> web.Response:
        def do(body: Json, conversation: Conversation | None) -> Json:
            assert conversation is not None
            message = request.match_info["message"]
            if message not in conversation.messages:
                raise Denied(404, "ActivityNotFoundInConversation")
            conversation.messages[message] = body
            return {"id": message}

        return await self._answer("put", request, do)

    async def _delete(self, request: web.Request) -> web.Response:
        def do(_: Json, conversation: Conversation | None) -> Json:
            assert conversation is not None
            if conversation.messages.pop(request.match_info["message"], None) is None:
                raise Denied(404, "ActivityNotFoundInConversation")
            return {}

        return await self._answer("delete", request, do)

    async def _roster(self, request: web.Request) -> web.Response:
        def do(_: Json, conversation: Conversation | None) -> Json:
            assert conversation is not None
            start, size = int(request.query.get("continuationToken", "0")), int(request.query["pageSize"])
            page = {"members": conversation.members[start : start + size]}
            more = start + size < len(conversation.members)
            return page | ({"continuationToken": str(start + size)} if more else {})

        return await self._answer("roster", request, do)

    async def _member(self, request: web.Request) -> web.Response:
        def do(_: Json, conversation: Conversation | None) -> Json:
            assert conversation is not None
            id_ = request.match_info["member"]
            matching = [m for m in conversation.members if id_ in (m["id"], m.get("aadObjectId"))]
            if not matching:
                raise Denied(404, "MemberNotFoundInConversation")
            return matching[0]

        return await self._answer("member", request, do)

    async def _channels(self, request: web.Request) -> web.Response:
        listed = self.channels.get(request.match_info["id"], [])
        return await self._answer("channels", request, lambda *_: {"conversations": listed})

    async def _answer(self, kind: str, request: web.Request, do: Any) -> web.Response:
        named = request.match_info.get("id", "")
        body = await request.json() if request.can_read_body else {}
        self.calls.append(Call(kind, named, body, request.headers.get("Authorization", "")))
        fault = self.faults.next(kind)
        if fault and fault.how in BEFORE:
            return _failed(request, fault)
        try:
            answer = do(body, self._conversation_for(kind, named))
        except Denied as denied:
            return denied.answer()
        await asyncio.sleep(self.delay)
        if kind == "post":
            await self.gate.wait()
        return await _spoilt(request, fault, answer) if fault else web.json_response(answer, status=201)

    def _conversation_for(self, kind: str, named: str) -> Conversation | None:
        if not self.is_authorized:
            raise Denied(401, "Unauthorized")
        # A thread is part of its channel.
        conversation = self.conversations.get(named.partition(";")[0])
        if conversation is None and kind != "open":
            raise Denied(404, "ConversationNotFound")
        if conversation and conversation.refuses:
            raise Denied(conversation.refuses, "MessageWritesBlocked")
        return conversation


class Denied(Exception):
    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status, self.code = status, code

    def answer(self) -> web.Response:
        return web.json_response({"error": {"code": self.code, "message": "no"}}, status=self.status)


def member_id(user: str) -> str:
    return f"29:{user}"


def member(user: str, **more: str) -> Json:
    """As a roster has them."""
    name = user.replace("-", " ").title()
    return {
        "id": member_id(user),
        "aadObjectId": user,
        "objectId": user,
        "name": name,
        "email": f"{user}@harbour.example",
        "userPrincipalName": f"{user}@harbour.example",
        "tenantId": TENANT,
        "userRole": "user",
    } | more


def _failed(request: web.Request, fault: Fault) -> web.Response:
    if fault.how is How.DROP_BEFORE:
        return _dropped(request)
    headers = {"Retry-After": fault.retry_after} if fault.retry_after else {}
    return web.json_response({"error": {"code": fault.code}}, status=fault.status, headers=headers)


async def _spoilt(request: web.Request, fault: Fault, answer: Json) -> web.Response:
    """It is done, but the caller gets a broken answer."""
    if fault.how is How.DROP_AFTER:
        return _dropped(request)
    if fault.how is How.GARBLED:
        return web.Response(text="<html>Bad gateway</html>", content_type="text/html")
    await asyncio.sleep(fault.seconds)
    return web.json_response(answer)


def _dropped(request: web.Request) -> web.Response:
    if request.transport:
        request.transport.abort()
    return web.Response()
