"""Callbacks as a provider sends them, and what became of them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

from reprise.domain.accounts import Plan, Profile, day_of
from reprise.domain.track import Track
from reprise.edge.clock import utc_now
from tests.integration.handlers.world import World
from tests.unit.domain import make
from tests.unit.providers.signing import WHSEC, sign

TOKEN = "a-secret-of-this-attempt"


ID = "0123456789abcdef0123456789abcdef"


def running(world: World, **changes: Any) -> Track:
    now = utc_now()
    usual: dict[str, Any] = {
        "track_id": ID,
        "created_at": now,
        "updated_at": now,
        "deadline_at": now + timedelta(seconds=600),
    }
    track = replace(
        make.accepted(), **(usual | {"token_hashes": (hashlib.sha256(TOKEN.encode()).hexdigest(),)} | changes)
    )
    today: dict[str, Any] = {"day": day_of(now), "day_count": 1, "day_used": track.charged}
    world.open(Profile(track.user_id, Plan.PRO, 50, running=frozenset({ID}), rev=1, **today))
    world.keep(track)
    return track


def clip(name: str, *, audio: bool = True) -> dict[str, Any]:
    urls = {"audio_url": f"https://f.example/{name}.mp3"} if audio else {"audio_url": ""}
    return {"id": f"id-{name}", "stream_audio_url": f"https://f.example/{name}", "title": "Rain", **urls}


def callback(
    stage: str, *clips: dict[str, Any], code: int = 200, msg: str = "ok", task: str = "task-1"
) -> dict[str, Any]:
    return {"code": code, "msg": msg, "data": {"callbackType": stage, "task_id": task, "data": list(clips) or None}}


WHOLE = callback("complete", clip("a"), clip("b"))


def deliver(world: World, body: Any, token: str = TOKEN, track: str = ID, **changes: Any) -> tuple[int, Any]:
    query = {"track": track, "token": token}
    status, answer, _ = world.http("callback.webhook", body=body, **({"query": query} | changes))
    return status, answer


def kept(world: World) -> Track:
    track = world.track(ID)
    assert track
    return track


def logged(world: World) -> list[str | None]:
    return [row.get("verdict") for row in sorted(world.rows("CallbacksTable"), key=lambda row: str(row["sk"]))]


def secret_of(scheme: str) -> str:
    return WHSEC if scheme == "standard" else "new"


def configure(world: World, scheme: str, secrets: str = "") -> None:
    world.configure(SUNO_SIGNATURE_SCHEME=scheme, SUNO_WEBHOOK_SECRET=secrets or secret_of(scheme))


def signature(scheme: str, body: Any = WHOLE, off: int = 0, secret: str = "") -> dict[str, str]:
    stamp = int((utc_now() + timedelta(seconds=off)).timestamp())
    return sign(scheme, secret or secret_of(scheme), stamp, json.dumps(body).encode())
