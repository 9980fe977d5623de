"""`PlatformName`: a platform's key and label. Each platform declares its own."""

from typing import Self

from bot.core.declared import DeclaredWord


class PlatformName(DeclaredWord):
    """The value is stored in accounts, lanes and keys; people read `label` after "in"."""

    label: str

    def __new__(cls, word: str, label: str) -> Self:
        name = super().__new__(cls, word)
        name.label = label
        return name


def platform_label(platform: str) -> str:
    """The plain word where nobody declares it: an account may outlive its platform."""
    return PlatformName.named(platform).label if platform in PlatformName.all() else platform
