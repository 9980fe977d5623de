"""One fact, one rendering, in everything that the demo's people read of it."""

import re

from bot.conversation.message import Message, buttons_of
from bot.conversation.plain_text import plain
from bot.demo.people import EXAMPLES
from bot.demo.run import Demo
from bot.features.settings.actions import ASK_EXAMPLE
from tests.e2e.pictures import SHOWN, live_through

_UNTIL = re.compile(r"[Uu]ntil (\w+day \d+ \w+)")


def read_by(demo: Demo, user: str, words: str) -> str:
    """The newest message to them that has these words, or a button of this name."""
    for entry in reversed(demo.workspace.transcript(user).entries):
        labels = [button.label for button in buttons_of(entry.message.blocks)]
        if not entry.mine and words in (text := f"{plain(entry.message)} {labels}"):
            return text
    raise AssertionError(f"{user} reads nothing with “{words}”")


async def home_of(demo: Demo, user: str) -> Message:
    home = await demo.workspace.home(user)
    assert home is not None
    return home


async def test_everybody_reads_the_same_day_until_which_questions_are_open(demo: Demo) -> None:
    await live_through(demo)
    # The README's pictures show these messages, too: their words are those of today.
    shown = {name: read_by(demo, user, words) for name, (user, words) in SHOWN.items()}
    places = {name: shown[name] for name in ("tip", "pulse", "digest")}
    places["home"] = plain(await home_of(demo, "nurse"))
    days = {place: set(_UNTIL.findall(text)) for place, text in places.items()}
    assert days == {place: {"Sunday 29 November"} for place in places}


async def test_an_empty_conversation_begins_with_the_questions_of_their_home(demo: Demo) -> None:
    for persona in demo.workspace.personas:
        buttons = buttons_of((await home_of(demo, persona.user)).blocks)
        at_home = tuple(button.label for button in buttons if button.action == ASK_EXAMPLE.name)
        begins = persona.starters or EXAMPLES
        # Being a peer worker is theirs to tell, and a doubt isn't known: their home has everybody's questions.
        is_anybody = persona.user in ("peer-worker", "consultant")
        assert at_home == (EXAMPLES if is_anybody else begins), persona.user
