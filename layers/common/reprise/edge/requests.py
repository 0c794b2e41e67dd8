"""Request bodies and query parameters, validated against the types that the domain keeps."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Annotated, TypeVar

from pydantic import BeforeValidator, WithJsonSchema

from reprise.domain.accounts import Plan
from reprise.domain.errors import FieldError, InvalidInput
from reprise.domain.operations import Operation
from reprise.domain.requests import Between, Items, Name, Prose, Request
from reprise.domain.versions import Asset
from reprise.edge.cursors import Cursors
from reprise.edge.http import Call
from reprise.edge.validation import validated

PAGING = ("limit", "cursor")
"""The parameters of a list."""

T = TypeVar("T")

MAX_KEY_CHARACTERS = 255
MAX_PAGE = 100
MAX_USER_ID = 128
DEFAULT_PAGE = 20
MOST_GRANTED = 1_000_000
_TENTHS = {"type": "number", "minimum": -MOST_GRANTED, "maximum": MOST_GRANTED, "multipleOf": 0.1, "not": {"const": 0}}
_LIMIT = re.compile(r"[0-9]{1,3}")


def _exact(value: object) -> object:
    """A number as it was written; pydantic would make one of text too."""
    return Decimal(repr(value)) if isinstance(value, int | float) and not isinstance(value, bool) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignRequest:
    """Body of `POST /sign-track`."""

    track_id: Annotated[str, Name(128)] | None = None
    variant_index: Annotated[int, Between(0, 99)] = 0
    asset: Asset = Asset.AUDIO
    segment_id: Annotated[str, Name(128)] | None = None

    @property
    def subject(self) -> str:
        """The track, or the segment, which is a track too. Raises InvalidInput unless it is one of them."""
        if (self.track_id is None) is (self.segment_id is None):
            raise InvalidInput([FieldError("trackId", "track_or_segment")])
        return str(self.track_id or self.segment_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class PreferRequest:
    """Body of `PUT /tracks/{trackId}/preferred`."""

    variant_index: Annotated[int, Between(0, 99)]


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncRequest:
    """Body of `POST /sync`."""

    task_ids: Annotated[tuple[Annotated[str, Name(128)], ...], Items(100)] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantRequest:
    """Body of `POST /admin/credits`; the amount is in credits, exact to a tenth."""

    user_id: Annotated[str, Name(MAX_USER_ID)]
    amount: Annotated[Decimal, BeforeValidator(_exact), Between(-MOST_GRANTED, MOST_GRANTED), WithJsonSchema(_TENTHS)]
    reason: Annotated[str, Prose(200, "title")]

    @property
    def tenths(self) -> int:
        """The amount in tenths. Raises InvalidInput when it is nothing or finer than a tenth."""
        tenths = self.amount * 10
        if tenths != int(tenths) or not tenths:
            raise InvalidInput([FieldError("amount", "amount")])
        return int(tenths)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRequest:
    """Body of `PUT /admin/users/{userId}`."""

    plan: Plan


def request_of(body: Request, operation: Operation) -> Request:
    """The request of a task type, without what else its body says."""
    return operation.request(**{one.name: getattr(body, one.name) for one in fields(operation.request)})  # type: ignore[arg-type]


def body_as(kind: type[T], call: Call) -> T:
    """The body as a value of `kind`; no body is an empty object. Raises InvalidInput."""
    return validated(kind, call.json_object() if call.raw_body.strip() else {})


def page_of(call: Call, cursors: Cursors) -> tuple[int, str | None]:
    """`limit` and what `cursor` stands for. Raises InvalidInput."""
    cursor = call.query("cursor")
    return _limit_of(call), cursors.decode(call, cursor) if cursor else None


def _limit_of(call: Call) -> int:
    limit = call.query("limit") or str(DEFAULT_PAGE)
    if not _LIMIT.fullmatch(limit) or not 1 <= int(limit) <= MAX_PAGE:
        raise InvalidInput([FieldError("limit", "page_size", {"bound": MAX_PAGE})])
    return int(limit)


def key_of(call: Call, in_body: object = None) -> str | None:
    """The idempotency key of a request, from its header or its body. Raises InvalidInput."""
    header = _bare(call.headers.get("idempotency-key"))
    key = in_body if header is None else header
    return key_in(key, is_one=in_body in (None, key))


def key_in(key: object, *, is_one: bool = True) -> str | None:
    """A key as it was given, if it can be one. Raises InvalidInput."""
    if key is None:
        return None
    if not is_one or not _is_key(key):
        raise InvalidInput([FieldError("idempotencyKey", "idempotency_key", {"bound": MAX_KEY_CHARACTERS})])
    return str(key)


def _bare(header: str | None) -> str | None:
    return None if header is None else header.strip().strip('"')


def _is_key(key: object) -> bool:
    if not isinstance(key, str):
        return False
    return 1 <= len(key) <= MAX_KEY_CHARACTERS and key.isprintable()
