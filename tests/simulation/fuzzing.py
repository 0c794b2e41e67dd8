"""Whatever can be posted to the webhook: bodies of every shape, size, depth and encoding, any query and headers."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from tests.simulation import events
from tests.unit.providers.signing import sign

MIB = 1024 * 1024
TRACK, TOKEN = "{track}", "{token}"
"""Stand for the id and the token of the track that there is."""


@dataclass(frozen=True, slots=True)
class Post:
    """A call of the webhook. `signed`: the provider's true signature is put to it."""

    body: bytes
    query: dict[str, str]
    headers: dict[str, str]
    signed: bool
    encoding: str
    provider: str

    def event(self, track: str, token: str, scheme: str, secret: str, stamp: int) -> events.Event:
        """The event that API Gateway makes of it."""
        named = {TRACK: track, TOKEN: token}
        query = {name: named.get(value, value) for name, value in self.query.items()}
        path = {"provider": self.provider}
        found = events.request("POST /v1/webhooks/{provider}", path=path, query=query, headers=self.headers)
        if self.signed and secret:
            found["headers"] |= sign(scheme, secret, stamp, self.body)
        return found | _encoded(self.body, self.encoding)


def _encoded(body: bytes, encoding: str) -> dict[str, Any]:
    if encoding == "base64":
        return {"body": base64.b64encode(body).decode(), "isBase64Encoded": True}
    if encoding == "absent":
        return {"body": None}
    return {"body": body.decode("utf-8", "surrogateescape"), "isBase64Encoded": encoding == "a lie"}


_TEXT = st.text(max_size=8)
_NAMES = st.sampled_from(
    ["code", "msg", "data", "task_id", "taskId", "callbackType", "callback_type", "stage", "status", "id", "audio_url",
     "audioUrl", "streamUrl", "downloadUrl", "image_url", "video_url", "duration", "createTime", "create_time", "title",
     "tags", "prompt", "modelName", "errorMessage", "error", "text"]
)  # fmt: skip
_WORDS = st.sampled_from(
    ["text", "first", "audio", "complete", "error", "SUCCESS", "FAILED", "streaming", "task-1", "²", "9" * 5000, "\x00",
     "\uffff", "\ufeff", "\ud800", "None", "https://x.example/a.mp3", "http://x.example/a b.mp3", "_a_b", "la" * 5000]
)  # fmt: skip
_NUMBERS = st.one_of(
    st.integers(),
    st.floats(),
    st.sampled_from(
        [0, -1, 200, 400, 500, 501, 10**11, 10**12, 253402300799999, 10**15, 1e308, -1e308, 10**400, 5e-324]
    ),
)
_MOMENTS = st.one_of(
    st.datetimes().map(str),
    st.integers(min_value=0, max_value=10**17).map(str),
    st.sampled_from(["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-02-30", "24:00", "1e9"]),
)
_LEAVES = st.one_of(st.none(), st.booleans(), _NUMBERS, _MOMENTS, _WORDS, _TEXT)
_JSON = st.recursive(
    _LEAVES,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(_NAMES | _TEXT, inner, max_size=6)),
    max_leaves=12,
)
_CLIPS = st.lists(
    st.fixed_dictionaries(
        {"id": st.sampled_from(["a", "b", "c"]) | _LEAVES},
        optional={
            "audio_url": st.just("https://x.example/a.mp3") | _LEAVES,
            "streamAudioUrl": _LEAVES,
            "createTime": _NUMBERS | _MOMENTS,
            "duration": _NUMBERS | _LEAVES,
            "title": _LEAVES,
            "status": _JSON,
        },
    )
    | _JSON,
    max_size=12,
)


