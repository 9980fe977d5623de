"""Distinguishes malformed input from our own failures, by the type of error."""

MALFORMED = (LookupError, TypeError, AttributeError, ValueError, RecursionError)
"""The errors that parsing raises for missing or mistyped parts. Our own code raises none of them while
receiving: it only starts the work there, and database or network errors have other types.
"""
