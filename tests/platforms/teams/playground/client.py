"""Microsoft's own client of Teams, the Agents Playground, for as long as a test lasts.

It listens on all interfaces, which can't be changed, so it never runs longer than that.
"""

import asyncio
import json
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import ClientError, ClientSession, ClientWebSocketResponse
from aiohttp.test_utils import unused_port

from tests.databases import missing

Json = dict[str, Any]

TENANT, AMARA, CHAT = "harbour-tenant", "aad-amara", "chat-amara"

_CLI = Path(__file__).parent / "node_modules/@microsoft/m365agentsplayground/cli.js"
_STARTS_IN = 60.0
_ANSWERS_IN = 60.0


def _somebody(id_: str, name: str) -> Json:
    first, _, last = name.partition(" ")
    mail = f"{first}@harbour.example".lower()
    return {
        "id": f"user-{id_}",
        "aadObjectId": f"aad-{id_}",
        "name": name,
        "givenName": first,
        "surname": last,
        "userPrincipleName": mail,
        "email": mail,
    }


# It wants five colleagues, and reads YAML, of which JSON is a part.
_HARBOUR: Json = {
    "version": "0.1.1",
    "tenantId": TENANT,
    "bot": {"id": "alongside", "name": "Alongside"},
    "currentUser": _somebody("amara", "Amara Okafor"),
    "users": [_somebody(f"colleague-{n}", f"Colleague {n}") for n in range(5)],
    "personalChat": {"id": CHAT},
    "groupChat": {"id": "group", "name": "Handover"},
    "team": {
        "id": "willow",
        "name": "Willow ward",
        "aadGroupId": "aad-willow",
        "channels": [{"id": "willow-channel", "name": "Ward round"}],
    },
}


@dataclass
class Playground:
    """What its own page does, for what the page can't do."""

    address: str
    http: ClientSession
    log: ClientWebSocketResponse

    async def installs(self) -> None:
        await self._post(f"/_debug/conversation/{CHAT}/installation", {})

    async def presses_in_an_old_client(self, message: str, value: Json) -> None:
        """A client from before Execute sends Submit instead."""
        await self._post(
            "/_conversation/v1/submit", self._by_amara() | {"replyToId": message, "value": value}
        )

    async def searches(self, question: str) -> Json:
        """In the box where messages are written; what is shown."""
        value = {
            "commandId": "insertAnswer",
            "parameters": [{"name": "question", "value": question}],
            "queryOptions": {"skip": 0, "count": 25},
        }
        query = self._by_amara() | {"name": "composeExtension/query", "value": value}
        return await self._post("/_conversation/v1/invoke", query)

    async def in_dialog(self, name: str, data: Json) -> Json:
        """The bot's answer in a dialog. The page has no dialogs, so the request is sent as Teams sends it."""
        template = f"/_internal/v1/customActivities/template?conversationId={CHAT}&type=install"
        async with self.http.get(self.address + template) as response:
            activity = {k: v for k, v in (await response.json()).items() if k != "action"}
        invoke = activity | {
            "type": "invoke",
            "name": name,
            "value": {"data": data, "context": {"theme": "default"}},
        }
        await self._post("/_internal/v1/customActivities", invoke)
        return await self._answer_to(name)

    def _by_amara(self) -> Json:
        return {"from": {"id": _HARBOUR["currentUser"]["id"]}, "conversation": {"id": CHAT}}

    async def _post(self, path: str, body: Json) -> Json:
        async with self.http.post(self.address + path, json=body) as answer:
            content = await answer.text()
            assert answer.status == 200, content
            parsed: Json = json.loads(content) if content[:1] == "{" else {}
            return parsed

    async def _answer_to(self, name: str) -> Json:
        """The next one in its log."""
        async with asyncio.timeout(_ANSWERS_IN):
            while True:
                entry = (await self.log.receive_json()).get("log", {})
                if entry.get("request", {}).get("body", {}).get("name") == name and "response" in entry:
                    answered: Json = entry["response"]["body"]
                    return answered


@asynccontextmanager
async def playground(bot: str, folder: Path) -> AsyncIterator[Playground]:
    """In front of the bot at that address."""
    node = shutil.which("node")
    if node is None or not _CLI.exists():
        missing("Microsoft's Agents Playground is not here: python -m tests.parts")
    config = folder / ".m365agentsplayground.yml"
    config.write_text(json.dumps(_HARBOUR))
    port = unused_port()
    process = await asyncio.create_subprocess_exec(
        *(str(node), str(_CLI), "start", "-e", bot, "-c", "msteams", "-p", str(port), "--disable-telemetry"),
        cwd=folder,
        env=os.environ
        | {
            "TEAMSAPPTESTER_BROWSER": "none",
            "M365_AGENTS_PLAYGROUND_CONFIG_PATH": str(config),
            "M365_AGENTS_PLAYGROUND_LOGFILE": str(folder / "playground.log"),
        },
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        async with ClientSession() as http:
            await _ready(http, f"{address}/_internal/v1/config", process)
            async with http.ws_connect(f"{address}/_ws/log/stream") as log:
                yield Playground(address, http, log)
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def _ready(http: ClientSession, url: str, process: asyncio.subprocess.Process) -> None:
    async with asyncio.timeout(_STARTS_IN):
        while process.returncode is None:
            with suppress(ClientError):
                async with http.get(url) as answer:
                    if answer.status == 200:
                        return
            await asyncio.sleep(0.2)
    raise AssertionError("The playground stopped by itself; the reason is in its log.")
