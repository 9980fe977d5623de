"""The fake as a server on loopback: `slack.url` is what a client takes for https://slack.com/api/."""

import asyncio
import base64
from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web

from tests.barrier import Barrier
from tests.fake_slack import apps, chat, conversations, files, people, views
from tests.fake_slack.arguments import arguments_of
from tests.fake_slack.faults import BEFORE, Fault, Faults, How
from tests.fake_slack.responses import Response
from tests.fake_slack.sockets import Sockets
from tests.fake_slack.workspace import Json, Refusal, Workspace

APP_TOKEN = "xapp-1-fake"
CLIENT = ("111.222", "client-secret")

_METHODS: dict[str, Callable[[Workspace, Json], Json]] = {
    "assistant.threads.setStatus": apps.set_status,
    "assistant.threads.setSuggestedPrompts": apps.set_suggested_prompts,
    "auth.revoke": apps.auth_revoke,
    "auth.test": apps.auth_test,
    "chat.delete": chat.delete,
    "chat.postEphemeral": chat.post_ephemeral,
    "chat.postMessage": chat.post_message,
    "chat.update": chat.update,
    "conversations.create": conversations.create,
    "conversations.history": conversations.history,
    "conversations.info": conversations.info,
    "conversations.invite": conversations.invite,
    "conversations.kick": conversations.kick,
    "conversations.list": conversations.list_,
    "conversations.members": conversations.members,
    "conversations.open": conversations.open_,
    "files.completeUploadExternal": files.complete,
    "files.info": files.info,
    "usergroups.list": people.groups,
    "usergroups.users.list": people.group_members,
    "users.conversations": conversations.ours,
    "users.info": people.info,
    "users.list": people.list_,
    "views.publish": views.publish,
    "views.update": views.update,
}


@dataclass(frozen=True)
class Call:
    """One that reached us, whatever became of it."""

    method: str
    workspace: str
    arguments: Json


class FakeSlack:
    """`delay` is the seconds before every answer; `gate` holds answers to chat.postMessage back."""

    def __init__(self, delay: float = 0.0) -> None:
        self.delay = delay
        self.gate = Barrier()
        self.workspaces: dict[str, Workspace] = {}
        self.calls: list[Call] = []
        self.connections: set[object] = set()
        self.faults = Faults()
        self.triggers = views.Triggers()
        self.sockets = Sockets()
        self.responses: list[Response] = []
        self.codes: dict[str, str] = {}
        self.root = ""
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        return f"{self.root}/api/"

    def install(self, team: str = "T1", token: str = "") -> Workspace:
        """A workspace that has us, and its administrator."""
        made = self.workspaces[team] = Workspace(team, token or f"xoxb-{team}")
        made.add_member(made.bot_user, "alongside", is_bot=True)
        made.add_member("UADMIN", "admin", is_admin=True)
        return made

    def count(self, method: str) -> int:
        return sum(call.method == method for call in self.calls)

    def response_url(self, home: Workspace, channel: str, user: str, ts: str = "") -> str:
        self.responses.append(Response(home, channel, user, ts))
        return f"{self.root}/response/{len(self.responses) - 1}"

    async def start(self) -> None:
        app = web.Application(client_max_size=20_000_000)
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_post("/upload/{team}/{file}", self._upload)
        app.router.add_post("/response/{number}", self._respond)
        app.router.add_get("/link/", self.sockets.serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.root = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        self.gate.release()
        await self.sockets.close()
        if self._runner:
            await self._runner.cleanup()

    async def _api(self, request: web.Request) -> web.Response:
        method, arguments = request.match_info["method"], await arguments_of(request)
        token = _token(request, arguments)
        home = next((workspace for workspace in self.workspaces.values() if workspace.token == token), None)
        self.calls.append(Call(method, home.id if home else "", arguments))
        if request.transport:
            self.connections.add(request.transport.get_extra_info("peername"))
        fault = self.faults.next(method)
        if fault and fault.how in BEFORE:
            return _failed(request, fault)
        try:
            answer: Json = {"ok": True} | self._do(method, arguments, token, home, request)
        except Refusal as refusal:
            answer = {"ok": False, "error": refusal.error} | refusal.more
        await asyncio.sleep(self.delay)
        if method == "chat.postMessage" and answer["ok"]:
            await self.gate.wait()
        headers = {"x-oauth-scopes": home.scopes} if home else {}
        return await _spoilt(request, fault, answer) if fault else web.json_response(answer, headers=headers)

    def _do(
        self, method: str, arguments: Json, token: str, home: Workspace | None, request: web.Request
    ) -> Json:
        if method == "oauth.v2.access":
            return self._exchange(arguments, request)
        if method == "apps.connections.open":
            if token != APP_TOKEN:
                raise Refusal("invalid_auth" if token else "not_authed")
            return self.sockets.invite(self.root)
        if home is None:
            raise Refusal("invalid_auth" if token else "not_authed")
        if not home.is_installed:
            raise Refusal("account_inactive")
        if method == "views.open":
            return views.open_(home, arguments, self.triggers)
        if method == "files.getUploadURLExternal":
            return files.upload_url(home, arguments, self.root)
        if method not in _METHODS:
            raise Refusal("unknown_method")
        return _METHODS[method](home, arguments)

    def _exchange(self, arguments: Json, request: web.Request) -> Json:
        if _client(request, arguments) != CLIENT:
            raise Refusal("bad_client_secret")
        team = self.codes.pop(arguments.get("code", ""), "")
        if not team:
            raise Refusal("invalid_code")
        return apps.access(self.workspaces[team])

    async def _upload(self, request: web.Request) -> web.Response:
        home = self.workspaces[request.match_info["team"]]
        answer = files.receive(home, request.match_info["file"], await request.read())
        return web.Response(text=answer)

    async def _respond(self, request: web.Request) -> web.Response:
        response = self.responses[int(request.match_info["number"])]
        return web.Response(status=response.take(await request.json()), text="ok")


def _token(request: web.Request, arguments: Json) -> str:
    given = request.headers.get("Authorization", "")
    return given.removeprefix("Bearer ") if given.startswith("Bearer ") else str(arguments.pop("token", ""))


def _client(request: web.Request, arguments: Json) -> tuple[str, str]:
    given = request.headers.get("Authorization", "")
    if given.startswith("Basic "):
        id_, _, secret = base64.b64decode(given[6:]).decode().partition(":")
        return id_, secret
    return arguments.get("client_id", ""), arguments.get("client_secret", "")


def _failed(request: web.Request, fault: Fault) -> web.Response:
    if fault.how is How.DROP_BEFORE:
        return _dropped(request)
    if fault.how is How.REFUSE:
        return web.json_response({"ok": False, "error": fault.error})
    if fault.how is How.BUSY:
        headers = {"Retry-After": f"{fault.seconds:g}"}
        return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
    return web.Response(status=500, text="upstream connect error")


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
