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


# Of callbacks (providers, section 2.2), and of the `errorCode` of a record, which means the same (section 1.6).
CALLBACK_CODES: dict[int, CodeMeaning] = {
    400: CodeMeaning("validation_error", "content_policy", False),  # copyrighted lyrics, or a text to be rephrased
    408: CodeMeaning("rate_limited", "provider_busy", True),  # it took too long there
    413: CodeMeaning("content_conflict", "matching_audio", False),  # the uploaded audio matches a work
    451: CodeMeaning("download_failed", "reference_audio", False),  # the source file could not be fetched
    500: CodeMeaning("server_error", "provider_error", True),
    501: CodeMeaning("generation_failed", "adjust_parameters", False),
    531: CodeMeaning("server_error_refunded", "provider_refunded", True),  # the provider took nothing for it
}

# Texts that resellers are seen to send (providers, sections 7 and 10); a new attempt would meet the same cause again.
_PERMANENT_CAUSES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), code)
    for pattern, code in (
        (r"producer tag|artist('s)? name|artist reference", "artist_reference"),
        (r"copyright", "copyrighted"),
        (r"matches (an )?existing work", "matching_audio"),
        (r"fetch the uploaded audio", "reference_audio"),
        (r"inappropriate", "inappropriate"),
        (r"moderation|flagged|sensitive[ _]word", "moderation"),
        (r"malformed", "malformed_prompt"),
        (r"\b(prompt|tags|title|topic|lyrics|style|description)\b.{0,20}\btoo long", "too_long"),
    )
)

# Texts of the same lists that say: not the request's fault, try again.
_PASSING_CAUSES = re.compile(
    r"no available worker|under maintenance|job failed with unknown error|\btime(d )?out\b|unable to generate lyrics",
    re.IGNORECASE,
)

_UNKNOWN_CODE = CALLBACK_CODES[500]
_REPHRASE = 400
"""Everything that is wrong with lyrics comes under this code, and not all of that is the request's fault."""


def permanent_cause(text: str) -> str | None:
    """The cause that a provider's message names, if it is one that trying again cannot cure."""
    return next((code for pattern, code in _PERMANENT_CAUSES if pattern.search(text)), None)


def failure_of(code: int, message: str = "") -> Failure:
    """The failure that a code and its message stand for; a code that nobody documents is taken for a server error."""
    if cause := permanent_cause(message):
        return Failure(cause)
    is_passing = code == _REPHRASE and _PASSING_CAUSES.search(message)
    meaning = _UNKNOWN_CODE if is_passing else CALLBACK_CODES.get(code, _UNKNOWN_CODE)
    return Failure(meaning.message_key, meaning.retryable)
