"""`DeclaredWord`: base of extensible string enums, to which each feature adds its own members."""

from typing import Any, ClassVar, Self


class DeclaredWord(str):
    """A subclass knows all its words. Each is declared once, as a constant, and stored as its plain text.

    Declaring a word twice, and asking for one that nobody declared, is a ValueError.
    """

    _known: ClassVar[dict[str, Any]]

    def __init_subclass__(cls) -> None:
        cls._known = {}

    def __new__(cls, word: str, *_: object, **__: object) -> Self:
        if word in cls._known:
            raise ValueError(f"{word!r} is declared twice as a {cls.__name__}")
        declared = super().__new__(cls, word)
        cls._known[word] = declared
        return declared

    def __reduce__(self) -> tuple[Any, ...]:
        """A copy is the same word."""
        return type(self).named, (str(self),)

    @classmethod
    def named(cls, word: str) -> Self:
        declared: Self | None = cls._known.get(word)
        if declared is None:
            raise ValueError(f"{word!r} is not declared as a {cls.__name__}")
        return declared

    @classmethod
    def all(cls) -> tuple[Self, ...]:
        """In the order in which they were declared."""
        return tuple(cls._known.values())
