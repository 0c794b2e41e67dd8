"""Errors as RFC 9457 problems, in the reader's language, and nothing of what went wrong inside."""

from __future__ import annotations

import json
import re
from importlib import resources

import pytest

from reprise.domain import errors
from reprise.domain.codes import CALLBACK_CODES
from reprise.domain.errors import DomainError, FieldError, InsufficientCredits, InvalidInput, NotFound, RateLimited
from reprise.edge.problems import LANGUAGES, STATUSES, pick_language, problem, text
from reprise.usecases.merging import CODES as UNMERGED
from reprise.usecases.merging import UNUSABLE
from tests.unit.domain.make import NOW

# The contract's own list.
CODES = {
    "invalid_input": 400, "unauthorized": 401, "insufficient_credits": 402, "forbidden": 403, "not_enabled": 403,
    "not_found": 404, "conflict": 409, "payload_too_large": 413, "idempotency_mismatch": 422,
    "unsupported_feature": 422, "rate_limited": 429, "provider_error": 502, "provider_unavailable": 503,
    "timeout": 504, "internal": 500,
}  # fmt: skip
KINDS = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, DomainError)]
CAUSES = ["artist_reference", "copyrighted", "inappropriate", "moderation", "malformed_prompt", "timeout", "cancelled",
          "provider_unavailable", "already_made", "too_long", UNUSABLE, *UNMERGED.values(),
          *(meaning.message_key for meaning in CALLBACK_CODES.values())]  # fmt: skip


def test_the_statuses_are_the_contracts() -> None:
    assert {code: int(status) for code, status in STATUSES.items()} == CODES
    assert {kind.code for kind in KINDS} <= set(CODES)


def test_a_problem_has_the_fields_of_rfc_9457_and_ours() -> None:
    status, body, headers = problem(NotFound("track"), "", "req-1")
    assert status == 404
    assert body == {
        "type": "urn:reprise:problem:not_found", "title": "Not found", "status": 404,
        "detail": "There is no such track.",
        "code": "not_found", "requestId": "req-1",
    }  # fmt: skip
    assert headers == {"content-type": "application/problem+json", "content-language": "en"}


def test_bad_input_names_its_fields() -> None:
    error = InvalidInput([FieldError("title", "too_long", {"bound": 100}), FieldError("prompt", "required")])
    _, body, _ = problem(error, "", "r")
    assert body["errors"] == [
        {"field": "title", "message": "at most 100 characters"},
        {"field": "prompt", "message": "required"},
    ]
    assert body["detail"] == "title: at most 100 characters; prompt: required"


def test_of_many_wrong_fields_the_first_twenty_are_told() -> None:
    _, body, _ = problem(InvalidInput([FieldError(str(number), "required") for number in range(50_000)]), "", "r")
    assert [wrong["field"] for wrong in body["errors"]] == [str(number) for number in range(20)]
    assert len(body["detail"]) < 1000


@pytest.mark.parametrize("limit", ["perMinute", "perDay", "concurrent"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reached_limit_is_named(limit: str, language: str) -> None:
    _, body, _ = problem(RateLimited(limit, NOW), language, "r")
    assert (body["limit"], body["detail"]) == (limit, text(f"rate_limited.{limit}", language))


def test_a_fault_of_ours_is_told_without_a_word_of_it() -> None:
    status, body, _ = problem(ValueError("secret token=abc at /srv/app.py"), "", "req-1")
    assert (status, body["code"]) == (500, "internal")
    assert "secret" not in json.dumps(body)


@pytest.mark.parametrize(
    ("language", "title"),
    [("ru", "\u041d\u0435 \u043d\u0430\u0439\u0434\u0435\u043d\u043e"), ("fr-CA", "Introuvable"), ("de", "Not found")],
)
def test_a_problem_speaks_the_readers_language(language: str, title: str) -> None:
    _, body, headers = problem(NotFound("track"), language, "r")
    assert body["title"] == title
    assert body["detail"] == text("not_found.track", headers["content-language"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_stands_in_the_way_is_told_with_its_facts_in_every_language(language: str) -> None:
    _, body, _ = problem(InsufficientCredits("cost", cost=1, balance=0.5), language, "r")
    assert {"1", "0.5"} <= set(re.findall(r"[0-9.]*[0-9]", body["detail"]))
    _, body, _ = problem(InvalidInput([FieldError("title", "too_long", {"bound": 100})]), language, "r")
    assert body["errors"][0]["message"] == text("field.too_long", language).format(bound=100)
    assert body["detail"] == f"title: {body['errors'][0]['message']}"


def test_a_fact_is_put_into_a_sentence_as_it_is() -> None:
    error = InvalidInput([FieldError("x", "unknown_field_near", {"near": "{near} {0} %s"})])
    assert problem(error, "", "r")[1]["errors"][0]["message"] == "there is no such field; did you mean {near} {0} %s?"


@pytest.mark.parametrize("error", [NotFound("no sentence for this"), NotFound()])
def test_a_reason_without_sentence_is_told_by_its_code(error: DomainError) -> None:
    assert problem(error, "fr", "r")[1]["detail"] == text("not_found.detail", "fr")


@pytest.mark.parametrize(
    ("wish", "language"),
    [("", "en"), ("ru", "ru"), ("FR", "fr"), ("de", "en"), ("de, fr;q=0.5, ru;q=0.8", "ru"), ("fr, ru", "fr"),
     ("ru;q=0, fr;q=0.1", "fr"), ("*", "en"), ("fr;q=nonsense", "en"), ("ru;q=0", "en"), (";;,,", "en"),
     ("en;q=0.1, ru;q=0.2", "ru"), ("fr;q=nan", "en"),
     ("fr; q=0.2, ru ; q = 0.9", "ru"), ("fr;level=1", "fr"), ("ru;Q=0.1,fr;q=0.2", "fr")],
)  # fmt: skip
def test_the_language_one_likes_best(wish: str, language: str) -> None:
    assert pick_language(wish) == language


def test_every_text_there_is_in_every_language() -> None:
    texts = json.loads(resources.files("reprise.edge").joinpath("texts.json").read_text("utf-8"))
    assert {key for key, words in texts.items() if set(words) != set(LANGUAGES) or not all(words.values())} == set()


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_a_title_and_a_detail(code: str) -> None:
    for language in LANGUAGES:
        assert text(f"{code}.title", language) != text("provider_error", language)
        assert text(f"{code}.detail", language) != text("provider_error", language)


@pytest.mark.parametrize("cause", [cause for cause in CAUSES if cause != "provider_error"])
def test_every_cause_of_failure_has_a_text_of_its_own(cause: str) -> None:
    assert text(cause, "en") != text("provider_error", "en")
    assert text("never heard of", "en") == text("provider_error", "en")
