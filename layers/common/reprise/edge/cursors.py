"""Places in lists, as the opaque texts that clients hand back (docs/decisions/0020-cursors-are-signed.md)."""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass

from reprise.domain.errors import FieldError, InvalidInput
from reprise.edge.http import Call

_SEAL_BYTES = 16
_LONGEST_PLACE = 200
"""Bytes."""


@dataclass(frozen=True, slots=True)
class Cursors:
    """Makes and reads cursors. Each is signed, and good for one user on one route."""

    secret: Callable[[], bytes]
    """What they are signed with, fetched when it is first needed."""

    def encode(self, call: Call, place: str | None) -> str | None:
        """The cursor of the list that is called for, at this place; none where the list ends."""
        if place is None:
            return None
        raw = place.encode()
        return _opaque(self._seal(call, raw) + raw)

    def decode(self, call: Call, cursor: str) -> str:
        """The place that a cursor stands for. Raises InvalidInput unless this user was given it for this list."""
        raw = _raw(cursor)
        seal, place = raw[:_SEAL_BYTES], raw[_SEAL_BYTES:]
        if not hmac.compare_digest(seal, self._seal(call, place)):
            raise InvalidInput([FieldError("cursor", "cursor")])
        return place.decode()

    def _seal(self, call: Call, place: bytes) -> bytes:
        bound = json.dumps([call.route, call.user]).encode()  # one line, so that nothing of it can be in the place
        return hmac.digest(self.secret(), bound + b"\n" + place, "sha256")[:_SEAL_BYTES]


def encode_id(place: str) -> str:
    """A place in a list as the id of what is there. It is no secret, and only ever looked up among its owner's."""
    return _opaque(place.encode())


def decode_id(text: str) -> str | None:
    """The place that an id stands for; None for a text that can be no id."""
    raw = _raw(text)
    if not 0 < len(raw) <= _LONGEST_PLACE or not raw.isascii():
        return None
    place = raw.decode()
    return place if place.isprintable() else None


def _opaque(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _raw(text: str) -> bytes:
    """The bytes of an opaque text; none when it is not one."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except ValueError:  # binascii's own, too
        return b""
