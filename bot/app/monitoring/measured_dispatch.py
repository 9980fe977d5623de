"""Measures reply times for metrics and traces; excludes requests that must leave no trace."""

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
            # Set first, so that a request whose reply is never known is not reported.
            span.set_attribute(FORGET, True)
            began = perf_counter()
            reply = await super().__call__(request)
            if reply is not None and not _is_hidden(reply) and not self.leaves_no_trace(request):
                REPLY_SECONDS.labels(request.kind.value).observe(perf_counter() - began)
                span.set_attribute(FORGET, False)
        return reply


def _is_hidden(reply: Reply) -> bool:
    """A signpost's reply has `forget`, because no metric may reveal that a person was in distress."""
    return isinstance(reply, Say) and reply.forget
