"""Renders the page for people who use the service, as plain HTML without scripts, for reading and printing."""

from collections.abc import Sequence
from datetime import date
from html import escape

from bot.conversation.dates import day_in_words
from bot.conversation.message import Message, saying
from bot.features.peer_profiles.actions import OWN_ENTRY
from bot.features.peer_profiles.models import PeerProfile

_LABELS = {
    "expertise": "I know about",
    "languages": "I speak",
    "settings": "I work in",
    "ways": "How we can meet",
    "days": "My days",
    "not_offered": "What I don't do",
    "how_to_ask": "How to ask for me",
}


def page(profiles: Sequence[PeerProfile], organisation: str, made_on: date, *, is_weekly: bool) -> str:
    """`is_weekly`: the bot renews the page. Entries are their writers' own words; a child of twelve can read the rest."""
    title = f"Peer workers at {escape(organisation)}"
    articles = "\n".join(map(article, profiles)) or "<p>Nobody is on this page just now.</p>"
    return _PAGE.format(
        title=title,
        style=_STYLE,
        articles=articles,
        made=day_in_words(made_on),
        weekly=_WEEKLY if is_weekly else "",
    )


def article(profile: PeerProfile) -> str:
    rows = [(label, getattr(profile, column)) for column, label in _LABELS.items()]
    facts = "\n".join(f"<dt>{label}</dt>\n<dd>{_text(words)}</dd>" for label, words in rows if words)
    return f"<article>\n<h2>{_text(profile.name)}</h2>\n<dl>\n{facts}\n</dl>\n</article>"


def now_on_it() -> Message:
    sentence = "The page for people who use the service was made today, with your entry as you signed it off."
    then = " It is made anew every week. If you hide or withdraw your entry, the next one is made without it."
    return saying(sentence + then, OWN_ENTRY.button("Your own entry"))


def _text(words: str) -> str:
    return "<br>".join(escape(line.strip()) for line in words.splitlines())


_STYLE = """
:root { color-scheme: light dark; --text: #1d2a2c; --back: #ffffff; --line: #7d8f92; --accent: #0b5a60; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e8eeee; --back: #142022; --line: #80979a; --accent: #7fd0d6; }
}
body { margin: 0 auto; padding: 1.5rem; max-width: 38rem; font: 1.125rem/1.6 system-ui, sans-serif;
  color: var(--text); background: var(--back); }
h1, h2 { line-height: 1.25; color: var(--accent); }
article { margin: 1.5rem 0; padding: 0 1.25rem 1rem; border: 1px solid var(--line); border-radius: .5rem;
  break-inside: avoid; }
dt { font-weight: 700; margin-top: .75rem; }
dd { margin: 0; overflow-wrap: anywhere; }
@media print { body { max-width: none; font-size: 12pt; padding: 0; } }
"""

_WEEKLY = " A new one is made every week."

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p>A peer worker has had hard times with their own mental health. They have found ways to live well. Now it is their
job to be there for others.</p>
<p>You choose if you want to meet one, and who. You can stop when you like. You can ask any member of staff to help you
get in touch.</p>
{articles}
</main>
<footer>
<p>Each person wrote their own words, and can change them or take them away. This page was made on {made}.{weekly}
If yours is old, ask for a new one.</p>
</footer>
</body>
</html>
"""
