"""Builds the messages about the network's channel: the offer to join, and the result."""

from bot.conversation.message import Form, saying, text
from bot.features.peer_network.actions import CLOSE, JOIN_CHANNEL
from bot.features.peer_network.views.network import HUB

_TITLE = "A channel of your own"


def offer() -> Form:
    """The offer. It says before the press what others can see."""
    return JOIN_CHANNEL.form(
        _TITLE,
        (
            text(
                "A private channel for those in the network who want to talk. You are invited when you press, and nobody is before they do."
            ),
            text(
                "Those in it see your name there. Its name says nothing about peer work, and other people don't find it."
            ),
            text("Your administrators may see that the channel exists and who is in it."),
            text(
                "I am in it to invite and to take out, and answer there only who mentions me. Leaving the network takes you out of it. Who "
                "isn't in the network is taken out every night.",
                quiet=True,
            ),
        ),
        submit="Join the channel",
        never_in_chat=True,
    )


def by_hand(right: str = "") -> Form:
    """`right`: what an administrator could give so that we make it; empty if the platform has nothing of the kind."""
    why = (
        f"I may not make a channel here. An administrator could give me {right}; you need not say that you are in the network."
        if right
        else "I can't make a private chat here."
    )
    how = (
        "One of you opens one: in Slack, Create channel, Private; in Teams, New chat with those who say yes. Give it a name that says "
        "nothing about peer work. Your administrators may see that it exists and who is in it."
    )
    leaving = (
        "The question of the month comes to each of you in private, with or without such a chat. I don't know who is in it: who "
        "leaves the network leaves it themselves, by its own menu, Leave."
    )
    return CLOSE.form(_TITLE, (text(why), text(how), text(leaving, quiet=True)), submit="Close")


IN = saying("Done: you are invited, and find the channel in the list at the side.", HUB)
NOT_NOW = "The chat platform didn't answer just now. Nothing was changed: press again in a minute."
LEFT_NETWORK_ALONE = saying(
    "You are not in the network: nobody there sees you, and nothing of it comes to you. I could not take you out of its channel: "
    "open it, press its name, then Leave.",
    HUB,
)
