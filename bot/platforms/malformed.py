"""Tells what somebody sent that can't be read from what failed on our side, by the kind of error."""

MALFORMED = (LookupError, TypeError, AttributeError, ValueError, RecursionError)
"""What reading raises where something is missing, or is of another kind. Our own work raises none of these where we
receive: it is only begun there, and what its database or a network says has other kinds."""
