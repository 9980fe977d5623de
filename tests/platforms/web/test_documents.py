"""The page for a document: it takes one after the other for some minutes, and writes nothing down."""

import asyncio
import re
from base64 import b64encode
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest
import pytest_asyncio
from aiohttp import ClientSession, FormData, web
from aiohttp.test_utils import TestClient, TestServer

from bot.features.word_check.check import LanguageFinding, Words
from bot.features.word_check.documents import LARGEST, text_of
from bot.features.word_check.entries import load
from bot.platforms.web.records.documents import DocumentPages

from .conftest import words_of

Client = TestClient[web.Request, web.Application]
WORDS = Words(load(Path("content")))
SLOW = "slow.pdf"


@dataclass
class FakeDocuments:
    is_open: bool = True
    sources: Mapping[str, str] = field(default_factory=lambda: {"nida-words": "NIDA"})

    begun: asyncio.Event = field(default_factory=asyncio.Event)
    let_go: asyncio.Event = field(default_factory=asyncio.Event)

    async def _is_read_for_ever(self) -> None:
        self.begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            self.let_go.set()

    async def may_open(self, token: str) -> bool:
        return self.is_open and token == "token"

    async def check(self, name: str, body: bytes) -> list[LanguageFinding]:
        if name == SLOW:
            await self._is_read_for_ever()
        return WORDS.check(text_of(name, body))


@pytest.fixture
def documents() -> FakeDocuments:
    return FakeDocuments()


@pytest_asyncio.fixture
async def client(documents: FakeDocuments) -> AsyncIterator[Client]:
    app = web.Application()
    app.add_routes(DocumentPages(documents).routes())
    async with TestClient(TestServer(app)) as client:
        yield client


def file(name: str, body: bytes) -> FormData:
    posted = FormData()
    posted.add_field("file", body, filename=name)
    return posted


async def test_a_document_is_checked_and_then_another(client: Client) -> None:
    assert "up to 20 pages" in words_of(await (await client.get("/words/token")).text())
    page = await (await client.post("/words/token", data=file("a.txt", b"A junkie came."))).text()
    assert "A person who uses drugs came." in words_of(page)
    assert "From: NIDA." in words_of(page)
    clean = await (await client.post("/words/token", data=file("b.txt", b"Good morning."))).text()
    assert "I see nothing to change." in words_of(clean)


async def test_the_same_words_are_listed_once_as_in_chat(client: Client) -> None:
    page = words_of(
        await (await client.post("/words/token", data=file("a.txt", b"A junkie came. " * 3))).text()
    )
    assert "I would look at 3 places." in page
    assert page.count("A person who uses drugs came.") == 1
    assert "From: NIDA. Also in 2 more places." in page


@pytest.mark.parametrize(
    ("name", "body", "says"),
    [
        ("a.exe", b"MZ", "Try a Word document"),
        ("a.txt", b"x" * (LARGEST + 1), "larger than 5 MB"),
        ("", b"", "Choose a file first"),
    ],
)
async def test_what_cannot_be_checked_says_why(client: Client, name: str, body: bytes, says: str) -> None:
    response = await client.post("/words/token", data=file(name, body))
    assert response.status == 422
    assert says in words_of(await response.text())


async def test_a_link_that_is_over_opens_nothing(client: Client, documents: FakeDocuments) -> None:
    documents.is_open = False
    for response in (
        await client.get("/words/token"),
        await client.post("/words/token", data=file("a.txt", b"x")),
    ):
        assert response.status == 410
        assert "check my words" in await response.text()


async def test_a_files_name_is_only_words(client: Client) -> None:
    page = await (await client.post("/words/token", data=file("<b>x.txt", b"Good morning."))).text()
    assert "<b>x" not in page


