"""`DeclaredWord`: a string enum that features extend, each with its own members."""

from typing import Any, ClassVar, Self


class DeclaredWord(str):
    """A string enum whose members are declared as constants in several modules and stored as plain text.

    Raises ValueError when a word is declared twice, and when an undeclared word is looked up.
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
        """Copying and unpickling return the same object."""
        return type(self).read, (str(self),)

    @classmethod
    def named(cls, word: str) -> Self:
        declared: Self | None = cls._known.get(word)
        if declared is None:
            raise ValueError(f"{word!r} is not declared as a {cls.__name__}")
        return declared

    @classmethod
    def read(cls, word: str) -> Self:
        """The declared word, or a stand-in for one that another replica's newer release declared."""
        return cls._known.get(word) or cls._of_newer_release(word)

    @classmethod
    def _of_newer_release(cls, word: str) -> Self:
        """A stand-in that isn't declared. Raises ValueError unless the subclass has one."""
        return cls.named(word)

    @classmethod
    def all(cls) -> tuple[Self, ...]:
        """All declared words, in order of declaration."""
        return tuple(cls._known.values())
