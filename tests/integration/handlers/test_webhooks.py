"""The contract's table of webhook answers, row by row, and what each leaves behind."""

from __future__ import annotations

import gzip
import json
import random
from typing import Any

import pytest

from reprise.domain.states import Stage, Status
from tests.fakes.units import size_of
from tests.integration.handlers.delivering import ID, TOKEN, WHOLE, callback, clip, deliver, kept, logged, running
from tests.integration.handlers.world import World, sample


def ascii_ids(value: str) -> str:
    """Short enough to be read, and fit for a file name."""
    return ascii(value[:12])


@pytest.mark.parametrize(
    ("body", "stage", "status"),
    [(callback("text"), "text", "processing"), (callback("first", clip("a", audio=False)), "first", "processing"),
     (callback("audio", clip("a")), "complete", "completed"), (WHOLE, "complete", "completed"),
     (callback("error", code=400), "error", "failed"), (callback("error", code=500), "error", "processing")],
)  # fmt: skip
def test_a_callback_is_processed(world: World, body: dict[str, Any], stage: str, status: str) -> None:
    running(world)
    assert deliver(world, body) == (200, {"ok": True, "stage": stage})
    assert kept(world).status == status
    assert logged(world) == [None]


def test_a_whole_delivery(world: World) -> None:
    running(world)
    for body in (callback("text"), callback("first", clip("a")), callback("complete", clip("b"), clip("a"))):
        assert deliver(world, body)[0] == 200
    track = kept(world)
    assert [version.clip.provider_audio_id for version in track.versions] == ["id-a", "id-b"]
    assert (track.status, track.stage) == (Status.COMPLETED, Stage.COMPLETE)
    profile = world.profile("user-1")
    assert (profile.balance, profile.running) == (50, frozenset())


def test_a_failure_returns_the_charge_once(world: World) -> None:
    running(world)
    body = callback("error", code=400, msg="Lyrics contained copyrighted material")
    assert deliver(world, body) == (200, {"ok": True, "stage": "error"})
    assert deliver(world, body) == (200, {"ok": True, "cached": True})
    assert (kept(world).failure, kept(world).refunded) == ("copyrighted", 10)
    assert (world.profile("user-1").balance, world.ledger("user-1")) == (60, [10])


@pytest.mark.parametrize("again", [WHOLE, callback("text"), callback("first", clip("a")), callback("error", code=500)])
def test_what_was_seen_or_is_older_changes_nothing(world: World, again: dict[str, Any]) -> None:
    running(world)
    deliver(world, WHOLE)
    before = kept(world)
    assert deliver(world, again) == (200, {"ok": True, "cached": True})
    assert kept(world) == before
    assert logged(world) == [None, None]


@pytest.mark.parametrize("token", ["wrong", ""])
def test_a_wrong_token_is_refused(world: World, token: str) -> None:
    before = running(world)
    assert deliver(world, WHOLE, token) == (401, {"ok": False, "error": "invalid_token"})
    assert (kept(world), logged(world)) == (before, ["invalid_token"])


def test_a_callback_that_names_no_track_needs_a_signature(world: World) -> None:
    before = running(world)
    for query in ({}, {"token": TOKEN}, {"track": "", "token": TOKEN}):
        answer = deliver(world, WHOLE, query=query)
        assert answer == (401, {"ok": False, "error": "missing_signature"})
    assert kept(world) == before


def test_segment_is_another_word_for_track(world: World) -> None:
    running(world)
    assert deliver(world, WHOLE, query={"segment": ID, "token": TOKEN}) == (200, {"ok": True, "stage": "complete"})


@pytest.mark.parametrize("track", ["f" * 32, "no-such", "x" * 3000, "\ud800"], ids=ascii_ids)
def test_a_track_that_nobody_has_was_deleted_or_invented_and_nothing_is_kept(world: World, track: str) -> None:
    expected = {"ok": False, "message": "track_not_found_yet", "retry": True}
    assert deliver(world, WHOLE, track=track) == (202, expected)
    assert (world.waiting("CallbackRetriesQueue"), logged(world)) == (0, [])


