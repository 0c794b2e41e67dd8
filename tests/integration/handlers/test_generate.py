"""`POST /v1/tracks`: charged, counted, made and sent once; refused before anything is charged, or refunded."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from reprise.domain.admission import Standing
from reprise.domain.gates import Account
from reprise.domain.states import Stage, Status, Submission
from reprise.domain.wishes import Wish
from reprise.store.admissions import Admissions
from tests.integration.handlers.posting import LIMITS, USER, post, problem, rich
from tests.integration.handlers.provider import Told
from tests.integration.handlers.world import World


def test_a_new_generation(world: World) -> None:
    status, body, headers = post(world)
    assert status == 202
    (row,) = world.rows("TracksTable")
    assert body == {"trackId": row["track_id"], "taskId": "task-1", "status": "processing", "creditsCharged": 1}
    assert set(headers) == {"content-type", "cache-control", *LIMITS}
    assert (headers["x-ratelimit-limit"], headers["x-ratelimit-remaining"]) == ("3", "2")


def test_a_new_generation_makes_a_track_and_charges_its_owner(world: World) -> None:
    _, body, _ = post(world)
    track = world.track(body["trackId"])
    assert track
    assert (track.status, track.stage, track.submission, track.attempts, track.charged, track.user_id) == (
        Status.PROCESSING, Stage.SUBMITTED, Submission.ACCEPTED, 1, 10, USER,
    )  # fmt: skip
    assert track.deadline_at - track.created_at == timedelta(seconds=600)
    profile = world.profile(USER)
    assert (profile.balance, profile.minute_count, profile.day_count) == (90, 1, 1)
    assert profile.running == {track.track_id}
    assert world.ledger(USER) == [100, -10]


def test_what_the_provider_gets(world: World) -> None:
    _, body, _ = post(world, title="Rain")
    (sent,) = world.provider.creates
    callback = urlsplit(sent.pop("callBackUrl"))
    assert sent == {
        "path": "/api/v1/generate",
        "customMode": False,
        "instrumental": False,
        "model": "V5",
        "prompt": "rain",
    }
    assert f"{callback.scheme}://{callback.netloc}{callback.path}" == "https://api.example/v1/webhooks/suno"
    assert parse_qs(callback.query)["track"] == [body["trackId"]]
    assert world.provider.authorizations == ["Bearer local-suno-key"]


def test_the_token_of_a_callback_is_long_and_kept_as_a_hash_only(world: World) -> None:
    _, body, _ = post(world, title="Rain")
    (sent,) = world.provider.creates
    query = parse_qs(urlsplit(sent["callBackUrl"]).query)
    track = world.track(body["trackId"])
    assert track
    assert track.token_hashes == (hashlib.sha256(query["token"][0].encode()).hexdigest(),)
    assert len(query["token"][0]) >= 43
    assert query["token"][0] not in repr(
        [world.rows(name) for name in ("TracksTable", "AccountsTable", "IdempotencyTable")]
    )


def test_the_same_key_and_request_again_is_a_replay(world: World) -> None:
    _, first, _ = post(world)
    status, again, headers = post(world)
    assert (status, again) == (200, first | {"message": "Already processed"})
    assert headers["idempotency-replayed"] == "true"
    assert set(LIMITS) <= set(headers)
    assert len(world.provider.creates) == len(world.rows("TracksTable")) == 1
    assert world.ledger(USER) == [100, -10]


def test_quoted_bare_and_in_the_body_is_one_key(world: World) -> None:
    _, first, _ = post(world, key='"abc"')
    assert post(world, key="abc")[1]["trackId"] == first["trackId"]
    status, again, _ = world.http("generate.post_track", USER, body={"prompt": "rain", "idempotencyKey": "abc"},
                                  headers={"idempotency-key": "abc"})  # fmt: skip
    assert (status, again["trackId"]) == (200, first["trackId"])


def test_the_same_key_for_another_request_is_a_mismatch(world: World) -> None:
    post(world)
    assert problem(post(world, prompt="snow")) == (422, "idempotency_mismatch")
    assert len(world.provider.creates) == 1


def test_the_key_of_a_deleted_track_still_gives_the_first_answer(world: World) -> None:
    _, first, _ = post(world)
    assert world.http("library.delete_track", USER, path={"trackId": first["trackId"]})[0] == 204
    status, again, headers = post(world)
    assert (status, headers["idempotency-replayed"]) == (200, "true")
    assert again == first | {"message": "Already processed"}
    assert len(world.provider.creates) == 1


def test_the_key_of_a_track_that_an_older_release_deleted_makes_no_other(world: World) -> None:
    _, first, _ = post(world)
    world.surroundings.dynamodb.delete_item(
        TableName=world.table("TracksTable"), Key={"track_id": {"S": first["trackId"]}}
    )
    status, again, _ = post(world)
    assert (status, again["trackId"], len(world.provider.creates)) == (200, first["trackId"], 1)


def test_a_refusal_that_is_told_again_says_so(world: World) -> None:
    world.provider.answers.append(Told({"code": 400, "msg": "no"}))
    first, again = post(world), post(world)
    assert problem(first) == problem(again)
    assert "idempotency-replayed" not in first[2]
    assert again[2]["idempotency-replayed"] == "true"


def test_without_a_key_a_song_can_be_made_again_when_it_was_deleted(world: World) -> None:
    rich(world)
    body = {"prompt": "rain"}
    _, first, _ = world.http("generate.post_track", USER, body=body, headers={"idempotency-key": None})
    world.surroundings.dynamodb.delete_item(
        TableName=world.table("TracksTable"), Key={"track_id": {"S": first["trackId"]}}
    )
    status, again, _ = world.http("generate.post_track", USER, body=body, headers={"idempotency-key": None})
    assert (status, again["trackId"] != first["trackId"]) == (202, True)


def test_what_is_left_out_and_what_is_nothing_are_the_same_request(world: World) -> None:
    """So that a field which a later release adds makes no other request of an old one."""
    _, first, _ = post(world)
    status, again, _ = post(world, title=None, styleTags=[], provider="suno")
    assert (status, again["trackId"]) == (200, first["trackId"])
    (claim,) = world.rows("IdempotencyTable")
    said = json.dumps({"prompt": "rain", "provider": "suno"}, sort_keys=True)
    assert claim["fingerprint"] == hashlib.sha256(said.encode()).hexdigest()


def test_a_profile_that_is_not_there_yet_beside_its_claim_is_read_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A batch is read item by item: the claim after its transaction, the profile before it."""
    _, first, _ = post(world)
    read, stale = Admissions.standing, [True]

    def torn(self: Admissions, wish: Wish, account: Account, track_id: str) -> Standing:
        standing = read(self, wish, account, track_id)
        return replace(standing, profile=None) if stale and stale.pop() else standing

    monkeypatch.setattr(Admissions, "standing", torn)
    status, again, _ = post(world)
    assert (status, again["trackId"], stale) == (200, first["trackId"], [])


def test_keys_are_each_users_own(world: World) -> None:
    assert [post(world, user)[0] for user in ("a", "b")] == [202, 202]
    assert len(world.provider.creates) == 2
