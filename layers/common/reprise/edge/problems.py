"""Errors as RFC 9457 problems, in the reader's language."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from http import HTTPStatus
from importlib import resources
from typing import Any

from reprise.domain.errors import DomainError, Fact, FieldError, InvalidInput, RateLimited

STATUSES: dict[str, HTTPStatus] = {
    "invalid_input": HTTPStatus.BAD_REQUEST,
    "unauthorized": HTTPStatus.UNAUTHORIZED,
    "insufficient_credits": HTTPStatus.PAYMENT_REQUIRED,
    "forbidden": HTTPStatus.FORBIDDEN,
    "not_enabled": HTTPStatus.FORBIDDEN,
    "not_found": HTTPStatus.NOT_FOUND,
    "conflict": HTTPStatus.CONFLICT,
    "payload_too_large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "idempotency_mismatch": HTTPStatus.UNPROCESSABLE_ENTITY,
    "unsupported_feature": HTTPStatus.UNPROCESSABLE_ENTITY,
    "rate_limited": HTTPStatus.TOO_MANY_REQUESTS,
    "provider_error": HTTPStatus.BAD_GATEWAY,
    "provider_unavailable": HTTPStatus.SERVICE_UNAVAILABLE,
    "timeout": HTTPStatus.GATEWAY_TIMEOUT,
    "internal": HTTPStatus.INTERNAL_SERVER_ERROR,
}

LANGUAGES = ("en", "ru", "fr")


def problem(error: Exception, accept_language: str, request_id: str) -> tuple[int, dict[str, Any], dict[str, str]]:
    """Status, body and headers that tell of an error. What is no DomainError is told as `internal` and nothing more."""
    code = error.code if isinstance(error, DomainError) else "internal"
    language = pick_language(accept_language)
    status = STATUSES[code]
    body: dict[str, Any] = {
        "type": f"urn:reprise:problem:{code}",
        "title": text(f"{code}.title", language),
        "status": int(status),
        "detail": _detail(error, code, language),
        "code": code,
        "requestId": request_id,
    }
    if isinstance(error, InvalidInput):
        body["errors"] = [{"field": wrong.field, "message": _message(wrong, language)} for wrong in error.errors]
    if isinstance(error, RateLimited):
        body["limit"] = error.limit
    return int(status), body, {"content-type": "application/problem+json", "content-language": language}


def pick_language(accept_language: str) -> str:
    """The language we speak that a reader likes best; English when we speak none of theirs."""
    best, language = 0.0, "en"
    for part in accept_language.split(","):
        tag, _, parameter = part.partition(";")
        known, weight = tag.strip().lower()[:2], _weight(parameter)
        if known in LANGUAGES and weight > best:
            best, language = weight, known
    return language


def text(key: str, language: str) -> str:
    """A text by its key; a key without text of its own is told as a provider's failure."""
    texts = _texts()
    return texts.get(key, texts["provider_error"])[language]


@cache
def _texts() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = json.loads(
        resources.files(__package__).joinpath("texts.json").read_text("utf-8")
    )
    return found


def _detail(error: Exception, code: str, language: str) -> str:
    """The most that can be said: which fields are wrong, or what stands in the way, or what the code means."""
    if isinstance(error, InvalidInput):
        return "; ".join(f"{wrong.field}: {_message(wrong, language)}" for wrong in error.errors)
    key = f"{code}.{getattr(error, 'reason', '')}"
    if key not in _texts():
        return text(f"{code}.detail", language)
    return _sentence(key, getattr(error, "facts", {}), language)


def _message(wrong: FieldError, language: str) -> str:
    known = f"field.{wrong.reason}"
    return _sentence(known if known in _texts() else "field.wrong", wrong.facts, language)


def _sentence(key: str, facts: Mapping[str, Fact], language: str) -> str:
    return text(key, language).format_map(facts)


def _weight(parameter: str) -> float:
    """The weight in `q=0.5`; spaces may be anywhere in it (RFC 9110, section 12.4.2)."""
    name, _, value = parameter.partition("=")
    if name.strip().lower() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