@pytest.mark.parametrize(
    "body", ["", "not json", "[]", "{}", '{"hello": 1}', "[" * 50_000, '{"code": 200, "data": {}}'], ids=ascii_ids
)
def test_what_has_no_shape_is_refused_and_its_beginning_logged(world: World, body: str) -> None:
    before = running(world)
    assert deliver(world, body) == (400, {"ok": False, "error": "invalid_payload"})
    assert (kept(world), logged(world)) == (before, ["invalid_payload"])
    (row,) = world.rows("CallbacksTable")
    assert gzip.decompress(row["body"]).decode() == body[:3000]
    assert row.get("cut") is (True if len(body) > 3000 else None)


@pytest.mark.parametrize(
    "changes", [{"token": "wrong"}, {"query": {}}, {"query": {"token": "\ud800"}}], ids=["token", "track", "both"]
)
def test_of_what_nothing_proves_at_most_4_kb_are_kept(world: World, changes: dict[str, Any]) -> None:
    running(world)
    noise = random.Random(5).randbytes(400_000).hex()
    assert deliver(world, WHOLE | {"pad": noise}, **changes)[0] == 401
    ((row,), table) = (world.rows("CallbacksTable"), world.table("CallbacksTable"))
    (item,) = world.surroundings.dynamodb.scan(TableName=table)["Items"]
    assert size_of(item) <= 4096
    assert row["cut"]


NEAR_1_MIB = 1024 * 1024 - 300


@pytest.mark.parametrize(
    ("changes", "status"),
    [({"createTime": "0001-01-01T00:00:00+14:00"}, 200), ({"createTime": "9999-12-31T23:59:59-14:00"}, 200),
     ({"createTime": 1e308}, 200), ({"title": "\x00" * 150_000}, 200), ({"prompt": "x" * NEAR_1_MIB}, 200),
     ({"tags": "\uffff\ufffe"}, 200), ({"duration": 10**400}, 200)],
    ids=["first day", "last day", "beyond time", "control", "large", "no character", "endless"],
)  # fmt: skip
@pytest.mark.parametrize("track", [ID, "f" * 32], ids=["known", "unknown"])
def test_no_body_is_a_fault_of_ours(world: World, changes: dict[str, Any], status: int, track: str) -> None:
    running(world)
    body = callback("complete", clip("a") | changes)
    answer = deliver(world, json.dumps(body, ensure_ascii=False), track=track)
    assert answer[0] == (status if track == ID else 202)
    assert "queued" not in answer[1]


def test_a_byte_order_mark_is_passed_over(world: World) -> None:
    running(world)
    assert deliver(world, "\ufeff" + json.dumps(WHOLE)) == (200, {"ok": True, "stage": "complete"})


def test_however_often_a_provider_calls_back_a_track_has_eight_versions_at_most(world: World) -> None:
    running(world)
    for number in range(13):
        news = callback("complete", *(clip(f"{number}-{place}") for place in range(10)))
        assert deliver(world, news)[0] == 200
    assert len(kept(world).versions) == 8


def test_what_is_no_base64_though_it_says_so_is_refused_and_logged(world: World) -> None:
    for body in ("***", "é"):
        event = sample("callback.webhook") | {"body": body, "isBase64Encoded": True}
        assert world.invoke("callback", event)["statusCode"] == 400
    assert logged(world) == ["invalid_payload"] * 2


def test_more_than_1_mib_is_refused(world: World) -> None:
    before = running(world)
    status, answer = deliver(world, json.dumps(WHOLE | {"pad": "x" * 1024 * 1024}))
    assert (status, answer["code"]) == (413, "payload_too_large")
    assert (kept(world), logged(world)) == (before, ["payload_too_large"])


def test_another_provider_has_no_webhook(world: World) -> None:
    assert deliver(world, WHOLE, path={"provider": "mureka"})[0] == 404
