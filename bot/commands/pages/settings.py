"""`deploy/SETTINGS.md`, made from the settings: `python -m bot.commands.pages.settings > deploy/SETTINGS.md`."""

import sys
from collections.abc import Iterator
from typing import get_args

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from bot.core.settings import Settings

_HEAD = """# Settings

Made from `bot/core/settings.py` by `python -m bot.commands.pages.settings > deploy/SETTINGS.md`; a test compares them.

Each is an environment variable or a line of `.env`. Each may come from a file instead: `ALONGSIDE_MASTER_KEY_FILE`
names a file with what `ALONGSIDE_MASTER_KEY` would hold. That works in the environment, not in `.env`. Keep what is
marked as secret in files, with mode 0600.

| setting | without it | what it is |
|---|---|---|
"""


def page() -> str:
    return _HEAD + "".join(f"{line}\n" for line in _lines())


def _lines() -> Iterator[str]:
    for name, field in Settings.model_fields.items():
        is_secret = field.annotation is SecretStr
        description = (field.description or "").replace("|", "\\|")
        about = f"**Secret.** {description}" if is_secret else description
        yield f"| `ALONGSIDE_{name.upper()}` | {_default(field)} | {about}{_choices(field)} |"


def _default(field: FieldInfo) -> str:
    if isinstance(field.default, SecretStr) or field.default in ("", None, []):
        return ""
    return f"`{str(field.default).lower() if isinstance(field.default, bool) else field.default}`"


def _choices(field: FieldInfo) -> str:
    words = [word for word in get_args(field.annotation) if isinstance(word, str)]
    return f" One of {', '.join(words)}." if words else ""


if __name__ == "__main__":
    sys.stdout.write(page())
