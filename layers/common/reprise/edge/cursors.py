"""Places in lists, as the opaque texts that clients hand back."""

from __future__ import annotations

import base64
import binascii

from reprise.domain.errors import FieldError, InvalidInput

_LONGEST_PLACE = 500


def encode_cursor(place: str | None) -> str | None:
    """A place in a list as an opaque cursor."""
    return base64.urlsafe_b64encode(place.encode()).decode().rstrip("=") if place else None


def decode_cursor(cursor: str) -> str:
    """The place that a cursor stands for. Raises InvalidInput."""
    try:
        place = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError) as error:
        raise InvalidInput([FieldError("cursor", "cursor")]) from error
    if not place.isprintable() or len(place) > _LONGEST_PLACE:
        raise InvalidInput([FieldError("cursor", "cursor")])
    return place
