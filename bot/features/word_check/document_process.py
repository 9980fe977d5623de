"""Reads a document in a process of its own, with bounds on time and memory. Never writes it anywhere.

The readers of Word and PDF files are libraries. A file that is made for it keeps them busy for hours, fills the memory,
or raises what nobody expects: a table cell that spans a thousand million columns takes 36 KB.
"""

import asyncio
import os
import resource
import sys
from pathlib import Path

from bot.core.errors import UserFacingError
from bot.features.word_check.documents import NOT_READ, TOO_SLOW, text_of

_SECONDS, _BYTES = 10, 1_000_000_000
# Wall-clock time allowed for each second of processor time, because the machine may be busy.
_PATIENCE = 5
_LARGEST_TEXT = 2_000_000
_REFUSED = 3


async def text_apart(name: str, body: bytes, seconds: int = _SECONDS) -> str:
    """As `text_of`, within `seconds` of a processor. UserFacingError also for a file that takes more, or too much memory."""
    ending = "".join(
        letter for letter in name.rpartition(".")[2][:10] if letter.isascii() and letter.isalnum()
    )
    command = [sys.executable, "-m", "bot.features.word_check.document_process", ending, str(seconds)]
    root = str(Path(__file__).parents[3])
    pipe = asyncio.subprocess.PIPE
    child = await asyncio.create_subprocess_exec(
        *command,
        cwd=root,
        env={"PYTHONPATH": root},
        stdin=pipe,
        stdout=pipe,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(seconds * _PATIENCE):
            read, _ = await child.communicate(body)
    except TimeoutError:
        raise UserFacingError(TOO_SLOW) from None
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    if child.returncode not in (0, _REFUSED) or len(read) > _LARGEST_TEXT:
        raise UserFacingError(NOT_READ)
    text = read.decode("utf-8", "replace")
    if child.returncode == _REFUSED:
        raise UserFacingError(text)
    return text


def main() -> int:
    """The document is in the standard input; its text, or why there is none, in the standard output."""
    os.nice(10)
    resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[2]),) * 2)
    resource.setrlimit(resource.RLIMIT_AS, (_BYTES, _BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    code = 0
    try:
        text = text_of(f"document.{sys.argv[1]}", sys.stdin.buffer.read())
    except UserFacingError as error:
        text, code = str(error), _REFUSED
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    return code


if __name__ == "__main__":
    sys.exit(main())
