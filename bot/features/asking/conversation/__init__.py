"""Recognises conversational lines (greetings, thanks, commands), before any search for a card."""
