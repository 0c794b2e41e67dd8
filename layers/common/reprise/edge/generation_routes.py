"""The endpoints that start tasks: each is a row of a table, made of its task type and its body."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar, cast

from reprise.domain.accounts import Profile
from reprise.domain.operations import (
    COVER,
    EXTEND,
    INSTRUMENTAL,
    LYRICS,
    MERGE,
    PERSONA,
    RECOVER,
    REPLACE,
    STEMS,
    TRACK,
    VIDEO,
    VOCALS,
    WAV,
    WORDS,
    Operation,
)
from reprise.domain.requests import Request
from reprise.domain.track import Track
from reprise.domain.wishes import SourceRef, Wish
from reprise.edge import task_bodies as bodies
from reprise.edge.bodies import PersonaView, StartedView, TrackView, WordsView
from reprise.edge.bootstrap.generate import Parts
from reprise.edge.http import Call, Response
from reprise.edge.limits import limited
from reprise.edge.requests import request_of
from reprise.edge.routes import Route
from reprise.edge.started import persona_response, recovering_response, shown, started_response, words_response
from reprise.edge.task_bodies import MergeBody, OnVersion, PersonaBody, keyed_body
from reprise.usecases.starting import Started

V = TypeVar("V")
B = TypeVar("B", bound=bodies.Keyed)

Told = Callable[[Parts, Call, Wish, Started], Response[V]]
"""What a task that was started is answered with."""

Sources = Callable[[Call, B], tuple[SourceRef, ...]]
"""The versions that a body names."""


def _nothing(_call: Call, _body: bodies.Keyed) -> tuple[SourceRef, ...]:
    return ()


def _named_in_path(call: Call, body: OnVersion) -> tuple[SourceRef, ...]:
    return (SourceRef(call.path("trackId"), body.variant_index),)


def _named_in_body(_call: Call, body: PersonaBody) -> tuple[SourceRef, ...]:
    return (SourceRef(body.track_id, body.variant_index),)


def _listed(_call: Call, body: MergeBody) -> tuple[SourceRef, ...]:
    return body.named


def _accepted(_parts: Parts, _call: Call, _wish: Wish, started: Started) -> Response[StartedView]:
    return started_response(started)


def wish_of(
    parts: Parts,
    user_id: str,
    operation: Operation,
    said: bodies.Keyed,
    key: str | None,
    sources: tuple[SourceRef, ...] = (),
) -> Wish:
    """What a body wishes for."""
    by_default = None if sources else parts.starter.pool.default
    return Wish(
        user_id=user_id,
        operation=operation,
        request=request_of(cast("Request", said), operation),
        provider=getattr(said, "provider", None) or by_default,
        project_id=getattr(said, "project_id", None),
        key=key,
        sources=sources,
    )


def _route(
    path: str,
    operation: Operation,
    body: type[B],
    summary: str,
    sources: Sources[B],
    told: Told[V],
    answer: type[V],
) -> Route[Parts, V]:
    """The route that starts tasks of one type."""

    def post(parts: Parts, call: Call) -> tuple[Response[V], Profile]:
        said, key = keyed_body(body, call)
        wish = wish_of(parts, call.user, operation, said, key, sources(call, said))
        started = parts.starter.start(wish)
        return told(parts, call, wish, started), started.profile

    return Route(f"POST /v1/{path}", limited(post), body, answer, summary)


def _new(path: str, operation: Operation, body: type[bodies.Keyed], summary: str) -> Route[Parts, StartedView]:
    return _route(path, operation, body, summary, _nothing, _accepted, StartedView)


def _on_version(operation: Operation, body: type[OnVersion], summary: str) -> Route[Parts, StartedView]:
    path = f"tracks/{{trackId}}/{operation.name}"
    return _route(path, operation, body, summary, _named_in_path, _accepted, StartedView)


def _shown_as_it_is(track: Track, parts: Parts, call: Call) -> tuple[Response[TrackView], Profile]:
    return shown(parts, call, track), parts.bookkeeping.count_call(call.user)


def _unless_stored(route: Route[Parts, TrackView]) -> Route[Parts, TrackView]:
    """The same route, that asks nobody for audio that is all ours already."""

    def post(parts: Parts, call: Call) -> Response[TrackView]:
        track = parts.library.stored(call.user, call.path("trackId"))
        return limited(partial(_shown_as_it_is, track))(parts, call) if track else route.endpoint(parts, call)

    return replace(route, endpoint=post)


ROUTES: tuple[Route[Parts, Any], ...] = (
    _new("tracks", TRACK, bodies.SongBody, "Start a song."),
    _new("lyrics", LYRICS, bodies.LyricsBody, "Have lyrics written."),
    _on_version(EXTEND, bodies.ExtendBody, "Let a finished version go on."),
    _on_version(REPLACE, bodies.ReplaceBody, "Make a part of a finished version anew."),
    _on_version(COVER, bodies.CoverBody, "Sing a finished version anew."),
    _on_version(VOCALS, bodies.VocalsBody, "Add a voice to a finished version."),
    _on_version(INSTRUMENTAL, bodies.InstrumentalBody, "Add instruments to a finished version."),
    _on_version(STEMS, bodies.StemsBody, "Take a finished version apart into its voices."),
    _on_version(WAV, bodies.WavBody, "Have a finished version without loss."),
    _on_version(VIDEO, bodies.VideoBody, "Have a video made of a finished version."),
    _route("merges", MERGE, MergeBody, "Join finished versions to one.", _listed, _accepted, StartedView),
    _route(
        "tracks/{trackId}/words",
        WORDS,
        bodies.WordsBody,
        "Learn when each word of a finished version is sung.",
        _named_in_path,
        words_response,
        WordsView,
    ),
    _unless_stored(
        _route(
            "tracks/{trackId}/recover",
            RECOVER,
            bodies.RecoverBody,
            "Ask the provider anew for audio whose link has died.",
            _named_in_path,
            recovering_response,
            TrackView,
        )
    ),
    _route(
        "personas",
        PERSONA,
        PersonaBody,
        "Make a voice of a finished version.",
        _named_in_body,
        persona_response,
        PersonaView,
    ),
)
