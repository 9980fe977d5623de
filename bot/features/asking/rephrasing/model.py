"""Asks a language model to rephrase cards already found. The only module that calls one.

Importing the client library takes seconds, so this module is imported only where a model is set up.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlsplit

from openai import APIStatusError, APITimeoutError, AsyncOpenAI, DefaultAsyncHttpxClient, OpenAIError
from openai.types.chat import ChatCompletionMessageParam
from openai.types.shared_params import ResponseFormatJSONSchema
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.features.asking.cards.cards import Card
from bot.features.asking.rephrasing.avoided_phrases import AvoidedPhrases
from bot.features.asking.rephrasing.check import fault_in, tidy
from bot.features.asking.rephrasing.circuit_breaker import Breaker
from bot.features.asking.rephrasing.outcome import (
    LONGEST_QUESTION,
    NotRephrased,
    NotRephrasedReason,
    Rephrased,
    Sentence,
)
from bot.features.asking.rephrasing.prompt import INSTRUCTIONS, SCHEMA, Sent

# Failures that would affect the next person too, and make them wait.
_AWAY = frozenset(
    {
        NotRephrasedReason.SLOW,
        NotRephrasedReason.UNREACHABLE,
        NotRephrasedReason.REFUSED,
        NotRephrasedReason.MALFORMED,
    }
)
_FORMAT: ResponseFormatJSONSchema = {
    "type": "json_schema",
    "json_schema": {"name": "worded_answer", "strict": True, "schema": dict(SCHEMA)},
}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """`timeout` is in seconds, for the whole call."""

    url: str
    model: str
    key: str
    timeout: float

    @property
    def host(self) -> str:
        return urlsplit(self.url).netloc


class _Rejected(Exception):
    def __init__(self, why: NotRephrasedReason) -> None:
        super().__init__(why)
        self.why = why


class LanguageModel:
    """A `Rephraser`. `seems_distressed` checks the model's answer; `avoided` are phrases it may not use."""

    def __init__(
        self,
        endpoint: Endpoint,
        avoided: AvoidedPhrases,
        seems_distressed: Callable[[str], bool],
        breaker: Breaker | None = None,
    ) -> None:
        self._endpoint = endpoint
        self._avoided = avoided
        self._seems_distressed = seems_distressed
        self._breaker = breaker or Breaker()
        self._client = _client(endpoint)

    @property
    def host(self) -> str:
        return self._endpoint.host

    async def rephrase(self, question: str, cards: Sequence[Card]) -> Rephrased | NotRephrased:
        if len(question) > LONGEST_QUESTION:
            return NotRephrased(NotRephrasedReason.TOO_LONG)
        if not self._breaker.lets_through():
            return NotRephrased(NotRephrasedReason.RESTING)
        try:
            rephrased = await self._try(Sent.of(question, cards))
        except _Rejected as error:
            self._tell_breaker(error.why)
            return NotRephrased(error.why)
        self._breaker.succeeded()
        return rephrased

    async def close(self) -> None:
        await self._client.close()

    async def _try(self, sent: Sent) -> Rephrased:
        sentences = _sentences_in(await self._answer(sent))
        if why := fault_in(sentences, sent):
            raise _Rejected(why)
        rephrased_text = " ".join(sentence.text for sentence in sentences)
        if self._avoided.occurs_in(rephrased_text) or "!" in rephrased_text:
            raise _Rejected(NotRephrasedReason.LANGUAGE)
        if self._seems_distressed(rephrased_text):
            raise _Rejected(NotRephrasedReason.DISTRESSING)
        return Rephrased(sentences)

    async def _answer(self, sent: Sent) -> str:
        """Parses the response body ourselves, because the client builds its objects from unvalidated data."""
        messages: list[ChatCompletionMessageParam] = [
            {"role": "system", "content": INSTRUCTIONS},
            {"role": "user", "content": sent.as_json()},
        ]
        completions = self._client.chat.completions.with_raw_response
        try:
            async with asyncio.timeout(self._endpoint.timeout):
                answer = await completions.create(
                    model=self._endpoint.model, messages=messages, response_format=_FORMAT
                )
                return answer.text
        except (TimeoutError, APITimeoutError):
            raise _Rejected(NotRephrasedReason.SLOW) from None
        except APIStatusError:
            raise _Rejected(NotRephrasedReason.REFUSED) from None
        except OpenAIError:
            raise _Rejected(NotRephrasedReason.UNREACHABLE) from None

    def _tell_breaker(self, why: NotRephrasedReason) -> None:
        if why in _AWAY:
            self._breaker.failed()
        else:
            self._breaker.succeeded()


def _client(endpoint: Endpoint) -> AsyncOpenAI:
    """A client without redirects and retries, so that only the agreed host is called, once.

    Its debug log would quote questions.
    """
    logging.getLogger("openai").setLevel(logging.WARNING)
    return AsyncOpenAI(
        base_url=endpoint.url,
        api_key=endpoint.key or "none",
        timeout=endpoint.timeout,
        max_retries=0,
        http_client=DefaultAsyncHttpxClient(follow_redirects=False, timeout=endpoint.timeout),
    )


class _Part(BaseModel):
    """A part of the endpoint's response. Other fields are ignored."""

    model_config = ConfigDict(extra="ignore", strict=True)


class _Message(_Part):
    content: str | None = None
    refusal: str | None = None


class _Choice(_Part):
    message: _Message


class _Body(_Part):
    choices: Annotated[list[_Choice], Field(min_length=1)]


class _Written(BaseModel):
    """The model's output in the requested format."""

    model_config = ConfigDict(extra="forbid", strict=True)


class _Sentence(_Written):
    text: Annotated[str, Field(min_length=1)]
    card: str
    quote: str


class _Content(_Written):
    sentences: list[_Sentence]


def _sentences_in(body: str) -> tuple[Sentence, ...]:
    try:
        message = _Body.model_validate_json(body).choices[0].message
        if message.refusal:
            raise _Rejected(NotRephrasedReason.DECLINED)
        content = _Content.model_validate_json(message.content or "")
    except ValidationError:
        raise _Rejected(NotRephrasedReason.MALFORMED) from None
    return tuple(Sentence(_line(s.text), s.card, _line(s.quote)) for s in content.sentences)


def _line(text: str) -> str:
    return " ".join(tidy(text).split())
