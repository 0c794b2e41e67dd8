"""How each task type goes over the wire to Suno's resellers: how it is started, read and asked about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from reprise.domain.requests import Extend, Request
from reprise.domain.versions import Source
from reprise.providers.provider import Order
from reprise.providers.suno import extending, songs, writing
from reprise.providers.suno.results import SONGS, TEXTS, Results

_MUSIC_RECORDS = "/api/v1/generate/record-info"


@dataclass(frozen=True, slots=True)
class Wire:
    """One task type. The request is of the type that the operation's row names."""

    path: Callable[[Any], str]
    fields: Callable[[Order], dict[str, Any]]
    check: Callable[[Any, tuple[Source, ...], str], None]
    """Raises InvalidInput; the last argument is the dialect."""
    record_path: str = _MUSIC_RECORDS
    results: Results = SONGS


def _nothing_to_check(_request: Request, _sources: tuple[Source, ...], _dialect: str) -> None:
    """Everything that can be wrong has been looked at with the request's own bounds."""


def _fields(fields_of: Callable[[Any, str], dict[str, Any]]) -> Callable[[Order], dict[str, Any]]:
    return lambda order: fields_of(order.request, order.callback_url)


WIRE: dict[str, Wire] = {
    "track": Wire(
        path=songs.path_of,
        fields=_fields(songs.fields_of),
        check=lambda request, _sources, dialect: songs.check(request, dialect),
    ),
    "extend": Wire(
        path=lambda _request: extending.PATH,
        fields=lambda order: extending.fields_of(cast("Extend", order.request), order.sources[0], order.callback_url),
        check=lambda request, sources, dialect: extending.check(request, sources[0], dialect),
    ),
    "lyrics": Wire(
        path=lambda _request: writing.PATH,
        fields=_fields(writing.fields_of),
        check=_nothing_to_check,
        record_path=writing.RECORD_PATH,
        results=TEXTS,
    ),
}
WIRE |= {"segment": WIRE["track"], "extension": WIRE["extend"]}
