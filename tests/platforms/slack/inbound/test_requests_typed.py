"""Slack's escapes become the plain text that somebody typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.inbound_text import inbound_text
from bot.platforms.slack.inbound.inbound_text import plain, without_mention


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("Pay &amp; conditions", "Pay & conditions"),
        ("&lt;b&gt; is not markup", "<b> is not markup"),
        ("I typed &amp;lt; myself", "I typed &lt; myself"),
        ("AT&T and &copy; in a command", "AT&T and &copy; in a command"),
        ("I typed &amp;copy; myself", "I typed &copy; myself"),
        ("May <@U07ABC> join?", "May a colleague join?"),
        ("May <@U07ABC|sam> join?", "May a colleague join?"),
        ("Ask in <#C07ABC|ward-team>", "Ask in #ward-team"),
        ("Ask in <#C07ABC|>", "Ask in a channel"),
        ("<!subteam^S07ABC|@peers> and <!subteam^S07ABC>", "@peers and a group"),
        ("<!here> <!channel>", "@here @channel"),
        ("<!date^1392734382^{date}|18 February>", "18 February"),
        ("See <https://example.org/?a=1&amp;b=2|the page>", "See the page"),
        ("See <https://example.org/?a=1&amp;b=2>", "See https://example.org/?a=1&b=2"),
        ("<mailto:sam@example.org|sam@example.org> <tel:999>", "sam@example.org 999"),
        ("two\nlines", "two\nlines"),
        ("*peer* _worker_ ~gone~ `code`", "peer worker gone code"),
        ("*_both_* snake_case 3*4*5", "both snake_case 3*4*5"),
        ("what\u2019s a\u00a0peer \ud83d", "what's a peer"),
        ("2 < 3, an open < bracket", "2 < 3, an open < bracket"),
    ],
)
def test_what_slack_escaped_is_read_as_it_was_typed(sent: str, meant: str) -> None:
    assert plain(sent) == meant


_MARKS = "*_~`"


@given(st.text(st.characters(codec=None, exclude_characters=_MARKS)))
def test_any_typed_text_comes_back_in_one_spelling(typed: str) -> None:
    escaped = typed.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert plain(escaped) == inbound_text(typed)


@pytest.mark.parametrize(
    ("sent", "asked"),
    [
        ("<@UBOT> what is a peer?", "what is a peer?"),
        ("<@UBOT>: what is a peer?", "what is a peer?"),
        ("what is a peer, <@UBOT>", "what is a peer,"),
        ("Hey <@UBOT|alongside> what is <@U1>?", "Hey what is <@U1>?"),
        ("<@UBOT>", ""),
        ("<@UBOTHER> hello", "<@UBOTHER> hello"),
    ],
)
def test_the_mention_of_the_bot_is_no_part_of_the_question(sent: str, asked: str) -> None:
    assert without_mention(sent, "UBOT") == asked