async def test_who_cancels_lets_the_document_go(documents: FakeDocuments, unused_tcp_port: int) -> None:
    """On a server as in production, which lets a handler go on: the one for tests would end it by itself."""
    app = web.Application()
    app.add_routes(DocumentPages(documents).routes())
    runner = web.AppRunner(app, shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", unused_tcp_port).start()
    async with ClientSession(f"http://127.0.0.1:{unused_tcp_port}") as session:
        sending = asyncio.ensure_future(session.post("/words/token", data=file(SLOW, b"x")))
        await documents.begun.wait()
        sending.cancel()
        await documents.let_go.wait()
    await runner.cleanup()


async def test_the_page_runs_its_own_script_and_no_other(client: Client) -> None:
    response = await client.get("/words/token")
    (script,) = re.findall(r"<script>(.*?)</script>", await response.text(), re.DOTALL)
    allowed = b64encode(sha256(script.encode()).digest()).decode()
    policy = response.headers["Content-Security-Policy"]
    assert f"script-src 'sha256-{allowed}'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


PARTS, PART = (
    "multipart/form-data; boundary=b",
    b'--b\r\nContent-Disposition: form-data; filename="a.txt"\r\n',
)
MADE_UP = {
    "no boundary": ("multipart/form-data", b"x"),
    "an empty boundary": ("multipart/form-data; boundary=", b"x"),
    "a long boundary": ("multipart/form-data; boundary=" + "a" * 100, b"x"),
    "nothing": (PARTS, b""),
    "no parts": (PARTS, b"--b--\r\n"),
    "junk": (PARTS, b"junk" * 1000),
    "a long line": (PARTS, b"a" * 300_000),
    "a long header": (PARTS, b"--b\r\nX: " + b"a" * 300_000),
    "many headers": (PARTS, b"--b\r\n" + b"X: a\r\n" * 30_000),
    "no header": (PARTS, b"--b\r\nno colon\r\n\r\nabc\r\n--b--\r\n"),
    "nested": (PARTS, b"--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" * 200),
    "nested badly": (PARTS, b"--b\r\nContent-Type: multipart/mixed\r\n\r\nabc\r\n--b--\r\n"),
    "a name in no language": (PARTS, PART.replace(b"a.txt", b"\xff.txt") + b"\r\n \r\n--b--\r\n"),
    "many parts": (
        PARTS,
        b'--b\r\nContent-Disposition: form-data; name="x"\r\n\r\na\r\n' * 3_000 + b"--b--\r\n",
    ),
}


@pytest.mark.parametrize(("kind", "body"), MADE_UP.values(), ids=MADE_UP)
async def test_what_no_browser_sends_is_no_file(client: Client, kind: str, body: bytes) -> None:
    answer = await client.post("/words/token", data=body, headers={"Content-Type": kind})
    assert answer.status == 422


@pytest.mark.parametrize(
    "more", [b"Content-Length: -5\r\n", b"Content-Length: x\r\n", b"Content-Length: 99999999\r\n"]
)
async def test_a_part_that_says_another_length_is_read_as_it_is(client: Client, more: bytes) -> None:
    body = PART + more + b"\r\nA junkie came.\r\n--b--\r\n"
    answer = await client.post("/words/token", data=body, headers={"Content-Type": PARTS})
    assert answer.status == 200


WHOLE = PART + b"Content-Type: text/plain\r\n\r\nA junkie came.\r\n--b--\r\n"
PIECES = (
    b"\r\n",
    b"--b",
    b"--b--",
    b"\0",
    b"\xff",
    b"Content-Length: -1",
    b"Content-Type: multipart/mixed",
    b"; filename*=",
)


def damaged(seed: int) -> bytes:
    """An upload with a few of its bytes lost, changed, doubled or put in."""
    luck, body = Random(seed), bytearray(WHOLE)
    for _ in range(luck.randint(1, 6)):
        at = luck.randrange(len(body))
        much = luck.randint(1, 20)
        body[at : at + luck.choice((0, much))] = luck.choice(
            (b"", luck.randbytes(much), body[at : at + much], luck.choice(PIECES))
        )
    return bytes(body)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
async def test_a_damaged_upload_never_makes_the_page_fail(client: Client) -> None:
    statuses = set()
    for seed in range(400):
        answer = await client.post("/words/token", data=damaged(seed), headers={"Content-Type": PARTS})
        assert answer.status < 500, damaged(seed)
        statuses.add(answer.status)
    assert statuses == {200, 422}
