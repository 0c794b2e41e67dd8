"""Parts that many operations share: parameters, headers, links, ways to sign in."""

from __future__ import annotations

from typing import Any

from reprise.domain.operations import OPERATIONS
from reprise.domain.states import Status
from reprise.edge.http import MAX_BODY_BYTES
from reprise.edge.metrics_routes import MOST_HOURS, USUAL_HOURS
from reprise.edge.problems import LANGUAGES
from reprise.edge.requests import DEFAULT_PAGE, MAX_KEY_CHARACTERS, MAX_PAGE

Part = dict[str, Any]


def _of(kind: str, **more: Any) -> Part:
    return {"type": kind, **more}


_ID = _of("string", minLength=1, maxLength=128)


def _query(name: str, schema: Part, description: str) -> Part:
    return {"name": name, "in": "query", "schema": schema, "description": description}


def _path(name: str, schema: Part, description: str) -> Part:
    return {"name": name, "in": "path", "required": True, "schema": schema, "description": description}


def _header(name: str, schema: Part, description: str) -> Part:
    return {"name": name, "in": "header", "schema": schema, "description": description}


PARAMETERS: dict[str, Part] = {
    "limit": _query("limit", _of("integer", minimum=1, maximum=MAX_PAGE, default=DEFAULT_PAGE), "Items of a page."),
    "cursor": _query("cursor", _of("string"), "What the page before said. Good for one user and one list."),
    "status": _query("status", _of("string", enum=list(Status)), "Only tracks that stand there."),
    "taskType": _query("taskType", _of("string", examples=list(OPERATIONS)), "Only tracks of this task type."),
    "projectId": _query("projectId", _of("string"), "Only tracks of this project."),
    "hours": _query(
        "hours",
        _of("integer", minimum=1, maximum=MOST_HOURS, default=USUAL_HOURS),
        "How many hours, the one under way included.",
    ),
    "trackId": _path("trackId", _ID, "The id of one of your tracks."),
    "runId": _path("runId", _ID, "The id of one of your runs."),
    "userId": _path("userId", _ID, "The `sub` of a user's token."),
    "id": _path("id", _ID, "The id of one of your messages."),
    "provider": _path("provider", _of("string", examples=["suno"]), "The provider that calls."),
    "file": _path("file", _of("string", examples=["swagger-ui.css"]), "A file's name."),
    "Idempotency-Key": _header(
        "Idempotency-Key",
        _of("string", minLength=1, maxLength=MAX_KEY_CHARACTERS),
        "Any text of yours, quoted or bare. The same key and the same request get the same answer, for ever; the "
        "same key and another request 422. Without one, an identical request within five seconds is the same one.",
    ),
    "Accept-Language": _header(
        "Accept-Language", _of("string", examples=list(LANGUAGES)), "In which language you are told what went wrong."
    ),
}

HEADERS: dict[str, Part] = {
    name: {"schema": schema, "description": description}
    for name, schema, description in (
        ("X-RateLimit-Limit", _of("integer"), "Generations a minute that your plan allows."),
        ("X-RateLimit-Remaining", _of("integer"), "How many of them are left."),
        ("X-RateLimit-Reset", _of("integer"), "When the minute ends, in seconds since 1970."),
        ("RateLimit-Policy", _of("string", examples=['"perMinute";q=3;w=60, "perDay";q=10;w=86400']), "Your limits."),
        ("RateLimit", _of("string", examples=['"perMinute";r=2;t=17']), "What is left, and for how many seconds."),
        ("Retry-After", _of("integer", minimum=1), "After so many seconds it is worth to try again."),
        ("Idempotency-Replayed", _of("string", const="true"), "There where the answer was given before."),
        ("Credits-Refunded", _of("string", examples=["1"]), "Credits that go back to you."),
        ("Content-Language", _of("string", enum=list(LANGUAGES)), "The language of `title` and `detail`."),
        ("WWW-Authenticate", _of("string"), "How to sign in."),
        ("ETag", _of("string"), "Changes when the file does; send it as `If-None-Match`."),
    )
}
LIMITS = ("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset", "RateLimit-Policy", "RateLimit")

_TRACK = {"trackId": "$response.body#/trackId"}
_RUN = {"runId": "$response.body#/runId"}


def _link(operation: str, description: str, **more: Any) -> Part:
    return {"operationId": operation, "description": description, **more}


LINKS: dict[str, Part] = {
    "getTrack": _link("getTrack", "Follow it.", parameters=_TRACK),
    "deleteTrack": _link("deleteTrack", "Delete it.", parameters=_TRACK),
    "putPreferred": _link("putPreferred", "Prefer its first.", parameters=_TRACK, requestBody={"variantIndex": 0}),
    "postSignTrack": _link("postSignTrack", "Play it.", requestBody=_TRACK),
    "postSync": _link("postSync", "Ask for news.", requestBody={"taskIds": ["$response.body#/taskId"]}),
    "getParcours": _link("getParcours", "Follow it.", parameters=_RUN),
    "runParcours": _link("runParcours", "Start it.", parameters=_RUN),
    "patchParcours": _link("patchParcours", "Note how it is.", parameters=_RUN, requestBody={"sudsMid": 5}),
    "cancelParcours": _link("cancelParcours", "Stop it.", parameters=_RUN),
    "deleteParcours": _link("deleteParcours", "Delete it.", parameters=_RUN),
    "putUser": _link("putUser", "Change the plan.", parameters={"userId": "$response.body#/userId"}),
    "readNotification": _link("readNotification", "Read the newest.", parameters={"id": "$response.body#/items/0/id"}),
}
_OF_FIRST = {
    "listTracks": ("getTrack", "trackId"),
    "listParcours": ("getParcours", "runId"),
}


def link(source: str, target: str) -> Part:
    """What leads from an operation's answer to another operation; a list leads to its next page."""
    if source == target:
        return _link(target, "The next page.", parameters={"cursor": "$response.body#/cursor"})
    shown, name = _OF_FIRST.get(source, ("", ""))
    if shown == target:
        return _link(target, "Show the newest.", parameters={name: f"$response.body#/items/0/{name}"})
    return LINKS[target]


SECURITY: dict[str, Part] = {
    "token": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "A token of the deployment's issuer (Cognito or any OIDC issuer). `sub` is the user; members of "
        "the group `admin` (`cognito:groups`) are admins.",
    }
}

ABOUT = f"""Reprise makes music: songs from a prompt, and what can be made of them; and journeys of twenty minutes.

**Sign in** with a bearer token (JWT). Somebody else's id answers 404 (`POST /sign-track`: 403).

**What takes long** is answered 202 at once: read the track until its `status` is `completed` or `failed`.
It can be heard as soon as it has an `audioUrl` or `streamUrl`. What fails is paid back.

**Send again** what you have no answer to, under the same `Idempotency-Key`: it is done once.

**Limits** are told with every answer that counts (`RateLimit`). 429 says in `limit` which one it was, and in
`Retry-After` when to try again.

**Lists** are newest first. `cursor` is where the next page begins, null at the end.

**Bodies** are JSON in camelCase, at most {MAX_BODY_BYTES // 1024} KiB. Fields and query parameters that nobody
knows are refused. Times are RFC 3339, UTC; amounts are credits, exact to a tenth.

**Errors** are problems (RFC 9457) in English, Russian or French (`Accept-Language`). Go by `code`. Two come from API
Gateway itself, as `{{"message": ...}}`: 401 for a bad token, and 429 where anybody may call.
"""
