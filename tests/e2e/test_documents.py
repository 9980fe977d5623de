"""The page for a document in a real browser: it says how far it is, can be cancelled, and keeps nobody out."""

from collections.abc import AsyncIterator
from io import BytesIO

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import unused_port
from docx import Document
from playwright.async_api import BrowserContext, FilePayload, Page, expect

from bot.platforms.web.records.documents import DocumentPages
from tests.platforms.web.test_documents import SLOW, FakeDocuments

from .conftest import Complaints, needs
from .test_access import faults_of

pytestmark = pytest.mark.asyncio(loop_scope="session")


def twenty_pages() -> FilePayload:
    document = Document()
    for _ in range(20):
        document.add_paragraph("Staff meet each person with respect. " * 95)
        document.add_paragraph("Junkies must use the side door.")
    written = BytesIO()
    document.save(written)
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return {"name": "policy.docx", "mimeType": kind, "buffer": written.getvalue()}


@pytest_asyncio.fixture(loop_scope="session")
async def documents() -> FakeDocuments:
    return FakeDocuments()


@pytest_asyncio.fixture(loop_scope="session")
async def page(
    context: BrowserContext, documents: FakeDocuments, complaints: Complaints
) -> AsyncIterator[Page]:
    app = web.Application()
    app.add_routes(DocumentPages(documents).routes())
    runner, port = web.AppRunner(app, access_log=None, shutdown_timeout=0.2), unused_port()
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    page = complaints.listen(await context.new_page())
    await page.goto(f"http://127.0.0.1:{port}/words/token")
    yield page
    await runner.cleanup()


async def sends(page: Page, file: FilePayload) -> None:
    await page.get_by_label("Document").set_input_files(file)
    await page.get_by_role("button", name="Check it").click()


async def test_a_document_of_twenty_pages_is_checked_and_its_result_has_the_focus(page: Page) -> None:
    axe = needs("axe").read_text(encoding="utf-8")
    assert await faults_of(page, axe) == []
    await sends(page, twenty_pages())
    heading = page.get_by_role("heading", name="policy.docx")
    await expect(heading).to_be_focused()
    await expect(page.get_by_text("I would look at 20 places.")).to_be_visible()
    await expect(page.get_by_role("button", name="Cancel")).to_be_hidden()
    assert await faults_of(page, axe) == []


async def test_a_slow_one_says_how_far_it_is_and_can_be_cancelled(
    page: Page, documents: FakeDocuments
) -> None:
    await sends(page, {"name": SLOW, "mimeType": "application/pdf", "buffer": b"x"})
    await expect(page.get_by_role("status")).to_contain_text("has arrived. Reading it")
    await expect(page.get_by_role("progressbar")).to_be_visible()
    assert await faults_of(page, needs("axe").read_text(encoding="utf-8")) == []
    await expect(page.get_by_role("button", name="Cancel")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("status")).to_have_text("Cancelled. Nothing of it is kept.")
    await documents.let_go.wait()
    await expect(page.get_by_label("Document")).to_be_focused()
    await sends(page, {"name": "good.txt", "mimeType": "text/plain", "buffer": b"Good morning."})
    await expect(page.get_by_text("I see nothing to change.")).to_be_visible()


async def test_what_cannot_be_read_says_so_beside_the_field(page: Page) -> None:
    await sends(page, {"name": "a.exe", "mimeType": "application/octet-stream", "buffer": b"MZ"})
    fault = page.get_by_text("Try a Word document (docx)")
    await expect(fault).to_be_focused()
    await expect(page.get_by_role("button", name="Check it")).to_be_enabled()
