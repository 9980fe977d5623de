"""Nobody else's machine, nobody else's page, and no traceback for anyone."""

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.conversation.message import Message
from bot.platforms.web.application import application
from bot.platforms.web.inbound.safety import OpenToOthers, check_address
from bot.platforms.web.outbound.workspace import LONGEST, Workspace

from .conftest import Bot, Browser


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.10", "::1", "localhost"])
def test_this_machine_is_fine(host: str) -> None:
    check_address(host, anyway=False)


@pytest.mark.parametrize(
    "host", ["192.0.2.7", "::", "192.168.1.4", "demo.example", "", "127.0.0.1.nip.example"]
)
def test_any_other_address_is_refused_with_the_reason_unless_it_is_wanted(host: str) -> None:
    with pytest.raises(OpenToOthers, match="no login"):
        check_address(host, anyway=False)
    check_address(host, anyway=True)


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "[::1", "", "localhost.evil.example"],
)
async def test_a_foreign_host_is_refused(browser: Browser, host: str) -> None:
    response = await browser.client.get("/as/nurse", headers={"Host": host})
    assert response.status == 421
    assert "Amara" not in await response.text()


@pytest.mark.parametrize("host", ["localhost:8080", "127.0.0.1", "[::1]:8080"])
async def test_this_machines_names_are_answered(browser: Browser, host: str) -> None:
    assert (await browser.client.get("/as/nurse", headers={"Host": host})).status == 200


async def test_a_workspace_opened_to_others_answers_to_any_name(workspace: Workspace) -> None:
    async with TestClient(TestServer(application(workspace, host="0.0.0.0"))) as client:  # noqa: S104
        assert (await client.get("/", headers={"Host": "demo.example"})).status == 200


@pytest.mark.parametrize("csrf", ["", "0" * 64, "ü"])
async def test_a_post_without_the_pages_token_is_refused(browser: Browser, bot: Bot, csrf: str) -> None:
    response = await browser.post("/as/nurse/say", text="Hello", csrf=csrf)
    assert (response.status, bot.heard) == (403, [])
    assert "Reload it" in await response.text()


async def test_another_sessions_token_is_refused(browser: Browser, bot: Bot) -> None:
    token = await browser.token()
    browser.client.session.cookie_jar.clear()
    response = await browser.client.post("/as/nurse/say", data={"csrf": token, "text": "Hello"})
    assert (response.status, bot.heard) == (403, [])


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
async def test_a_post_from_another_site_is_refused(
    browser: Browser, bot: Bot, headers: dict[str, str]
) -> None:
    response = await browser.post("/as/nurse/say", headers, text="Hello")
    assert (response.status, bot.heard) == (403, [])


async def test_a_post_from_our_own_page_is_taken(browser: Browser, bot: Bot) -> None:
    own = str(browser.client.make_url("")).rstrip("/")
    for headers in (
        {"Origin": own, "Sec-Fetch-Site": "same-origin"},
        {"Origin": "null", "Sec-Fetch-Site": "same-origin"},
    ):
        assert (await browser.post("/as/nurse/say", headers, text="Hello")).status == 200
    assert len(bot.heard) == 2


async def test_the_session_cookie_is_out_of_reach_of_scripts_and_sites(browser: Browser) -> None:
    cookie = (await browser.client.get("/as/nurse")).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie


@pytest.mark.parametrize(
    "path", ["/", "/as/nurse", "/as/nobody", "/nowhere", "/static/look.css", "/static/none.css"]
)
async def test_every_answer_says_what_a_browser_may_do_with_it(browser: Browser, path: str) -> None:
    headers = (await browser.client.get(path)).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


async def test_the_live_stream_says_so_too(browser: Browser) -> None:
    stream = await browser.client.get("/as/nurse/live")
    assert "default-src 'none'" in stream.headers["Content-Security-Policy"]
    stream.close()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nowhere", 404),
        ("/as/nobody", 404),
        ("/as/nobody/live", 404),
        ("/as/nurse/say", 405),
        ("/static/../app.py", 404),
    ],
)
async def test_a_wrong_address_is_explained(browser: Browser, path: str, status: int) -> None:
    response = await browser.client.get(path)
    page = await response.text()
    assert response.status == status
    assert 'href="/">Go to the start' in page
    assert "Traceback" not in page


async def test_a_post_that_is_no_form_is_refused(browser: Browser) -> None:
    response = await browser.client.post("/as/nurse/say", json={"text": "Hello"})
    assert response.status == 415


@pytest.mark.parametrize(
    "body", [b"%ff%fe=1&text=%00", b"&".join(b"a=1" for _ in range(500)), b"=&=;;", b"\xff\xfe"]
)
async def test_rubbish_is_refused_without_a_traceback(browser: Browser, body: bytes) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded; charset=nonsense"}
    response = await browser.client.post("/as/nurse/say", data=body, headers=headers)
    assert response.status in (400, 403)
    assert "Traceback" not in await response.text()


async def test_a_huge_post_is_refused(browser: Browser) -> None:
    response = await browser.post("/as/nurse/say", text="x" * 300_000)
    assert response.status == 413
    assert "send less" in await response.text()


async def test_a_failure_of_ours_has_a_page_and_a_reference_and_no_traceback(workspace: Workspace) -> None:
    async def broken() -> Message:
        raise RuntimeError("what somebody typed")

    async with TestClient(TestServer(application(workspace, panels={"Broken": broken}))) as client:
        response = await client.get("/as/nurse")
        page = await response.text()
    assert response.status == 500
    assert "under the reference" in page
    assert "typed" not in page


async def test_null_characters_are_dropped(browser: Browser, bot: Bot) -> None:
    await browser.post("/as/nurse/say", text="a\0b")
    assert bot.heard[0].text == "ab"
    assert LONGEST == 2000
