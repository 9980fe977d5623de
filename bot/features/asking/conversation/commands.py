"""Finds a command's name in a sentence. Permissions are checked elsewhere."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from bot.features.asking.conversation import normalisation
from bot.features.asking.conversation.kinds import Kinds

_AROUND = frozenset(
    "show open see view list get give bring pull up go to take me us the my our page screen please want i need can you "
    "could where is are find a an new tab window section of would like let have look at check into display load start "
    "all again now for mine tool form thing pls ok hi hey and just some it in".split()
)
_SHORTEST_MENDED = 5


@dataclass(frozen=True, slots=True)
class Command:
    """A command. `is_guess`: the name has one typing error, so the bot asks back."""

    word: str
    is_guess: bool = False


class Commands:
    """`names` maps commands to their other names, such as "accounts" for "people"."""

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        self._word = {_key(name): word for word, others in names.items() for name in (word, *others)}

    def named_in(self, text: str) -> Command | None:
        """The command, if the sentence holds only its name and polite filler words."""
        line = normalisation.plain(text)
        for form in (line, *normalisation.bare(line), " ".join(_without_frame(line.split()))):
            if word := self._word.get(_key(form)):
                return Command(word)
        return self._nearly(_key(" ".join(_without_frame(line.split()))))

    def _nearly(self, key: str) -> Command | None:
        if len(key) < _SHORTEST_MENDED:
            return None
        near = {
            word
            for name, word in self._word.items()
            if len(name) >= _SHORTEST_MENDED and OSA.distance(key, name, score_cutoff=1) <= 1
        }
        return Command(near.pop(), is_guess=True) if len(near) == 1 else None


def named_by(kinds: Kinds) -> Commands:
    """Commands by name, and by those examples that are hardly longer than the name."""
    names = {}
    for word, examples in kinds.commands.items():
        cores = (" ".join(_without_frame(normalisation.plain(example).split())) for example in examples)
        shared = {part for part in word.split() if len(part) >= _SHORTEST_MENDED}
        names[word] = [core for core in cores if shared & set(core.split()) and len(core.split()) <= 2]
    return Commands(names)


def _key(name: str) -> str:
    """A name without spaces and hyphens: "mydata", "our-answers"."""
    return normalisation.plain(name).replace(" ", "").replace("_", "")


def _without_frame(words: list[str]) -> list[str]:
    return [word for word in words if word not in _AROUND]
