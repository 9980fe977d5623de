"""Measures how long replies take, for metrics and traces; leaves out what must leave no trace."""

from time import perf_counter

from bot.conversation.dispatch import Dispatch
from bot.conversation.request import Request
from bot.conversation.routes import Reply, Say
from bot.core.metrics import REPLY_SECONDS
from bot.core.tracing import FORGET, KIND, PLATFORM, REPLY, TRACER


class MeasuredDispatch(Dispatch):
    async def __call__(self, request: Request) -> Reply:
        about = {KIND: request.kind.value, PLATFORM: request.sender.platform}
        with TRACER.start_as_current_span(REPLY, attributes=about, record_exception=False) as span:
            # Set at once: if nothing is known of the reply, nothing is told of it.
            span.set_attribute(FORGET, True)
            began = perf_counter()
            reply = await super().__call__(request)
            if reply is not None and not _is_hidden(reply) and not self.leaves_no_trace(request):
                REPLY_SECONDS.labels(request.kind.value).observe(perf_counter() - began)
                span.set_attribute(FORGET, False)
        return reply


def _is_hidden(reply: Reply) -> bool:
    """A signpost says "forget": nobody may see in a curve that somebody was in distress."""
    return isinstance(reply, Say) and reply.forget
