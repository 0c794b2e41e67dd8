"""The contract's table of codes, and the texts that name a cause which trying again cannot cure."""

from __future__ import annotations

import pytest

from reprise.domain.codes import CALLBACK_CODES, CodeMeaning, failure_of, permanent_cause
from reprise.domain.track import Failure

TABLE = [
    (400, "validation_error", False, "content_policy"),
    (408, "rate_limited", True, "provider_busy"),
    (413, "content_conflict", False, "matching_audio"),
    (451, "download_failed", False, "reference_audio"),
    (500, "server_error", True, "provider_error"),
    (501, "generation_failed", False, "adjust_parameters"),
    (531, "server_error_refunded", True, "provider_refunded"),
]


@pytest.mark.parametrize(("code", "name", "retried", "message"), TABLE)
def test_a_code_means(code: int, name: str, retried: bool, message: str) -> None:
    assert CALLBACK_CODES[code] == CodeMeaning(name, message, retried)
    assert failure_of(code, "something odd") == Failure(message, retried)
    assert failure_of(code) == Failure(message, retried)


def test_there_are_no_other_codes_and_an_unknown_one_is_a_server_error() -> None:
    assert set(CALLBACK_CODES) == {row[0] for row in TABLE}
    assert failure_of(599) == Failure("provider_error", retryable=True)


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("Song Description contained artist name: Somebody", "artist_reference"),
        ("Tags contained artist name", "artist_reference"),
        ("contained producer tag: Metro", "artist_reference"),
        ("Artist reference is not allowed", "artist_reference"),
        ("the artist's name", "artist_reference"),
        ("Lyrics contained copyrighted material", "copyrighted"),
        ("Prompt likely COPYRIGHT violation", "copyrighted"),
        ("Uploaded audio matches existing work of art", "matching_audio"),
        ("matches an existing work", "matching_audio"),
        ("Prompt likely inappropriate", "inappropriate"),
        ("Lyrics flagged for moderation", "moderation"),
        ("flagged", "moderation"),
        ("SENSITIVE_WORD_ERROR", "moderation"),
        ("sensitive word", "moderation"),
        ("Prompt likely malformed", "malformed_prompt"),
        ("Prompt too long", "too_long"),
        ("Tags too long", "too_long"),
        ("Title is too long", "too_long"),
        ("Topic too long", "too_long"),
        ("Can't fetch the uploaded audio.", "reference_audio"),
    ],
)
@pytest.mark.parametrize("code", [400, 500, 531])
def test_a_permanent_cause_outweighs_the_code(text: str, cause: str, code: int) -> None:
    assert permanent_cause(text) == cause
    assert failure_of(code, text) == Failure(cause, retryable=False)


@pytest.mark.parametrize(
    "text",
    ["", "Internal Error, Please try again later.", "no available worker", "service under maintenance", "timeout",
     "job failed with unknown error", "an artistic name", "it took too long", "Unable to generate lyrics"],
)  # fmt: skip
def test_other_texts_name_no_permanent_cause(text: str) -> None:
    assert permanent_cause(text) is None


@pytest.mark.parametrize(
    "text",
    ["no available worker", "Service under maintenance", "Job failed with unknown error", "timeout",
     "request timed out", "Unable to generate lyrics from song description"],
)  # fmt: skip
def test_what_is_not_the_requests_fault_is_tried_again_though_it_comes_as_a_bad_request(text: str) -> None:
    assert failure_of(400, text) == Failure("provider_error", retryable=True)
    assert failure_of(413, text) == Failure("matching_audio")
    assert failure_of(408, text) == Failure("provider_busy", retryable=True)


def test_a_permanent_cause_outweighs_a_passing_one() -> None:
    assert failure_of(400, "Unable to generate lyrics: flagged for moderation") == Failure("moderation")
