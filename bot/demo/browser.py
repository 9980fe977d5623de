"""Finds a free port for the demo's page, and opens the page in a browser."""

import webbrowser
from contextlib import closing
from socket import AF_INET, AF_INET6, SO_REUSEADDR, SOL_SOCKET, socket

from bot.core.errors import UserFacingError


def free_port(host: str, port: int) -> int:
    """The port itself, or any free one for 0. Raises UserFacingError if it is taken."""
    with closing(socket(AF_INET6 if ":" in host else AF_INET)) as probe:
        probe.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            problem = (
                f"Cannot listen on {host}, port {port}: {error.strerror}. Choose another: make demo PORT=8770"
            )
            raise UserFacingError(problem) from error
        chosen: int = probe.getsockname()[1]
        return chosen


def show_in_browser(address: str) -> None:
    """Opens a browser if there is a screen; a text browser would take over the terminal."""
    try:
        opener = webbrowser.get()
    except webbrowser.Error:
        return
    if not isinstance(opener, webbrowser.GenericBrowser) or isinstance(opener, webbrowser.BackgroundBrowser):
        opener.open(address)
