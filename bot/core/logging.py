"""Configures logging: structured events on standard error, as readable text or as JSON."""

import logging
import sys
import warnings
from collections.abc import Sequence

import structlog
from structlog.tracebacks import ExceptionDictTransformer
from structlog.typing import Processor

from bot.core.settings import Settings


def keep_logs(settings: Settings, least: int = logging.INFO) -> None:
    """Drops events below the level `least`.

    Libraries log warnings and errors only: their details can quote tokens and texts. So do warnings of the HTTP library,
    such as the name of an uploaded file, which are left out.
    """
    warnings.filterwarnings("ignore", module=r"aiohttp\.")
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *(_FOR_MACHINES if settings.log_format == "json" else [_for_people()]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(least),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(
        level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s"
    )


# Tracebacks name files and lines but no variables, because these can hold text that a person typed.
_FOR_MACHINES: Sequence[Processor] = (
    structlog.processors.ExceptionRenderer(ExceptionDictTransformer(show_locals=False)),
    structlog.processors.JSONRenderer(),
)


def _for_people() -> Processor:
    return structlog.dev.ConsoleRenderer(
        colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
    )
