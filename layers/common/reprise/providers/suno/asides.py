"""Calls that make no task: a style made fuller, and what is left at the account."""

from __future__ import annotations

from math import isfinite

from reprise.domain.codes import permanent_cause
from reprise.domain.errors import ProviderError
from reprise.providers.provider import Unanswered
from reprise.providers.suno.answers import Heard
from reprise.providers.suno.client import Client, refused
from reprise.providers.suno.dialects import Verdict, verdict
from reprise.providers.suno.fields import camel, code_of, first_text, text_of

BOOST_PATH = "/api/v1/style/generate"
CREDIT_PATHS = {"sunoapi": "/api/v1/generate/credit", "kie": "/api/v1/chat/credit"}

_FAILED_FLAG = 2
_LONGEST_STYLE = 3000


def boost(client: Client, style: str) -> str:
    """A fuller text of a style. Raises Unanswered, and ProviderError for a style that is refused for good."""
    data = camel(_taken(client, client.answer(BOOST_PATH, {"content": style})).data or {})
    if permanent_cause(first_text(data.get("errorMessage")) or ""):
        raise ProviderError("style_refused")
    fuller = text_of(data, "result", longest=_LONGEST_STYLE)
    if fuller is None or code_of(data.get("successFlag")) == _FAILED_FLAG:
        raise Unanswered(str(code_of(data.get("errorCode")) or "no_result"))
    return fuller


def remaining(client: Client) -> int | float:
    """What is left at the account, in its own credits. Raises Unanswered."""
    heard = client.answer(CREDIT_PATHS[client.dialect])
    if _verdict(client, heard) is not Verdict.TAKEN:
        raise refused(client.dialect, heard)
    return _number(heard.envelope.get("data"))


def _taken(client: Client, heard: Heard) -> Heard:
    """An answer that takes the text. Raises Unanswered, ProviderError."""
    meaning = _verdict(client, heard)
    if meaning is Verdict.NEVER:
        raise ProviderError("style_refused")
    if meaning is not Verdict.TAKEN:
        raise refused(client.dialect, heard)
    return heard


def _verdict(client: Client, heard: Heard) -> Verdict:
    return verdict(client.dialect, heard.code, heard.message)


def _number(told: object) -> int | float:
    """A whole number, as the documents have it, if need be as text; or a part of one. Raises Unanswered."""
    number = told if isinstance(told, float) and isfinite(told) else code_of(told)
    if number is None:
        raise Unanswered("no_number")
    return number
