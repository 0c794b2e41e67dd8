"""What can go wrong, in the domain's words. `edge/problems.py` maps each to a status."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

Fact = str | int | float

MOST_ERRORS = 20
"""Wrong fields that a caller is told of at once."""


class DomainError(Exception):
    """Something the caller is told about; `code` is the contract's.

    `reason` says more than the code, in a word that `edge/texts.json` has a sentence for; the facts are put into it.
    """

    code = "internal"
    replayed = False
    """Whether it was the answer to the same request before."""

    def __init__(self, reason: str = "", **facts: Fact) -> None:
        super().__init__(" ".join([reason, *(f"{name}={fact}" for name, fact in facts.items())]))
        self.reason = reason
        self.facts = facts


@dataclass(frozen=True, slots=True)
class FieldError:
    """One wrong field: what is wrong with it, in a word that `edge/texts.json` has a sentence for, and its facts."""

    field: str
    reason: str
    facts: Mapping[str, Fact] = dataclasses.field(default_factory=dict)


class InvalidInput(DomainError):
    """The request cannot be understood or breaks a bound."""

    code = "invalid_input"

    def __init__(self, errors: Sequence[FieldError]) -> None:
        self.errors = tuple(errors[:MOST_ERRORS])
        super().__init__("; ".join(f"{error.field}: {error.reason}" for error in self.errors))


class Unauthorized(DomainError):
    """Nobody is signed in."""

    code = "unauthorized"


class Forbidden(DomainError):
    """Somebody else's thing, or an admin's."""

    code = "forbidden"


class NotEnabled(DomainError):
    """This is not open to this user yet."""

    code = "not_enabled"


class NotFound(DomainError):
    """No such thing for this user."""

    code = "not_found"


class Conflict(DomainError):
    """The thing is not in a state that allows this."""

    code = "conflict"


class PayloadTooLarge(DomainError):
    """More than 1 MiB."""

    code = "payload_too_large"


class IdempotencyMismatch(DomainError):
    """The key was used for another request."""

    code = "idempotency_mismatch"


class UnsupportedFeature(DomainError):
    """The provider cannot do this."""

    code = "unsupported_feature"


class InsufficientCredits(DomainError):
    """The balance does not cover the cost."""

    code = "insufficient_credits"


class RateLimited(DomainError):
    """A limit of the plan is reached; `retry_at` is when it is worth trying again."""

    code = "rate_limited"

    def __init__(self, limit: str, retry_at: datetime) -> None:
        super().__init__(limit)
        self.limit = limit
        self.retry_at = retry_at


class ProviderError(DomainError):
    """The provider refused this request for good; nothing stays charged."""

    code = "provider_error"


class ProviderUnavailable(DomainError):
    """The provider takes nothing from us at the moment; nothing stays charged."""

    code = "provider_unavailable"


class TimedOut(DomainError):
    """The provider has not answered in time, and nobody knows whether it did what was asked."""

    code = "timeout"
