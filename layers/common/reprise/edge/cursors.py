"""Places in lists, as the opaque texts that clients hand back."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from itertools import accumulate
from typing import TypeVar

from reprise.domain.errors import FieldError, InvalidInput

V = TypeVar("V")

_LONGEST_PLACE = 500

LARGEST_PAGE = 5_000_000
"""Bytes of a page: Lambda hands over 6 MB at most."""


def fitting(views: Sequence[tuple[V, str]]) -> tuple[list[V], str | None]:
    """As many of these views, which are given with their places, as fit into a page; at least one.

    The place of the last one, where something had to be left out.
    """
    sizes = accumulate(len(json.dumps(view, ensure_ascii=False).encode()) for view, _ in views)
    fits = max(1, sum(size <= LARGEST_PAGE for size in sizes))
    shown = [view for view, _ in views[:fits]]
    return shown, views[fits - 1][1] if fits < len(views) else None


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
