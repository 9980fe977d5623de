"""Logs what the HTTP library reports, without what the client sent.

The library itself would log each malformed request with a traceback, the client's address and the unreadable bytes:
anybody could fill the log, and it would contain mistyped links to files.
"""

import logging
import traceback

import structlog
from aiohttp.http_exceptions import HttpProcessingError

log = structlog.get_logger()


class _WithoutContent(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        """Skips a client's own errors: they get a 4xx answer, or the client is gone."""
        error = record.exc_info[1] if record.exc_info else None
        if error is None or isinstance(error, (HttpProcessingError, ConnectionError)):
            return
        trace = traceback.format_tb(error.__traceback__)
        log.error("http_connection_failed", error=type(error).__name__, where=trace)


# Belongs to no other logger, so that nothing else gets its records.
HTTP_LOG = logging.Logger("alongside.http", logging.WARNING)
HTTP_LOG.addHandler(_WithoutContent())
