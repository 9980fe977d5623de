"""Reads settings from files: `ALONGSIDE_MASTER_KEY_FILE` names the file that holds `ALONGSIDE_MASTER_KEY`.

Container engines and systemd pass secrets as files, which `ps` and crash reports don't show.
"""

import os
from pathlib import Path
from typing import Any

from pydantic.fields import FieldInfo
from pydantic_settings import PydanticBaseSettingsSource

ENDING = "_FILE"


class UnreadableSetting(Exception):
    """Raised when a file cannot be read. The text names the setting and the reason, never the content."""


class FileSource(PydanticBaseSettingsSource):
    """A settings source that the environment and `.env` override."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        variable = f"{self.config.get('env_prefix', '')}{field_name}".upper() + ENDING
        named = os.environ.get(variable)
        return (_read(variable, Path(named)) if named else None), field_name, self.field_is_complex(field)

    def __call__(self) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for name, field in self.settings_cls.model_fields.items():
            value, key, is_complex = self.get_field_value(field, name)
            if value is not None:
                values[key] = self.prepare_field_value(name, field, value, is_complex)
        return values


def _read(variable: str, file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableSetting(
            f"{variable} names a file that can't be read ({type(error).__name__}). Check the path, and that the "
            "user that runs the bot may read it"
        ) from None
