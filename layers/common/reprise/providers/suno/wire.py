"""How each task type goes over the wire to Suno's resellers: how it is started, read and asked about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from reprise.domain.requests import Request
from reprise.domain.versions import Source
from reprise.providers.provider import Order
from reprise.providers.suno import adding, deriving, extending, replacing, songs, taken, writing
from reprise.providers.suno.dialects import DIALECTS
from reprise.providers.suno.files import STEM_FILES, VIDEOS, WAVS
from reprise.providers.suno.results import LINKS, NOTHING, SECTION, SONGS, TEXTS, Results

_Check = Callable[[Any, tuple[Source, ...], str], None]
_Fields = Callable[[Order, str], dict[str, Any]]

_MUSIC_RECORDS = "/api/v1/generate/record-info"


def _nothing_to_check(_request: Request, _sources: tuple[Source, ...], _dialect: str) -> None:
    """Everything that can be wrong has been looked at with the request's own bounds."""


@dataclass(frozen=True, slots=True)
class Wire:
    """One task type. The request is of the type that the operation's row names; the last argument is the dialect."""

    path: Callable[[Any], str]
    fields: _Fields
    check: _Check = _nothing_to_check
    """Raises InvalidInput, UnsupportedFeature."""
    taken: taken.Taken = taken.task
    record_path: str = _MUSIC_RECORDS
    record_parameter: str = "taskId"
    results: Results = SONGS
    dialects: frozenset[str] = frozenset(DIALECTS)
    """Who can do it."""


def _at(path: str) -> Callable[[Any], str]:
    return lambda _request: path


def _of_words(fields_of: Callable[[Any, str], dict[str, Any]]) -> _Fields:
    return lambda order, _dialect: fields_of(order.request, order.callback_url)


def _of_source(fields_of: Callable[[Any, Source, str], dict[str, Any]]) -> _Fields:
    return lambda order, _dialect: fields_of(order.request, order.sources[0], order.callback_url)


def _added(fields_of: Callable[[Any, Source, str, str], dict[str, Any]]) -> _Fields:
    return lambda order, dialect: fields_of(order.request, order.sources[0], order.callback_url, dialect)


def _by_source(check: Callable[[Any, Source], None]) -> _Check:
    return lambda request, sources, _dialect: check(request, sources[0])


def _by_dialect(check: Callable[[Any, Source, str], None]) -> _Check:
    return lambda request, sources, dialect: check(request, sources[0], dialect)


WIRE: dict[str, Wire] = {
    "track": Wire(
        path=songs.path_of,
        fields=songs.ordered,
        check=songs.check,
    ),
    "extend": Wire(path=_at(extending.PATH), fields=_of_source(extending.fields_of), check=_by_source(extending.check)),
    "replace": Wire(
        path=_at(replacing.PATH),
        fields=_of_source(replacing.fields_of),
        check=_by_dialect(replacing.check),
        results=SECTION,
    ),
    "cover": Wire(
        path=_at(songs.COVER_PATH), fields=_of_source(songs.cover_fields_of), check=_by_source(songs.check_cover)
    ),
    "vocals": Wire(
        path=_at(adding.VOCALS_PATH), fields=_added(adding.vocals_of), check=_by_dialect(adding.check_vocals)
    ),
    "instrumental": Wire(
        path=_at(adding.INSTRUMENTAL_PATH),
        fields=_added(adding.instrumental_of),
        check=_by_dialect(adding.check_instrumental),
    ),
    "stems": Wire(
        path=_at(deriving.STEMS_PATH),
        fields=_of_source(deriving.stems_of),
        record_path=deriving.STEMS_RECORDS,
        results=STEM_FILES,
    ),
    "wav": Wire(
        path=_at(deriving.WAV_PATH),
        fields=_of_source(deriving.wav_of),
        record_path=deriving.WAV_RECORDS,
        results=WAVS,
    ),
    "video": Wire(
        path=_at(deriving.VIDEO_PATH),
        fields=_of_source(deriving.video_of),
        record_path=deriving.VIDEO_RECORDS,
        results=VIDEOS,
    ),
    "recover": Wire(
        path=_at(deriving.RECOVER_PATH),
        fields=_of_source(deriving.recover_of),
        record_path=deriving.RECOVER_RECORDS,
        record_parameter="task_id",
        results=LINKS,
        dialects=frozenset({"sunoapi"}),
    ),
    "words": Wire(
        path=_at(deriving.WORDS_PATH), fields=_of_source(deriving.words_of), taken=taken.words, results=NOTHING
    ),
    "persona": Wire(
        path=_at(deriving.PERSONA_PATH),
        fields=_of_source(deriving.persona_of),
        check=_by_source(deriving.check_persona),
        taken=taken.persona,
        results=NOTHING,
    ),
    "lyrics": Wire(
        path=_at(writing.PATH),
        fields=_of_words(writing.fields_of),
        record_path=writing.RECORD_PATH,
        results=TEXTS,
    ),
}
WIRE |= {"segment": WIRE["track"], "extension": WIRE["extend"]}