@st.composite
def _callbacks(draw: st.DrawFn) -> object:
    """What looks like a callback, with anything in any place."""
    stage = draw(st.sampled_from(["text", "first", "audio", "complete", "error"]) | _LEAVES)
    inner = {"callbackType": stage, "task_id": draw(st.none() | _LEAVES), "data": draw(_CLIPS)}
    outer = {"code": draw(st.just(200) | _LEAVES), "msg": draw(_LEAVES), "data": inner}
    return outer | draw(st.just({}) | st.dictionaries(_NAMES, _JSON, max_size=2))


@st.composite
def _written(draw: st.DrawFn) -> bytes:
    """JSON in some encoding, perhaps cut, perhaps with a byte too many."""
    value = draw(st.one_of(_callbacks(), _callbacks(), _JSON, st.dictionaries(_NAMES, _JSON, max_size=6)))
    text = json.dumps(value, ensure_ascii=draw(st.booleans()))
    kind = draw(st.sampled_from(["utf-8"] * 12 + ["utf-8-sig", "utf-16", "utf-16-be", "utf-32", "latin-1"]))
    raw = text.encode(kind, "replace")
    at = draw(st.integers(min_value=0, max_value=len(raw)))
    damage = draw(st.sampled_from(["none"] * 6 + ["cut", "inserted"]))
    return {"none": raw, "cut": raw[:at], "inserted": raw[:at] + draw(st.binary(max_size=3)) + raw[at:]}[damage]


@st.composite
def _deep(draw: st.DrawFn) -> bytes:
    opening, closing = draw(st.sampled_from([("[", "]"), ('{"data":', "}"), ('{"a":[', "]}"), ('{"status":', "}")]))
    depth = draw(st.sampled_from([3, 50, 200, 330, 490, 900, 995, 1100, 5000, 60_000]))
    inside = opening * depth + "1" + closing * depth
    return (
        draw(st.sampled_from(["%s", '{"data":[{"status":%s}]}', '{"stage":"first","id":%s}'])).encode()
        % inside.encode()
    )


@st.composite
def _large(draw: st.DrawFn) -> bytes:
    pad = draw(st.sampled_from(["x", " ", r"\u0000", '","', "[", "é", "\U0001f3b5"]))
    size = draw(st.sampled_from([10_000, MIB - 400, MIB, MIB + 1]))
    frame = draw(
        st.sampled_from(["%s", '{"stage":"first","streamUrl":"https://x.example/a","title":"%s"}', '{"%s":1}'])
    )
    return frame.replace("%s", pad * (size // len(pad.encode()))).encode()[:size]


_BODIES = st.one_of(*[_written()] * 17, st.binary(max_size=60), _deep(), _large())
"""Large and deep ones take a while each, so they are few."""

_ID = st.sampled_from([TRACK] * 4 + ["f" * 32, "no-such", "x" * 3000, "\ud800", f"{TRACK},{TRACK}", ""]) | _TEXT
_QUERY = st.just({"track": TRACK, "token": TOKEN}) | st.fixed_dictionaries(
    {},
    optional={"track": _ID, "segment": _ID, "token": st.sampled_from([TOKEN, TOKEN, "wrong"]) | _TEXT, "more": _TEXT},
)
_HEADERS = st.dictionaries(
    st.sampled_from(
        ["x-suno-signature", "x-webhook-signature", "x-webhook-timestamp", "webhook-id", "webhook-timestamp",
         "webhook-signature", "accept-language", "content-type", "x-odd"]
    ),
    st.sampled_from(["v1,", "v1,AAAA", "sha256=", "sha256=00", "²", "9" * 400, "v1, " * 2000, "fr;q=x", "é" * 9000])
    | _TEXT,
    max_size=3,
)  # fmt: skip

POSTS = st.builds(
    Post,
    body=_BODIES,
    query=_QUERY,
    headers=_HEADERS,
    signed=st.booleans(),
    encoding=st.sampled_from(["text"] * 5 + ["base64"] * 3 + ["a lie", "absent"]),
    provider=st.sampled_from(["suno"] * 30 + ["mureka", "", "\ud800"]),
)
