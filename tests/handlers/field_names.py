"""Names of fields, found in the code of views."""

import importlib
import pkgutil
import re
from collections.abc import Iterator, Set

import bot
from bot.core.declared import DeclaredWord

_NAME = re.compile(r"[a-z][a-z_-]{1,30}")


def field_names() -> Set[str]:
    """Constants of views that can be a field's name. Some are something else."""
    return {
        value
        for module in _views()
        for name, value in vars(importlib.import_module(module)).items()
        if name.isupper()
        and type(value) is str
        and _NAME.fullmatch(value)
        and not isinstance(value, DeclaredWord)
    }


def _views() -> Iterator[str]:
    for module in pkgutil.walk_packages(bot.__path__, "bot."):
        if ".views" in module.name or module.name.endswith(("_views", "_form", "_forms")):
            yield module.name
