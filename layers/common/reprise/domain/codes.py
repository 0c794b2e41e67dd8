"""What providers' failure codes and texts mean for a track."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reprise.domain.track import Failure


@dataclass(frozen=True, slots=True)
class CodeMeaning:
    """One row of the contract's table of callback codes."""

    status_name: str
    message_key: str
    retryable: bool


CALLBACK_CODES: dict[int, CodeMeaning] = {
    400: CodeMeaning("validation_error", "content_policy", False),
    408: CodeMeaning("rate_limited", "provider_busy", True),
    413: CodeMeaning("content_conflict", "matching_audio", False),
    451: CodeMeaning("download_failed", "reference_audio", False),
    500: CodeMeaning("server_error", "provider_error", True),
    501: CodeMeaning("generation_failed", "adjust_parameters", False),
    531: CodeMeaning("server_error_refunded", "provider_refunded", True),
}

# Texts that resellers are seen to send (providers, section 7); each names a cause that a new attempt would meet again.
_PERMANENT_CAUSES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), code)
    for pattern, code in (
        (r"producer tag|artist('s)? name|artist reference", "artist_reference"),
        (r"copyright", "copyrighted"),
        (r"matches (an )?existing work", "matching_audio"),
        (r"inappropriate", "inappropriate"),
        (r"moderation|flagged|sensitive[ _]word", "moderation"),
        (r"malformed", "malformed_prompt"),
    )
)

_UNKNOWN_CODE = CALLBACK_CODES[500]


def permanent_cause(text: str) -> str | None:
    """The cause that a provider's message names, if it is one that trying again cannot cure."""
    return next((code for pattern, code in _PERMANENT_CAUSES if pattern.search(text)), None)


def failure_of(code: int, message: str = "") -> Failure:
    """The failure that a code and its message stand for; a code that nobody documents is taken for a server error."""
    if cause := permanent_cause(message):
        return Failure(cause)
    meaning = CALLBACK_CODES.get(code, _UNKNOWN_CODE)
    return Failure(meaning.message_key, meaning.retryable)
